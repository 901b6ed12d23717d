"""Sanitised copies: those that wait, one of them, and what its readers are shown."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from commonbeat.accounts.models import Organisation, User
from commonbeat.intelligence.models import (
    CopiedItem,
    CopyRecipient,
    IntelligenceReport,
    SanitisedCopy,
)
from commonbeat.intelligence.queries.reports import current_grading, items_of
from commonbeat.intelligence.rules import CopyState, Handling, must_accept
from commonbeat.reports.models import kept_from


@dataclass(frozen=True, slots=True)
class SharedItem:
    """What a reader of a copy sees of one item: ``COPIED_FIELDS`` and nothing else."""

    number: int
    words: str
    statement: str
    source: str
    information: str
    handling: str
    codes: str


@dataclass(frozen=True, slots=True)
class SharedCopy:
    """What a reader of a checked copy sees: no original, no source, no writer, no report."""

    reference: str
    conditions: str
    items: tuple[SharedItem, ...]


def _copies(realm_id: int, reader: User) -> QuerySet[SanitisedCopy]:
    rows = SanitisedCopy.objects.filter(report__realm_id=realm_id)
    rows = rows.exclude(kept_from(reader.pk, report="report__report"))
    return rows.select_related("report", "written_by", "agreed_by", "ended_by")


def copies_waiting(*, realm_id: int, reader: User) -> list[SanitisedCopy]:
    """Return the copies that wait for somebody, the oldest first; no words of them are opened."""
    waiting = _copies(realm_id, reader).filter(state__in=[CopyState.HELD, CopyState.CHECKING])
    return list(waiting.defer("conditions", "reason", "agreed_reason").order_by("pk"))


def copies_of(report: IntelligenceReport) -> list[SanitisedCopy]:
    """Return the copies that were made of a report, the newest first, without their words."""
    rows = report.copies.select_related("report", "written_by").order_by("-number")
    return list(rows.defer("conditions", "reason", "agreed_reason", "ended_reason"))


def copy_by_key(*, realm_id: int, key: str, reader: User) -> SanitisedCopy | None:
    """Return one copy; none that was made from a report that ``reader`` is kept from."""
    return _copies(realm_id, reader).filter(key=key).first()


def copied_items(copy: SanitisedCopy) -> list[CopiedItem]:
    """Return what a copy says, in its order."""
    return list(copy.items.order_by("number"))


def recipients_of(copy: SanitisedCopy) -> list[CopyRecipient]:
    """Return who was given a copy, in order of time."""
    return list(copy.recipients.select_related("member", "organisation").order_by("pk"))


def regraded_since(copy: SanitisedCopy) -> bool:
    """Say whether an item of a copy has another grade now than it had when it was written."""
    now = {item.number: current_grading(item) for item in items_of(copy.report)}
    return any(
        (grading := now.get(copied.number)) is None
        or (grading.source, grading.information, grading.handling, grading.codes)
        != (copied.source, copied.information, copied.handling, copied.codes)
        for copied in copied_items(copy)
    )


def asks_acceptance(copy: SanitisedCopy) -> bool:
    """Say whether whoever is given a copy must accept conditions before reading it."""
    return must_accept(Handling(item.handling) for item in copied_items(copy))


def shared_copy(copy: SanitisedCopy) -> SharedCopy:
    """Return what a reader of a copy is shown: the allow-listed fields alone."""
    return SharedCopy(
        reference=copy.reference,
        conditions=copy.conditions,
        items=tuple(
            SharedItem(
                number=item.number,
                words=item.words,
                statement=item.statement,
                source=item.source,
                information=item.information,
                handling=item.handling,
                codes=item.codes,
            )
            for item in copied_items(copy)
        ),
    )


def given_to(user: User, *, realm_id: int) -> list[CopyRecipient]:
    """Return what was given to somebody, or to the organisation that they act for, newest first."""
    mine = Q(member=user)
    if user.organisation_id is not None:
        mine |= Q(organisation_id=user.organisation_id)
    rows = CopyRecipient.objects.in_realm(realm_id).filter(mine)
    rows = rows.exclude(kept_from(user.pk, report="copy__report__report"))
    return list(rows.select_related("copy__report", "member", "organisation").order_by("-pk"))


def given_by_key(user: User, *, realm_id: int, key: str) -> CopyRecipient | None:
    """Return what was given to this person under a key, or None."""
    return next((row for row in given_to(user, realm_id=realm_id) if row.key == key), None)


def possible_organisations() -> QuerySet[Organisation]:
    """Return the organisations that a copy can be given to."""
    outside = Organisation.objects.exclude(kind=Organisation.Kind.POLICE)
    return outside.order_by("name")
