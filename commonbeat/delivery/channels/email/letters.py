"""Letters: the bytes of an e-mail, made once for a text and joined to each address.

Plain text first, a simple HTML part after it; no picture, no tracking, nothing from elsewhere.
"""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import Header
from email.utils import format_datetime, formataddr, parseaddr

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from commonbeat.delivery.models import Content
from commonbeat.delivery.rules import message_id

# Stands for the token of the page that stops every alert to one address.
_TOKEN = "stop-token-goes-here"  # noqa: S105
_EMPTY_LINES = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything of a mail but the address, the Message-ID and the stop token."""

    sender: str
    key: str
    domain: str
    head: bytes
    stop_address: bytes  # empty when there is nothing to stop
    pieces: tuple[bytes, ...]  # the parts between which the stop token goes

    def addressed(self, *, to: str, message_pk: int, stop_token: str) -> bytes:
        """Return the whole mail to one address, dots at line starts doubled as SMTP wants."""
        token = stop_token.encode()
        lines = [self.head, b"To: ", to.encode("ascii"), b"\r\nMessage-ID: "]
        lines += [self.message_id(message_pk).encode(), b"\r\n"]
        if self.stop_address:
            lines += [b"List-Unsubscribe: <", self.stop_address.replace(_TOKEN.encode(), token)]
            lines += [b">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"]
        lines += [b"\r\n", token.join(self.pieces)]
        return b"".join(lines)

    def message_id(self, message_pk: int) -> str:
        """Return the same id for the same message, however often it is tried."""
        return message_id(self.key, message_pk, domain=self.domain)


def write_letter(content: Content) -> Letter:
    """Render a text, in its language."""
    name, sender = parseaddr(settings.MAIL_FROM)
    stop_address = ""
    if not content.is_personal:
        stop_address = settings.BASE_URL + reverse("delivery:stop", args=[_TOKEN])
    with translation.override(content.language):
        context = {
            "subject": content.subject,
            "paragraphs": [p.strip() for p in _EMPTY_LINES.split(content.body) if p.strip()],
            "link": settings.BASE_URL + content.link_path if content.link_path else "",
            "stop_address": stop_address,
            "force_name": settings.FORCE_NAME,
            # Whether what is answered comes in by a door of ours.
            "is_read": bool(settings.INBOUND_EMAIL_SECRET),
            "language": translation.get_language(),
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
        }
        text = render_to_string("email/message.txt", context)
        html = render_to_string("email/message.html", context)
    boundary = f"part-{content.key}"
    return Letter(
        sender=sender,
        key=content.key,
        domain=sender.rpartition("@")[2],
        head=b"".join(_head(content, formataddr((name, sender)), boundary)),
        stop_address=stop_address.encode("ascii"),
        pieces=tuple(_body(boundary, text, html)),
    )


def _head(content: Content, sender: str, boundary: str) -> Iterator[bytes]:
    headers = {
        "From": sender,
        "Subject": Header(content.subject, "utf-8", header_name="Subject").encode(linesep="\r\n"),
        "Date": format_datetime(content.created_at),
        "MIME-Version": "1.0",
        "Content-Language": content.language,
        "Content-Type": f'multipart/alternative; boundary="{boundary}"',
        "Auto-Submitted": "auto-generated",
    }
    for name, value in headers.items():
        yield f"{name}: {value}\r\n".encode("ascii")


def _body(boundary: str, text: str, html: str) -> list[bytes]:
    """Return the encoded body, cut where the stop token goes."""
    whole: list[bytes] = [b""]
    for kind, words in (("plain", text), ("html", html)):
        whole[-1] += (
            f"--{boundary}\r\nContent-Type: text/{kind}; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        ).encode()
        first, *others = words.strip().split(_TOKEN)
        whole[-1] += _quoted(first)
        for other in others:
            # Soft line breaks around the token keep every line short, whatever comes between.
            whole[-1] += b"=\r\n"
            whole.append(b"=\r\n" + _quoted(other))
        whole[-1] += b"\r\n"
    whole[-1] += f"--{boundary}--\r\n".encode()
    return whole


def _quoted(words: str) -> bytes:
    lines = quopri.encodestring(words.encode()).replace(b"\r\n", b"\n").split(b"\n")
    return b"\r\n".join(b"=2E" + line[1:] if line.startswith(b".") else line for line in lines)
