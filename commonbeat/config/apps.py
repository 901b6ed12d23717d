"""What the running site does beside answering: it says which faults it met, and nothing more."""

import sys
import traceback
from typing import Any

import structlog
from django.apps import AppConfig
from django.core.signals import got_request_exception

logger = structlog.get_logger("commonbeat")


class ConfigConfig(AppConfig):
    name = "commonbeat.config"
    label = "config"

    def ready(self) -> None:
        got_request_exception.connect(report_fault, dispatch_uid="commonbeat.config.report_fault")


def report_fault(sender: object, **kwargs: Any) -> None:
    """Log the type and the place of an error: its message may quote what a person wrote."""
    error = sys.exception()
    if error is None:
        return
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "commonbeat" in frame.filename]
    where = (ours or frames)[-1]
    logger.error("page_failed", error=type(error).__name__, at=f"{where.filename}:{where.lineno}")
