"""How long somebody is here, and how long a reason given for reading holds."""

from datetime import timedelta

# How long somebody counts as here after their page last said so.
PRESENCE_LIFE = timedelta(seconds=40)
# How long a reason given for reading a report holds, so that a reload does not ask again.
REASON_LIFE = timedelta(minutes=30)
