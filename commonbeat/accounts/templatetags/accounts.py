"""Small words about accounts for templates."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commonbeat.accounts.models import User
from commonbeat.core.ids import grouped

register = template.Library()


@register.filter
def in_fours(code: str) -> str:
    """Write a code in groups of four, as people copy it."""
    return grouped(code)


@register.simple_tag
def account_state(person: User) -> str:
    """Say in words whether somebody can sign in."""
    if not person.is_active:
        return _("Closed")
    if getattr(person, "passkeys", 0):
        return pgettext("state of an account", "Open")
    return _("Invited, no passkey yet")
