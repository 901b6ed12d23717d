"""Sweeps over the outbox."""

from datetime import datetime, timedelta

import structlog

from commonbeat.core.sweeps import sweep
from commonbeat.delivery.actions import carry_out, retention
from commonbeat.delivery.channels import inbox
from commonbeat.delivery.channels.email.server import mail_server_url
from commonbeat.delivery.channels.email.transport import EmailTransport

logger = structlog.get_logger("commonbeat")

_transports: dict[str, EmailTransport] = {}


@sweep(every=timedelta(seconds=1), waits_for_rows=True)
def fill_inboxes(now: datetime) -> int:
    """Put due texts into inboxes on this site."""
    return inbox.deliver(now=now)


@sweep(every=timedelta(seconds=1), waits_for_rows=True)
def carry_out_recalls(now: datetime) -> int:
    """Hold, release or cancel the messages of texts that were held, released or taken back."""
    return carry_out(now=now)


@sweep(every=timedelta(seconds=1), lane="email", waits_for_rows=True)
def send_email(now: datetime) -> int:
    """Send due e-mail; without a mail server it waits."""
    url = mail_server_url()
    if not url:
        return 0
    if url not in _transports:
        for other in _transports.values():
            other.close()
        _transports.clear()
        _transports[url] = EmailTransport(url)
    return _transports[url].drain(now=now)


@sweep(every=timedelta(hours=6))
def prune_outbox(now: datetime) -> int:
    """Delete texts and addresses past their time."""
    return retention.prune(now=now)
