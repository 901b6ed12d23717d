"""Taking a warning back, and ending what has run out."""

from datetime import datetime

from django.db import transaction

from commonbeat.accounts.models import User
from commonbeat.alerts import actions as alerts
from commonbeat.core.actors import SYSTEM
from commonbeat.publishing.actions.approval import broadcasts_of
from commonbeat.publishing.actions.moves import locked, move, tell_pages, write_down
from commonbeat.publishing.actions.wording import News, link_to, messages_of
from commonbeat.publishing.models import Publication
from commonbeat.publishing.permissions import check_can_write
from commonbeat.publishing.rules import Kind, PublicationState, Severity
from commonbeat.reports import actions as reports


@transaction.atomic
def cancel_warning(
    *, publication: Publication, canceller: User, reason: str, now: datetime
) -> Publication:
    """Take a live warning back at once: what is unsent stays here, who was told is told.

    One person may do it, because it only takes away; its message has fixed words. An update that
    was being written is thrown away. Raises ``NotAllowed`` and ``MoveNotAllowed``.
    """
    check_can_write(canceller)
    fresh = locked(publication)
    told = broadcasts_of(fresh)
    move(fresh, PublicationState.CANCELLED, over_at=now)
    for sent in told:
        alerts.cancel_broadcast(broadcast=sent, now=now)
    alerts.broadcast(
        realm_id=fresh.realm_id,
        subject=f"{fresh.subject}:end",
        topic=fresh.topic,
        cells=(),
        words=messages_of(fresh, News.CANCELLED),
        link_path=link_to(fresh),
        urgent=fresh.severity == Severity.SEVERE,
        told_before=told,
        now=now,
    )
    _discard_update(fresh, canceller, now)
    reports.close_matter(key=fresh.chain, realm_id=fresh.realm_id, now=now)
    write_down("warning.cancelled", fresh, actor=canceller.actor, reason=reason, now=now)
    tell_pages("alert.cancelled", fresh, now=now)
    return fresh


def end_overdue(*, now: datetime) -> int:
    """End what has run out; return how many. The public saw none of it since its time came."""
    count = 0
    for publication in Publication.objects.overdue(now)[:100]:
        with transaction.atomic():
            fresh = locked(publication)
            if fresh.state != PublicationState.LIVE:
                continue
            move(fresh, PublicationState.ENDED, over_at=now)
            if fresh.broadcast is not None:
                alerts.cancel_broadcast(broadcast=fresh.broadcast, now=now)
            write_down(f"{fresh.kind}.ended", fresh, actor=SYSTEM, now=now)
            if fresh.kind == Kind.WARNING:
                reports.close_matter(key=fresh.chain, realm_id=fresh.realm_id, now=now)
                tell_pages("alert.ended", fresh, now=now)
        count += 1
    return count


@transaction.atomic
def take_down_news(*, publication: Publication, canceller: User, now: datetime) -> None:
    """Take news off the site; raises ``NotAllowed`` and ``MoveNotAllowed``."""
    check_can_write(canceller)
    fresh = locked(publication)
    move(fresh, PublicationState.CANCELLED, over_at=now)
    write_down("news.taken-down", fresh, actor=canceller.actor, now=now)


def _discard_update(cancelled: Publication, canceller: User, now: datetime) -> None:
    open_states = [PublicationState.DRAFT, PublicationState.AWAITING]
    for update in Publication.objects.filter(chain=cancelled.chain, state__in=open_states):
        move(update, PublicationState.DISCARDED, over_at=now)
        write_down("warning.discarded", update, actor=canceller.actor, now=now)
