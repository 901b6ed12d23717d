"""Audit entries and the checkpoints that show when the end of the log was cut off."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonbeat.audit.rules import Kind
from commonbeat.core.fields import SealedJSONField
from commonbeat.core.models import InRealm, Realm, RealmQuerySet

_KINDS = {
    Kind.COLLECTION: _("Collected"),
    Kind.ALTERATION: _("Changed"),
    Kind.CONSULTATION: _("Read"),
    Kind.DISCLOSURE: _("Shared"),
    Kind.COMBINATION: _("Combined"),
    Kind.ERASURE: _("Erased"),
}


class AuditEntryQuerySet(RealmQuerySet["AuditEntry"]):
    def chained(self) -> "AuditEntryQuerySet":
        """Keep the entries that are part of the chain, in its order."""
        return self.filter(sequence__isnull=False).order_by("sequence")

    def unchained(self) -> "AuditEntryQuerySet":
        """Keep the entries that the chaining sweep has not reached yet."""
        return self.filter(sequence__isnull=True).order_by("pk")


class AuditEntry(InRealm):
    """One thing that somebody did or saw.

    The database refuses to delete an entry or to change a chained column. ``payload`` (reason,
    details and a salt) may be resealed under a new key, or shredded: the chain holds its digest.
    """

    realm = models.ForeignKey(Realm, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    event = models.CharField(max_length=60)
    kind = models.CharField(max_length=16, choices=[(k.value, _KINDS[k]) for k in Kind])
    # Text, not keys of tables: the log outlives the account and the report.
    actor_id = models.CharField(max_length=60)
    actor_label = models.CharField(max_length=120)
    subject = models.CharField(max_length=80)
    payload = SealedJSONField(null=True)
    payload_digest = models.BinaryField(max_length=32)
    sequence = models.BigIntegerField(null=True, unique=True)
    previous_hash = models.BinaryField(max_length=32, null=True)
    hash = models.BinaryField(max_length=32, null=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["subject", "at"], name="audit_entry_subject"),
            models.Index(fields=["actor_id", "at"], name="audit_entry_actor"),
            models.Index(fields=["realm", "at"], name="audit_entry_realm_at"),
            models.Index(
                fields=["id"],
                condition=models.Q(sequence__isnull=True),
                name="audit_entry_unchained",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.subject}"

    @property
    def reason(self) -> str:
        """Why it was done, in the words of the one who did it; empty when shredded."""
        return str((self.payload or {}).get("reason", ""))

    @property
    def details(self) -> dict[str, Any]:
        """What else was noted; empty when shredded."""
        return dict((self.payload or {}).get("details", {}))


class Checkpoint(models.Model):
    """The size and last hash of the chain at one moment, signed.

    Print it or keep it elsewhere: cutting entries off the end then shows.
    """

    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    signature = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.size} entries at {self.at:%Y-%m-%d %H:%M}"


class Tally(InRealm):
    """How often one kind of event happened in one month that is over; it names nobody.

    ``month`` is its first day, by the clock of the town.
    """

    month = models.DateField()
    event = models.CharField(max_length=60)
    kind = models.CharField(max_length=16, choices=[(k.value, _KINDS[k]) for k in Kind])
    number = models.PositiveIntegerField()

    objects = RealmQuerySet["Tally"].as_manager()

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [
            models.UniqueConstraint(fields=["realm", "month", "event"], name="audit_tally_once")
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.event}: {self.number}"
