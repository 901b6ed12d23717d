"""Which mail server to use."""

from pathlib import Path

from django.conf import settings

CAUGHT_MAIL = "mail"
PORT_FILE = ".port"


def mail_folder() -> Path:
    """Return where a demonstration keeps the mail that it catches."""
    return Path(settings.VAR) / CAUGHT_MAIL


def mail_server_url() -> str:
    """Return the address of the mail server; a demonstration without one uses its own catcher.

    Empty when there is none: mail then waits in the outbox.
    """
    if settings.SMTP_URL or not settings.DEMO:
        return str(settings.SMTP_URL)
    try:
        port = int((mail_folder() / PORT_FILE).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return ""
    return f"smtp://127.0.0.1:{port}"
