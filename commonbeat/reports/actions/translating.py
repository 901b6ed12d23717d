"""Asking a service for translations, and keeping what it makes beside the original."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.core.actors import Actor
from commonbeat.core.errors import CommonbeatError
from commonbeat.core.sweeps import stopping
from commonbeat.core.translation import TranslationFailed, is_set_up, service_name, translator
from commonbeat.reports.actions.announce import announce
from commonbeat.reports.models import Message, OutsideLeave, Report, Translation
from commonbeat.reports.permissions import check_can_take_reports
from commonbeat.reports.queries.translations import (
    due_translations,
    needs_leave,
    texts_of_police,
    texts_of_reporter,
)
from commonbeat.reports.rules import hour_band
from commonbeat.reports.rules.translating import MOST_TRIES, TranslationState, wait_after

_BATCH = 10


class NoService(CommonbeatError):
    """This site has no translation service."""


class LeaveMissing(CommonbeatError):
    """Nobody said yet that an anonymous person's words may leave the building."""


@transaction.atomic
def translate_for_police(
    *, report: Report, user: User, language: str, may_leave: bool, now: datetime
) -> int:
    """Ask for the reporter's words in ``language``; return how many texts are on their way.

    An anonymous person's words leave the building only after somebody said so, once a report and
    in the log. Raises ``NoService``, ``LeaveMissing`` and ``NotAllowed``.
    """
    check_can_take_reports(user)
    _check_service()
    if needs_leave(report):
        if not may_leave:
            raise LeaveMissing(_("Say first that these words may leave the building."))
        OutsideLeave.objects.create(report=report, given_by=user.display_name, given_at=now)
        _log("report.words-may-leave", report, user.actor, {"service": service_name()}, now=now)
    asked = texts_of_reporter(report, language=language)
    return _ask(report, asked, language, user.actor, now=now)


@transaction.atomic
def translate_for_reporter(*, report: Report, language: str, now: datetime) -> int:
    """Ask for what the police wrote in ``language``, at its reporter's wish.

    Raises ``NoService``.
    """
    _check_service()
    asked = texts_of_police(report, language=language)
    stamp = hour_band(now) if report.is_anonymous else now
    return _ask(report, asked, language, report.actor, now=stamp)


def _check_service() -> None:
    if not is_set_up():
        raise NoService(_("No translation service is set up here."))


def _ask(
    report: Report, texts: Iterable[int | None], language: str, actor: Actor, *, now: datetime
) -> int:
    number = 0
    for message_id in texts:
        row, made = Translation.objects.get_or_create(
            report=report,
            message=None if message_id is None else Message.objects.get(pk=message_id),
            language=language,
            defaults={"due_at": now},
        )
        if not made:
            # It failed before: once more from the start.
            Translation.objects.filter(pk=row.pk, state=TranslationState.FAILED.value).update(
                state=TranslationState.WAITING.value, tries=0, error="", due_at=now
            )
        number += 1
    if number:
        details: dict[str, str | int] = {"language": language, "texts": number}
        details["service"] = service_name()
        _log("report.translation-asked", report, actor, details, now=now)
    return number


def _log(
    event: str, report: Report, actor: Actor, details: dict[str, str | int], *, now: datetime
) -> None:
    record(
        event=event,
        actor=actor,
        realm_id=report.realm_id,
        subject=f"report:{report.key}",
        details=dict(details),
        now=now,
    )


def work_on_translations(*, now: datetime) -> int:
    """Send what waits to the service, one text at a time; return how many were dealt with."""
    if not is_set_up():
        return 0
    done = 0
    for pk in _claim(now):
        if stopping.is_set():
            break
        _work_on(pk, now=now)
        done += 1
    return done


@transaction.atomic
def _claim(now: datetime) -> list[int]:
    """Take a batch; nobody else gets it before the lease runs out."""
    due = due_translations(now)
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    pks = list(due.values_list("pk", flat=True)[:_BATCH])
    # Each text may take as long as the service may, one after another.
    lease = timedelta(seconds=settings.LEASE_SECONDS * max(1, len(pks)))
    Translation.objects.filter(pk__in=pks).update(
        state=TranslationState.WORKING.value, due_at=now + lease, tries=F("tries") + 1
    )
    return pks


def _work_on(pk: int, *, now: datetime) -> None:
    row = Translation.objects.select_related("report", "message").filter(pk=pk).first()
    if row is None:
        return  # its report was erased meanwhile
    try:
        text = translator().translate(row.original, source="", target=row.language)
    except TranslationFailed as failed:
        _failed(row, failed, now=now)
        return
    with transaction.atomic():
        _settle(row, state=TranslationState.DONE, text=text)
        announce(row.report, "message", now=now)


def _failed(row: Translation, failed: TranslationFailed, *, now: datetime) -> None:
    if failed.is_permanent or row.tries >= MOST_TRIES:
        with transaction.atomic():
            _settle(row, state=TranslationState.FAILED, error=str(failed)[:60])
            announce(row.report, "message", now=now)
        return
    Translation.objects.filter(pk=row.pk, state=TranslationState.WORKING.value).update(
        state=TranslationState.WAITING.value,
        error=str(failed)[:60],
        due_at=now + wait_after(row.tries, failed.wait),
    )


def _settle(row: Translation, *, state: TranslationState, text: str = "", error: str = "") -> None:
    Translation.objects.filter(pk=row.pk, state=TranslationState.WORKING.value).update(
        state=state.value, text=text, error=error, due_at=None, service=service_name()
    )
