"""The second yes, and the message that goes out with it in the same transaction."""

from datetime import datetime

from django.db import transaction

from commonbeat.accounts.models import User
from commonbeat.alerts import actions as alerts
from commonbeat.alerts.models import Broadcast
from commonbeat.publishing.actions.drafts import NotReady
from commonbeat.publishing.actions.moves import locked, move, tell_pages, write_down
from commonbeat.publishing.actions.wording import link_to, messages_of, news_of, titles_of
from commonbeat.publishing.models import Publication
from commonbeat.publishing.permissions import check_can_approve, check_can_write
from commonbeat.publishing.rules import Fault, PublicationState, Severity, faults
from commonbeat.reports import actions as reports


@transaction.atomic
def ask_for_approval(
    *, publication: Publication, writer: User, expected_revision: int, now: datetime
) -> Publication:
    """Ask for a second yes to these very words.

    Raises ``NotAllowed``, ``NotReady`` (says what is missing), ``Conflict``, ``MoveNotAllowed``.
    """
    check_can_write(writer)
    fresh = locked(publication, expected_revision=expected_revision)
    _check_ready(fresh, now)
    move(fresh, PublicationState.AWAITING, asked_by=writer, asked_at=now)
    write_down("warning.approval-asked", fresh, actor=writer.actor, now=now)
    return fresh


@transaction.atomic
def send_back(
    *, publication: Publication, approver: User, reason: str, now: datetime
) -> Publication:
    """Give a warning back to its writers with a reason. Raises ``NotAllowed``."""
    check_can_approve(approver, publication)
    fresh = locked(publication)
    move(fresh, PublicationState.DRAFT, asked_by=None, asked_at=None)
    write_down("warning.sent-back", fresh, actor=approver.actor, reason=reason, now=now)
    return fresh


@transaction.atomic
def approve(
    *, publication: Publication, approver: User, expected_revision: int, now: datetime
) -> Publication:
    """Give the second yes: the warning is live, and its message on the way, in one transaction.

    An update takes the place of the version before it, whose unsent messages are taken back;
    everybody who was told before is told of the update.
    Raises ``NotAllowed``, ``OwnWords``, ``NotReady``, ``Conflict``, ``MoveNotAllowed``.
    """
    fresh = locked(publication, expected_revision=expected_revision)
    check_can_approve(approver, fresh)
    _check_ready(fresh, now)
    earlier = _supersede(fresh, now)
    sent = alerts.broadcast(
        realm_id=fresh.realm_id,
        subject=fresh.subject,
        topic=fresh.topic,
        cells=fresh.cells,
        words=messages_of(fresh, news_of(fresh)),
        link_path=link_to(fresh),
        urgent=fresh.severity == Severity.SEVERE,
        told_before=earlier,
        expires_at=fresh.ends_at,
        now=now,
    )
    move(fresh, PublicationState.LIVE, approved_by=approver, live_at=now, broadcast=sent)
    reports.open_matter(key=fresh.chain, realm_id=fresh.realm_id, titles=titles_of(fresh), now=now)
    write_down(
        "warning.approved",
        fresh,
        actor=approver.actor,
        details={"reach": sent.expected, "cells": len(fresh.cells)},
        now=now,
    )
    tell_pages("alert.updated" if fresh.version > 1 else "alert.live", fresh, now=now)
    return fresh


def _check_ready(publication: Publication, now: datetime) -> None:
    found = faults(publication.draft, now=now)
    if found:
        raise NotReady(found)


def _supersede(update: Publication, now: datetime) -> list[Broadcast]:
    """Take the live version away and return every broadcast of the chain so far."""
    before = (
        Publication.objects.filter(chain=update.chain, state=PublicationState.LIVE)
        .select_for_update()
        .first()
    )
    if before is not None:
        move(before, PublicationState.SUPERSEDED, over_at=now)
        if before.broadcast is not None:
            alerts.cancel_broadcast(broadcast=before.broadcast, now=now)
    return broadcasts_of(update)


def broadcasts_of(publication: Publication) -> list[Broadcast]:
    """Return the broadcasts of every version that went out before."""
    versions = Publication.objects.filter(
        chain=publication.chain, broadcast__isnull=False
    ).select_related("broadcast")
    return [version.broadcast for version in versions if version.broadcast is not None]


@transaction.atomic
def pause_sending(*, publication: Publication, user: User, now: datetime) -> None:
    """Tell nobody else for now; raises ``NotAllowed`` and ``MoveNotAllowed``."""
    check_can_write(user)
    alerts.pause_broadcast(broadcast=_sent(publication), now=now)
    write_down("warning.paused", publication, actor=user.actor, now=now)


@transaction.atomic
def resume_sending(*, publication: Publication, user: User, now: datetime) -> None:
    """Go on telling people; raises ``NotAllowed`` and ``MoveNotAllowed``."""
    check_can_write(user)
    alerts.resume_broadcast(broadcast=_sent(publication), now=now)
    write_down("warning.resumed", publication, actor=user.actor, now=now)


def _sent(publication: Publication) -> Broadcast:
    """Return the broadcast of a live warning; raises ``NotReady`` for any other."""
    if publication.broadcast is None or publication.state != PublicationState.LIVE:
        raise NotReady([Fault.NOT_LIVE])
    return publication.broadcast
