"""Reads ``COMMONBEAT_DATABASE_URL``: SQLite by default, PostgreSQL when scaled."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# A WAL commit under synchronous=NORMAL can be lost at a power cut; an acknowledged report may not.
_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
    "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
)


def database_settings(url: str, *, default_folder: Path) -> dict[str, Any]:
    """Return Django's settings for one database address; an empty one means SQLite in the folder.

    Raises ``ImproperlyConfigured`` for a scheme other than ``sqlite`` or ``postgres(ql)``.
    """
    if not url:
        return _sqlite(default_folder / "commonbeat.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(parts.path))
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(
        f"COMMONBEAT_DATABASE_URL has the scheme {parts.scheme!r}; use sqlite or postgresql."
    )


def _sqlite(path: Path) -> dict[str, Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": _SQLITE_PRAGMAS,
        },
    }
