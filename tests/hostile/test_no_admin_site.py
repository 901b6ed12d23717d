"""D9: there is no admin site that shows every table, at any address, whatever a force sets."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user, sign_in

ROOT = Path(__file__).parents[2]
ADMIN = "django.contrib.admin"
GUESSES = ("admin", "django-admin", "staff/admin", "administrator", "manage", "admin/login", "cms")
# The ways to run the site, and the names that somebody in a hurry would try.
SETTINGS: dict[str, dict[str, str]] = {
    "nothing but a key": {},
    "a demonstration": {"COMMONBEAT_DEMO": "1"},
    "a real site with hopeful names": {
        "COMMONBEAT_BASE_URL": "https://police.example",
        "COMMONBEAT_REDIS_URL": "redis://127.0.0.1:1",
        **{f"COMMONBEAT_{name}": "1" for name in ("ADMIN", "ADMIN_SITE", "ENABLE_ADMIN", "DEBUG")},
    },
}
_TELL = """
import json, django
django.setup()
from django.conf import settings
from tests.architecture.addresses import addresses
views = [a.pattern.callback for a in addresses().values()]
modules = sorted({getattr(view, "view_class", view).__module__ for view in views})
paths = [str(a.pattern.pattern) for a in addresses().values()]
print(json.dumps([settings.INSTALLED_APPS, modules, paths, settings.DEBUG]))
"""


def problems(installed: Iterable[str], modules: Iterable[str], paths: Iterable[str]) -> list[str]:
    """Return what of an admin site there is."""
    found = [f"{app} is installed" for app in installed if app.startswith(ADMIN)]
    found += [f"a view of {module}" for module in modules if module.startswith(ADMIN)]
    found += [f"an address {path}" for path in paths if path.strip("^/").startswith("admin")]
    return found


@cache
def _site(name: str) -> tuple[list[str], list[str], list[str], bool]:
    """Return what a process of the site with these settings holds, in a process of its own."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("COMMONBEAT_")}
    environment = clean | {
        "DJANGO_SETTINGS_MODULE": "commonbeat.config.settings",
        "COMMONBEAT_SECRET_KEY": "a-key-for-a-test-that-opens-nothing-at-all-anywhere",
        **SETTINGS[name],
    }
    told = subprocess.run(
        [sys.executable, "-c", _TELL],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    installed, modules, paths, debug = json.loads(told.stdout.splitlines()[-1])
    return installed, modules, paths, debug


@pytest.mark.parametrize("name", SETTINGS)
def test_no_settings_make_an_admin_site(name: str) -> None:
    installed, modules, paths, debug = _site(name)
    assert len(paths) > 100
    assert problems(installed, modules, paths) == []
    assert debug is False, "a page of errors would show as much as an admin site"


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, Role.ADMINISTRATOR])
def test_no_address_where_one_usually_is_opens(role: Role | None) -> None:
    client = Client()
    if role:
        sign_in(client, make_user(role))
    for guess in GUESSES:
        for path in (f"/{guess}/", f"/{guess}"):
            assert client.get(path).status_code == 404, path


def test_nobody_has_the_marks_that_an_admin_site_asks_for() -> None:
    fields = {field.name for field in apps.get_model("accounts.User")._meta.get_fields()}
    assert not fields & {"is_staff", "is_superuser"}


def test_sabotage_an_admin_site_is_noticed() -> None:
    installed, modules, paths, _debug = _site("nothing but a key")
    assert problems([*installed, ADMIN], modules, paths) == [f"{ADMIN} is installed"]
    hidden = [*modules, f"{ADMIN}.sites"]
    assert problems(installed, hidden, paths) == [f"a view of {ADMIN}.sites"]
    assert problems(installed, modules, [*paths, "admin/"]) == ["an address admin/"]
