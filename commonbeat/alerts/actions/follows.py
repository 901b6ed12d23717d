"""Asking for alerts, confirming from the address itself, changing one's mind."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from commonbeat.accounts.models import User
from commonbeat.alerts import queries
from commonbeat.alerts.models import Follow, FollowCell
from commonbeat.alerts.rules import CONFIRM_MAIL_EVERY, CONFIRM_WITHIN, Wish
from commonbeat.audit.actions import record
from commonbeat.core.actors import FOLLOWER, Actor
from commonbeat.core.crypto import keyed_digest
from commonbeat.core.errors import CommonbeatError
from commonbeat.core.ids import new_key
from commonbeat.delivery import actions as delivery
from commonbeat.delivery.models import Endpoint
from commonbeat.delivery.queries import endpoint_for
from commonbeat.delivery.rules import Channel

# Somebody who stopped every alert is not to be pestered by whoever types their address.
_MAIL_STOPPED_EVERY = timedelta(days=1)


class NothingPicked(CommonbeatError):
    """No topic or no place was picked."""


class LinkTooOld(CommonbeatError):
    """The confirm link belongs to nothing that still waits."""


@transaction.atomic
def ask_to_follow(
    *, realm_id: int, address: str, wish: Wish, language: str, now: datetime
) -> Follow:
    """Keep a wish for an e-mail address, and write to it once to ask whether it is theirs.

    Nothing that the address already follows changes before it is confirmed. Asking again within
    ten minutes changes what the mailed link will confirm and mails nothing more. Whoever asks
    learns nothing about the address: the answer is the same for a known one.
    Raises ``NothingPicked``, ``InvalidAddress`` and ``NotAllowed`` (outside the live realm).
    """
    _check(wish)
    plain = delivery.normal_address(channel=Channel.EMAIL, address=address)
    # An address that is known keeps its language until its owner says otherwise.
    endpoint = endpoint_for(
        realm_id=realm_id, channel=Channel.EMAIL, address=plain
    ) or delivery.ensure_endpoint(
        realm_id=realm_id, channel=Channel.EMAIL, address=plain, language=language, now=now
    )
    follow = Follow.objects.filter(endpoint=endpoint, confirmed_at__isnull=True).first()
    follow = follow or Follow(realm_id=realm_id, endpoint=endpoint)
    follow.wish, follow.language, follow.asked_at = wish, language, now
    token = _new_token(follow, now)
    follow.save()
    if token:
        _mail_link(follow, token, now)
        _record("follow.asked", follow, actor=FOLLOWER, now=now)
    return follow


@transaction.atomic
def confirm_follow(*, token: str, now: datetime) -> Follow:
    """Start sending what a mailed link confirms, in place of what the address followed before.

    Confirming twice is confirming once. Raises ``LinkTooOld``.
    """
    follow = queries.follow_to_confirm(token, now=now)
    if follow is None:
        raise LinkTooOld(_("This link is too old. Choose your alerts again to get a new one."))
    if follow.confirmed_at is None:
        _begin(follow, now)
    return follow


@transaction.atomic
def follow_in_inbox(
    *, realm_id: int, user: User, wish: Wish, language: str, now: datetime
) -> Follow:
    """Follow in one's own inbox on this site; signing in is the confirmation.

    Raises ``NothingPicked``.
    """
    _check(wish)
    endpoint = delivery.ensure_endpoint(
        realm_id=realm_id,
        channel=Channel.INBOX,
        address=queries.inbox_address(user),
        language=language,
        now=now,
    )
    follow = queries.confirmed_follow(endpoint)
    if follow is not None:
        return change_follow(follow=follow, wish=wish, language=language, actor=user.actor, now=now)
    follow = Follow(realm_id=realm_id, endpoint=endpoint, language=language, asked_at=now)
    follow.wish = wish
    follow.save()
    _begin(follow, now, actor=user.actor)
    return follow


@transaction.atomic
def change_follow(
    *, follow: Follow, wish: Wish, language: str, actor: Actor = FOLLOWER, now: datetime
) -> Follow:
    """Follow something else, or in another language, from now on. Raises ``NothingPicked``."""
    _check(wish)
    follow.wish, follow.language = wish, language
    follow.save(update_fields=["topics", "whole_town", "area_codes", "cells", "language"])
    _speak(follow.endpoint, language)
    _write_cells(follow)
    _record("follow.changed", follow, actor=actor, now=now)
    return follow


@transaction.atomic
def stop_following(*, endpoint: Endpoint, actor: Actor = FOLLOWER, now: datetime) -> None:
    """Forget what an endpoint follows, and send it nothing of what was already on its way."""
    ended = list(Follow.objects.filter(endpoint=endpoint))
    for follow in ended:
        _record("follow.ended", follow, actor=actor, now=now)
    Follow.objects.filter(pk__in=[follow.pk for follow in ended]).delete()
    if endpoint.channel == Channel.EMAIL:
        delivery.stop(endpoint=endpoint, now=now)


def forget_unconfirmed(*, now: datetime) -> int:
    """Forget the wishes that nobody confirmed in time; return how many."""
    late = Follow.objects.filter(confirmed_at__isnull=True, asked_at__lte=now - CONFIRM_WITHIN)
    return late.delete()[0]


def _record(event: str, follow: Follow, *, actor: Actor, now: datetime) -> None:
    record(
        event=event,
        actor=actor,
        realm_id=follow.realm_id,
        subject=f"follow:{follow.key}",
        now=now,
    )


def _check(wish: Wish) -> None:
    if not wish.topics:
        raise NothingPicked(_("Choose at least one thing to hear about."))
    if not wish.names_a_place:
        raise NothingPicked(_("Choose at least one area, or the whole town."))


def _new_token(follow: Follow, now: datetime) -> str:
    """Give the follow a new link unless one was mailed just now; return it, or nothing."""
    wait = _MAIL_STOPPED_EVERY if follow.endpoint.stopped_at else CONFIRM_MAIL_EVERY
    if follow.mailed_at is not None and follow.mailed_at > now - wait:
        return ""
    token = new_key() + new_key()
    follow.token_digest = keyed_digest(queries.CONFIRM_DIGEST, token)
    follow.mailed_at = now
    return token


def _mail_link(follow: Follow, token: str, now: datetime) -> None:
    with override(follow.language):
        subject = _("Confirm your alerts")
        body = _(
            "Someone asked us to send alerts to this address. If it was you, open this link and "
            "press the button to start.\n\n"
            "If it was not you, do nothing. We will send no alerts, and we forget this address "
            "request in three days."
        )
    content = delivery.write_content(
        realm_id=follow.realm_id,
        label=f"personal:{new_key()}",
        language=follow.language,
        subject=subject,
        body=body,
        link_path=reverse("alerts:confirm", args=[token]),
        personal=True,
        expires_at=now + CONFIRM_WITHIN,
        now=now,
    )
    delivery.enqueue(content=content, endpoint=follow.endpoint, now=now)


def _begin(follow: Follow, now: datetime, actor: Actor = FOLLOWER) -> None:
    Follow.objects.filter(endpoint=follow.endpoint, confirmed_at__isnull=False).delete()
    follow.confirmed_at = now
    follow.save(update_fields=["confirmed_at"])
    _speak(follow.endpoint, follow.language)
    if follow.endpoint.stopped_at is not None:
        delivery.resume(endpoint=follow.endpoint)
    _write_cells(follow)
    _record("follow.confirmed", follow, actor=actor, now=now)


def _speak(endpoint: Endpoint, language: str) -> None:
    if endpoint.language != language:
        endpoint.language = language
        endpoint.save(update_fields=["language"])


def _write_cells(follow: Follow) -> None:
    FollowCell.objects.filter(follow=follow).delete()
    cells = sorted(queries.cells_of_wish(follow.wish))
    FollowCell.objects.bulk_create(
        FollowCell(
            realm_id=follow.realm_id,
            topic=topic,
            cell=cell,
            endpoint_id=follow.endpoint_id,
            follow=follow,
        )
        for topic in follow.wish.topics
        for cell in cells
    )
