"""Files that came with a report: one row a file, its sealed copies, and who had it in hand."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.functional import Promise

from commonbeat.core.fields import SealedTextField
from commonbeat.core.ids import new_key
from commonbeat.core.models import InRealm, RealmQuerySet
from commonbeat.reports.models.evidence_words import EXHIBIT_WORDS, KIND_NAMES
from commonbeat.reports.models.report import Report
from commonbeat.reports.rules.evidence import (
    CopyRole,
    CustodyEvent,
    EvidenceFault,
    ExhibitKind,
    ExhibitState,
    VirusCheck,
    is_withheld,
    our_name,
)


class ExhibitQuerySet(RealmQuerySet["Exhibit"]):
    """Filters for exhibits."""

    def kept(self) -> Self:
        """Keep what has arrived whole and was not refused."""
        return self.exclude(
            state__in=[ExhibitState.ARRIVING.value, ExhibitState.REFUSED.value]
        ).order_by("id")


class Exhibit(InRealm):
    """One file; of the sender's own name for it nothing is kept.

    It belongs to a receipt until the report is sent, and to the report from then on.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    report = models.ForeignKey(
        Report, null=True, blank=True, on_delete=models.CASCADE, related_name="exhibits"
    )
    receipt_digest = models.BinaryField(max_length=32, null=True, blank=True)
    state = models.CharField(
        max_length=12,
        choices=[(s.value, s.value) for s in ExhibitState],
        default=ExhibitState.ARRIVING.value,
    )
    kind = models.CharField(
        max_length=10, blank=True, choices=[(k.value, k.value) for k in ExhibitKind]
    )
    # What the sender calls it in their own words; for most files nothing.
    description = SealedTextField()
    # The rung of the ladder on which it was sent, which decides whether the original stays.
    rung = models.CharField(max_length=16)
    # Of the original where it is kept, else of the clean copy; ``size`` likewise.
    sha256 = models.CharField(max_length=64, blank=True)
    media_type = models.CharField(max_length=64, blank=True)
    # While it arrives: as the browser announced it.
    size = models.PositiveBigIntegerField()
    arrived = models.PositiveBigIntegerField(default=0)
    fault = models.CharField(
        max_length=16, blank=True, choices=[(f.value, f.value) for f in EvidenceFault]
    )
    virus_check = models.CharField(
        max_length=12,
        choices=[(v.value, v.value) for v in VirusCheck],
        default=VirusCheck.NOT_CHECKED.value,
    )
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    kept_at = models.DateTimeField()

    objects = ExhibitQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["receipt_digest"],
                name="reports_exhibit_receipt",
                condition=models.Q(receipt_digest__isnull=False),
            ),
            models.Index(fields=["report", "id"], name="reports_exhibit_report"),
            models.Index(
                fields=["state", "id"],
                name="reports_exhibit_waiting",
                condition=models.Q(
                    state__in=[
                        ExhibitState.ARRIVING.value,
                        ExhibitState.RECEIVED.value,
                        ExhibitState.CLEANING.value,
                    ]
                ),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in ExhibitState]),
                name="reports_exhibit_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(report__isnull=True, receipt_digest__isnull=False)
                | models.Q(report__isnull=False, receipt_digest__isnull=True),
                name="reports_exhibit_has_one_owner",
            ),
            models.CheckConstraint(
                condition=models.Q(arrived__lte=models.F("size")),
                name="reports_exhibit_no_more_than_announced",
            ),
            models.CheckConstraint(
                condition=~models.Q(virus_check=VirusCheck.INFECTED.value)
                | models.Q(state=ExhibitState.QUARANTINED.value),
                name="reports_exhibit_infected_is_locked_away",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def status(self) -> ExhibitState:
        """The state as a member of its enum."""
        return ExhibitState(self.state)

    @property
    def is_withheld(self) -> bool:
        """Whether the police may not open it, yet or ever."""
        return is_withheld(self.status, tries=self.tries, has_scanner=bool(settings.CLAMAV))

    @property
    def words(self) -> Promise:
        """The state, as its sender reads it."""
        return EXHIBIT_WORDS[self.status]

    @property
    def kind_name(self) -> Promise:
        """What sort of thing it is, in words."""
        return KIND_NAMES[ExhibitKind(self.kind) if self.kind else None]

    @property
    def short_sha256(self) -> str:
        """The first letters of the digest, to compare by eye."""
        return self.sha256[:12]


class SealedCopy(models.Model):
    """One sealed file of an exhibit; its name is ours, and its time is the hour."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    exhibit = models.ForeignKey(Exhibit, on_delete=models.CASCADE, related_name="copies")
    role = models.CharField(max_length=10, choices=[(r.value, r.value) for r in CopyRole])
    # Of what is for people outside: the review of a person that it was made after.
    release = models.OneToOneField(
        "reports.ReleaseReview",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="copy",
    )
    # The 32 bytes that open the file, in hexadecimal.
    data_key = SealedTextField()
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    # Of pictures, in dots.
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["exhibit", "role"],
                condition=~models.Q(role=CopyRole.RELEASED.value),
                name="reports_sealedcopy_one_a_role",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=[r.value for r in CopyRole]),
                name="reports_sealedcopy_role_known",
            ),
            models.CheckConstraint(
                condition=models.Q(role=CopyRole.RELEASED.value, release__isnull=False)
                | (~models.Q(role=CopyRole.RELEASED.value) & models.Q(release__isnull=True)),
                name="reports_sealedcopy_released_after_review",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def name(self) -> str:
        """What the file is called in the storage."""
        return copy_name(self.key)

    @property
    def download_name(self) -> str:
        """What the file is called when it is handed out."""
        return our_name(self.key, self.media_type)


class ArrivingPiece(models.Model):
    """A piece of a file that is still arriving, sealed with a key that only its sender has."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    exhibit = models.ForeignKey(Exhibit, on_delete=models.CASCADE, related_name="pieces")
    offset = models.PositiveBigIntegerField()
    size = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["exhibit", "offset"], name="reports_arrivingpiece_once_a_place"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def name(self) -> str:
        """What the file is called in the storage."""
        return piece_name(self.key)


class CustodyEntry(models.Model):
    """One line of the custody record of a file: what happened, who did it, when and why."""

    exhibit = models.ForeignKey(Exhibit, on_delete=models.CASCADE, related_name="custody")
    event = models.CharField(max_length=24, choices=[(e.value, e.value) for e in CustodyEvent])
    # A person of the police by name; never a reporter, who is one and the same for all.
    actor_id = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=120)
    reason = SealedTextField()
    # Of the bytes that it speaks of.
    sha256 = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["exhibit", "id"], name="reports_custody_exhibit")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(event__in=[e.value for e in CustodyEvent]),
                name="reports_custody_event_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.exhibit_id}"


def copy_name(key: str) -> str:
    """Return what the file of a copy is called in the storage."""
    return f"copies/{key[:2]}/{key}"


def piece_name(key: str) -> str:
    """Return what the file of a piece is called in the storage."""
    return f"arriving/{key[:2]}/{key}"


def evidence_quota() -> int:
    """Return how many bytes the files of one report may have together."""
    return int(settings.EVIDENCE_QUOTA)


def evidence_reserve() -> int:
    """Return how many bytes of the disk files leave free."""
    return int(settings.EVIDENCE_RESERVE)
