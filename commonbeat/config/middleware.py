"""Answers for requests that the door turned away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonbeat.config.pages import REFUSED
from commonbeat.core.middleware import Responder


class RefusalMiddleware:
    """Says why, in the visitor's language and with every header that a page has."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        status = request.META.get(REFUSED)
        if status:
            return render(request, f"{status}.html", status=status)
        return self.get_response(request)
