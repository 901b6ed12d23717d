"""Icons, drawn once in ``templates/icons`` and written into the page where they stand.

Written in place they need no request, no script and no build, so they show on a page for a fault,
in the strictest browser and without a connection.
"""

from functools import cache

from django.template import TemplateDoesNotExist
from django.template.loader import get_template


class UnknownIcon(LookupError):
    """There is no drawing of that name."""


@cache
def drawing(name: str) -> str:
    """Return the shapes inside one icon's 24 × 24 view box."""
    if not name.replace("-", "").isalnum():
        raise UnknownIcon(name)
    try:
        return get_template(f"icons/{name}.svg").render().strip()
    except TemplateDoesNotExist as error:
        raise UnknownIcon(name) from error
