"""Writing texts, sending them, stopping: the only writes to the outbox."""

from commonbeat.delivery.actions.outbox import (
    CHUNK,
    InvalidAddress,
    WrongRealm,
    enqueue,
    enqueue_for,
    enqueue_in_own_language,
    ensure_endpoint,
    normal_address,
    send_to_address,
    write_content,
)
from commonbeat.delivery.actions.recalls import (
    cancel_unsent,
    carry_out,
    hold_unsent,
    release_held,
)
from commonbeat.delivery.actions.webhooks import (
    AddressRefused,
    Call,
    WebhookFailed,
    check_webhook_address,
    is_genuine_call,
    new_secret,
    send_call,
)
from commonbeat.delivery.actions.wishes import (
    mark_read,
    resume,
    retry_parked,
    stop,
)

__all__ = [
    "CHUNK",
    "AddressRefused",
    "Call",
    "InvalidAddress",
    "WebhookFailed",
    "WrongRealm",
    "cancel_unsent",
    "carry_out",
    "check_webhook_address",
    "enqueue",
    "enqueue_for",
    "enqueue_in_own_language",
    "ensure_endpoint",
    "hold_unsent",
    "is_genuine_call",
    "mark_read",
    "new_secret",
    "normal_address",
    "release_held",
    "resume",
    "retry_parked",
    "send_call",
    "send_to_address",
    "stop",
    "write_content",
]
