"""Translations inside the pages of a case and of a thread: one line each."""

from typing import Any

from django import template

from commonbeat.reports.models import Report
from commonbeat.reports.queries.translated import for_police, for_reporter

register = template.Library()


@register.inclusion_tag("reports/staff/translations.html", takes_context=True)
def staff_translations(context: template.Context, report: Report, may_ask: bool) -> dict[str, Any]:
    """Show what a reporter wrote in the reader's language, and ask for it."""
    token = context.get("csrf_token")
    return {"view": for_police(report), "report": report, "may_ask": may_ask, "csrf_token": token}


@register.inclusion_tag("reports/translations.html", takes_context=True)
def reporter_translations(context: template.Context, report: Report) -> dict[str, Any]:
    """Show what the police wrote in the reader's language, and offer to ask for it."""
    return {"view": for_reporter(report), "csrf_token": context.get("csrf_token")}
