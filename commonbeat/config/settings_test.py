"""The same settings with fixed keys and a cheap password hash, for the suite."""

import os
import tempfile
from pathlib import Path

os.environ["COMMONBEAT_SECRET_KEY"] = "a-fixed-key-for-the-suite-and-for-nothing-else"  # noqa: S105
os.environ["COMMONBEAT_DEMO"] = "0"

from commonbeat.config.settings import *  # noqa: F403
from commonbeat.config.settings import DATABASES

# A test fills a form in no time and does no work for it; those of the guard itself turn it on.
REPORT_GUARD = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in life: a database in memory knows no WAL and locks tables, not the writer.
    _folder = Path("/dev/shm") if Path("/dev/shm").is_dir() else Path(tempfile.gettempdir())  # noqa: S108
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / f"commonbeat-test-{os.getpid()}.sqlite3")}
