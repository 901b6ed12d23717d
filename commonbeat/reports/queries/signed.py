"""Addresses of files for one person of the police, good for five minutes."""

from datetime import datetime, timedelta

from django.core import signing
from django.urls import reverse

from commonbeat.accounts.models import User
from commonbeat.reports.models import SealedCopy

ADDRESS_LIFE = timedelta(minutes=5)
_SALT = "commonbeat.reports.evidence"


def signed_address(copy: SealedCopy, *, user: User, now: datetime) -> str:
    """Return an address of a copy that opens for ``user`` alone."""
    until = int((now + ADDRESS_LIFE).timestamp())
    token = signing.dumps([copy.key, user.pk, until], salt=_SALT)
    return reverse("reports:staff_file", kwargs={"token": token})


def copy_in_address(token: str, *, user: User, now: datetime) -> str | None:
    """Return the key of the copy that an address names, if it is of this person and not old."""
    try:
        key, owner, until = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(key) if owner == user.pk and now.timestamp() < until else None
