"""Addresses of files open for one person and five minutes, and whoever sees a file is written down.

Each way in is tried on a real page; what opened, or was not written down once, is told by name.
"""

import secrets
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.casework.tests.factories import Clock, address, at_desk
from commonbeat.core import clock
from commonbeat.reports.actions import prepare_exhibits
from commonbeat.reports.models import Exhibit, Identity, Report, SealedCopy
from commonbeat.reports.queries import ADDRESS_LIFE, copy_of, exhibits, signed_address
from commonbeat.reports.queries import signed as signed_addresses
from commonbeat.reports.rules.evidence import CopyRole, CustodyEvent
from commonbeat.reports.tests.cleaning import films
from commonbeat.reports.tests.evidence import keep
from commonbeat.reports.tests.factories import make_receipt, make_report
from commonbeat.reports.tests.pictures import picture, saved
from commonbeat.reports.views import media as media_views
from tests.assurance.figures import figure

pytestmark = pytest.mark.django_db

GUESSES = figure(200, 20_000)
REASON = "Needed for the statement of a witness"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the site, which a test moves."""
    hands = Clock(clock.now())
    monkeypatch.setattr(clock, "now", hands.now)
    return hands


def sent(data: bytes = b"") -> tuple[Report, Exhibit, str]:
    receipt = make_receipt()
    keep(receipt, data=data or saved(picture((900, 600)), "JPEG"), now=clock.now())
    report = make_report(receipt=receipt, now=clock.now())
    prepare_exhibits(now=clock.now())
    [exhibit] = exhibits(report)
    return report, exhibit, receipt


def holder_of(receipt: str) -> Client:
    client = Client()
    assert client.post("/receipt/", {"receipt": receipt}).status_code == 302
    return client


def to_look_at(exhibit: Exhibit) -> SealedCopy:
    copy = copy_of(exhibit, CopyRole.VIEW)
    assert copy is not None
    return copy


def guesses(genuine: str, copy: SealedCopy, user: User) -> list[str]:
    """Return tokens that nobody was given: changed, cut, made up, and signed for something else."""
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_:"
    found = [genuine[:-1], genuine.rpartition(":")[0], copy.key, "x"]
    later = int((clock.now() + timedelta(days=1)).timestamp())
    found += [signing.dumps([copy.key, user.pk, later], salt=salt) for salt in ("", "other")]
    found += [signing.dumps([copy.key, user.pk, later], key=secrets.token_hex(), salt="x")]
    while len(found) < GUESSES:
        at = secrets.randbelow(len(genuine))
        # The last letter of base64 holds spare bits: another one may spell the same bytes.
        if (changed := secrets.choice(letters)) != genuine[at] and at < len(genuine) - 1:
            found.append(genuine[:at] + changed + genuine[at + 1 :])
    return found


def opened_wrongly(hands: Clock) -> set[str]:
    """Return which of the ways to a file that is not theirs, or not any more, opened."""
    _report, exhibit, receipt = sent()
    copy = to_look_at(exhibit)
    client, user = at_desk()
    mine = signed_address(copy, user=user, now=clock.now())
    token = mine.rstrip("/").rpartition("/")[2]
    assert client.get(mine).status_code == 200
    others, _other = at_desk(Role.SUPERVISOR)
    stranger = holder_of(sent()[2])
    my_file = reverse("reports:my_file", args=[copy.key])
    holder = holder_of(receipt)
    assert holder.get(my_file).status_code == 200
    tries: dict[str, Callable[[], Any]] = {
        "another officer": lambda: others.get(mine),
        "nobody": lambda: Client().get(mine),
        "the key alone": lambda: client.get(my_file),
        "another receipt": lambda: stranger.get(my_file),
        "no receipt": lambda: Client().get(my_file),
    }
    found = {name for name, attempt in tries.items() if attempt().status_code == 200}
    for guess in guesses(token, copy, user):
        if client.get(reverse("reports:staff_file", args=[guess])).status_code == 200:
            found.add("a guess")
    start = hands.moment
    hands.moment = start + ADDRESS_LIFE - timedelta(seconds=2)
    assert client.get(mine).status_code == 200
    hands.moment = start + ADDRESS_LIFE
    if client.get(mine).status_code == 200:
        found.add("an old address")
    hands.moment = start + timedelta(minutes=31)
    if holder.get(my_file).status_code == 200:
        found.add("an old receipt cookie")
    return found


def test_no_address_of_a_file_opens_for_anybody_else_or_later(hands: Clock) -> None:
    assert timedelta(0) < ADDRESS_LIFE <= timedelta(minutes=5)
    assert opened_wrongly(hands) == set()


def test_sabotage_addresses_that_ask_for_nobody_and_no_time_are_noticed(
    hands: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(token: str, **_facts: object) -> str:
        return str(signing.loads(token, salt=signed_addresses._SALT)[0])

    def trusting(token: str, **facts: Any) -> str | None:
        try:
            return careless(token, **facts)
        except signing.BadSignature:
            # The key stands in the address anyway.
            return SealedCopy.objects.filter(role="view").values_list("key", flat=True).first()

    monkeypatch.setattr(media_views, "copy_in_address", trusting)
    assert opened_wrongly(hands) == {"another officer", "a guess", "an old address"}


def test_an_address_dies_with_the_role_and_with_the_file(hands: Clock) -> None:
    _report, exhibit, _receipt = sent()
    client, user = at_desk()
    mine = signed_address(to_look_at(exhibit), user=user, now=clock.now())
    assert client.get(mine).status_code == 200
    Exhibit.objects.filter(pk=exhibit.pk).update(state="quarantined")
    assert client.get(mine).status_code == 404
    Exhibit.objects.filter(pk=exhibit.pk).update(state="ready")
    User.objects.filter(pk=user.pk).update(role=Role.RESIDENT.value)
    assert client.get(mine).status_code != 200


def lines_left() -> dict[str, dict[str, int]]:
    """Do everything that shows a file or hands it out, and count the lines that each left."""
    report, exhibit, _receipt = sent()
    supervisor, user = at_desk(Role.SUPERVISOR)
    copy = to_look_at(exhibit)
    take = reverse("reports:take_out", args=[exhibit.key])
    view = signed_address(copy, user=user, now=clock.now())
    small = copy_of(exhibit, CopyRole.THUMBNAIL)
    assert small is not None
    deeds: dict[str, Callable[[], Any]] = {
        "page": lambda: supervisor.get(address(report)),
        "small picture of the page": lambda: supervisor.get(
            signed_address(small, user=user, now=clock.now())
        ),
        "view": lambda: supervisor.get(view),
        "the same view, part by part": lambda: supervisor.get(view, headers={"range": "bytes=0-9"}),
        "download": lambda: supervisor.post(take, {"what": "clean", "reason": REASON}),
        "second download": lambda: supervisor.post(take, {"what": "clean", "reason": REASON}),
        "download without a reason": lambda: supervisor.post(take, {"what": "clean"}),
    }
    # Whoever may open it says why first; that is no look at a file.
    supervisor.post(address(report), {"reason": REASON})
    found = {}
    for name, deed in deeds.items():
        before = dict.fromkeys(exhibit.custody.values_list("pk", flat=True))
        deed()
        fresh = [line.event for line in exhibit.custody.all() if line.pk not in before]
        found[name] = {event: fresh.count(event) for event in fresh}
    return found


EACH_ONCE: dict[str, dict[str, int]] = {
    "page": {CustodyEvent.THUMBNAIL_SHOWN: 1},
    "small picture of the page": {},
    "view": {CustodyEvent.VIEWED: 1},
    "the same view, part by part": {},
    "download": {CustodyEvent.DOWNLOADED: 1},
    "second download": {CustodyEvent.DOWNLOADED: 1},
    "download without a reason": {},
}


def test_every_look_at_a_file_and_every_taking_leaves_exactly_one_line() -> None:
    assert lines_left() == EACH_ONCE


def test_what_is_taken_as_it_was_sent_leaves_exactly_one_line() -> None:
    receipt, now = make_receipt(), clock.now()
    reporter = make_user(Role.RESIDENT)
    keep(receipt, rung=Identity.NAMED, data=films.FILMS["webm vp8"](), now=now)
    report = make_report(receipt=receipt, reporter=reporter, now=now)
    prepare_exhibits(now=now)
    [exhibit] = exhibits(report)
    client, user = at_desk(Role.SUPERVISOR)
    take = reverse("reports:take_out", args=[exhibit.key])
    answer = client.post(take, {"what": "original", "reason": REASON})
    assert answer.status_code == 200
    [line] = exhibit.custody.filter(actor_id=user.actor.id)
    assert (line.event, line.reason) == (CustodyEvent.ORIGINAL_TAKEN, REASON)


@pytest.mark.parametrize("times", [0, 2])
def test_sabotage_a_look_that_is_written_down_never_or_twice_is_noticed(
    monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    real = media_views.note_taken

    def careless(**facts: Any) -> None:
        for _time in range(times):
            real(**facts)

    monkeypatch.setattr(media_views, "note_taken", careless)
    found = lines_left()
    assert {name for name in EACH_ONCE if found[name] != EACH_ONCE[name]} >= {"view", "download"}
