"""Letters and text messages as a provider hands them over, for tests."""

import json
import re
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

from django.test import Client

from commonbeat.core import clock
from commonbeat.delivery.models import Content
from commonbeat.reports.rules.signed import signature

SECRET = "a-secret-of-the-provider"
EMAIL, TEXT, TWILIO = "/in/email/", "/in/text/", "/in/text/twilio/"


def letter(text: str = "Somebody broke our window.", **headers: str) -> bytes:
    """Return an e-mail as a provider carries it."""
    message = EmailMessage()
    names = {"From": "Jo Field <jo@people.example>", "Message_ID": "<one@people.example>"}
    for name, value in {**names, "Subject": "A window", **headers}.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def deliver(
    client: Client, body: bytes, *, path: str = EMAIL, ago: int = 0, secret: str = SECRET
) -> Any:
    """Hand a body over as the provider does, signed some seconds ago."""
    timestamp = str(int((clock.now() - timedelta(seconds=ago)).timestamp()))
    return client.post(
        path,
        body,
        content_type="message/rfc822",
        headers={
            "X-Commonbeat-Timestamp": timestamp,
            "X-Commonbeat-Signature": signature(secret, timestamp=timestamp, body=body),
        },
    )


def text_in(client: Client, text: str, *, once: str = "t-1", number: str = "+447700900123") -> str:
    """Hand a text message over; return what its sender is answered."""
    body = json.dumps({"id": once, "from": number, "text": text}).encode()
    return str(deliver(client, body, path=TEXT).json()["reply"])


def bodies() -> list[str]:
    return [content.body for content in Content.objects.order_by("pk")]


def receipt_in(text: str) -> str:
    found = re.search(r"(?:[0-9A-Z]{4} ?){6}", text)
    assert found
    return found.group().replace(" ", "")
