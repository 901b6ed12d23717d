"""Follows, the cells they cover, and broadcasts on their way."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonbeat.alerts.rules import BroadcastState, Topic, Wish
from commonbeat.core.ids import new_key
from commonbeat.core.models import InRealm, Realm, RealmQuerySet
from commonbeat.delivery.models import Content, Endpoint

__all__ = [
    "TOPIC_HINTS",
    "TOPIC_LABELS",
    "Broadcast",
    "BroadcastText",
    "Follow",
    "FollowCell",
    "Topic",
]

TOPIC_LABELS: dict[Topic, Promise] = {
    Topic.SAFETY: _("Danger near you"),
    Topic.THEFT: _("Theft and break-ins"),
    Topic.NIGHT: _("Nights out"),
    Topic.TRAVEL: _("Roads, paths and travel"),
    Topic.FRAUD: _("Scams and fraud"),
}
TOPIC_HINTS: dict[Topic, Promise] = {
    Topic.SAFETY: _("Attacks, fires, places to stay away from"),
    Topic.THEFT: _("Bikes, cars, homes and rooms"),
    Topic.NIGHT: _("Drinks, bars, getting home"),
    Topic.TRAVEL: _("Closed streets, crashes, crowds"),
    Topic.FRAUD: _("Fake calls, fake rents, fake police"),
}


class Follow(InRealm):
    """A wish to hear of topics in some places, at one endpoint.

    Nothing is sent until it is confirmed; then its cells stand in ``FollowCell``. It holds the
    shapes that were picked and never a home.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="follows")
    topics = models.JSONField(default=list)
    whole_town = models.BooleanField(default=False)
    area_codes = models.JSONField(default=list)
    cells = models.JSONField(default=list)
    language = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # The confirm link is kept as a digest, so that a stolen database confirms nothing.
    token_digest = models.BinaryField(max_length=32, null=True, unique=True)

    objects: models.Manager["Follow"] = RealmQuerySet["Follow"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint"],
                condition=models.Q(confirmed_at__isnull=False),
                name="alerts_follow_one_confirmed",
            ),
            models.UniqueConstraint(
                fields=["endpoint"],
                condition=models.Q(confirmed_at__isnull=True),
                name="alerts_follow_one_asked",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=models.Q(confirmed_at__isnull=True),
                name="alerts_follow_unconfirmed",
            )
        ]

    def __str__(self) -> str:
        return f"follow {self.key}"

    @property
    def wish(self) -> Wish:
        """What is wanted, as a value."""
        return Wish(
            topics=tuple(Topic(topic) for topic in self.topics),
            whole_town=self.whole_town,
            area_codes=tuple(self.area_codes),
            cells=tuple(self.cells),
        )

    @wish.setter
    def wish(self, wish: Wish) -> None:
        self.topics = [topic.value for topic in wish.topics]
        self.whole_town = wish.whole_town
        self.area_codes = list(wish.area_codes)
        self.cells = list(wish.cells)


class FollowCell(models.Model):
    """One cell and topic of a confirmed follow: what a broadcast is matched against.

    The index holds every column that matching reads, in the order in which it walks.
    """

    realm = models.ForeignKey(Realm, on_delete=models.PROTECT, related_name="+", db_index=False)
    topic = models.CharField(max_length=8)
    cell = models.BigIntegerField()
    endpoint = models.ForeignKey(
        Endpoint, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    follow = models.ForeignKey(
        Follow, on_delete=models.CASCADE, related_name="follow_cells", db_index=False
    )

    objects: models.Manager["FollowCell"] = RealmQuerySet["FollowCell"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["follow", "topic", "cell"], name="alerts_cell_once")
        ]
        indexes = [
            models.Index(fields=["realm", "topic", "cell", "endpoint"], name="alerts_cell_matching")
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.cell:x}"


class Broadcast(InRealm):
    """A message on its way to everybody whom it concerns.

    The worker walks the endpoint ids from ``walked_to`` to ``walk_end`` in chunks; a chunk and the
    new ``walked_to`` commit together, so killing it at any moment loses and repeats nothing.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    # What it is about, for whoever asked for it: ``warning:<key>``.
    subject = models.CharField(max_length=60)
    topic = models.CharField(max_length=8)
    cells = models.JSONField(default=list)
    # People who were told of these subjects hear of this one as well, wherever they are.
    told_before = models.ManyToManyField("self", symmetrical=False, related_name="told_again")
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.value) for state in BroadcastState],
        default=BroadcastState.WAITING,
    )
    expected = models.PositiveIntegerField(default=0)
    matched = models.PositiveIntegerField(default=0)
    walked_to = models.BigIntegerField(default=0)
    walk_end = models.BigIntegerField(default=0)
    # What the outbox has done with them, as the worker last counted.
    sent = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    stopped = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    objects: models.Manager["Broadcast"] = RealmQuerySet["Broadcast"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in BroadcastState]),
                name="alerts_broadcast_state_known",
            )
        ]
        indexes = [
            models.Index(fields=["subject"], name="alerts_broadcast_subject"),
            models.Index(
                fields=["asked_at"],
                condition=models.Q(settled_at__isnull=True),
                name="alerts_broadcast_open",
            ),
        ]

    def __str__(self) -> str:
        return f"broadcast of {self.subject} ({self.state})"


class BroadcastText(models.Model):
    """The text of a broadcast in one language."""

    broadcast = models.ForeignKey(Broadcast, on_delete=models.CASCADE, related_name="texts")
    content = models.ForeignKey(Content, on_delete=models.PROTECT)
    language = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["broadcast", "language"], name="alerts_broadcasttext_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.broadcast_id} {self.language}"
