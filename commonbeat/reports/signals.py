"""What other contexts may hear of; sent once the rows are committed, unless another is said."""

from django.dispatch import Signal

# report_id, realm_id, now
report_submitted = Signal()
# report_id, realm_id, now
reporter_replied = Signal()
# report_id, realm_id, before, after, now
report_status_changed = Signal()
# report, actor, now; sent inside the transaction: what a receiver erases is gone with the rest
report_erased = Signal()
