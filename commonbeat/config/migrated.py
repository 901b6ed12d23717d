"""Whether the database is laid out as this version of the code wants it."""

from django.core.management import CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor


def missing_migrations() -> list[str]:
    """Return the names of the migrations that the database does not have yet."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label} {migration.name}" for migration, _backwards in plan]


def require_migrated() -> None:
    """Raise ``CommandError`` with what to type, unless the database is up to date."""
    try:
        missing = missing_migrations()
    except OperationalError as error:
        raise CommandError(f"The database does not answer: {error}") from error
    finally:
        connection.close()
    if missing:
        raise CommandError(
            f"The database is not up to date: {len(missing)} migrations are missing "
            f"(the first is {missing[0]}). Run `commonbeat migrate`, then start again."
        )
