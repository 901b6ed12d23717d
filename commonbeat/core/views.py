"""Health, the pages that belong to no context, and the pages for faults."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from commonbeat.core.access import public


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return JsonResponse({"status": "ok"})


@public
def readyz(request: HttpRequest) -> HttpResponse:
    """Say that the database answers too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ready"})


@public
def emergency(request: HttpRequest) -> HttpResponse:
    """Say how to reach 999 by voice, by text, in sign language and without a word."""
    return render(request, "core/emergency.html")


@public
def information(request: HttpRequest) -> HttpResponse:
    """Say what is kept about people, why and for how long."""
    return render(request, "core/information.html")


@public
def who_sees_what(request: HttpRequest) -> HttpResponse:
    """Say which people can see which part of a report."""
    return render(request, "core/who_sees_what.html")


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what works for whom, and what to do where it does not."""
    return render(request, "core/accessibility.html")


@public
def help_and_contact(request: HttpRequest) -> HttpResponse:
    """Answer the first questions, and say how to reach a person."""
    return render(request, "core/help.html", {"emergency": reverse("core:emergency")})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)
