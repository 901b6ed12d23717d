"""What the invented police searched for, so that the log and its flags have something to show."""

from datetime import datetime, timedelta

from commonbeat.accounts.models import User
from commonbeat.casework.actions import Sought, begin_search, note_search
from commonbeat.core.models import LIVE_REALM_ID

_NAME = "Kit Marlowe-Hale"
# Days ago, who, and what they looked for. The third look-up without a case is one too many.
_SEARCHES = (
    (19, "dan", Sought(_NAME, purpose="A neighbour mentioned the name to me")),
    (11, "dan", Sought(_NAME, purpose="I want to know whether there is more")),
    (6, "ruth", Sought("catapult", purpose="Linking shots at windows in two streets")),
    (2, "dan", Sought(_NAME, purpose="Looking again before my shift")),
    (1, "amira", Sought("green Carrera")),
)


def search_the_town(now: datetime, cast: dict[str, User]) -> None:
    """Let some of the cast search reports, as the page would have them."""
    for days, who, sought in _SEARCHES:
        moment, user = now - timedelta(days=days), cast[who]
        begun = begin_search(user=user, realm_id=LIVE_REALM_ID, sought=sought, now=moment)
        note_search(user=user, realm_id=LIVE_REALM_ID, sought=begun, narrowed={}, now=moment)
