"""Forgetting what accounts need no more; ``apps.py`` states how long each is kept."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q

from commonbeat.accounts.models import OneTimeLink, Role, SignIn, User
from commonbeat.accounts.rules import KEEP_LINKS, KEEP_SIGN_INS, KEEP_UNCONFIRMED


@transaction.atomic
def forget_old(*, now: datetime) -> int:
    """Delete what is past its time; return how many rows.

    A resident's account whose address was never confirmed was never used by anybody, and would
    keep the address from its owner.
    """
    stays = SignIn.objects.filter(
        Q(ended_at__lt=now - KEEP_SIGN_INS) | Q(seen_at__lt=now - KEEP_SIGN_INS)
    )
    links = OneTimeLink.objects.filter(
        Q(used_at__lt=now - KEEP_LINKS) | Q(expires_at__lt=now - KEEP_LINKS)
    )
    unconfirmed = User.objects.filter(
        role=Role.RESIDENT, joined_at__lt=now - KEEP_UNCONFIRMED, emailaddress__verified=False
    ).exclude(emailaddress__verified=True)
    sessions = Session.objects.filter(expire_date__lt=now)
    return sum(rows.delete()[0] for rows in (stays, links, unconfirmed, sessions))
