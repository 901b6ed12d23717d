"""I saw this too: from a public warning into a report that adds to it."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from commonbeat.accounts.models import Role
from commonbeat.core import clock
from commonbeat.core.actors import SYSTEM
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.publishing import actions
from commonbeat.publishing.models import Publication
from commonbeat.publishing.tests.factories import make_live_warning, make_warning, make_writer
from commonbeat.reports.actions import erase_report, submit_report, withdraw_report
from commonbeat.reports.models import PublicMatter, Report
from commonbeat.reports.queries import how_many_saw
from commonbeat.reports.rules import Identity
from commonbeat.reports.tests.factories import make_intake
from commonbeat.reports.tests.walking import Walk

pytestmark = pytest.mark.django_db
# The sealed place in the live stream is new with every look.
_MARK = re.compile(r"since=[\w-]{100,}")
HEADLINE = "Keep your drink with you on Friargate tonight"


def live() -> Publication:
    return make_live_warning(now=clock.now())


def begin(client: Client, warning: Publication, **answers: str) -> Walk:
    walk = Walk(client)
    first = {"go": "emergency", "about": warning.chain, "topic": "information"}
    walk.post(first | answers, path="/report/begin/")
    return walk


def saw(warning: Publication, **changes: Any) -> Report:
    intake = make_intake(about=warning.chain, **changes)
    return submit_report(
        intake=intake, realm_id=LIVE_REALM_ID, reporter=None, now=clock.now()
    ).report


def test_a_warning_asks_who_saw_it_too_while_it_is_on(client: Client) -> None:
    warning = live()
    address = reverse("publishing:alert", args=[warning.key])
    assert f'name="about" value="{warning.chain}"' in client.get(address).content.decode()
    actions.cancel_warning(
        publication=warning, canceller=make_writer(), reason="A mistake.", now=clock.now()
    )
    assert 'name="about"' not in client.get(address + "?fresh").content.decode()
    assert PublicMatter.objects.get().closed_at is not None


def test_what_nobody_agreed_to_can_be_added_to_by_nobody() -> None:
    draft = make_warning(now=clock.now())
    assert saw(draft).about is None


def test_whoever_saw_it_too_reads_on_each_page_what_they_add_to(client: Client) -> None:
    walk = begin(client, live())
    for answers in (
        {"danger": "no"},
        {},
        {"when": "yesterday"},
        {"where_unknown": "1"},
        {"description": "A man put something into a glass."},
    ):
        assert HEADLINE in walk.page.content.decode(), walk.step
        walk.send(**answers)
    assert walk.step == "identity"
    walk.send(go="send")
    report = Report.objects.get()
    assert report.about is not None
    assert report.about.title == HEADLINE
    thread = client.get(reverse("reports:thread"))
    assert HEADLINE in thread.content.decode()


def test_whoever_only_wants_to_be_counted_writes_no_word(client: Client) -> None:
    warning = live()
    walk = begin(client, warning, identity="counted")
    steps = []
    for answers in ({"danger": "no"}, {}, {"when": "yesterday"}, {"where_unknown": "1"}, {}):
        walk.send(**answers)
        steps.append(walk.step)
    assert steps == ["what", "when", "where", "identity", "check"]
    walk.send(go="send")
    report = Report.objects.get()
    assert report.is_counted
    assert report.about is not None
    assert how_many_saw(warning.chain, realm_id=LIVE_REALM_ID) == 1


def test_whoever_changes_their_mind_about_being_counted_is_asked_for_words(client: Client) -> None:
    walk = begin(client, live(), identity="counted")
    for answers in ({"danger": "no"}, {}, {"when": "yesterday"}, {"where_unknown": "1"}):
        walk.send(**answers)
    walk.send(identity="anonymous", go="send")
    assert walk.step == "words"
    assert not Report.objects.exists()


def test_an_update_keeps_who_saw_it_and_changes_the_title() -> None:
    warning = live()
    saw(warning)
    writer = make_writer()
    update = actions.start_update(publication=warning, writer=writer, now=clock.now())
    asked = actions.ask_for_approval(
        publication=update,
        writer=writer,
        expected_revision=update.revision,
        now=clock.now(),
    )
    actions.approve(
        publication=asked,
        approver=make_writer(Role.SUPERVISOR, "Tom Birch"),
        expected_revision=asked.revision,
        now=clock.now(),
    )
    assert how_many_saw(asked.chain, realm_id=LIVE_REALM_ID) == 1


@pytest.mark.parametrize("name", ["", "no-such-thing", "x" * 400, "\0", "' or 1=1"])
def test_a_name_that_nothing_public_has_is_no_part_of_the_report(name: str) -> None:
    intake = make_intake(about=name)
    report = submit_report(
        intake=intake, realm_id=LIVE_REALM_ID, reporter=None, now=clock.now()
    ).report
    assert report.about is None


def test_who_takes_it_back_or_is_erased_is_counted_no_more() -> None:
    warning = live()
    one, other = saw(warning), saw(warning, identity=Identity.COUNTED)
    assert how_many_saw(warning.chain, realm_id=LIVE_REALM_ID) == 2
    withdraw_report(report=one, now=clock.now())
    erase_report(report=other, actor=SYSTEM, expected_version=other.version, now=clock.now())
    assert how_many_saw(warning.chain, realm_id=LIVE_REALM_ID) == 0
    other.refresh_from_db()
    assert other.about is None


def test_no_public_page_counts_who_saw_it(client: Client) -> None:
    warning = live()
    address = reverse("publishing:alert", args=[warning.key])
    before = client.get(address).content.decode()
    for _time in range(6):
        saw(warning)
    cache.clear()
    after = client.get(address).content.decode()
    assert _MARK.sub("", after) == _MARK.sub("", before)
