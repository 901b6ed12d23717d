"""What is live can be taken back, runs out, and can be paused on its way to people."""

from datetime import timedelta

import pytest

from commonbeat.alerts.tasks import match_broadcasts
from commonbeat.alerts.tests.factories import NOW, make_followers
from commonbeat.audit.models import AuditEntry
from commonbeat.core.models import LiveEvent
from commonbeat.core.states import MoveNotAllowed
from commonbeat.delivery.models import OutboxMessage
from commonbeat.delivery.rules import MessageState
from commonbeat.delivery.tasks import carry_out_recalls
from commonbeat.publishing import actions, queries
from commonbeat.publishing.models import PublicationState
from commonbeat.publishing.tests.factories import (
    make_live_warning,
    make_writer,
)

pytestmark = pytest.mark.django_db


def test_cancelling_takes_back_what_is_unsent_and_tells_who_was_told() -> None:
    told = make_followers(2)
    warning = make_live_warning()
    match_broadcasts(NOW)
    sent = OutboxMessage.objects.get(endpoint=told[0])
    OutboxMessage.objects.filter(pk=sent.pk).update(state=MessageState.SENT, settled_at=NOW)
    actions.cancel_warning(
        publication=warning, canceller=make_writer(), reason="Two people were found well.", now=NOW
    )
    carry_out_recalls(NOW)
    match_broadcasts(NOW)
    assert queries.live_warnings(realm_id=1, now=NOW) == []
    waiting = OutboxMessage.objects.filter(state=MessageState.QUEUED).select_related("content")
    assert [m.endpoint_id for m in waiting] == [told[0].pk]
    assert waiting[0].content.subject.startswith("Cancelled: ")
    assert LiveEvent.objects.filter(kind="alert.cancelled").count() == 1


def test_cancelling_throws_away_the_update_that_was_being_written() -> None:
    warning = make_live_warning()
    update = actions.start_update(publication=warning, writer=make_writer(), now=NOW)
    actions.cancel_warning(publication=warning, canceller=make_writer(), reason="Over.", now=NOW)
    update.refresh_from_db()
    assert update.state == PublicationState.DISCARDED


def test_a_cancelled_warning_cannot_come_back() -> None:
    warning = make_live_warning()
    actions.cancel_warning(publication=warning, canceller=make_writer(), reason="Over.", now=NOW)
    with pytest.raises(MoveNotAllowed):
        actions.cancel_warning(
            publication=warning, canceller=make_writer(), reason="Again.", now=NOW
        )
    with pytest.raises(actions.NotReady):
        actions.start_update(publication=warning, writer=make_writer(), now=NOW)


def test_the_sweep_ends_what_ran_out_and_sends_no_more_of_it() -> None:
    make_followers(2)
    warning = make_live_warning()
    match_broadcasts(NOW)
    later = NOW + timedelta(hours=6)
    assert actions.end_overdue(now=NOW) == 0
    assert actions.end_overdue(now=later) == 1
    assert actions.end_overdue(now=later) == 0
    warning.refresh_from_db()
    assert warning.state == PublicationState.ENDED
    carry_out_recalls(later)
    assert not OutboxMessage.objects.filter(state=MessageState.QUEUED).exists()


def test_sending_can_be_paused_and_gone_on_with() -> None:
    make_followers(2)
    warning = make_live_warning()
    person = make_writer()
    actions.pause_sending(publication=warning, user=person, now=NOW)
    match_broadcasts(NOW)
    assert not OutboxMessage.objects.exists()
    actions.resume_sending(publication=warning, user=person, now=NOW)
    match_broadcasts(NOW)
    assert OutboxMessage.objects.count() == 2
    assert AuditEntry.objects.filter(event__in=["warning.paused", "warning.resumed"]).count() == 2
