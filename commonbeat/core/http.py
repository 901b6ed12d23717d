"""Requests as our views receive them."""

from django.http import HttpRequest


class Request(HttpRequest):
    """A request that has passed our middleware."""

    realm_id: int
