"""Changing the state of a publication: only by the table, only if nobody was quicker."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from commonbeat.audit.actions import record
from commonbeat.core import live
from commonbeat.core.actors import Actor
from commonbeat.core.errors import Conflict
from commonbeat.publishing.models import Publication
from commonbeat.publishing.rules import PUBLICATION_STATES, PublicationState


def locked(publication: Publication, *, expected_revision: int | None = None) -> Publication:
    """Return the row as it is now, held until the transaction ends.

    Raises ``Conflict`` when somebody saved it since the caller read it.
    """
    fresh = Publication.objects.select_for_update().get(pk=publication.pk)
    if expected_revision is not None and fresh.revision != expected_revision:
        raise Conflict(_("Somebody else changed this warning. Read it again, then go on."))
    return fresh


def move(publication: Publication, after: PublicationState, **changes: Any) -> None:
    """Change the state and the named fields together; raises ``MoveNotAllowed`` or ``Conflict``."""
    before = PublicationState(publication.state)
    PUBLICATION_STATES.check(before, after)
    changed = Publication.objects.filter(pk=publication.pk, state=before).update(
        state=after, **changes
    )
    if not changed:
        raise Conflict(_("Somebody else changed this warning. Read it again, then go on."))
    publication.state = after
    for field, value in changes.items():
        setattr(publication, field, value)


def write_down(
    event: str,
    publication: Publication,
    *,
    actor: Actor,
    reason: str = "",
    details: dict[str, Any] | None = None,
    now: datetime,
) -> None:
    """Record who did what to a publication."""
    record(
        event=event,
        actor=actor,
        realm_id=publication.realm_id,
        subject=publication.subject,
        reason=reason,
        details={"version": publication.version, "revision": publication.revision}
        | (details or {}),
        now=now,
    )


def tell_pages(kind: str, publication: Publication, *, now: datetime) -> None:
    """Tell the open pages that a warning came, changed or went."""
    live.publish(
        topic=f"alerts:{publication.realm_id}",
        kind=kind,
        data={"key": publication.key, "severity": publication.severity},
        now=now,
    )
