"""Reading people, their stays and their links."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Count, Q, QuerySet

from commonbeat.accounts.models import STAFF_ROLES, TRUSTED_ROLES, OneTimeLink, Role, SignIn, User
from commonbeat.accounts.permissions import proof_counts_for
from commonbeat.accounts.rules import LinkKind, Standing, is_over
from commonbeat.core.crypto import keyed_digests
from commonbeat.core.ids import normalise_code

LINK_DIGEST = "one-time-link"


def standing(sign_in: SignIn | None, *, user: User, now: datetime) -> Standing:
    """Return what a stay is worth now, for the role that its person has now."""
    if sign_in is None or sign_in.user_id != user.pk or sign_in.ended_at is not None:
        return Standing.OVER
    idle, absolute = settings.SESSION_LIFE["trusted" if user.is_trusted else "resident"]
    if is_over(
        started_at=sign_in.started_at,
        seen_at=sign_in.seen_at,
        now=now,
        idle=idle,
        absolute=absolute,
    ):
        return Standing.OVER
    return Standing.GOOD if proof_counts_for(user, sign_in.proof) else Standing.UNPROVED


def open_sign_ins(user: User, *, now: datetime) -> list[SignIn]:
    """Return the stays of a person that still open pages, newest first."""
    rows = user.sign_ins.filter(ended_at__isnull=True).order_by("-started_at", "-pk")
    return [row for row in rows if standing(row, user=user, now=now) is Standing.GOOD]


def usable_link(token: str, *, kinds: frozenset[LinkKind], now: datetime) -> OneTimeLink | None:
    """Return the link of this token, unless it was used, is too old or its person may not enter."""
    return (
        OneTimeLink.objects.filter(
            token_digest__in=keyed_digests(LINK_DIGEST, normalise_code(token)),
            kind__in=kinds,
            used_at__isnull=True,
            expires_at__gt=now,
            user__is_active=True,
        )
        .select_related("user", "user__organisation")
        .first()
    )


def members() -> QuerySet[User]:
    """Return everybody who acts for the police or a partner, by name, with the closed last.

    ``passkeys`` on each is how many they have.
    """
    webauthn = Q(authenticator__type=Authenticator.Type.WEBAUTHN)
    return (
        User.objects.filter(role__in=TRUSTED_ROLES)
        .select_related("organisation")
        .annotate(passkeys=Count("authenticator", filter=webauthn))
        .order_by("-is_active", "display_name", "pk")
    )


def police_members() -> QuerySet[User]:
    """Return everybody who works for the police, by name."""
    return User.objects.filter(role__in=STAFF_ROLES, is_active=True).order_by("display_name", "pk")


def administrators() -> QuerySet[User]:
    """Return the administrators who can act."""
    return User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).order_by("pk")
