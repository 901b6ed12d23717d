"""Writing a new row with a statement that is made once."""

from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model


def insert(row: Model) -> None:
    """Insert a row that was never saved; sets its key, which the database gives out.

    For the few rows that every action writes: building the statement anew, as ``save`` does, costs
    several times as much as running it. No signal of Django's is sent. Raises what ``save`` raises.
    """
    columns, sql = _statement(type(row))
    values = [field.get_db_prep_save(getattr(row, name), connection) for name, field in columns]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row.pk = cursor.fetchone()[0]
    row._state.adding = False
    row._state.db = connection.alias


@cache
def _statement(model: type[Model]) -> tuple[list[tuple[str, Any]], str]:
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    names = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table, key = model._meta.db_table, model._meta.pk.column
    sql = f'INSERT INTO "{table}" ({names}) VALUES ({marks}) RETURNING "{key}"'  # noqa: S608  our own names
    return [(field.attname, field) for field in fields], sql
