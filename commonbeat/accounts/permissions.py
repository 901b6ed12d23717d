"""Who may open what, as far as it hangs on the account alone."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonbeat.accounts import rules
from commonbeat.accounts.models import Role, SignIn, User
from commonbeat.accounts.rules import Proof
from commonbeat.core import clock
from commonbeat.core.access import Access, state_access
from commonbeat.core.errors import NotAllowed
from commonbeat.core.http import Request

# Where the work of a role begins; everybody else begins on their own page.
_WORKPLACES = {
    Role.TRIAGE_OPERATOR: "casework:queue",
    Role.SUPERVISOR: "casework:queue",
    Role.NEIGHBOURHOOD_OFFICER: "casework:queue",
    Role.INTELLIGENCE_OFFICER: "casework:queue",
    Role.ENGAGEMENT_OFFICER: "publishing:warnings",
    Role.PARTNER_MEMBER: "partners:home",
    Role.AUDITOR: "casework:audit",
    Role.ADMINISTRATOR: "accounts:members",
}

type MemberView = Callable[..., HttpResponseBase]


class MemberRequest(Request):
    """A request of somebody signed in."""

    user: User
    sign_in: SignIn


def signed_in[V: Callable[..., Any]](view: V) -> V:
    """Open a view to everybody who is signed in (the default of the site, stated)."""
    return state_access(view, Access())


def roles(*allowed: Role) -> Callable[[MemberView], MemberView]:
    """Open a view to some roles; others who are signed in get 403, everybody else signs in."""

    def restrict(view: MemberView) -> MemberView:
        @wraps(view)
        def checked(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.role not in allowed:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return state_access(checked, Access(roles=frozenset(allowed)))

    return restrict


def background[V: Callable[..., Any]](view: V) -> V:
    """Mark a view that pages call by themselves: it does not count as somebody being there.

    Without the mark, a page left open would keep its session awake for ever.
    """
    view.is_background = True  # type: ignore[attr-defined]
    return view


def proof_counts_for(user: User, proof: str) -> bool:
    """Say whether this person may be let in on this proof."""
    return rules.proof_counts(proof, is_trusted=user.is_trusted, is_demo=settings.DEMO)


def is_fresh(sign_in: SignIn) -> bool:
    """Say whether a person showed in the last five minutes who they are.

    In a demonstration its link is enough: its people have no passkeys.
    """
    if sign_in.proof == Proof.DEMO and settings.DEMO:
        return True
    return rules.is_fresh(proved_at=sign_in.proved_at, now=clock.now())


def home_address(user: User) -> str:
    """Return where this person goes after signing in."""
    return reverse(_WORKPLACES.get(Role(user.role), "accounts:me"))


def prove_address(user: User) -> str:
    """Return the address where this person shows again who they are."""
    if user.is_trusted or not user.has_usable_password():
        return reverse("mfa_reauthenticate_webauthn")
    return reverse("account_reauthenticate")


def fresh(view: MemberView) -> MemberView:
    """Ask for the passkey (or a resident's password) again before an action that cannot be undone.

    Put it below the access statement: ``@roles(…)``, then ``@fresh``. A person whose proof is older
    than five minutes is sent to show it and comes back: to the same address after a GET, else to
    the page that held the button (its form's ``back`` field, a path on this site), where they press
    it again. What was sent is never stored meanwhile.
    """

    @wraps(view)
    def checked(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_fresh(request.sign_in):
            return view(request, *args, **kwargs)
        back = request.get_full_path()
        if request.method not in {"GET", "HEAD"}:
            back = request.POST.get("back", "") or back
            messages.info(request, _("Thank you. Now press the button again."))
        return HttpResponseRedirect(f"{prove_address(request.user)}?{urlencode({'next': back})}")

    checked.is_fresh = True  # type: ignore[attr-defined]
    return checked


def check_can_manage_members(user: User) -> None:
    """Raise ``NotAllowed`` unless this person looks after the accounts of others."""
    if not user.is_active or user.role != Role.ADMINISTRATOR:
        raise NotAllowed(_("Only an administrator can do this."))


def can_manage_members(user: User) -> bool:
    """Say whether this person looks after the accounts of others."""
    try:
        check_can_manage_members(user)
    except NotAllowed:
        return False
    return True
