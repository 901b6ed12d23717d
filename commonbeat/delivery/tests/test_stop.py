"""The page that stops messages."""

import pytest
from django.test import Client

from commonbeat.delivery.models import Endpoint
from commonbeat.delivery.signals import endpoint_stopped
from commonbeat.delivery.tests.factories import make_endpoint, make_messages

pytestmark = pytest.mark.django_db


def test_looking_at_the_page_stops_nothing(client: Client) -> None:
    endpoint = make_endpoint()
    response = client.get(f"/stop/{endpoint.stop_token}/")
    assert "Stop every alert to this address?" in response.text
    assert Endpoint.objects.get().stopped_at is None


def test_pressing_the_button_stops_what_waits_and_says_so(client: Client) -> None:
    message = make_messages(1)[0]
    response = client.post(f"/stop/{message.endpoint.stop_token}/")
    assert "We will send no more alerts to this address." in response.text
    message.refresh_from_db()
    assert message.state == "cancelled"
    assert "Alerts stopped" in client.get(f"/stop/{message.endpoint.stop_token}/").text


def test_a_mail_program_stops_it_without_a_form() -> None:
    endpoint = make_endpoint()
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(f"/stop/{endpoint.stop_token}/", {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert Endpoint.objects.get().stopped_at is not None


def test_an_unknown_token_is_not_found(client: Client) -> None:
    assert client.get("/stop/0000000000000000000a/").status_code == 404


def test_others_hear_of_a_stop_once(
    client: Client, django_capture_on_commit_callbacks: object
) -> None:
    heard: list[int] = []

    def hear(endpoint_id: int, **_: object) -> None:
        heard.append(endpoint_id)

    endpoint = make_endpoint()
    endpoint_stopped.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            client.post(f"/stop/{endpoint.stop_token}/")
            client.post(f"/stop/{endpoint.stop_token}/")
    finally:
        endpoint_stopped.disconnect(hear)
    assert heard == [endpoint.pk]


def test_caught_mail_is_for_demonstrations_alone(client: Client, settings: object) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]
    assert client.get("/demo/mail/").status_code == 404
    assert client.get("/demo/mail/1234567890123456-00000000/").status_code == 404
