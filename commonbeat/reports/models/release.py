"""Copies for release: who asked for one, what was proposed, and what a person hid in it."""

from django.db import models
from django.utils.functional import Promise

from commonbeat.core.fields import SealedJSONField, SealedTextField
from commonbeat.core.ids import new_key
from commonbeat.reports.models.exhibit import Exhibit
from commonbeat.reports.models.release_words import RELEASE_WORDS
from commonbeat.reports.rules.release import (
    RELEASE_OPEN,
    RELEASE_REVIEWED,
    FaceSearch,
    ReleaseBox,
    ReleaseState,
)


class ReleaseReview(models.Model):
    """One copy of a picture for people outside, from the wish for it to its end.

    A review that was sent never changes: doing it again is another row, so that it stays known
    what was hidden in a copy that may already be out.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    exhibit = models.ForeignKey(Exhibit, on_delete=models.CASCADE, related_name="releases")
    state = models.CharField(
        max_length=10,
        choices=[(s.value, s.value) for s in ReleaseState],
        default=ReleaseState.ASKED.value,
    )
    reason = SealedTextField()
    # People of the police by name, as in the custody record.
    asker_id = models.CharField(max_length=64)
    asker_label = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    face_search = models.CharField(
        max_length=13,
        choices=[(s.value, s.value) for s in FaceSearch],
        default=FaceSearch.NOT_YET.value,
    )
    # Lists of boxes: where somebody stands in a picture is told by nothing else in the database.
    proposal = SealedJSONField(default=list)
    boxes = SealedJSONField(default=list)
    reviewer_id = models.CharField(max_length=64, blank=True)
    reviewer_label = models.CharField(max_length=120, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["exhibit", "id"], name="reports_release_exhibit"),
            models.Index(
                fields=["state", "id"],
                name="reports_release_waiting",
                condition=models.Q(
                    state__in=[ReleaseState.ASKED.value, ReleaseState.REVIEWED.value]
                ),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in ReleaseState]),
                name="reports_release_state_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=sorted(s.value for s in RELEASE_REVIEWED))
                | (models.Q(reviewed_at__isnull=False) & ~models.Q(reviewer_id="")),
                name="reports_release_reviewed_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["exhibit"],
                condition=models.Q(state__in=sorted(s.value for s in RELEASE_OPEN)),
                name="reports_release_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.key}"

    @property
    def standing(self) -> ReleaseState:
        """The state as a member of its enum."""
        return ReleaseState(self.state)

    @property
    def words(self) -> Promise:
        """The state, as the police read it."""
        return RELEASE_WORDS[self.standing][0]

    @property
    def tone(self) -> str:
        """The colour of its tag."""
        return RELEASE_WORDS[self.standing][1]

    @property
    def search(self) -> FaceSearch:
        """What came of looking for faces."""
        return FaceSearch(self.face_search)

    @property
    def proposed(self) -> list[ReleaseBox]:
        """What the reviewer began with: faces found, and boxes of an earlier copy."""
        return [ReleaseBox.read(told) for told in self.proposal]

    @property
    def decided(self) -> list[ReleaseBox]:
        """Every box of the review that was sent, kept or dropped."""
        return [ReleaseBox.read(told) for told in self.boxes]
