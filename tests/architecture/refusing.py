"""How a permission check is shown to refuse everybody else."""

from collections.abc import Callable

import pytest

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.core.errors import NotAllowed

WHY = "It is needed for the work on this"
TRIAGE = (Role.TRIAGE_OPERATOR, Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER)
READERS = (*TRIAGE, Role.INTELLIGENCE_OFFICER)
KEEPERS = (Role.SUPERVISOR, Role.ADMINISTRATOR)
WRITERS = (Role.ENGAGEMENT_OFFICER, Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER)
type Doing = Callable[[User], object]


def refused(do: Doing, *allowed: Role) -> None:
    """Fail unless every other role is refused, and whoever of the allowed ones left as well."""
    others = [make_user(role) for role in Role if role not in allowed]
    left = [make_user(role, is_active=False) for role in allowed]
    for person in (*others, *left):
        with pytest.raises(NotAllowed):
            do(person)
