"""A demonstration's own mail server."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from commonbeat.delivery import actions, tasks
from commonbeat.delivery.channels.email.catcher import catch_mail
from commonbeat.delivery.channels.email.server import mail_server_url
from commonbeat.delivery.models import OutboxMessage
from commonbeat.delivery.tests.factories import NOW
from tests.running_site import wait_until


@contextmanager
def catching() -> Iterator[int]:
    """Catch mail on a port of its own for a while."""
    stop, ready = threading.Event(), threading.Event()
    ports: list[int] = []

    def on(port: int) -> None:
        ports.append(port)
        ready.set()

    catcher = threading.Thread(target=catch_mail, kwargs={"port": 0, "stop": stop, "ready": on})
    catcher.start()
    try:
        assert ready.wait(5)
        yield ports[0]
    finally:
        stop.set()
        catcher.join(5)


def test_of_two_catchers_whoever_is_left_gets_the_mail(settings: Any, tmp_path: Path) -> None:
    settings.DEMO, settings.VAR, settings.SMTP_URL = True, tmp_path, ""
    with catching() as first:
        with catching() as second:
            assert mail_server_url() == f"smtp://127.0.0.1:{second}"
        wait_until(lambda: mail_server_url() == f"smtp://127.0.0.1:{first}", 5)
    assert not mail_server_url()


@pytest.mark.django_db
def test_a_newcomer_finds_the_link_to_confirm(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.DEMO, settings.VAR, settings.SMTP_URL = True, tmp_path, ""
    assert "No mail yet" in client.get("/demo/mail/").text
    assert tasks.send_email(NOW) == 0, "without a server mail waits"
    actions.send_to_address(
        realm_id=1,
        address="new@example.com",
        language="en",
        subject="Confirm your alerts",
        body="Open this link within three days.",
        link_path="/alerts/confirm/abc/",
        now=NOW,
    )
    with catching() as port:
        assert mail_server_url() == f"smtp://127.0.0.1:{port}"
        assert tasks.send_email(NOW) == 1
        tasks._transports.popitem()[1].close()
    assert OutboxMessage.objects.get().state == "sent"
    page = client.get("/demo/mail/").text
    assert "Confirm your alerts" in page
    name = next((tmp_path / "mail").glob("*.eml")).stem
    letter = client.get(f"/demo/mail/{name}/").text
    assert 'href="http://localhost:8000/alerts/confirm/abc/"' in letter
    assert client.get("/demo/mail/..%2Fx/").status_code == 404
