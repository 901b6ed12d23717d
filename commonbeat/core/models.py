"""Realms, and the events that wake open pages."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

LIVE_REALM_ID = 1


class RealmQuerySet[M: models.Model](models.QuerySet[M]):
    """Rows of operational tables: always asked for one realm, never for everything."""

    def in_realm(self, realm: "Realm | int") -> Self:
        """Keep the rows of one realm."""
        return self.filter(realm_id=realm if isinstance(realm, int) else realm.pk)


class Realm(models.Model):
    """The world that a row belongs to: real work, or one exercise that reaches nobody."""

    class Kind(models.TextChoices):
        LIVE = "live", _("Live")
        EXERCISE = "exercise", _("Exercise")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=100)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(kind="live"), name="core_realm_one_live"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["live", "exercise"]), name="core_realm_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        """Whether real people can be reached from here."""
        return self.kind == self.Kind.LIVE


class InRealm(models.Model):
    """A row of operational work."""

    realm = models.ForeignKey(Realm, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class LiveEvent(models.Model):
    """One thing that open pages should hear of; the row is the truth, a wake-up only hastens it.

    ``data`` holds ids and states only, never what a person wrote. Pruned after an hour.
    """

    topic = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="core_liveevent_at")]

    def __str__(self) -> str:
        return f"{self.topic} {self.kind}"
