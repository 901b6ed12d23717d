"""The pages on which the police agree, share, answer and recall."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from commonbeat.accounts.models import Organisation, Role
from commonbeat.accounts.tests.factories import make_organisation, make_user, sign_in
from commonbeat.audit.models import AuditEntry
from commonbeat.casework.queries import stamp_of
from commonbeat.casework.rules import DecisionKind
from commonbeat.casework.tests.factories import at_desk, make_decision
from commonbeat.core import clock
from commonbeat.core.actors import SYSTEM
from commonbeat.partners.actions import answer_share, end_agreement, expire_shares, read_share
from commonbeat.partners.models import Share, ShareAnswer, SharingAgreement
from commonbeat.partners.rules import AnswerKind, ShareState
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
)
from commonbeat.reports.actions import erase_report, keep_from
from commonbeat.reports.models import Message, Report
from commonbeat.reports.rules.conflicts import Ground
from commonbeat.reports.tests.factories import make_member, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def university() -> Organisation:
    return make_organisation("Ribbleside University security")


def day(name: str, moment: Any) -> dict[str, str]:
    return {f"{name}_0": moment.day, f"{name}_1": moment.month, f"{name}_2": moment.year}


def agreement_form(body: Organisation, **fields: Any) -> dict[str, Any]:
    today = localdate(clock.now())
    return {
        "organisation": body.pk,
        "purpose": "To look after students",
        "basis": "law-enforcement",
        "fields_shared": ["category", "place"],
        **day("valid_from", today),
        **day("valid_until", today + timedelta(days=300)),
        **day("review_on", today + timedelta(days=100)),
        **fields,
    }


def share_form(report: Report, agreement: SharingAgreement, **fields: Any) -> dict[str, Any]:
    report.refresh_from_db()
    return {
        "stamp": str(stamp_of(report)),
        "agreement": agreement.key,
        "fields_shared": ["category", "place", "description"],
        "description": SAFE,
        "purpose": PURPOSE,
        "how_many": "more",
        "days": "30",
        "words": WORDS,
        "reason": REASON,
        **fields,
    }


# Agreements


def test_one_person_makes_an_agreement_and_another_puts_it_in_force(
    university: Organisation,
) -> None:
    desk, _maker = at_desk(Role.SUPERVISOR)
    usual = desk.get(f"/staff/agreements/new/?with={university.pk}").content.decode()
    assert len(re.findall(r'name="fields_shared"[^>]* checked', usual)) == 4
    made = desk.post("/staff/agreements/new/", agreement_form(university))
    agreement = SharingAgreement.objects.get()
    path = f"/staff/agreements/{agreement.key}/"
    assert made.headers["Location"] == path
    assert agreement.regime == "part-3" and agreement.fields == "category,place"
    page = desk.get(path).content.decode()
    assert "A second person must agree" in page and "Put it in force<" not in page
    assert desk.post(f"{path}agree/").status_code == 302
    agreement.refresh_from_db()
    assert agreement.state == "draft"
    other, second = at_desk(Role.ADMINISTRATOR)
    assert "You are the second person" in other.get(path).content.decode()
    other.post(f"{path}agree/")
    agreement.refresh_from_db()
    assert (agreement.state, agreement.agreed_by) == ("in-force", second)


def test_putting_it_in_force_asks_for_the_passkey_again() -> None:
    agreement = make_draft()
    client, user = Client(), make_user(Role.ADMINISTRATOR)
    sign_in(client, user, now=clock.now() - timedelta(minutes=6))
    gone = client.post(f"/staff/agreements/{agreement.key}/agree/")
    assert gone.status_code == 302 and "/accounts/passkeys/again/" in gone.headers["Location"]
    agreement.refresh_from_db()
    assert agreement.state == "draft"


def test_a_form_that_was_refused_keeps_what_was_typed(university: Organisation) -> None:
    desk, _user = at_desk(Role.ADMINISTRATOR)
    today = localdate(clock.now())
    wrong = agreement_form(university, **day("review_on", today - timedelta(days=3)))
    page = desk.post("/staff/agreements/new/", wrong)
    assert page.status_code == 422
    assert "To look after students" in page.content.decode()
    assert not SharingAgreement.objects.exists()


def test_a_students_union_cannot_be_chosen() -> None:
    union = make_organisation("Students' Union", kind=Organisation.Kind.STUDENTS_UNION)
    desk, _user = at_desk(Role.SUPERVISOR)
    page = desk.post("/staff/agreements/new/", agreement_form(union))
    assert page.status_code == 422 and not SharingAgreement.objects.exists()


def test_the_list_shows_what_waits_and_what_is_due(university: Organisation) -> None:
    make_waiting(agreement=make_in_force(university))
    agreement = SharingAgreement.objects.get()
    SharingAgreement.objects.update(
        valid_from=localdate(clock.now()) - timedelta(days=9), review_on=localdate(clock.now())
    )
    desk, _user = at_desk(Role.SUPERVISOR)
    page = desk.get("/staff/agreements/").content.decode()
    assert "Shares that wait for a supervisor" in page and "Review due" in page
    administrator, _user = at_desk(Role.ADMINISTRATOR)
    page = administrator.get("/staff/agreements/").content.decode()
    assert university.name in page and "wait for a supervisor" not in page
    assert agreement.key in page and Report.objects.get().reference not in page


def test_ending_an_agreement_needs_a_reason_and_ends_its_shares() -> None:
    share = make_share()
    desk, _user = at_desk(Role.SUPERVISOR)
    path = f"/staff/agreements/{share.agreement.key}/"
    assert desk.post(f"{path}end/", {"reason": "so"}).status_code == 422
    assert Share.objects.get().standing is ShareState.LIVE
    assert desk.post(f"{path}end/", {"reason": "They moved out"}).status_code == 302
    assert Share.objects.get().standing is ShareState.RECALLED
    assert "They moved out" in desk.get(path).content.decode()


# Sharing


def test_a_report_is_shared_from_its_page(university: Organisation) -> None:
    agreement = make_in_force(university)
    report = make_report(description=ORIGINAL, now=clock.now())
    desk, _user = at_desk()
    case = desk.get(f"/staff/reports/{report.reference}/").content.decode()
    path = f"/staff/reports/{report.reference}/share/"
    assert path in case and "by telephone or letter" in case
    page = desk.get(path).content.decode()
    assert "flat nine" in page
    assert re.search(r'<textarea name="description"[^>]*>\s*</textarea>', page), "never prefilled"
    assert desk.post(path, share_form(report, agreement)).status_code == 302
    share = Share.objects.get()
    assert share.copy["description"] == SAFE
    case = desk.get(f"/staff/reports/{report.reference}/").content.decode()
    assert f"/staff/shares/{share.key}/" in case and "Nobody there has read it" in case


def test_without_an_agreement_the_page_says_what_is_needed() -> None:
    report = make_report(now=clock.now())
    desk, _user = at_desk()
    page = desk.get(f"/staff/reports/{report.reference}/share/").content.decode()
    assert "No agreement is in force" in page


def test_with_several_agreements_one_is_chosen_first(university: Organisation) -> None:
    first = make_in_force(university)
    second = make_in_force(make_organisation(kind=Organisation.Kind.COUNCIL))
    report = make_report(now=clock.now())
    desk, _user = at_desk()
    path = f"/staff/reports/{report.reference}/share/"
    page = desk.get(path).content.decode()
    assert all(f"?agreement={row.key}" in page for row in (first, second))
    council = desk.get(f"{path}?agreement={second.key}").content.decode()
    assert 'value="asb-kind"' in council and 'name="description"' not in council


def test_the_warning_is_shown_and_must_be_answered(university: Organisation) -> None:
    agreement = make_in_force(university)
    report = make_report(description=ORIGINAL, now=clock.now())
    desk, _user = at_desk()
    path = f"/staff/reports/{report.reference}/share/"
    sent = share_form(report, agreement, description="Ask for Kelvin, 01632 960 123")
    page = desk.post(path, sent)
    text = page.content.decode()
    assert page.status_code == 422 and "may tell who reported" in text
    assert ">\nAsk for Kelvin, 01632 960 123</textarea>" in text, "what was typed stays"
    assert "Kelvin" in text and "A telephone number" in text and WORDS in text
    assert not Share.objects.exists()
    sent = share_form(report, agreement, description="Ask for Kelvin, 01632 960 123")
    assert desk.post(path, sent | {"safe_because": "The porter’s desk line"}).status_code == 302
    assert Share.objects.get().safe_because == "The porter’s desk line"


def test_a_report_that_changed_keeps_the_words_in_the_form(university: Organisation) -> None:
    agreement = make_in_force(university)
    report = make_report(description=ORIGINAL, now=clock.now())
    desk, user = at_desk()
    sent = share_form(report, agreement)
    make_decision(report, user=user, now=clock.now())
    page = desk.post(f"/staff/reports/{report.reference}/share/", sent)
    assert page.status_code == 409 and SAFE in page.content.decode()
    assert "changed while you were writing" in page.content.decode()


def test_an_agreement_that_ended_meanwhile_keeps_the_words_in_the_form(
    university: Organisation,
) -> None:
    agreement = make_in_force(university)
    report = make_report(description=ORIGINAL, now=clock.now())
    desk, _user = at_desk()
    keeper = make_user(Role.SUPERVISOR)
    end_agreement(agreement=agreement, user=keeper, reason="They moved out", now=clock.now())
    path = f"/staff/reports/{report.reference}/share/"
    page = desk.post(path, share_form(report, agreement))
    text = page.content.decode()
    assert page.status_code == 422 and "No agreement with this organisation is in force" in text
    assert SAFE in text and not Share.objects.exists()
    nowhere = share_form(report, agreement) | {"agreement": "none"}
    assert "No agreement is in force" in desk.post(path, nowhere).content.decode()


def test_posted_fields_outside_the_agreement_are_refused(university: Organisation) -> None:
    agreement = make_in_force(university)
    report = make_report(now=clock.now())
    desk, _user = at_desk()
    sent = share_form(report, agreement, fields_shared=["category", "area"])
    page = desk.post(f"/staff/reports/{report.reference}/share/", sent)
    assert page.status_code == 422 and not Share.objects.exists()


def test_a_supervisor_answers_what_few_could_know() -> None:
    share = make_waiting()
    desk, _user = at_desk(Role.SUPERVISOR)
    path = f"/staff/shares/{share.key}/"
    page = desk.get(path).content.decode()
    assert SAFE in page and REASON in page and "Do you agree?" in page
    stamp = re.search(r'name="stamp" value="([\d.]+)"', page)
    assert stamp
    sent = {"stamp": stamp[1], "agrees": "yes", "answer": "The only way to help"}
    assert desk.post(f"{path}answer/", sent | {"answer": "so"}).status_code == 422
    assert desk.post(f"{path}answer/", sent).status_code == 302
    assert Share.objects.get().standing is ShareState.LIVE
    operator, _user = at_desk()
    assert operator.post(f"{path}answer/", sent).status_code == 403


def test_the_case_shows_the_read_receipt_the_answer_and_the_recall(
    university: Organisation,
) -> None:
    share = make_share(make_in_force(university))
    member = make_member(university, display_name="Jo Whittle")
    read_share(share=share, member=member, now=clock.now())
    answer_share(
        share=share,
        member=member,
        kind=AnswerKind.DONE,
        words="The door is mended.",
        once="a",
        now=clock.now(),
    )
    desk, _user = at_desk()
    case = f"/staff/reports/{share.report.reference}/"
    page = desk.get(case).content.decode()
    assert "First read by Jo Whittle" in page and "The door is mended." in page
    path = f"/staff/shares/{share.key}/"
    assert desk.post(f"{path}recall/", {"reason": "no"}).status_code == 422
    assert desk.post(f"{path}recall/", {"reason": "It is mended now"}).status_code == 302
    entry = AuditEntry.objects.get(event="share.ended")
    assert entry.payload["reason"] == "It is mended now"
    assert "Recalled" in desk.get(case).content.decode()
    told = Message.objects.filter(kind="event").order_by("-id").first()
    assert told is not None and "mended" not in told.body, "the reporter is not told why"


def test_reading_a_share_is_reading_its_report() -> None:
    share = make_share()
    desk, user = at_desk()
    before = AuditEntry.objects.filter(event="report.opened").count()
    desk.get(f"/staff/shares/{share.key}/")
    opened = AuditEntry.objects.filter(event="report.opened", actor_id=user.actor.id)
    assert opened.count() == before + 1


def test_who_is_kept_from_a_report_finds_none_of_its_shares() -> None:
    share = make_waiting()
    desk, user = at_desk(Role.SUPERVISOR)
    keep_from(report=share.report, member=user, ground=Ground.NAMED, actor=SYSTEM, now=clock.now())
    path = f"/staff/shares/{share.key}/"
    for reply in (
        desk.get(path),
        desk.post(f"{path}recall/", {"reason": "I do not like it"}),
        desk.post(f"{path}answer/", {"agrees": "no", "answer": "I do not like it"}),
        desk.get(f"/staff/reports/{share.report.reference}/share/"),
    ):
        assert reply.status_code == 404
    assert share.report.reference not in desk.get("/staff/agreements/").content.decode()
    assert Share.objects.get().standing is ShareState.WAITING


# Time and erasing


def test_a_share_that_ran_out_is_told_once() -> None:
    share = make_share(days=7)
    assert expire_shares(now=share.expires_at - timedelta(seconds=1)) == 0
    assert expire_shares(now=share.expires_at) == 1
    assert expire_shares(now=share.expires_at) == 0
    assert Share.objects.get().standing is ShareState.EXPIRED
    events = Message.objects.filter(kind="event")
    assert sum("can no longer read" in message.body for message in events) == 1


def erased_shares() -> list[str]:
    """Erase a report that was shared; return what is left of its words."""
    _desk, user = at_desk()
    report = make_report(description=ORIGINAL, now=clock.now())
    share = make_share(report=report, safe_because="They are not in it")
    member = make_member(share.agreement.organisation)
    read_share(share=share, member=member, now=clock.now())
    said = {"kind": AnswerKind.DONE, "words": "The door is mended.", "once": "a"}
    answer_share(share=share, member=member, now=clock.now(), **said)  # type: ignore[arg-type]
    report.refresh_from_db()
    make_decision(report, DecisionKind.CLOSE, user=user, now=clock.now())
    erase_report(report=report, actor=user.actor, expected_version=report.version, now=clock.now())
    left = Share.objects.filter(pk=share.pk).values("copy", "purpose", "safe_because").get()
    found = [name for name, value in left.items() if value]
    found += ["answers"] if ShareAnswer.objects.exists() else []
    found += ["state"] if Share.objects.get().standing is ShareState.LIVE else []
    kept = AuditEntry.objects.filter(event="share.read", payload__isnull=False)
    return found + (["log"] if kept.exists() else [])


def test_erasing_a_report_empties_and_ends_its_shares() -> None:
    assert erased_shares() == []
    share = Share.objects.get()
    assert share.agreement.organisation and share.fields, "with whom and what stays"


def test_sabotage_an_erasure_that_forgets_the_shares_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from commonbeat.partners import actions

    monkeypatch.setattr(actions, "forget_shares", lambda **_given: 0)
    assert set(erased_shares()) == {"copy", "purpose", "safe_because", "answers", "state", "log"}
