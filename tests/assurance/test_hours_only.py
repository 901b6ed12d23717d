"""Of an anonymous report no page, message, stream or file tells a finer time than the hour.

The report comes in at a minute and a second that nothing else has. Then every page that shows it,
to its reporter and to each role of the police, is searched for both.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from commonbeat.accounts.models import Role
from commonbeat.audit.models import AuditEntry
from commonbeat.casework.rules import DecisionKind
from commonbeat.casework.tests.factories import address, at_desk, make_decision
from commonbeat.core import clock
from commonbeat.core.models import LiveEvent
from commonbeat.reports.actions import prepare_exhibits, say_as_reporter
from commonbeat.reports.models import Report
from commonbeat.reports.tests.evidence import files, keep
from commonbeat.reports.tests.factories import make_receipt, make_report

pytestmark = pytest.mark.django_db

MINUTE, SECOND = 37, 53
SEES = (
    Role.TRIAGE_OPERATOR,
    Role.SUPERVISOR,
    Role.NEIGHBOURHOOD_OFFICER,
    Role.INTELLIGENCE_OFFICER,
)
WORDS = "My blue bike was taken"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def came_at() -> Any:
    """Return a moment of the last hour but one, with a minute of its own."""
    return (clock.now() - timedelta(hours=2)).replace(minute=MINUTE, second=SECOND, microsecond=0)


def told(code: str) -> Report:
    """Return a report that came in with a photograph and was read, asked about and answered."""
    moment = came_at()
    keep(code, now=moment)
    report = make_report(receipt=code, now=moment)
    prepare_exhibits(now=moment)
    _client, user = at_desk(Role.SUPERVISOR)
    later = moment.replace(minute=0, second=0) + timedelta(hours=1)
    make_decision(report, DecisionKind.ASK, user=user, words="Which colour was it?", now=later)
    say_as_reporter(report=report, body="It was blue.", now=moment + timedelta(hours=1))
    return report


def pages(report: Report, code: str) -> Iterator[tuple[str, str]]:
    """Yield every page on which the report stands, as each person gets it."""
    holder = Client()
    holder.post("/receipt/", {"receipt": code})
    yield "/receipt/thread/", shown(holder, "/receipt/thread/", WORDS)
    yield (
        "/receipt/withdraw/",
        shown(holder, "/receipt/withdraw/", "Do you want to take your report back?"),
    )
    for role in SEES:
        client, _user = at_desk(role)
        client.post(address(report), {"reason": "To read it"})
        places = {"/staff/queue/": report.reference, "/staff/queue/?tab=late": "Late"}
        for path, words in {**places, address(report): WORDS}.items():
            yield f"{role} {path}", shown(client, path, words)
    auditor, _user = at_desk(Role.AUDITOR)
    yield "log", shown(auditor, "/staff/audit/", report.reference)
    yield "home", shown(Client(), "/", "Commonbeat")


def shown(client: Client, path: str, words: str) -> str:
    """Return a page; one that could not show the report would tell nothing, and proves nothing."""
    answer = client.get(path)
    page = answer.content.decode()
    assert answer.status_code == 200 and words in page, f"{path} shows no {words}"
    return page


def finer_spellings(moments: Iterable[datetime]) -> re.Pattern[str]:
    """Return how a page may spell these moments: 10:37, 10.37, T10:37:53, here and in UTC."""
    hours = {f"{hour:%H}" for m in moments for hour in (m, timezone.localtime(m))}
    hours |= {str(int(hour) % 12 or 12) for hour in hours}
    return re.compile(rf"\b0?(?:{'|'.join(sorted(hours))})[:.]{MINUTE}\b|:{MINUTE}:{SECOND}\b")


def finer_than_the_hour(report: Report, code: str) -> list[str]:
    """Return where the minute or the second of the report shows."""
    moments = (came_at(), came_at() + timedelta(hours=1))
    stamps = [str(int(moment.timestamp())) for moment in moments]
    finer = finer_spellings(moments)
    found = []
    for name, page in pages(report, code):
        shown = finer.findall(page) + [stamp for stamp in stamps if stamp in page]
        found += [f"{name}: {text}" for text in shown]
    for entry in AuditEntry.objects.filter(actor_id="anonymous"):
        found += [f"log: {entry.event}"] if entry.at.minute or entry.at.second else []
    for path in files():
        if path.stat().st_mtime % 3600:
            found.append(f"file: {path.name}")
    return found


def test_nobody_sees_a_finer_time_than_the_hour() -> None:
    code = make_receipt()
    assert finer_than_the_hour(told(code), code) == []


def test_sabotage_pages_that_show_the_minute_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("submit", "status", "talk", "evidence", "evidence_owner"):
        monkeypatch.setattr(f"commonbeat.reports.actions.{module}.hour_band", lambda at: at)
    code = make_receipt()
    found = finer_than_the_hour(told(code), code)
    kinds = {line.split(":")[0] for line in found}
    assert {"log", "file", "/receipt/thread/"} <= kinds


def test_what_wakes_open_pages_carries_no_words_and_no_moment_of_a_person() -> None:
    told(make_receipt())
    for event in LiveEvent.objects.all():
        assert set(event.data) <= {"report", "status"}
