"""Triggers that make the database itself refuse to rewrite the log.

An entry may still be chained once, resealed under a new key, and shredded (payload set to NULL).
"""

_CONTENT = (
    "realm_id",
    "at",
    "event",
    "kind",
    "actor_id",
    "actor_label",
    "subject",
    "payload_digest",
)
_LINKS = ("sequence", "previous_hash", "hash")

_REFUSE_CHANGE = "an audit entry cannot be changed"
_REFUSE_DELETE = "an audit entry cannot be deleted"
_REFUSE_CHECKPOINT = "a checkpoint cannot be changed or deleted"

SQLITE_INSTALL = [
    f"""CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_auditentry
    BEGIN SELECT RAISE(ABORT, '{_REFUSE_DELETE}'); END""",
    f"""CREATE TRIGGER audit_entry_frozen BEFORE UPDATE OF id, {", ".join(_CONTENT)}
    ON audit_auditentry BEGIN SELECT RAISE(ABORT, '{_REFUSE_CHANGE}'); END""",
    f"""CREATE TRIGGER audit_entry_chained_once BEFORE UPDATE OF {", ".join(_LINKS)}
    ON audit_auditentry WHEN OLD.sequence IS NOT NULL
    BEGIN SELECT RAISE(ABORT, '{_REFUSE_CHANGE}'); END""",
    f"""CREATE TRIGGER audit_entry_shredded_for_good BEFORE UPDATE OF payload
    ON audit_auditentry WHEN OLD.payload IS NULL AND NEW.payload IS NOT NULL
    BEGIN SELECT RAISE(ABORT, '{_REFUSE_CHANGE}'); END""",
    f"""CREATE TRIGGER audit_checkpoint_no_delete BEFORE DELETE ON audit_checkpoint
    BEGIN SELECT RAISE(ABORT, '{_REFUSE_CHECKPOINT}'); END""",
    f"""CREATE TRIGGER audit_checkpoint_frozen BEFORE UPDATE ON audit_checkpoint
    BEGIN SELECT RAISE(ABORT, '{_REFUSE_CHECKPOINT}'); END""",
]
SQLITE_REMOVE = [
    f"DROP TRIGGER {name}"
    for name in (
        "audit_entry_no_delete",
        "audit_entry_frozen",
        "audit_entry_chained_once",
        "audit_entry_shredded_for_good",
        "audit_checkpoint_no_delete",
        "audit_checkpoint_frozen",
    )
]


def _row(prefix, columns):
    return ", ".join(f"{prefix}.{column}" for column in columns)


POSTGRESQL_INSTALL = [
    f"""CREATE FUNCTION audit_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'UPDATE' THEN
            RAISE EXCEPTION '{_REFUSE_DELETE}' USING ERRCODE = 'restrict_violation';
        END IF;
        IF ({_row("OLD", ("id", *_CONTENT))}) IS DISTINCT FROM
                ({_row("NEW", ("id", *_CONTENT))})
            OR (OLD.sequence IS NOT NULL AND
                ({_row("OLD", _LINKS)}) IS DISTINCT FROM ({_row("NEW", _LINKS)}))
            OR (OLD.payload IS NULL AND NEW.payload IS NOT NULL)
        THEN
            RAISE EXCEPTION '{_REFUSE_CHANGE}' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$""",
    f"""CREATE FUNCTION audit_checkpoint_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{_REFUSE_CHECKPOINT}' USING ERRCODE = 'restrict_violation';
    END $$""",
    """CREATE TRIGGER audit_entry_guard BEFORE UPDATE OR DELETE ON audit_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_guard()""",
    """CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_guard()""",
    """CREATE TRIGGER audit_checkpoint_guard BEFORE UPDATE OR DELETE ON audit_checkpoint
    FOR EACH ROW EXECUTE FUNCTION audit_checkpoint_guard()""",
    """CREATE TRIGGER audit_checkpoint_no_truncate BEFORE TRUNCATE ON audit_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION audit_checkpoint_guard()""",
]
POSTGRESQL_REMOVE = [
    "DROP TRIGGER audit_entry_guard ON audit_auditentry",
    "DROP TRIGGER audit_entry_no_truncate ON audit_auditentry",
    "DROP TRIGGER audit_checkpoint_guard ON audit_checkpoint",
    "DROP TRIGGER audit_checkpoint_no_truncate ON audit_checkpoint",
    "DROP FUNCTION audit_entry_guard()",
    "DROP FUNCTION audit_checkpoint_guard()",
]


def install(connection):
    """Make the database refuse."""
    _run(connection, SQLITE_INSTALL if connection.vendor == "sqlite" else POSTGRESQL_INSTALL)


def remove(connection):
    """Let the database forget (for taking the migration back, and for emptying a test database)."""
    _run(connection, SQLITE_REMOVE if connection.vendor == "sqlite" else POSTGRESQL_REMOVE)


def _run(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
