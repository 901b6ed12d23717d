"""Making and using links that work once."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from commonbeat.accounts import queries
from commonbeat.accounts.models import OneTimeLink, Role, User
from commonbeat.accounts.rules import LINK_LIFE, LINK_TOKEN_CHARACTERS, LinkKind
from commonbeat.core.crypto import keyed_digest
from commonbeat.core.errors import CommonbeatError, NotAllowed
from commonbeat.core.ids import random_code

_PAGES = {
    LinkKind.ENROL: "accounts:enrol",
    LinkKind.RECOVER: "accounts:enrol",
    LinkKind.DEMO: "accounts:demo_enter",
}


class LinkNotUsable(CommonbeatError):
    """The link was used already, or is too old."""


class NobodyInRole(CommonbeatError):
    """Nobody who can act has this role."""


def _write_link(user: User, kind: LinkKind, now: datetime) -> str:
    token = random_code(LINK_TOKEN_CHARACTERS)
    OneTimeLink.objects.create(
        kind=kind,
        user=user,
        token_digest=keyed_digest(queries.LINK_DIGEST, token),
        made_at=now,
        expires_at=now + LINK_LIFE[kind],
    )
    return reverse(_PAGES[kind], args=[token])


@transaction.atomic
def make_link(*, user: User, kind: LinkKind, now: datetime) -> str:
    """Make a link for one person and return its path; an older one of its kind stops working.

    The path is shown or sent once: only a digest of its token is kept.
    """
    user.one_time_links.filter(kind=kind, used_at__isnull=True).delete()
    return _write_link(user, kind, now)


def make_demo_link(*, role: Role, now: datetime, user: User | None = None) -> str:
    """Return the path of a link that signs in as somebody of ``role``, once, within a day.

    The first of them, or ``user``; several people may try a demonstration at once, so older links
    keep working. Raises ``NotAllowed`` outside a demonstration, and ``NobodyInRole``.
    """
    if not settings.DEMO:
        raise NotAllowed(_("Only a demonstration has links like this."))
    person = user or User.objects.filter(role=role, is_active=True).order_by("pk").first()
    if person is None or person.role != role:
        raise NobodyInRole(_("Nobody in this demonstration has the role “%s”.") % role.label)
    return _write_link(person, LinkKind.DEMO, now)


@transaction.atomic
def use_link(*, link: OneTimeLink, now: datetime) -> None:
    """Use a link up; raises ``LinkNotUsable`` when somebody else was faster."""
    used = OneTimeLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=now)
    if not used:
        raise LinkNotUsable(_("This link was used already. Ask for a new one."))
