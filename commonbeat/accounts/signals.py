"""What other contexts may hear of."""

from django.dispatch import Signal

# Sent on commit with ``user`` (a copy of what is gone: it has no row any more) and ``now``.
account_deleted = Signal()
