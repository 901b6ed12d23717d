"""Beginning, renewing and ending stays on the site."""

from datetime import datetime

from django.db import transaction

from commonbeat.accounts.models import SignIn, User
from commonbeat.accounts.permissions import proof_counts_for
from commonbeat.accounts.rules import SEEN_EVERY, Proof
from commonbeat.audit import actions as audit
from commonbeat.core.models import LIVE_REALM_ID


@transaction.atomic
def begin_sign_in(*, user: User, proof: Proof, passkey_name: str = "", now: datetime) -> SignIn:
    """Note that somebody signed in; on a proof that does not count for them, that it is refused.

    The row is written either way: it is the middleware, on every request, that lets nobody in on
    a proof that does not count.
    """
    sign_in = SignIn.objects.create(
        user=user,
        proof=proof,
        passkey_name=passkey_name,
        started_at=now,
        seen_at=now,
        proved_at=now,
    )
    counts = proof_counts_for(user, proof)
    audit.record(
        event="account.signed-in" if counts else "account.refused",
        actor=user.actor,
        realm_id=LIVE_REALM_ID,
        subject=f"user:{user.key}",
        details={"proof": str(proof)},
        now=now,
    )
    return sign_in


def note_seen(*, sign_in: SignIn, now: datetime) -> None:
    """Note that somebody is still there, once a minute at most."""
    if now - sign_in.seen_at < SEEN_EVERY:
        return
    SignIn.objects.filter(pk=sign_in.pk, seen_at__lt=now).update(seen_at=now)
    sign_in.seen_at = now


def renew_proof(*, sign_in: SignIn, proof: Proof, now: datetime) -> None:
    """Note that somebody showed again who they are; a proof that does not count changes nothing."""
    if not proof_counts_for(sign_in.user, proof):
        return
    SignIn.objects.filter(pk=sign_in.pk).update(proved_at=now)
    sign_in.proved_at = now


def end_sign_in(*, sign_in: SignIn, now: datetime) -> None:
    """End one stay: its session opens nothing from its next request on."""
    SignIn.objects.filter(pk=sign_in.pk, ended_at__isnull=True).update(ended_at=now)


def end_every_sign_in(*, user: User, but: SignIn | None = None, now: datetime) -> int:
    """End every stay of a person, on every device, or every other one; return how many."""
    rows = SignIn.objects.filter(user=user, ended_at__isnull=True)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    return rows.update(ended_at=now)


@transaction.atomic
def sign_out_elsewhere(*, user: User, but: SignIn, now: datetime) -> int:
    """End every other stay of a person because they asked for it; return how many."""
    number = end_every_sign_in(user=user, but=but, now=now)
    audit.record(
        event="account.signed-out-everywhere",
        actor=user.actor,
        realm_id=LIVE_REALM_ID,
        subject=f"user:{user.key}",
        now=now,
    )
    return number
