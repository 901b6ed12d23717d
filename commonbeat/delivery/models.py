"""Addresses, texts, and the messages that join one text to one address."""

from datetime import datetime

from django.db import models

from commonbeat.core.fields import SealedTextField
from commonbeat.core.ids import new_key
from commonbeat.core.models import InRealm, Realm, RealmQuerySet
from commonbeat.delivery.rules import CLOSED, Channel, MessageState, Priority, Standing


class EndpointQuerySet(RealmQuerySet["Endpoint"]):
    def open(self) -> "EndpointQuerySet":
        """Keep the addresses that still want routine messages."""
        return self.filter(stopped_at__isnull=True)


class Endpoint(InRealm):
    """One address on one channel; the address is sealed and found by its keyed digest."""

    channel = models.CharField(max_length=10, choices=[(c.value, c.value) for c in Channel])
    address = SealedTextField()
    address_digest = models.BinaryField(max_length=32)
    language = models.CharField(max_length=10)
    # Opens the page that stops every alert to this address; travels in each message.
    stop_token = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    created_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["realm", "channel", "address_digest"], name="delivery_endpoint_once"
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=[c.value for c in Channel]),
                name="delivery_endpoint_channel_known",
            ),
        ]

    def __str__(self) -> str:
        # Never the address: this text ends up in logs.
        return f"{self.channel} endpoint {self.pk}"


class Content(InRealm):
    """One text in one language, written once and joined to each address when it is sent."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    # What it is about, for whoever wrote it: ``alert:<key>:2``. One text a label and language.
    label = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    subject = SealedTextField()
    body = SealedTextField()
    link_path = models.CharField(max_length=200, blank=True)
    priority = models.PositiveSmallIntegerField(choices=[(p.value, p.name) for p in Priority])
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    # Stops a whole text at once; the worker writes it into the rows of its messages afterwards.
    standing = models.CharField(
        max_length=12,
        choices=[(s.value, s.value) for s in Standing],
        default=Standing.OPEN,
        db_default=Standing.OPEN.value,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["realm", "label", "language"], name="delivery_content_once"
            ),
            models.CheckConstraint(
                condition=models.Q(standing__in=[s.value for s in Standing]),
                name="delivery_content_standing_known",
            ),
        ]
        indexes = [models.Index(fields=["standing"], name="delivery_content_standing")]

    def __str__(self) -> str:
        return f"{self.label} ({self.language})"

    @property
    def is_personal(self) -> bool:
        """Whether one person asked for it just now (a code, a link), so that no stop holds it."""
        return self.priority == Priority.PERSONAL


class OutboxMessageQuerySet(RealmQuerySet["OutboxMessage"]):
    def due(self, *, channel: str, now: datetime) -> "OutboxMessageQuerySet":
        """Keep what may be tried now, first things first; an abandoned claim is due again."""
        closed = Content.objects.filter(standing__in=CLOSED).values("pk")
        return (
            self.filter(channel=channel, due_at__lte=now)
            .filter(state__in=[MessageState.QUEUED, MessageState.SENDING])
            .exclude(content__in=closed)
            .order_by("priority", "due_at")
        )


class OutboxMessage(InRealm):
    """One text for one address: the unit of work that no crash may lose."""

    realm = models.ForeignKey(Realm, on_delete=models.PROTECT, related_name="+", db_index=False)
    content = models.ForeignKey(
        Content, on_delete=models.PROTECT, related_name="messages", db_index=False
    )
    endpoint = models.ForeignKey(
        Endpoint, on_delete=models.PROTECT, related_name="messages", db_index=False
    )
    channel = models.CharField(max_length=10)
    priority = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=10,
        choices=[(s.value, s.value) for s in MessageState],
        default=MessageState.QUEUED,
    )
    # When it may next be tried; for a message being sent, when its claim runs out.
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    faults = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=60, blank=True)

    objects = OutboxMessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content", "endpoint"], name="delivery_message_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in MessageState]),
                name="delivery_message_state_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "priority", "due_at"],
                condition=models.Q(state__in=["queued", "sending"]),
                name="delivery_message_due",
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk} ({self.state})"


class InboxItem(InRealm):
    """A text that waits in somebody's inbox on this site; there once, whatever is retried."""

    realm = models.ForeignKey(Realm, on_delete=models.PROTECT, related_name="+", db_index=False)
    content = models.ForeignKey(
        Content, on_delete=models.PROTECT, related_name="inbox_items", db_index=False
    )
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="inbox_items")
    delivered_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content", "endpoint"], name="delivery_inbox_once")
        ]

    def __str__(self) -> str:
        return f"inbox item {self.pk}"
