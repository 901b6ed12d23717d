"""What other contexts may hear of; each is sent once the rows are committed."""

from django.dispatch import Signal

# report_id, realm_id, now
report_submitted = Signal()
# report_id, realm_id, now
reporter_replied = Signal()
# report_id, realm_id, before, after, now
report_status_changed = Signal()
