"""The object of somebody else is answered exactly as one that does not exist."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core import signing
from django.db.models import Q
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse
from pytest_django import Settings

from commonbeat.accounts.models import Role
from commonbeat.casework.rules import DecisionKind
from commonbeat.delivery.models import InboxItem
from commonbeat.publishing import queries as publications
from commonbeat.publishing.models import Publication
from commonbeat.reports.models import Report, SealedCopy
from tests.architecture.addresses import Address, addresses
from tests.architecture.belongings import KEPT_FROM, NOBODYS, OWNED
from tests.architecture.owned import Asker, Owned, no_reference

pytestmark = pytest.mark.django_db
_PART = re.compile(r"<(?:\w+:)?\w+>")


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def _body(answer: HttpResponse) -> str:
    if answer.streaming:
        answer.close()
        return "a stream"
    return re.sub(
        r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode(errors="replace")
    )


def differences(foreign: HttpResponse, missing: HttpResponse) -> list[str]:
    """Say how two answers differ, and whether the first is anything but 404."""
    found = []
    if foreign.status_code != 404:
        found.append(f"status {foreign.status_code}")
    if foreign.status_code != missing.status_code:
        found.append(f"statuses {foreign.status_code} and {missing.status_code}")
    if _body(foreign) != _body(missing):
        found.append("bodies differ")
    if dict(foreign.headers) != dict(missing.headers):
        found.append("headers differ")
    return found


def difference(owned: Owned) -> list[str]:
    """Say how the answers about a foreign and about a missing object differ."""
    asker = Asker(owned.role)
    theirs = owned.theirs(asker)
    foreign = owned.ask(asker.client, theirs)
    missing = owned.ask(asker.client, owned.missing())
    return differences(foreign, missing)


def row(name: str, method: str = "get") -> Owned:
    """Return the first row of the table about an address."""
    return next(owned for owned in OWNED if (owned.name, owned.method) == (name, method))


@pytest.mark.parametrize("owned", OWNED, ids=str)
def test_a_foreign_object_is_answered_as_a_missing_one(owned: Owned) -> None:
    assert difference(owned) == []


@pytest.mark.parametrize("owned", KEPT_FROM, ids=str)
def test_what_somebody_is_kept_from_is_answered_as_a_missing_one(owned: Owned) -> None:
    assert difference(owned) == []


def test_sabotage_a_conflict_that_nobody_asks_about_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The actions would refuse as well.
    monkeypatch.setattr("commonbeat.casework.permissions.is_kept_from", lambda **_facts: False)
    nobody = Q(pk__in=[])
    monkeypatch.setattr("commonbeat.reports.models.report.kept_from", lambda _reader: nobody)
    found = {owned.name for owned in KEPT_FROM if difference(owned)}
    assert {"casework:report", "casework:note", "casework:unlock", "casework:interests"} <= found


@pytest.mark.parametrize("owned", OWNED, ids=str)
def test_ones_own_object_is_there(owned: Owned) -> None:
    asker = Asker(owned.role)
    answer = owned.ask(asker.client, owned.mine(asker))
    assert answer.status_code in owned.opens
    answer.close()


def unstated(found: Iterable[Address]) -> set[str]:
    """Return the names of the addresses with a part of which no table says whose it is."""
    stated = {owned.name for owned in OWNED} | set(NOBODYS)
    return {a.name for a in found if _PART.search(str(a.pattern.pattern))} - stated


def test_every_address_with_a_part_says_whose_it_is() -> None:
    assert unstated(addresses().values()) == set()
    assert ({owned.name for owned in OWNED} | set(NOBODYS)) - set(addresses()) == set()


def test_sabotage_an_address_that_says_nothing_is_found() -> None:
    pattern = path("staff/parcels/<key>/", lambda _request, key: key)
    assert unstated([Address("casework:parcel", pattern)]) == {"casework:parcel"}


def _decide(client: Client, reference: object, kind: str) -> HttpResponse:
    where = reverse("casework:decide", kwargs={"reference": reference})
    answer: HttpResponse = client.post(where, {"do": kind, "reason": "It is next"})
    return answer


@pytest.mark.parametrize("kind", [*DecisionKind, "no-such-kind"])
def test_no_decision_is_made_about_a_report_of_another_realm(kind: str) -> None:
    asker = Asker(Role.SUPERVISOR)
    theirs = row("casework:report").theirs(asker)
    foreign = _decide(asker.client, theirs, kind)
    assert differences(foreign, _decide(asker.client, no_reference(), kind)) == []


def test_sabotage_a_view_that_forgets_whose_it_is_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from allauth.mfa.webauthn import views

    monkeypatch.setattr(
        views.EditWebAuthnView, "get_queryset", lambda _self: Authenticator.objects.all()
    )
    assert difference(row("mfa_edit_webauthn")) != []


def test_sabotage_an_inbox_that_is_everybodys_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from commonbeat.alerts.views import inbox

    asker_has_one = row("alerts:open_item", "post").mine
    monkeypatch.setattr(inbox, "items_of", lambda _endpoint: InboxItem.objects.all())
    owned = row("alerts:open_item", "post")
    asker = Asker(owned.role)
    asker_has_one(asker)
    assert owned.ask(asker.client, owned.theirs(asker)).status_code != 404


def test_sabotage_a_file_of_any_receipt_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from commonbeat.reports.views import media as files

    monkeypatch.setattr(
        files, "my_copy", lambda *, key, report_key: SealedCopy.objects.filter(key=key).first()
    )
    assert difference(row("reports:my_file")) != []


def test_sabotage_an_address_of_a_file_that_opens_for_anybody_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from commonbeat.reports.views import media as files

    def careless(token: str, **_who: object) -> str | None:
        try:
            return str(signing.loads(token, salt="commonbeat.reports.evidence")[0])
        except signing.BadSignature:
            return None

    monkeypatch.setattr(files, "copy_in_address", careless)
    assert difference(row("reports:staff_file")) != []


def test_sabotage_a_realm_that_nobody_asks_for_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        publications,
        "staff_warning",
        lambda key, *, realm_id: Publication.objects.filter(key=key).first(),
    )
    assert difference(row("publishing:warning")) != []
    monkeypatch.setattr(Report.objects.all().__class__, "in_realm", lambda rows, _realm: rows)
    assert difference(row("casework:report")) != []
