"""Filling tables with very many rows: copies of one real row, made by the database itself."""

from typing import Any

from django.db import connection, models

_SERIES = {
    "sqlite": "WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < {count}) ",  # noqa: E501
    "postgresql": "WITH series(n) AS (SELECT generate_series(1, {count})) ",
}
_KEY = {
    "sqlite": "lower(hex(randomblob(10)))",
    "postgresql": "substr(md5(n::text || random()::text), 1, 20)",
}
_DIGEST = {
    "sqlite": "randomblob(32)",
    "postgresql": "sha256(convert_to(n::text || random()::text, 'UTF8'))",
}


def random_key() -> str:
    """Return SQL for twenty random characters."""
    return _KEY[connection.vendor]


def random_digest() -> str:
    """Return SQL for 32 random bytes."""
    return _DIGEST[connection.vendor]


def seconds_ago(expression: str) -> str:
    """Return SQL for the moment so many seconds before now."""
    if connection.vendor == "sqlite":
        return f"datetime('now', '-' || ({expression}) || ' seconds')"
    return f"now() - ({expression}) * interval '1 second'"


def copy_row(row: models.Model, count: int, **instead: str) -> None:
    """Insert ``count`` copies of a row; ``instead`` maps columns to SQL that may use ``n``.

    Copies in the order of ``n``. Refreshes the planner's statistics afterwards.
    """
    meta = type(row)._meta
    columns = [f.column for f in meta.concrete_fields if not f.primary_key]
    chosen = ", ".join(instead.get(column, f't."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    series = _SERIES[connection.vendor].format(count=count)
    _run(
        f'{series if connection.vendor == "postgresql" else ""}INSERT INTO "{meta.db_table}" ({names}) '  # noqa: E501
        f"{series if connection.vendor == 'sqlite' else ''}"
        f'SELECT {chosen} FROM series CROSS JOIN "{meta.db_table}" t '
        f'WHERE t."{meta.pk.column}" = %s ORDER BY n',
        [row.pk],
    )
    analyze()


def analyze() -> None:
    """Refresh the planner's statistics."""
    _run("ANALYZE", [])


def _run(sql: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
