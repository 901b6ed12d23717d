"""What other contexts may hear of."""

from django.dispatch import Signal

# Sent on commit with ``endpoint_id`` and ``now``: this address wants no more routine messages.
endpoint_stopped = Signal()
