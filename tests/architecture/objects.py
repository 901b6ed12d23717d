"""What an address shows, made for whoever asks; ``access_table.py`` names these functions."""

from collections.abc import Callable
from typing import Any

from commonbeat.accounts.actions import make_link
from commonbeat.accounts.models import Role, User
from commonbeat.accounts.rules import LinkKind
from commonbeat.accounts.tests.factories import make_user
from commonbeat.casework.permissions import can_see_queue
from commonbeat.casework.tests.asked import make_handover, make_task
from commonbeat.casework.tests.factories import make_answer, make_open_alarm
from commonbeat.casework.tests.incidents import incident_of
from commonbeat.casework.tests.queue_parts import make_part
from commonbeat.casework.tests.records import make_records_file
from commonbeat.casework.tests.unlocks import make_asked, make_confidential
from commonbeat.core import clock
from commonbeat.core.actors import SYSTEM
from commonbeat.core.ids import new_key
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.delivery.actions import ensure_endpoint
from commonbeat.intelligence.tests.factories import make_copy, make_draft, make_given, make_held
from commonbeat.keeping.rules import Group, Years
from commonbeat.keeping.tests.factories import ask, make_finished, make_record, propose
from commonbeat.partners.tests.factories import make_draft as make_drafted_agreement
from commonbeat.partners.tests.factories import make_shared_with, make_waiting
from commonbeat.publishing.tests.factories import make_live_warning, make_warning
from commonbeat.reports.actions import begin_draft, keep_from
from commonbeat.reports.models import Topic
from commonbeat.reports.rules.conflicts import Ground
from commonbeat.reports.tests.factories import (
    make_partner_report,
    make_received_for,
    make_report,
)
from commonbeat.reports.tests.releases import make_bare_photo, make_open_release

type Parts = dict[str, Any]


def no_such_key(_asker: User | None) -> Parts:
    return {"key": new_key()}


def answer_key(_asker: User | None) -> Parts:
    return {"key": make_answer().key}


def no_such_number(_asker: User | None) -> Parts:
    return {"pk": 4_000_000_000}


def no_such_token(_asker: User | None) -> Parts:
    return {"token": new_key()}


def no_such_letter(_asker: User | None) -> Parts:
    return {"name": "none.eml"}


def own_report_key(asker: User | None) -> Parts:
    return {"key": make_report(reporter=asker, now=clock.now()).key}


def organisations_report(asker: User | None) -> Parts:
    sender = asker or make_user(Role.PARTNER_MEMBER)
    return {"key": make_partner_report(sender, now=clock.now()).key}


def received_report(asker: User | None) -> Parts:
    reader = asker or make_user(Role.PARTNER_MEMBER)
    return {"key": make_received_for(reader, now=clock.now()).report.key}


def kept_from_reference(_asker: User | None) -> Parts:
    report, officer = make_report(now=clock.now()), make_user(Role.NEIGHBOURHOOD_OFFICER)
    conflict = keep_from(
        report=report, member=officer, ground=Ground.KNOWN, actor=SYSTEM, now=clock.now()
    )
    return {"reference": report.reference, "key": conflict.key}


def report_reference(_asker: User | None) -> Parts:
    return {"reference": make_report(now=clock.now()).reference}


def records_file_key(_asker: User | None) -> Parts:
    return {"key": make_records_file().key}


def incident_reference(_asker: User | None) -> Parts:
    now = clock.now()
    return {"reference": incident_of(make_report(now=now), now=now).reference}


def task_reference(_asker: User | None) -> Parts:
    return {"reference": make_task(now=clock.now()).reference}


def handover_key(_asker: User | None) -> Parts:
    return {"key": make_handover(now=clock.now()).key}


def confidential_reference(_asker: User | None) -> Parts:
    return {"reference": make_confidential().reference}


def asked_reference(_asker: User | None) -> Parts:
    return {"reference": make_asked().report.reference}


def intelligence_reference(_asker: User | None) -> Parts:
    return {"reference": make_draft().reference}


def intelligence_item(_asker: User | None) -> Parts:
    return {"reference": make_draft().reference, "number": 1}


def waiting_copy(_asker: User | None) -> Parts:
    return {"key": make_copy().key}


def held_copy(_asker: User | None) -> Parts:
    return {"key": make_held().key}


def given_copy(asker: User | None) -> Parts:
    return {"key": make_given(asker if asker and asker.is_police else None).key}


def alarm_key(_asker: User | None) -> Parts:
    return {"key": make_open_alarm().key}


def own_part(asker: User | None) -> Parts:
    return {"key": make_part(asker if asker and can_see_queue(asker) else None).key}


def draft_agreement(_asker: User | None) -> Parts:
    return {"key": make_drafted_agreement().key}


def proposed_years(_asker: User | None) -> Parts:
    return {"key": propose(Group.UNDETECTED, Years(7, 5), now=clock.now()).key}


def report_asked_to_erase(_asker: User | None) -> Parts:
    now = clock.now()
    record = make_record(make_finished(now=now), now=now)
    return {"reference": ask(record, now=now).record.reference}


def waiting_share(_asker: User | None) -> Parts:
    return {"key": make_waiting().key}


def share_with_us(asker: User | None) -> Parts:
    reader = asker or make_user(Role.PARTNER_MEMBER)
    return {"key": make_shared_with(reader).key}


def photo_key(_asker: User | None) -> Parts:
    return {"key": make_bare_photo().key}


def open_release_key(_asker: User | None) -> Parts:
    return {"key": make_open_release(make_bare_photo()).key}


def member_key(_asker: User | None) -> Parts:
    return {"key": make_user(Role.AUDITOR).key}


def a_topic(_asker: User | None) -> Parts:
    return {"topic": "bike-taken"}


def drafted_topic(asker: User | None) -> Parts:
    editor = make_user(Role.SUPERVISOR)
    begin_draft(topic=Topic.BIKE_TAKEN, editor=editor, now=clock.now())
    return a_topic(asker)


def drafted_language(asker: User | None) -> Parts:
    return {**drafted_topic(asker), "language": "zh-hans"}


def drafted_question(asker: User | None) -> Parts:
    return {**drafted_topic(asker), "key": "lock"}


def enrolment_token(_asker: User | None) -> Parts:
    person = make_user(Role.AUDITOR)
    path = make_link(user=person, kind=LinkKind.ENROL, now=clock.now())
    return {"token": path.strip("/").split("/")[-1]}


def stop_token(_asker: User | None) -> Parts:
    endpoint = ensure_endpoint(
        realm_id=LIVE_REALM_ID,
        channel="email",
        address="someone@people.example",
        language="en",
        now=clock.now(),
    )
    return {"token": endpoint.stop_token}


def no_such_publication(_asker: User | None) -> Parts:
    return {"key": new_key()}


def draft_warning(_asker: User | None) -> Parts:
    return {"key": make_warning(now=clock.now()).key}


def live_warning(_asker: User | None) -> Parts:
    return {"key": make_live_warning(now=clock.now()).key}


MAKERS: dict[str, Callable[[User | None], Parts]] = {
    maker.__name__: maker
    for maker in (
        no_such_key,
        answer_key,
        no_such_number,
        no_such_token,
        no_such_letter,
        own_report_key,
        organisations_report,
        received_report,
        kept_from_reference,
        report_reference,
        incident_reference,
        records_file_key,
        task_reference,
        handover_key,
        confidential_reference,
        asked_reference,
        intelligence_reference,
        intelligence_item,
        waiting_copy,
        held_copy,
        given_copy,
        alarm_key,
        own_part,
        draft_agreement,
        proposed_years,
        report_asked_to_erase,
        waiting_share,
        share_with_us,
        photo_key,
        open_release_key,
        member_key,
        a_topic,
        drafted_topic,
        drafted_language,
        drafted_question,
        enrolment_token,
        stop_token,
        no_such_publication,
        draft_warning,
        live_warning,
    )
}
