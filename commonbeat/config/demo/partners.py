"""Invented agreements with partners, and what was shared under them and answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from commonbeat.accounts.models import Organisation, User
from commonbeat.casework.queries import stamp_of
from commonbeat.casework.rules import DecisionKind, may_decide
from commonbeat.config.demo.people import ORGANISATIONS
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.partners.actions import (
    Terms,
    Wish,
    answer_share,
    make_agreement,
    put_in_force,
    read_share,
    recall_share,
    share_report,
)
from commonbeat.partners.models import Share, SharingAgreement
from commonbeat.partners.rules import (
    DEFAULT_FIELDS,
    AnswerKind,
    HowMany,
    LawfulBasis,
)
from commonbeat.reports.models import Report
from commonbeat.reports.rules import Topic


@dataclass(frozen=True, slots=True)
class Told:
    """What is shared of the newest open report of a topic."""

    topic: Topic
    who: str
    description: str
    purpose: str
    words: str
    reason: str
    how_many: HowMany = HowMany.MANY


_BIKES = Told(
    Topic.BIKE_TAKEN,
    "amira",
    "A bicycle was taken from the racks. Please look at your cameras for that day.",
    "So that you can check the cameras and move the patrol",
    "The security of the university checks its cameras and walks past the racks more often.",
    "It is their building, and their cameras.",
)
_ROWDY = Told(
    Topic.ROWDY,
    "dan",
    "Groups are loud and block the way. Please send your patrol past there.",
    "So that your patrol can walk past in the evening",
    "The university sends its patrol past there in the evening.",
    "Their patrol is there before we are.",
)
_WORRY = Told(
    Topic.SUSPICIOUS,
    "joe",
    "A vehicle stops by the stores for bicycles. Please note when you see it.",
    "So that your guards know what to look out for",
    "The university tells its guards what to look out for.",
    "Their guards are at the stores all night.",
    HowMany.FEW,
)


def agree_and_share(now: datetime, cast: dict[str, User]) -> None:
    """Agree with the university, share three reports with it, and begin with the council."""
    began = now - timedelta(days=40)
    university = _agree("university", cast, began)
    put_in_force(agreement=university, user=cast["helen"], now=began + timedelta(hours=2))
    _agree("council", cast, now - timedelta(hours=5))
    member = cast["jo"]
    if bikes := _share(_BIKES, university, cast, now - timedelta(hours=20)):
        read_share(share=bikes, member=member, now=now - timedelta(hours=19))
        answer_share(
            share=bikes,
            member=member,
            kind=AnswerKind.DONE,
            words="We saw two people at the racks and kept the pictures for you.",
            once="demonstration",
            now=now - timedelta(hours=18),
        )
    if rowdy := _share(_ROWDY, university, cast, now - timedelta(hours=9)):
        read_share(share=rowdy, member=member, now=now - timedelta(hours=8))
        recall_share(
            share=rowdy,
            user=cast["tom"],
            reason="They moved on, and our own patrol was there.",
            now=now - timedelta(hours=3),
        )
    _share(_WORRY, university, cast, now - timedelta(hours=2))


def _agree(body: str, cast: dict[str, User], now: datetime) -> SharingAgreement:
    name, kind = ORGANISATIONS[body]
    today = localdate(now)
    terms = Terms(
        organisation=Organisation.objects.get(name=name),
        purpose="To look after people and buildings where both of us are responsible.",
        basis=LawfulBasis.LAW_ENFORCEMENT,
        fields=tuple(sorted(DEFAULT_FIELDS[kind.value])),
        valid_from=today,
        valid_until=today + timedelta(days=365),
        review_on=today + timedelta(days=182),
    )
    return make_agreement(terms=terms, user=cast["tom"], realm_id=LIVE_REALM_ID, now=now)


def _share(
    told: Told, agreement: SharingAgreement, cast: dict[str, User], now: datetime
) -> Share | None:
    """Share the newest open report of a topic that came in by then, if there is one."""
    rows = Report.objects.in_realm(LIVE_REALM_ID).for_police()
    rows = rows.filter(topic=told.topic.value, received_at__lt=now).order_by("-received_at")
    report = next((row for row in rows if may_decide(DecisionKind.SHARE, row.status)), None)
    if report is None:
        return None
    wish = Wish(
        fields=agreement.allowed,
        purpose=told.purpose,
        how_many=told.how_many,
        days=30,
        reason=told.reason,
        words=told.words,
        description=told.description,
    )
    return share_report(
        report=report,
        agreement=agreement,
        wish=wish,
        user=cast[told.who],
        expected=stamp_of(report),
        now=now,
    )
