"""D2: each permission check of each context holds; taken away, one of these refusals is missed.

Intelligence keeps its own such table, beside its rules. The guards of views are taken away one by
one in ``test_access.py``.
"""

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps
from django.urls import get_resolver, reverse

from commonbeat.accounts.actions import invite
from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_organisation, make_user
from commonbeat.casework import actions as casework
from commonbeat.casework.actions.searching import Sought
from commonbeat.casework.queries.searching import flags
from commonbeat.casework.tests.factories import at_desk, make_decision, make_open_alarm
from commonbeat.casework.tests.incidents import incident_of
from commonbeat.casework.tests.unlocks import make_asked, make_confidential
from commonbeat.core import clock
from commonbeat.core.actors import SYSTEM
from commonbeat.core.errors import CommonbeatError, NotAllowed
from commonbeat.core.ids import new_key
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.partners import actions as partners
from commonbeat.partners.tests.factories import make_draft as make_agreement
from commonbeat.partners.tests.factories import make_shared_with, make_waiting
from commonbeat.publishing import actions as publishing
from commonbeat.publishing.tests.factories import make_warning, make_writer
from commonbeat.reports import actions as reports
from commonbeat.reports.actions.releasing import prepare_release
from commonbeat.reports.actions.translating import translate_for_police
from commonbeat.reports.models import SealedCopy, Topic
from commonbeat.reports.rules import UnlockWhy
from commonbeat.reports.rules.conflicts import Ground
from commonbeat.reports.rules.evidence import CopyRole
from commonbeat.reports.tests.factories import (
    make_member,
    make_partner_report,
    make_receiver,
    make_report,
    make_sent,
)
from commonbeat.reports.tests.releases import make_bare_photo
from tests.architecture import refusals_room
from tests.architecture.refusing import KEEPERS, READERS, TRIAGE, WHY, WRITERS, refused

pytestmark = pytest.mark.django_db


def _member_of_another() -> User:
    return make_member(make_organisation())


def nobody_else_manages_members() -> None:
    def do(user: User) -> object:
        facts: dict[str, Any] = {"name": "Sam", "role": Role.AUDITOR, "reason": WHY}
        return invite(email=f"{new_key()}@force.example", by=user, now=clock.now(), **facts)

    refused(do, Role.ADMINISTRATOR)


def nobody_else_opens_a_report() -> None:
    report, now = make_report(), clock.now()
    refused(lambda u: casework.open_report(report=report, user=u, reason=WHY, now=now), *READERS)


def nobody_else_opens_one_without_a_reason() -> None:
    report, officer = make_report(), make_user(Role.INTELLIGENCE_OFFICER)
    with pytest.raises(casework.ReasonMissing):
        casework.open_report(report=report, user=officer, now=clock.now())


def nobody_who_is_kept_from_a_report_opens_it() -> None:
    report, officer, now = make_report(), make_user(Role.SUPERVISOR), clock.now()
    reports.keep_from(report=report, member=officer, ground=Ground.KNOWN, actor=SYSTEM, now=now)
    with pytest.raises(NotAllowed):
        casework.open_report(report=report, user=officer, reason=WHY, now=now)


def nobody_else_decides() -> None:
    report = make_report()
    refused(lambda u: make_decision(report, user=u), *TRIAGE)


def nobody_else_handles_an_alarm() -> None:
    alarm, now = make_open_alarm(), clock.now()
    refused(lambda u: casework.acknowledge_alarm(alarm=alarm, user=u, now=now), *TRIAGE)


def nobody_else_works_on_incidents() -> None:
    incident, now = incident_of(), clock.now()
    refused(lambda u: casework.open_incident(incident=incident, user=u, now=now), *TRIAGE)


def nobody_else_reads_the_log() -> None:
    about: Any = {"realm_id": LIVE_REALM_ID, "looked_for": {}, "now": clock.now()}
    refused(lambda u: casework.note_log_read(user=u, **about), Role.AUDITOR)


def nobody_else_asks_for_a_name() -> None:
    about: Any = {"report": make_confidential(), "why": UnlockWhy.DANGER, "hours": 1}
    refused(
        lambda u: casework.ask_to_unlock(user=u, reason=WHY, now=clock.now(), **about),
        *(Role.TRIAGE_OPERATOR, Role.SUPERVISOR),
    )


def nobody_else_agrees_to_a_name() -> None:
    about: Any = {"unlock": make_asked(), "agrees": True, "reason": WHY, "now": clock.now()}
    refused(lambda u: casework.answer_unlock(user=u, **about), Role.SUPERVISOR)


def nobody_else_keeps_a_colleague_away() -> None:
    about: Any = {"report": make_report(), "member": make_user(Role.SUPERVISOR), "reason": WHY}
    refused(lambda u: casework.keep_colleague_from(user=u, now=clock.now(), **about), *TRIAGE)


def nobody_else_lets_one_see_again() -> None:
    supervisor, now = make_user(Role.SUPERVISOR), clock.now()
    conflict = reports.keep_from(
        report=make_report(), member=supervisor, ground=Ground.KNOWN, actor=SYSTEM, now=now
    )
    about: Any = {"conflict": conflict, "reason": WHY, "now": now}
    refused(lambda u: casework.let_see_again(user=u, **about), Role.SUPERVISOR)
    with pytest.raises(NotAllowed):
        casework.let_see_again(user=supervisor, **about)


def nobody_else_learns_who_looked_people_up() -> None:
    now, reader = clock.now(), make_user(Role.TRIAGE_OPERATOR)
    sought = Sought("Rick Astley", is_person=True, purpose=WHY)
    for _ in range(3):
        casework.begin_search(user=reader, realm_id=LIVE_REALM_ID, sought=sought, now=now)
    assert flags(realm_id=LIVE_REALM_ID, user=make_user(Role.SUPERVISOR), now=now)
    for role in set(Role) - {Role.SUPERVISOR}:
        if flags(realm_id=LIVE_REALM_ID, user=make_user(role), now=now):
            pytest.fail(f"{role} learns who looked somebody up")


def nobody_else_keeps_agreements() -> None:
    body = make_organisation()
    refused(lambda u: make_agreement(body, maker=u), *KEEPERS)


def nobody_puts_their_own_agreement_in_force() -> None:
    maker, now = make_user(Role.SUPERVISOR), clock.now()
    draft = make_agreement(maker=maker)
    refused(lambda u: partners.put_in_force(agreement=draft, user=u, now=now), *KEEPERS)
    with pytest.raises(NotAllowed):
        partners.put_in_force(agreement=draft, user=maker, now=now)


def nobody_else_shares() -> None:
    share, now = make_waiting(), clock.now()
    refused(lambda u: partners.recall_share(share=share, user=u, reason=WHY, now=now), *TRIAGE)


def nobody_agrees_to_their_own_share() -> None:
    asker, now = make_user(Role.SUPERVISOR), clock.now()
    share = make_waiting(user=asker)
    about: Any = {"share": share, "reason": WHY, "now": now}
    refused(lambda u: partners.refuse_share(user=u, **about), Role.SUPERVISOR)
    with pytest.raises(NotAllowed):
        partners.refuse_share(user=asker, **about)


def nobody_of_another_organisation_reads_a_share() -> None:
    share, now = make_shared_with(make_user(Role.PARTNER_MEMBER)), clock.now()
    for person in (_member_of_another(), make_user(Role.SUPERVISOR)):
        with pytest.raises(NotAllowed):
            partners.read_share(share=share, member=person, now=now)


def nobody_else_writes_warnings() -> None:
    refused(lambda u: make_warning(writer=u), *WRITERS)


def nobody_approves_their_own_warning() -> None:
    writer, now = make_writer(Role.SUPERVISOR), clock.now()
    draft = make_warning(writer=writer, now=now)
    asked = publishing.ask_for_approval(
        publication=draft, writer=writer, expected_revision=draft.revision, now=now
    )
    about: Any = {"publication": asked, "reason": WHY, "now": now}
    approvers = (Role.ENGAGEMENT_OFFICER, Role.SUPERVISOR)
    refused(lambda u: publishing.send_back(approver=u, **about), *approvers)
    with pytest.raises(NotAllowed):
        publishing.send_back(approver=writer, **about)


def nobody_else_changes_questions() -> None:
    about: Any = {"topic": Topic.BIKE_TAKEN, "now": clock.now()}
    refused(lambda u: reports.begin_draft(editor=u, **about), *KEEPERS)


def nobody_else_has_a_report_translated() -> None:
    about: Any = {"report": make_report(), "language": "pl", "may_leave": True}
    refused(lambda u: translate_for_police(user=u, now=clock.now(), **about), *TRIAGE)


def nobody_of_another_organisation_speaks_for_it() -> None:
    report = make_partner_report(make_user(Role.PARTNER_MEMBER))
    about: Any = {"report": report, "body": "We saw him again", "now": clock.now()}
    with pytest.raises(NotAllowed):
        reports.say_as_reporter(member=_member_of_another(), **about)


def nobody_of_another_organisation_reads_what_it_received() -> None:
    received = make_sent(make_receiver())
    with pytest.raises(NotAllowed):
        reports.open_received(received=received, member=_member_of_another(), now=clock.now())


def nobody_else_takes_an_original() -> None:
    exhibit = make_bare_photo()
    facts = {"data_key": "", "media_type": "image/jpeg", "size": 1, "made_at": exhibit.kept_at}
    SealedCopy.objects.create(exhibit=exhibit, role=CopyRole.ORIGINAL.value, **facts)
    path = reverse("reports:take_out", kwargs={"key": exhibit.key})
    supervisor, _user = at_desk(Role.SUPERVISOR)
    # There it is, and nobody says why.
    assert supervisor.post(path, {"what": "original"}).status_code != 404
    for role in (Role.TRIAGE_OPERATOR, Role.NEIGHBOURHOOD_OFFICER):
        client, _user = at_desk(role)
        if client.post(path, {"what": "original"}).status_code != 404:
            pytest.fail(f"{role} gets at an original")


def nobody_else_releases_pictures() -> None:
    about: Any = {"exhibit": make_bare_photo(), "reason": WHY, "now": clock.now()}
    allowed = (Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER)
    refused(lambda u: prepare_release(user=u, **about), *allowed)


REFUSALS: dict[str, Callable[[], None]] = {
    "accounts.check_can_manage_members": nobody_else_manages_members,
    "casework.check_can_see_queue": nobody_else_opens_a_report,
    "casework.check_can_open_without_asking": nobody_else_opens_one_without_a_reason,
    "casework.check_not_kept_from": nobody_who_is_kept_from_a_report_opens_it,
    "casework.check_can_decide": nobody_else_decides,
    "casework.check_can_handle_alarm": nobody_else_handles_an_alarm,
    "casework.check_can_work_on_incidents": nobody_else_works_on_incidents,
    "casework.check_can_read_log": nobody_else_reads_the_log,
    "casework.check_can_ask_to_unlock": nobody_else_asks_for_a_name,
    "casework.check_can_answer_unlock": nobody_else_agrees_to_a_name,
    "casework.check_can_keep_from": nobody_else_keeps_a_colleague_away,
    "casework.check_can_lift": nobody_else_lets_one_see_again,
    "casework.check_can_see_look_ups": nobody_else_learns_who_looked_people_up,
    "partners.check_can_keep_agreements": nobody_else_keeps_agreements,
    "partners.check_can_put_in_force": nobody_puts_their_own_agreement_in_force,
    "partners.check_can_share": nobody_else_shares,
    "partners.check_can_agree_to_share": nobody_agrees_to_their_own_share,
    "partners.check_reads_share": nobody_of_another_organisation_reads_a_share,
    "publishing.check_can_write": nobody_else_writes_warnings,
    "publishing.check_can_approve": nobody_approves_their_own_warning,
    "reports.check_can_edit_questions": nobody_else_changes_questions,
    "reports.check_can_take_reports": nobody_else_has_a_report_translated,
    "reports.check_speaks_for": nobody_of_another_organisation_speaks_for_it,
    "reports.check_reads_received": nobody_of_another_organisation_reads_what_it_received,
    "reports.check_can_take_original": nobody_else_takes_an_original,
    "reports.check_can_release": nobody_else_releases_pictures,
    **refusals_room.REFUSALS,
}
ELSEWHERE = "intelligence"


def _permissions() -> Iterator[ModuleType]:
    """Yield the permissions of every context that has any, but for those tested elsewhere."""
    for context in apps.get_app_configs():
        name = f"{context.name}.permissions"
        is_ours = context.name.startswith("commonbeat.") and context.label != ELSEWHERE
        if is_ours and find_spec(name):
            yield import_module(name)


def checks() -> set[str]:
    """Return every check that some context makes, as ``context.check``."""
    return {
        f"{module.__name__.split('.')[1]}.{name}"
        for module in _permissions()
        for name, value in vars(module).items()
        if name.startswith("check_") and value.__module__ == module.__name__
    }


def unproved(found: set[str]) -> list[str]:
    """Return the checks of which no refusal is known, and refusals of no check."""
    return sorted(found ^ set(REFUSALS))


def test_every_check_of_every_context_has_a_refusal() -> None:
    assert unproved(checks()) == []


def test_sabotage_a_check_that_nobody_tests_is_found() -> None:
    assert unproved(checks() | {"casework.check_can_fly"}) == ["casework.check_can_fly"]


@pytest.mark.parametrize("guard", REFUSALS)
def test_a_check_refuses_everybody_else(guard: str) -> None:
    REFUSALS[guard]()


def _take_away(guard: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a check and its question (``can_x``) let everybody pass, wherever they are asked."""
    get_resolver().url_patterns  # noqa: B018  every view is imported now
    context, _dot, check = guard.partition(".")
    permissions = import_module(f"commonbeat.{context}.permissions")
    for name, passes in ((check, None), (check.removeprefix("check_"), True)):
        original = vars(permissions).get(name)
        for module in [m for path, m in sys.modules.items() if path.startswith("commonbeat.")]:
            if original is not None and vars(module).get(name) is original:
                monkeypatch.setattr(module, name, lambda *_who, _passes=passes, **_more: _passes)


@pytest.mark.parametrize("guard", REFUSALS)
def test_sabotage_a_check_that_is_taken_away_is_noticed(
    guard: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _take_away(guard, monkeypatch)
    # Where the check is gone, its action goes on, or stumbles over what it should never have met.
    with pytest.raises((pytest.fail.Exception, CommonbeatError)) as fell:
        REFUSALS[guard]()
    assert not isinstance(fell.value, NotAllowed)
