"""Forgetting what accounts need no more."""

from datetime import datetime, timedelta

from commonbeat.accounts import actions
from commonbeat.core.sweeps import sweep


@sweep(every=timedelta(hours=1))
def forget_old_sign_ins(now: datetime) -> int:
    """Forget stays, links and sessions after their time, and accounts never confirmed."""
    return actions.forget_old(now=now)
