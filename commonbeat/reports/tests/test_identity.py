"""The ladder of identity: what each rung keeps and shows, and that nobody comes down."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.audit.models import AuditEntry
from commonbeat.core import clock
from commonbeat.core.models import LiveEvent
from commonbeat.core.states import StateTable
from commonbeat.reports.actions import (
    CannotClimb,
    FaultyIntake,
    FaultyMessage,
    climb,
    say_as_reporter,
    tell_more,
)
from commonbeat.reports.models import Exhibit, IdentityEvent, Report, ReporterContact, When
from commonbeat.reports.queries import (
    awaiting_triage,
    clocks,
    known_contact,
    promise_totals,
    report_by_reference,
)
from commonbeat.reports.rules import (
    IDENTITY_TABLE,
    Contact,
    Identity,
    Intake,
    Reach,
    counted_only,
    hour_band,
)
from commonbeat.reports.tests.factories import NOON, make_intake, make_report
from commonbeat.reports.tests.test_anonymity import held
from commonbeat.reports.tests.test_flow import all_at_once
from commonbeat.reports.tests.walking import Walk, opened, walk_to_receipt

pytestmark = pytest.mark.django_db

LADDER = list(Identity)
RUTH = Contact("Ruth Example", Reach.PHONE, "01632 960 123", "Weekdays from 9 to 3", True)
# Words that nobody may find again once somebody only wanted to be counted.
TELLING = ("frog-bell-canary", "under-the-bridge-canary")


def check_only_upwards(table: StateTable[Identity]) -> None:
    for before, after in table.moves.items():
        for rung in after:
            assert LADDER.index(rung) > LADDER.index(before), (before, rung)


def test_every_step_leads_up() -> None:
    check_only_upwards(IDENTITY_TABLE)
    assert set(IDENTITY_TABLE.moves) == set(Identity)


def test_sabotage_a_step_down_is_noticed() -> None:
    moves = {**IDENTITY_TABLE.moves, Identity.NAMED: frozenset({Identity.ANONYMOUS})}
    with pytest.raises(AssertionError):
        check_only_upwards(StateTable("broken", Identity.ANONYMOUS, moves))


@given(st.lists(st.sampled_from(LADDER), max_size=20))
def test_no_walk_ever_comes_down(walk: list[Identity]) -> None:
    at, highest = Identity.COUNTED, 0
    for wanted in walk:
        if IDENTITY_TABLE.allows(at, wanted):
            at = wanted
        assert LADDER.index(at) >= highest
        highest = LADDER.index(at)


@given(st.text(max_size=50), st.text(max_size=50), st.sampled_from(list(When)))
def test_what_is_only_counted_holds_no_words(words: str, place: str, when: When) -> None:
    intake = make_intake(
        description=words,
        place=place,
        when=when,
        happened_from=NOON,
        happened_to=NOON,
        identity=Identity.COUNTED,
        answers={"bike": (words,)},
    )
    kept = counted_only(intake)
    assert kept == Intake(
        receipt=intake.receipt,
        topic=intake.topic,
        description="",
        happened_from=hour_band(NOON),
        identity=Identity.COUNTED,
    )


def check_nothing_told_is_held(report: Report) -> None:
    report.refresh_from_db()
    told = (report.description, str(report.happened), report.place, str(report.answers))
    assert not any(word in text for word in TELLING for text in told)
    assert not any(word.encode() in bytes(str(held(report)), "utf-8") for word in TELLING)
    assert report.cell9 is None and report.received_at == hour_band(report.received_at)


def counted(client: Client) -> Report:
    client.post(
        "/report/",
        all_at_once(identity="counted", description=TELLING[0], where_unknown="", place=TELLING[1]),
    )
    return Report.objects.get()


def test_only_counting_keeps_nothing_that_was_told(client: Client) -> None:
    report = counted(client)
    check_nothing_told_is_held(report)
    assert not awaiting_triage(1).exists() and report.queue_at is None
    assert clocks(report, clock.now()) == []
    reader = make_user(Role.TRIAGE_OPERATOR)
    found = report_by_reference(realm_id=1, reference=report.reference, reader=reader)
    assert found is None
    assert not LiveEvent.objects.exists()
    assert AuditEntry.objects.get().at == hour_band(clock.now())


def test_sabotage_a_count_that_keeps_words_is_noticed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commonbeat.reports.actions.submit.counted_only", lambda intake: intake)
    with pytest.raises(AssertionError):
        check_nothing_told_is_held(counted(client))


def test_what_is_only_counted_breaks_no_promise(client: Client) -> None:
    counted(client)
    later = clock.now() + timedelta(days=5)
    assert [total.total for total in promise_totals(realm_id=1, now=later)] == [0, 0]


def test_only_counting_skips_what_would_be_thrown_away(client: Client) -> None:
    walk = walk_to_receipt(client)
    walk.send(go="identity")
    walk.send(identity="counted")
    assert walk.step == "check"
    assert "We throw them away" in walk.page.content.decode()
    assert "My blue bike is gone." not in walk.page.content.decode().split("<dl")[1]
    walk.send()
    receipt = walk.fields["receipt"]
    sent = walk.send(go="send").content.decode()
    assert "Thank you. We counted it." in sent and receipt[:4] in sent
    assert not Exhibit.objects.exists()


def test_somebody_counted_can_come_back_and_say_more(client: Client) -> None:
    report, _code = opened(client, identity=Identity.COUNTED)
    page = client.get("/receipt/thread/").content.decode()
    assert "Tell us what happened" in page and "<textarea" not in page
    with pytest.raises(FaultyMessage):
        say_as_reporter(report=report, body="Hello?", now=clock.now())
    assert client.post("/receipt/more/", {"description": ""}).status_code == 422
    assert client.post("/receipt/more/", {"description": "A blue bike."}).status_code == 303
    report.refresh_from_db()
    assert (report.status, report.identity) == ("submitted", "anonymous")
    assert report.queue_at is not None and awaiting_triage(1).get() == report
    assert clock.now() - report.received_at < timedelta(minutes=1)
    assert LiveEvent.objects.filter(topic="queue:1", kind="submitted").exists()
    with pytest.raises(CannotClimb):
        tell_more(report=report, description="Again.", language="en", now=clock.now())


def test_the_receipt_alone_is_chosen_for_whoever_chooses_nothing(client: Client) -> None:
    walk = Walk(client)
    walk.post(all_at_once(step="words", go=""))
    assert walk.step == "identity" and walk.fields["identity"] == "anonymous"


def test_a_made_up_name_is_asked_for_and_sealed(client: Client) -> None:
    page = client.post("/report/", all_at_once(identity="pseudonym"))
    assert page.status_code == 422 and "Choose a name for this report" in page.content.decode()
    client.post("/report/", all_at_once(identity="pseudonym", pseudonym="Night Owl"))
    report = Report.objects.get()
    assert report.pseudonym == "Night Owl" and report.is_anonymous
    assert b"Night Owl" not in bytes(held(report)["pseudonym"])


def test_a_confidential_name_is_sealed_apart(client: Client) -> None:
    client.post(
        "/report/",
        all_at_once(
            identity="confidential",
            person_name="Ruth Example",
            reach_how="phone",
            reach_at="01632 960 123",
            leave_message="on",
        ),
    )
    report = Report.objects.get()
    assert report.reporter is None and report.is_anonymous
    contact = known_contact(report)
    assert contact == Contact("Ruth Example", Reach.PHONE, "01632 960 123", "", True)
    assert AuditEntry.objects.get().actor_id == "confidential"


def test_an_account_is_not_joined_to_a_confidential_report(client: Client) -> None:
    person = make_user(role=Role.RESIDENT)
    sign_in(client, person)
    client.post("/report/", all_at_once(identity="confidential"))
    report = Report.objects.get()
    assert report.reporter is None and report.key not in client.get("/reports/").content.decode()
    contact = known_contact(report)
    assert contact is not None and contact.address == person.email
    entry = AuditEntry.objects.get(event="report.submitted")
    assert person.key not in entry.actor_id and entry.at == hour_band(entry.at)


@pytest.mark.parametrize("identity", [Identity.CONFIDENTIAL, Identity.NAMED])
def test_nobody_is_known_without_a_name(identity: Identity) -> None:
    with pytest.raises(FaultyIntake):
        make_report(identity=identity)


REFUSED: list[dict[str, Any]] = [
    {"identity": "anonymous", "pseudonym": "Night Owl"},
    {"identity": "counted"},
    {"identity": "counted", "status": "counted"},
    {"status": "counted"},
    {"identity": "king"},
]


@pytest.mark.parametrize("columns", REFUSED)
def test_the_database_refuses_what_no_rung_allows(columns: dict[str, Any]) -> None:
    report = make_report()
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(**columns)


def test_the_database_refuses_an_account_below_the_top() -> None:
    report = make_report(reporter=make_user(role=Role.RESIDENT))
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(identity="confidential")


def test_climbing_is_told_to_everybody_whom_it_concerns(client: Client) -> None:
    report, _code = opened(client)
    for rung in ("confidential", "named"):
        assert client.post("/receipt/known/", {"identity": rung}).status_code == 200
        report.refresh_from_db()
        assert report.identity != rung, "nothing changes before it is confirmed"
        answer = client.post(
            "/receipt/known/",
            {
                "identity": rung,
                "confirm": "1",
                "sure": "on",
                "person_name": "Ruth Example",
                "reach_how": "here",
            },
        )
        assert answer.status_code == 303
        report.refresh_from_db()
        assert report.identity == rung
    page = client.get("/receipt/thread/").content.decode()
    assert page.count("You changed how you are known") == 2
    assert "Ruth Example" not in page, "whoever finds the receipt learns no name"
    entries = AuditEntry.objects.filter(event="report.identity-climbed")
    assert [entry.actor_id for entry in entries.order_by("id")] == ["confidential", "named"]
    assert LiveEvent.objects.filter(topic="queue:1", kind="identity").count() == 2
    assert IdentityEvent.objects.earliest("id").at == hour_band(clock.now())


@pytest.mark.parametrize("sent", [{"sure": "on"}, {"person_name": "Ruth", "reach_how": "here"}])
def test_nobody_climbs_by_accident(client: Client, sent: dict[str, str]) -> None:
    report, _code = opened(client)
    answer = client.post("/receipt/known/", {"identity": "named", "confirm": "1", **sent})
    report.refresh_from_db()
    assert answer.status_code == 422 and report.identity == "anonymous"
    assert not ReporterContact.objects.exists()


@pytest.mark.parametrize("wanted", list(Identity))
def test_nobody_comes_down(wanted: Identity) -> None:
    report = make_report(identity=Identity.NAMED, contact=RUTH)
    with pytest.raises(CannotClimb):
        climb(report=report, after=wanted, pseudonym="Night Owl", contact=RUTH, now=NOON)
    assert Report.objects.get().identity == "named"


def shared_marks(one: Report, other: Report) -> set[str]:
    """Return the columns by which two reports of one person could be joined."""
    common = {
        "door",
        "realm_id",
        "language",
        "identity",
        "topic",
        "category",
        "qualifier",
        "status",
        "is_enhanced",
        "to_police",
        "sent_to_id",
    }
    a, b = held(one), held(other)
    return {
        name
        for name in set(a) - common - {"version", "received_at", "status_changed_at", "queue_at"}
        if a[name] not in {None, ""} and a[name] == b[name]
    }


def two_of_one_person() -> list[Report]:
    return [
        make_report(identity=Identity.PSEUDONYM, pseudonym="Night Owl", description="Twice.")
        for _ in range(2)
    ]


def test_the_same_made_up_name_joins_no_two_reports() -> None:
    assert shared_marks(*two_of_one_person()) == set()


def test_sabotage_a_name_kept_in_clear_joins_them(monkeypatch: pytest.MonkeyPatch) -> None:
    from commonbeat.core import crypto

    monkeypatch.setattr(crypto, "seal", lambda text: b"plain:" + text.encode())
    assert "pseudonym" in shared_marks(*two_of_one_person())
