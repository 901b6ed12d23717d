"""The ways by which a report can come in; all of them lead to the one intake."""

from enum import StrEnum


class EntryDoor(StrEnum):
    """How a report came in. It tells what can be relied on, never who sent it."""

    WEB = "web"
    PHONE = "phone"  # kept on a phone that had no connection, and sent later
    OFFICER = "officer"  # taken down by the police for somebody
    PARTNER = "partner"  # sent by a member of a partner, for their organisation
    EMAIL = "email"
    TEXT = "text"


# Whoever comes in by these gave an address to answer to, so they are not anonymous.
WITH_CONTACT = frozenset({EntryDoor.EMAIL, EntryDoor.TEXT})
