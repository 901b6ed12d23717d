"""People, the organisations that they act for, their stays on the site, and one-time links."""

from commonbeat.accounts.models.links import OneTimeLink
from commonbeat.accounts.models.people import (
    STAFF_ROLES,
    TRUSTED_ROLES,
    Organisation,
    Role,
    User,
    UserManager,
)
from commonbeat.accounts.models.sign_ins import SignIn

__all__ = [
    "STAFF_ROLES",
    "TRUSTED_ROLES",
    "OneTimeLink",
    "Organisation",
    "Role",
    "SignIn",
    "User",
    "UserManager",
]
