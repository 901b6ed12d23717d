"""The pages that a phone keeps are the same, and so is their worker, whoever drew them first."""

import pytest
from django.test import Client
from django.urls import resolve, reverse

from commonbeat.accounts.tests.factories import make_user
from commonbeat.core import shell
from commonbeat.reports.views import phone

pytestmark = pytest.mark.django_db


def test_the_worker_is_the_same_whichever_process_drew_its_pages_first(client: Client) -> None:
    def worker_of_a_new_process(*, first: str) -> bytes:
        phone._pages.clear()
        client.get(reverse(first))
        return client.get(reverse("core:service_worker")).content

    theirs = worker_of_a_new_process(first="reports:phone")
    assert worker_of_a_new_process(first="core:service_worker") == theirs


def test_a_worker_that_draws_pages_where_it_stands_itself_would_be_noticed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        shell, "_drawn", lambda address, request: resolve(address).func(request).content
    )
    with pytest.raises(AssertionError):
        test_the_worker_is_the_same_whichever_process_drew_its_pages_first(client)


def test_the_worker_is_the_same_for_everybody(client: Client) -> None:
    address = reverse("core:service_worker")
    member = Client()
    member.force_login(make_user())
    assert client.get(address).content == member.get(address).content
