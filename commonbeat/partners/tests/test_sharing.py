"""Sharing: only under a live agreement, only its fields, and never the reporter's words."""

import json
from dataclasses import replace
from datetime import timedelta
from secrets import token_hex
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from commonbeat.accounts.models import Organisation, Role, User
from commonbeat.accounts.tests.factories import make_organisation, make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.casework.actions import StaleDecision
from commonbeat.casework.models import Decision
from commonbeat.casework.queries import stamp_of
from commonbeat.casework.rules import DecisionKind
from commonbeat.core import clock
from commonbeat.core.errors import NotAllowed
from commonbeat.core.models import Realm
from commonbeat.partners import actions, queries
from commonbeat.partners.actions import (
    FieldsNotAllowed,
    MayTellWho,
    NoAgreement,
    NotNow,
    Unsaid,
    agree_to_share,
    end_agreement,
    put_in_force,
    refuse_share,
    share_report,
)
from commonbeat.partners.models import Share, SharingAgreement
from commonbeat.partners.rules import Facts, HowMany, SharedField, ShareState, copied, written
from commonbeat.partners.tests.factories import (
    ORIGINAL,
    PURPOSE,
    REASON,
    SAFE,
    WORDS,
    make_draft,
    make_in_force,
    make_share,
    make_waiting,
    make_wish,
)
from commonbeat.reports.models import Identity, Message, Report, Status, When
from commonbeat.reports.rules import Contact, Reach
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator() -> User:
    return make_user(Role.TRIAGE_OPERATOR)


@pytest.fixture
def university() -> Organisation:
    return make_organisation("Ribbleside University security")


# What a share is


def test_it_is_shared_and_its_reporter_reads_with_whom(
    university: Organisation, operator: User
) -> None:
    share = make_share(make_in_force(university), user=operator)
    report = Report.objects.get()
    assert (share.standing, report.state) == (ShareState.LIVE, Status.SHARED)
    told = [message.body for message in Message.objects.order_by("id")]
    assert any(university.name in body and "in our words" in body for body in told)
    assert WORDS in told
    decision = Decision.objects.get()
    assert decision.kind == DecisionKind.SHARE and decision.reason == REASON
    assert university.name in decision.action and share.decision == decision
    entry = AuditEntry.objects.get(event="share.made")
    assert (entry.kind, entry.actor_id) == ("disclosure", operator.actor.id)
    details = entry.payload["details"]
    assert entry.payload["reason"] == PURPOSE
    assert details["to"] == university.name
    assert details["fields"] == ["category", "place", "time", "description"]


def test_the_reporter_reads_it_in_their_own_language(university: Organisation) -> None:
    for language in ("ar", "es", "pl", "zh-hans"):
        report = make_report(description=ORIGINAL, language=language, now=clock.now())
        make_share(make_in_force(university), report=report)
        event = report.messages.filter(kind="event").get()
        assert university.name in event.body and "We shared" not in event.body


def test_of_somebody_without_a_name_the_day_is_shared_and_no_hour() -> None:
    at = NOON.isoformat()
    for identity, hour in ((Identity.ANONYMOUS, None), (Identity.NAMED, 12)):
        reporter = make_user() if identity is Identity.NAMED else None
        report = make_report(
            description=ORIGINAL,
            reporter=reporter,
            identity=identity,
            when=When.EXACT,
            happened_from=NOON,
            now=clock.now(),
        )
        share = make_share(report=report)
        assert share.copy["time"]["from"] == {"day": at[:10], "hour": hour}


def test_it_lasts_as_long_as_was_chosen_and_never_longer_than_the_agreement() -> None:
    now = clock.now()
    assert make_share(now=now, days=7).expires_at == now + timedelta(days=7)
    today = localtime(now).date()
    days: dict[str, Any] = {
        "valid_until": today + timedelta(days=2),
        "review_on": today + timedelta(days=1),
    }
    share = make_share(make_in_force(**days), days=90)
    assert localtime(share.expires_at - timedelta(seconds=1)).date() == days["valid_until"]


# Nothing without an agreement


def share_without_agreement(operator: User) -> list[str]:
    """Try to share under agreements that do not hold; return those that were taken."""
    now = clock.now()
    today = localtime(now).date()
    ended, later = make_in_force(), make_in_force(valid_from=today + timedelta(days=2))
    keeper = make_user(Role.SUPERVISOR)
    end_agreement(agreement=ended, user=keeper, reason="It is no longer needed", now=now)
    past = make_in_force(now=now - timedelta(days=400))
    realm = Realm.objects.create(kind=Realm.Kind.EXERCISE, name="Exercise", opened_at=now)
    tried = {
        "draft": make_draft(),
        "ended": ended,
        "not yet": later,
        "past": past,
        "of another realm": make_in_force(realm_id=realm.pk),
    }
    taken = []
    for name, agreement in tried.items():
        report = make_report(description=ORIGINAL, now=now)
        try:
            make_share(agreement, report=report, user=operator)
            taken.append(name)
        except (NoAgreement, IntegrityError):
            assert not Share.objects.filter(report=report).exists()
            assert Report.objects.get(pk=report.pk).state is Status.SUBMITTED
    return taken


def test_nothing_is_shared_without_an_agreement_that_holds(operator: User) -> None:
    assert share_without_agreement(operator) == []


def test_sabotage_a_share_without_an_agreement_is_noticed(
    operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from commonbeat.partners.actions import sharing

    monkeypatch.setattr(sharing, "check_agreement", lambda *_args, **_kwargs: None)
    assert "draft" in share_without_agreement(operator)


def fields_beyond(operator: User) -> list[str]:
    """Try to share fields outside an agreement; return what was taken."""
    agreement = make_in_force(fields=(SharedField.CATEGORY,))
    taken = []
    for fields in ((), (SharedField.DESCRIPTION,), tuple(SharedField)):
        try:
            share = make_share(agreement, user=operator, fields=fields, description=SAFE)
            taken.append(share.fields)
        except (FieldsNotAllowed, IntegrityError):
            continue
    return taken


def test_nothing_outside_the_fields_of_the_agreement_is_shared(operator: User) -> None:
    assert fields_beyond(operator) == []


def test_sabotage_a_field_outside_the_agreement_is_noticed(
    operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from commonbeat.partners.actions import sharing

    monkeypatch.setattr(sharing, "is_within", lambda *_args: True)
    assert written(tuple(SharedField)) in fields_beyond(operator)


@pytest.mark.parametrize(
    "missing", [{"purpose": "So"}, {"reason": "Yes"}, {"words": ""}, {"description": " "}]
)
def test_nothing_is_shared_without_its_words(missing: dict[str, Any], operator: User) -> None:
    with pytest.raises(Unsaid):
        make_share(user=operator, **missing)
    assert not Share.objects.exists() and not Decision.objects.exists()


def test_the_database_refuses_what_cannot_be(university: Organisation) -> None:
    share = make_waiting()
    one = make_in_force(university)
    for row, changes in (
        (share, {"fields": ""}),
        (share, {"state": "live"}),
        (share, {"state": "unheard-of"}),
        (share, {"regime": "uk-gdpr"}),
        (share, {"agreed_by": share.asked_by}),
        (one, {"agreed_by": None}),
        (one, {"agreed_by": one.made_by}),
        (one, {"fields": ""}),
        (one, {"valid_until": one.valid_from}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**changes)


# The copy


def canaries_in_copies(many: int) -> list[str]:
    """Make copies of reports full of canaries, of every field; return those that got through."""
    found = []
    for _number in range(many):
        canary = f"canary{token_hex(6)}"
        report = Report(
            topic="damage",
            category="criminal-damage-arson",
            description=f"{canary} did it",
            place=f"behind {canary}",
            answers={"who": [canary]},
            pseudonym=canary,
            brought_by=canary,
            happened={"when": "unknown", "from": None, "to": None, "note": canary},
            received_at=NOON,
        )
        copy = copied(queries.facts_of(report, description=SAFE), SharedField)
        if canary in json.dumps(copy):
            found.append(canary)
    return found


def test_no_word_of_a_thousand_reporters_is_in_a_copy() -> None:
    assert canaries_in_copies(1_000) == []


def test_sabotage_a_copy_with_the_reporters_words_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = queries.facts_of

    def careless(report: Report, *, description: str) -> Facts:
        return replace(real(report, description=description), description=report.description)

    monkeypatch.setattr(queries, "facts_of", careless)
    assert len(canaries_in_copies(3)) == 3


def reporters_words_shared(operator: User) -> list[str]:
    """Try to send words that give a reporter away; return those that were shared."""
    shared = []
    for description in (
        "They kicked in the green door of the laundry behind a room",
        "Ask Kelvin about the door of the laundry",
        "Call them on 01632 960 123 about the door",
        "Write to somebody@people.example about the door",
    ):
        try:
            shared.append(make_share(user=operator, description=description).copy["description"])
        except MayTellWho as error:
            assert error.found
    return shared


def test_words_of_the_reporter_names_and_numbers_must_be_answered(operator: User) -> None:
    assert reporters_words_shared(operator) == []
    share = make_share(description="Ask for Kelvin", safe_because="That is the dog, not a person")
    assert share.safe_because == "That is the dog, not a person"


def test_the_purpose_is_read_by_the_partner_and_checked_too(operator: User) -> None:
    with pytest.raises(MayTellWho):
        make_share(user=operator, purpose="To find Kelvin before he comes back")


def test_sabotage_a_check_that_finds_nothing_is_noticed(
    operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from commonbeat.partners.actions import sharing
    from commonbeat.partners.rules import Found

    monkeypatch.setattr(sharing, "found_in", lambda *_args, **_kwargs: Found())
    assert len(reporters_words_shared(operator)) == 4


def test_a_sealed_name_is_not_told_by_the_warning() -> None:
    contact = Contact("Ruth Canary-Example", Reach.PHONE, "01632 960 123", "Mornings")
    report = make_report(
        description="Somebody kicked in a door.",
        identity=Identity.CONFIDENTIAL,
        contact=contact,
        now=clock.now(),
    )
    assert make_share(report=report, description="Ask for Ruth there").standing is ShareState.LIVE


# What few people could know


def test_what_few_could_know_waits_for_a_supervisor_and_nobody_is_told(operator: User) -> None:
    share = make_waiting(user=operator)
    assert share.standing is ShareState.WAITING and share.decision is None
    assert not Message.objects.exists() and not Decision.objects.exists()
    assert not AuditEntry.objects.filter(event="share.made").exists()
    report = Report.objects.get()
    supervisor = make_user(Role.SUPERVISOR)
    agreed = agree_to_share(
        share=share,
        user=supervisor,
        reason="The cameras are the only way",
        expected=stamp_of(report),
        now=clock.now(),
    )
    assert agreed.standing is ShareState.LIVE and agreed.agreed_by == supervisor
    decision = Decision.objects.get()
    assert REASON in decision.reason and "only way" in decision.reason
    assert Message.objects.filter(kind="event").exists()
    with pytest.raises(NotNow):
        refuse_share(share=share, user=supervisor, reason="Too late for that", now=clock.now())


def test_whoever_asked_does_not_agree_nor_does_anybody_but_a_supervisor() -> None:
    asker = make_user(Role.SUPERVISOR)
    share = make_waiting(user=asker)
    for person in (asker, make_user(Role.TRIAGE_OPERATOR), make_user(Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            agree_to_share(
                share=share,
                user=person,
                reason="It is needed now",
                expected=stamp_of(share.report),
                now=clock.now(),
            )
    assert Share.objects.get().standing is ShareState.WAITING


def test_a_refused_share_is_read_by_nobody_and_told_to_nobody() -> None:
    share = make_waiting()
    supervisor = make_user(Role.SUPERVISOR)
    refuse_share(share=share, user=supervisor, reason="It would name them", now=clock.now())
    assert Share.objects.get().standing is ShareState.REFUSED
    assert not Message.objects.exists()


def test_a_report_that_changed_is_read_again_first(operator: User) -> None:
    report = make_report(description=ORIGINAL, now=clock.now())
    before = stamp_of(report)
    make_share(report=report, user=operator)
    agreement = make_in_force()
    for how_many in HowMany:
        with pytest.raises(StaleDecision):
            share_report(
                report=report,
                agreement=agreement,
                wish=make_wish(agreement, how_many=how_many),
                user=operator,
                expected=before,
                now=clock.now(),
            )
    assert Share.objects.count() == 1


def test_the_same_report_is_shared_once_under_an_agreement(operator: User) -> None:
    share = make_share(user=operator)
    report, agreement = Report.objects.get(), share.agreement
    decisions = Decision.objects.count()
    with pytest.raises(NotNow):
        make_share(agreement, report=report, user=operator)
    assert Decision.objects.count() == decisions, "nothing of it is kept"


# Agreements


def agreed_by_one_person() -> bool:
    """Try to put one's own agreement in force; say whether that worked."""
    maker = make_user(Role.SUPERVISOR)
    draft = make_draft(maker=maker)
    try:
        with transaction.atomic():
            put_in_force(agreement=draft, user=maker, now=clock.now())
    except (NotAllowed, NotNow, IntegrityError):
        return False
    return True


def test_an_agreement_takes_two_people() -> None:
    assert not agreed_by_one_person()
    assert SharingAgreement.objects.get().state == "draft"


def test_sabotage_an_agreement_of_one_person_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    from commonbeat.partners.actions import agreeing

    monkeypatch.setattr(agreeing, "check_can_put_in_force", lambda *_args: None)
    monkeypatch.setattr(agreeing, "may_put_in_force", lambda **_given: True)
    monkeypatch.setattr(agreeing, "_move", lambda *_args: None)  # nor does the database hold it
    assert agreed_by_one_person()


def test_the_database_holds_that_two_people_agree_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from commonbeat.partners.actions import agreeing

    monkeypatch.setattr(agreeing, "check_can_put_in_force", lambda *_args: None)
    monkeypatch.setattr(agreeing, "may_put_in_force", lambda **_given: True)
    assert not agreed_by_one_person()


@pytest.mark.parametrize("kind", ["students-union", "police"])
def test_some_organisations_get_no_single_reports(kind: str) -> None:
    with pytest.raises(NoAgreement):
        make_draft(make_organisation(kind=kind))


def test_only_supervisors_and_administrators_keep_agreements(operator: User) -> None:
    with pytest.raises(NotAllowed):
        make_draft(maker=operator)
    agreement = make_in_force()
    with pytest.raises(NotAllowed):
        end_agreement(
            agreement=agreement, user=operator, reason="I do not like it", now=clock.now()
        )


def test_an_agreement_that_ran_out_ends_with_its_shares_and_tells_it() -> None:
    today = localtime(clock.now()).date()
    days: dict[str, Any] = {
        "valid_until": today + timedelta(days=2),
        "review_on": today + timedelta(days=1),
    }
    share = make_share(make_in_force(**days), days=90)
    later = clock.now() + timedelta(days=4)
    assert actions.expire_agreements(now=later) == 1
    assert actions.expire_agreements(now=later) == 0
    assert SharingAgreement.objects.get().state == "expired"
    assert Share.objects.get(pk=share.pk).standing is ShareState.EXPIRED
    last = Message.objects.order_by("-id").first()
    assert last is not None and "can no longer read" in last.body
