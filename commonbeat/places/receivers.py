"""Each request asks once whether the geography has changed."""

from typing import Any

from django.core.signals import request_finished, request_started
from django.dispatch import receiver

from commonbeat.places.queries.atlas import begin_request, end_request


@receiver(request_started)
def _begin(**kwargs: Any) -> None:
    begin_request()


@receiver(request_finished)
def _end(**kwargs: Any) -> None:
    end_request()
