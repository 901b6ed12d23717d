"""No warning goes out on one person's word; what goes out is what two people read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from commonbeat.accounts.models import Role
from commonbeat.alerts.models import Broadcast
from commonbeat.alerts.tasks import match_broadcasts
from commonbeat.alerts.tests.factories import CELL, NOW, OTHER_CELL, make_followers
from commonbeat.audit.models import AuditEntry
from commonbeat.core.errors import Conflict, NotAllowed
from commonbeat.core.models import LiveEvent
from commonbeat.core.states import MoveNotAllowed
from commonbeat.delivery.models import Content, OutboxMessage
from commonbeat.delivery.rules import MessageState
from commonbeat.publishing import actions, queries
from commonbeat.publishing.models import Publication, PublicationState
from commonbeat.publishing.permissions import APPROVERS, WRITERS, OwnWords
from commonbeat.publishing.rules import Kind, Words
from commonbeat.publishing.tests.factories import (
    make_draft,
    make_live_warning,
    make_news,
    make_warning,
    make_writer,
)

pytestmark = pytest.mark.django_db


def ask(publication: Publication, writer: Any) -> Publication:
    return actions.ask_for_approval(
        publication=publication, writer=writer, expected_revision=publication.revision, now=NOW
    )


def approve(publication: Publication, approver: Any) -> Publication:
    return actions.approve(
        publication=publication,
        approver=approver,
        expected_revision=publication.revision,
        now=NOW,
    )


def try_alone(role: Role) -> bool:
    """Try every way by which one person might send a warning; say whether any worked."""
    person = make_writer(role)
    draft = make_warning(writer=person)
    steps: tuple[Callable[[], object], ...] = (
        lambda: approve(draft, person),
        lambda: approve(ask(draft, person), person),
    )
    for step in steps:
        try:
            step()
        except (NotAllowed, MoveNotAllowed, Conflict):
            continue
    return Publication.objects.filter(state=PublicationState.LIVE).exists()


@pytest.mark.parametrize("role", WRITERS)
def test_one_person_sends_nothing(role: Role) -> None:
    assert not try_alone(role)
    assert not Broadcast.objects.exists()
    assert not Content.objects.exists()


def test_the_check_of_one_person_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: the permission is gone. The database still says no."""
    monkeypatch.setattr(actions.approval, "check_can_approve", lambda user, publication: None)
    with pytest.raises(IntegrityError), transaction.atomic():
        try_alone(Role.SUPERVISOR)


def test_the_check_of_the_words_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: a hand in the words no longer counts, and the helper of a writer may approve."""
    writer, helper = make_writer(), make_writer(Role.SUPERVISOR)
    draft = make_warning(writer=writer)
    saved = actions.save_draft(
        publication=draft,
        draft=make_draft(cells=(OTHER_CELL,)),
        writer=helper,
        expected_revision=draft.revision,
        now=NOW,
    )
    asked = ask(saved, writer)
    with pytest.raises(OwnWords):
        approve(asked, helper)
    monkeypatch.setattr(
        "commonbeat.publishing.permissions.is_second_person", lambda person, *, hands: True
    )
    assert approve(asked, helper).state == PublicationState.LIVE


@pytest.mark.parametrize("role", sorted(set(Role) - set(APPROVERS)))
def test_other_roles_cannot_say_the_second_yes(role: Role) -> None:
    writer = make_writer()
    asked = ask(make_warning(writer=writer), writer)
    with pytest.raises(NotAllowed):
        approve(asked, make_writer(role))


@pytest.mark.parametrize("role", sorted(set(Role) - set(WRITERS)))
def test_other_roles_cannot_write(role: Role) -> None:
    with pytest.raises(NotAllowed):
        make_warning(writer=make_writer(role))


def test_a_second_yes_sends_it_in_one_transaction() -> None:
    make_followers(3)
    warning = make_live_warning()
    assert warning.state == PublicationState.LIVE
    assert warning.broadcast is not None
    assert warning.broadcast.expected == 3
    assert set(Content.objects.values_list("language", flat=True)) == {"en", "zh-hans"}
    assert LiveEvent.objects.filter(kind="alert.live").count() == 1
    match_broadcasts(NOW)
    assert OutboxMessage.objects.count() == 3
    entry = AuditEntry.objects.get(event="warning.approved")
    assert entry.subject == f"warning:{warning.key}"


def test_the_yes_is_to_the_words_that_were_read() -> None:
    writer = make_writer()
    asked = ask(make_warning(writer=writer), writer)
    read = asked.revision
    changed = actions.save_draft(
        publication=asked,
        draft=make_draft(words={"en": Words("Run", "Something else entirely.")}),
        writer=writer,
        expected_revision=asked.revision,
        now=NOW,
    )
    ask(changed, writer)
    with pytest.raises(Conflict):
        actions.approve(
            publication=asked,
            approver=make_writer(Role.SUPERVISOR),
            expected_revision=read,
            now=NOW,
        )


def test_a_change_takes_it_back_to_a_draft() -> None:
    writer = make_writer()
    asked = ask(make_warning(writer=writer), writer)
    saved = actions.save_draft(
        publication=asked,
        draft=make_draft(),
        writer=writer,
        expected_revision=asked.revision,
        now=NOW,
    )
    assert saved.state == PublicationState.DRAFT
    assert saved.asked_by is None


def test_two_writers_do_not_overwrite_each_other() -> None:
    writer = make_writer()
    draft = make_warning(writer=writer)
    actions.save_draft(
        publication=draft, draft=make_draft(), writer=writer, expected_revision=1, now=NOW
    )
    with pytest.raises(Conflict):
        actions.save_draft(
            publication=draft, draft=make_draft(), writer=writer, expected_revision=1, now=NOW
        )


def test_what_is_not_ready_is_not_asked_about() -> None:
    writer = make_writer()
    with pytest.raises(actions.NotReady):
        ask(make_warning(writer=writer, words={}), writer)


def test_what_ran_out_while_it_waited_is_not_sent() -> None:
    writer = make_writer()
    asked = ask(make_warning(writer=writer), writer)
    with pytest.raises(actions.NotReady):
        actions.approve(
            publication=asked,
            approver=make_writer(Role.SUPERVISOR),
            expected_revision=asked.revision,
            now=NOW + timedelta(days=1),
        )


def test_it_can_be_sent_back_with_a_reason() -> None:
    writer = make_writer()
    asked = ask(make_warning(writer=writer), writer)
    actions.send_back(
        publication=asked, approver=make_writer(Role.SUPERVISOR), reason="Names a bar.", now=NOW
    )
    asked.refresh_from_db()
    assert asked.state == PublicationState.DRAFT


def update_of(warning: Publication, **changes: Any) -> Publication:
    writer = make_writer()
    update = actions.start_update(publication=warning, writer=writer, now=NOW)
    saved = actions.save_draft(
        publication=update,
        draft=make_draft(**changes),
        writer=writer,
        expected_revision=update.revision,
        now=NOW,
    )
    return approve(ask(saved, writer), make_writer(Role.SUPERVISOR))


def test_an_update_takes_the_place_of_the_old_words_and_says_so() -> None:
    here = make_followers(2)
    warning = make_live_warning()
    match_broadcasts(NOW)
    OutboxMessage.objects.update(state=MessageState.SENT, settled_at=NOW)
    elsewhere = make_followers(1, cells=[OTHER_CELL], prefix="elsewhere")
    update = update_of(warning, cells=(OTHER_CELL,))
    match_broadcasts(NOW)
    assert [w.pk for w in queries.live_warnings(realm_id=1, now=NOW)] == [update.pk]
    subjects = {
        message.endpoint_id: message.content.subject
        for message in OutboxMessage.objects.filter(
            content__broadcasttext__broadcast=update.broadcast
        ).select_related("content")
    }
    assert set(subjects) == {e.pk for e in here + elsewhere}
    assert all(subject.startswith("Updated: ") for subject in subjects.values())


def test_the_live_words_stay_until_the_update_has_its_yes() -> None:
    warning = make_live_warning()
    writer = make_writer()
    ask(actions.start_update(publication=warning, writer=writer, now=NOW), writer)
    assert [w.pk for w in queries.live_warnings(realm_id=1, now=NOW)] == [warning.pk]


def test_two_people_who_start_an_update_write_the_same_one() -> None:
    warning = make_live_warning()
    first = actions.start_update(publication=warning, writer=make_writer(), now=NOW)
    second = actions.start_update(publication=warning, writer=make_writer(), now=NOW)
    assert first.pk == second.pk


def test_news_needs_one_person_and_reaches_nobody() -> None:
    make_followers(2)
    news = make_news()
    assert news.kind == Kind.NEWS
    assert news.state == PublicationState.LIVE
    assert not Broadcast.objects.exists()


def test_a_warning_never_goes_live_without_an_end() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=make_live_warning().pk).update(ends_at=None)


def test_every_step_is_in_the_log_with_its_reason() -> None:
    warning = make_live_warning(cells=(CELL,))
    actions.cancel_warning(
        publication=warning, canceller=make_writer(), reason="Found well.", now=NOW
    )
    events = list(AuditEntry.objects.order_by("pk").values_list("event", flat=True))
    assert events == [
        "warning.drafted",
        "warning.approval-asked",
        "warning.approved",
        "warning.cancelled",
    ]
