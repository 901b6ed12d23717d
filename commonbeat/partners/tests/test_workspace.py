"""A partner reads exactly what is shared with their organisation, for as long as it is shared."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localtime

from commonbeat.accounts.actions import disable
from commonbeat.accounts.models import Organisation, Role, User
from commonbeat.accounts.tests.factories import make_organisation, make_user, sign_in
from commonbeat.audit.models import AuditEntry
from commonbeat.casework.tests.factories import Clock
from commonbeat.core import clock
from commonbeat.core.errors import NotAllowed
from commonbeat.partners.actions import (
    NotNow,
    answer_share,
    end_agreement,
    read_share,
    recall_share,
)
from commonbeat.partners.models import FIELD_WORDS, Share, ShareAnswer
from commonbeat.partners.models.share import ShareQuerySet
from commonbeat.partners.presenters import copy_rows, partner_line
from commonbeat.partners.rules import AnswerKind, SharedField, ShareState
from commonbeat.partners.tests.factories import (
    ORIGINAL,
    PURPOSE,
    SAFE,
    make_in_force,
    make_share,
    make_shared_with,
    make_waiting,
)
from commonbeat.reports.actions import withdraw_report
from commonbeat.reports.models import Report
from commonbeat.reports.tests.factories import make_member, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def university() -> Organisation:
    return make_organisation("Ribbleside University security")


@pytest.fixture
def member(university: Organisation) -> User:
    return make_member(university, display_name="Jo Whittle")


@pytest.fixture
def desk(client: Client, member: User) -> Client:
    sign_in(client, member)
    return client


def page_of(share: Share) -> str:
    return f"/partner/shares/{share.key}/"


def answer(**fields: str) -> dict[str, str]:
    return {"kind": "done", "words": "We looked at the cameras.", "once": "a" * 20, **fields}


def body(response: Any) -> str:
    token = r'name="csrfmiddlewaretoken" value="\w+"'
    return re.sub(token, "", response.content.decode())


# What a partner reads


def test_the_three_lists_are_on_the_first_page(desk: Client, member: User) -> None:
    share = make_shared_with(member)
    page = desk.get("/partner/").content.decode()
    for words in ("Shared with you by the police", "Sent by you to the police", page_of(share)):
        assert words in page
    assert "Not answered" in page and share.number in page


def test_an_empty_workspace_says_what_comes_there(desk: Client) -> None:
    assert "Nothing is shared with you now" in desk.get("/partner/").content.decode()


def test_somebody_without_an_organisation_learns_whom_to_ask(client: Client) -> None:
    sign_in(client, make_user(Role.PARTNER_MEMBER))
    for path in ("/partner/", "/partner/members/"):
        assert "belongs to no organisation" in client.get(path).content.decode()


def shown_fields(desk: Client, share: Share) -> set[str]:
    """Return the fields that the page of a share names."""
    page = desk.get(page_of(share)).content.decode()
    terms = re.findall(r"<dt>(.*?)</dt>", page)
    conditions = {"What it is for", "You can read it until", "Law"}
    return set(terms) - conditions


def check_exact_fields(desk: Client, member: User) -> None:
    for fields in (
        (SharedField.CATEGORY,),
        (SharedField.AREA, SharedField.TIME),
        (SharedField.PLACE, SharedField.DESCRIPTION),
    ):
        share = make_share(make_in_force(member.organisation, fields=fields))
        wanted = {str(FIELD_WORDS[field]) for field in fields}
        assert set(share.copy) == {field.value for field in fields}
        assert {str(row.name) for row in copy_rows(share)} == wanted
        assert shown_fields(desk, share) == wanted
        line = partner_line(share)
        assert line.title in {*(row.value for row in copy_rows(share)), "A report"}


def test_the_page_of_a_share_shows_exactly_its_fields(desk: Client, member: User) -> None:
    check_exact_fields(desk, member)


def test_sabotage_a_copy_with_every_field_is_noticed(
    desk: Client, member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from commonbeat.partners.actions import sharing
    from commonbeat.partners.rules import Facts, copied

    def careless(facts: Facts, _fields: object) -> object:
        return copied(facts, SharedField)

    monkeypatch.setattr(sharing, "copied", careless)
    with pytest.raises(AssertionError):
        check_exact_fields(desk, member)


def test_nothing_of_the_report_but_its_copy_is_on_any_page_of_theirs(
    desk: Client, member: User
) -> None:
    report = make_report(description=ORIGINAL, place="Behind the laundry canary", now=clock.now())
    share = make_shared_with(member, report=report)
    report.refresh_from_db()
    for path in ("/partner/", page_of(share)):
        page = desk.get(path).content.decode()
        for secret in (ORIGINAL, "canary", report.reference, report.key, "Kelvin"):
            assert secret not in page
    assert SAFE in desk.get(page_of(share)).content.decode()


def test_fields_that_nobody_asked_for_change_nothing(desk: Client, member: User) -> None:
    share = make_shared_with(member)
    before: dict[str, Any] = {**Share.objects.filter(pk=share.pk).values().get()}
    extra = {"fields": "area", "state": "live", "copy": "{}", "expires_at": "2099-01-01"}
    extra |= {"purpose": "mine", "author": "1", "at": "2020-01-01", "share": "1"}
    assert desk.post(page_of(share), answer(**extra)).status_code == 302
    after: dict[str, Any] = {**Share.objects.filter(pk=share.pk).values().get()}
    read = {"first_read_at", "first_read_by_id"}
    assert {name for name in before if before[name] != after[name]} <= read
    said = ShareAnswer.objects.get()
    assert said.author == member and said.at.year == clock.now().year


# Reading and answering


def test_each_reading_is_in_the_log_and_the_first_is_its_receipt(
    desk: Client, member: User
) -> None:
    share = make_shared_with(member)
    for _time in range(2):
        assert desk.get(page_of(share)).headers["Cache-Control"] == "no-store"
    entries = list(AuditEntry.objects.filter(event="share.read"))
    assert len(entries) == 2
    assert {(e.kind, e.actor_id, e.subject) for e in entries} == {
        ("consultation", member.actor.id, f"share:{share.key}")
    }
    assert all(entry.payload["reason"] == PURPOSE for entry in entries)
    share.refresh_from_db()
    assert share.first_read_by == member and share.first_read_at == entries[0].at
    assert "Jo Whittle" in desk.get(page_of(share)).content.decode()


def test_several_answers_stand_in_order_and_sending_twice_is_one(
    desk: Client, member: User
) -> None:
    share = make_shared_with(member)
    for _time in range(2):
        assert desk.post(page_of(share), answer()).status_code == 302
    more = answer(kind="more-asked", words="Which door is it?", once="b" * 20)
    assert desk.post(page_of(share), more).status_code == 302
    kinds = [said.kind for said in share.answers.order_by("id")]
    assert kinds == [AnswerKind.DONE, AnswerKind.MORE_ASKED]
    assert AuditEntry.objects.filter(event="share.answered").count() == 2
    assert "Asks for more" in desk.get("/partner/").content.decode()


def test_an_answer_without_words_keeps_what_was_chosen(desk: Client, member: User) -> None:
    share = make_shared_with(member)
    page = desk.post(page_of(share), answer(words=" "))
    assert page.status_code == 422
    assert re.search(r'value="done"[^>]* checked', page.content.decode())
    assert not ShareAnswer.objects.exists()


def test_members_see_who_acts_with_them_and_nobody_else(
    desk: Client, university: Organisation
) -> None:
    colleague = make_member(university, display_name="Sam Rowe")
    gone = make_member(university, display_name="Old Hand", is_active=False)
    stranger = make_member(make_organisation(), display_name="Gita Desai")
    page = desk.get("/partner/members/").content.decode()
    assert colleague.display_name in page and "administrators invite" in page
    assert not any(person.display_name in page for person in (gone, stranger))


# Nothing of another organisation


def leaks_between_tenants(desk: Client) -> list[str]:
    """Ask for every page of the workspace; return where another organisation shows."""
    other = make_member(make_organisation("City street team"), display_name="Ray Tunstall")
    theirs = make_shared_with(other)
    missing = desk.get("/partner/shares/none/")
    found = []
    for method, path in (
        ("get", "/partner/"),
        ("get", "/partner/members/"),
        ("get", "/partner/sent/"),
        ("get", "/partner/received/"),
        ("get", page_of(theirs)),
        ("post", page_of(theirs)),
    ):
        reply = getattr(desk, method)(path, answer() if method == "post" else {})
        shows = body(reply)
        secrets = ("City street team", "Ray Tunstall", theirs.key, theirs.number, SAFE)
        if any(secret in shows for secret in secrets):
            found.append(f"{method} {path}")
        if theirs.key in path and (reply.status_code, shows) != (404, body(missing)):
            found.append(f"{method} {path}: {reply.status_code}")
    assert not ShareAnswer.objects.exists()
    return found


def test_nothing_of_one_organisation_is_seen_by_another(desk: Client) -> None:
    assert leaks_between_tenants(desk) == []


def test_sabotage_a_workspace_that_forgets_the_organisation_is_noticed(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from commonbeat.partners import queries

    def careless(_body: Organisation, *, realm_id: int, now: object) -> object:
        return Share.objects.select_related("agreement__organisation").prefetch_related("answers")

    monkeypatch.setattr(queries, "shared_with", careless)
    assert leaks_between_tenants(desk) == ["get /partner/"]


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.PARTNER_MEMBER])
def test_nobody_else_reads_or_answers_whatever_page_they_found(
    role: Role, university: Organisation
) -> None:
    share = make_share(make_in_force(university))
    for stranger in (make_user(role), make_member(university, is_active=False)):
        with pytest.raises(NotAllowed):
            read_share(share=share, member=stranger, now=clock.now())
        with pytest.raises(NotAllowed):
            answer_share(
                share=share,
                member=stranger,
                kind=AnswerKind.DONE,
                words="We did it",
                once="a",
                now=clock.now(),
            )


# Ends by the next request


def _recalled(share: Share) -> None:
    recall_share(
        share=share,
        user=make_user(Role.TRIAGE_OPERATOR),
        reason="It was too much",
        now=clock.now(),
    )


def _agreement_ended(share: Share) -> None:
    keeper = make_user(Role.SUPERVISOR)
    end_agreement(
        agreement=share.agreement, user=keeper, reason="They asked for it", now=clock.now()
    )


def _withdrawn(share: Share) -> None:
    withdraw_report(report=Report.objects.get(pk=share.report_id), now=clock.now())


ENDINGS: tuple[Callable[[Share], None], ...] = (_recalled, _agreement_ended, _withdrawn)


def still_open(desk: Client, share: Share) -> bool:
    """Say whether a page of a share that ended still opens or takes an answer."""
    missing = desk.get("/partner/shares/none/")
    replies = [desk.get(page_of(share)), desk.post(page_of(share), answer())]
    listed = share.key in desk.get("/partner/").content.decode()
    same = all((reply.status_code, body(reply)) == (404, body(missing)) for reply in replies)
    return listed or not same


@pytest.mark.parametrize("end", ENDINGS)
@pytest.mark.django_db(transaction=True)
def test_what_ended_is_not_there_by_the_next_request(
    end: Callable[[Share], None], desk: Client, member: User
) -> None:
    share = make_shared_with(member)
    assert desk.get(page_of(share)).status_code == 200
    end(share)
    assert not still_open(desk, share)
    assert not ShareAnswer.objects.exists()
    with pytest.raises(NotNow):
        read_share(share=share, member=member, now=clock.now())
    assert Share.objects.get().standing is ShareState.RECALLED
    told = list(Report.objects.get().messages.filter(kind="event").order_by("id"))
    assert "can no longer read" in told[-1].body


def test_time_ends_it_too_whether_or_not_a_sweep_ran(
    desk: Client, member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = make_shared_with(member, days=7)
    hands = Clock(share.expires_at - timedelta(minutes=1))
    sign_in(desk, member, now=hands.now())
    monkeypatch.setattr(clock, "now", hands.now)
    assert desk.get(page_of(share)).status_code == 200
    hands.moment = share.expires_at
    assert not still_open(desk, share)


def test_a_day_after_the_agreement_nothing_opens(
    desk: Client, member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = make_shared_with(member)
    Share.objects.update(expires_at=clock.now() + timedelta(days=4_000))
    hands = Clock(clock.now() + timedelta(days=400))
    assert localtime(hands.now()).date() > share.agreement.valid_until
    sign_in(desk, member, now=hands.now())
    monkeypatch.setattr(clock, "now", hands.now)
    assert not still_open(desk, share)


def test_a_member_who_left_reads_nothing_by_the_next_request(desk: Client, member: User) -> None:
    share = make_shared_with(member)
    assert desk.get(page_of(share)).status_code == 200
    User.objects.filter(pk=member.pk).update(organisation=make_organisation())
    assert not still_open(desk, share)
    User.objects.filter(pk=member.pk).update(organisation=share.agreement.organisation)
    assert desk.get(page_of(share)).status_code == 200
    administrator = make_user(Role.ADMINISTRATOR)
    disable(user=member, by=administrator, reason="They left the university", now=clock.now())
    assert desk.get(page_of(share)).status_code == 302


def test_what_waits_for_a_supervisor_is_not_there_yet(desk: Client, member: User) -> None:
    share = make_waiting(agreement=make_in_force(member.organisation))
    assert not still_open(desk, share)


def test_sabotage_a_recalled_share_that_still_opens_is_noticed(
    desk: Client, member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = make_shared_with(member)
    monkeypatch.setattr(ShareQuerySet, "readable", lambda rows, _now: rows)
    _recalled(share)
    assert still_open(desk, share)
