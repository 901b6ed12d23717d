"""What the table of reports promises by itself: its indexes, and rows that it refuses."""

from django.db import models
from django.db.models.functions import Coalesce

from commonbeat.reports.rules import Category, EntryDoor, Identity, Status
from commonbeat.reports.rules.destinations import NAMELESS

_ELSEWHERE = [Status.ELSEWHERE.value, Status.WITHDRAWN.value, Status.ERASED.value]
_OF_POLICE = [status.value for status in Status if status is not Status.ELSEWHERE]

INDEXES = [
    models.Index(
        fields=["realm", "queue_at", "id"],
        name="reports_report_queue",
        condition=models.Q(queue_at__isnull=False),
    ),
    models.Index(fields=["realm", "status", "queue_at", "id"], name="reports_report_status"),
    models.Index(fields=["realm", "cell8", "happened_hour"], name="reports_report_cell8"),
    # What may tell of the same event: near in place, and in time as far as anybody said one.
    models.Index("cell8", Coalesce("happened_hour", "received_at"), name="reports_report_near"),
    models.Index(fields=["realm", "area", "id"], name="reports_report_area"),
    models.Index(
        fields=["reporter", "id"],
        name="reports_report_mine",
        condition=models.Q(reporter__isnull=False),
    ),
    models.Index(
        fields=["organisation", "id"],
        name="reports_report_organisation",
        condition=models.Q(organisation__isnull=False),
    ),
    models.Index(
        fields=["sent_to", "id"],
        name="reports_report_sent_to",
        condition=models.Q(sent_to__isnull=False),
    ),
]

CONSTRAINTS: list[models.BaseConstraint] = [
    models.CheckConstraint(
        condition=models.Q(status__in=[s.value for s in Status]),
        name="reports_report_status_known",
    ),
    models.CheckConstraint(
        condition=models.Q(category__in=[c.value for c in Category]),
        name="reports_report_category_known",
    ),
    models.CheckConstraint(
        condition=models.Q(identity__in=[i.value for i in Identity]),
        name="reports_report_identity_known",
    ),
    models.CheckConstraint(
        condition=models.Q(identity=Identity.NAMED.value) | models.Q(reporter__isnull=True),
        name="reports_report_only_named_has_reporter",
    ),
    models.CheckConstraint(
        condition=models.Q(
            identity=Identity.COUNTED.value,
            to_police=True,
            sent_to__isnull=True,
            status__in=[Status.COUNTED.value, Status.ERASED.value],
            queue_at__isnull=True,
            cell9__isnull=True,
            answers__isnull=True,
            pseudonym__isnull=True,
        )
        | (~models.Q(identity=Identity.COUNTED.value) & ~models.Q(status=Status.COUNTED.value)),
        name="reports_report_counted_holds_little",
    ),
    models.CheckConstraint(
        condition=models.Q(pseudonym__isnull=True) | ~models.Q(identity=Identity.ANONYMOUS.value),
        name="reports_report_pseudonym_has_its_rung",
    ),
    models.CheckConstraint(
        condition=models.Q(door__in=[d.value for d in EntryDoor]),
        name="reports_report_door_known",
    ),
    models.CheckConstraint(
        condition=models.Q(door=EntryDoor.PARTNER.value, organisation__isnull=False)
        | (~models.Q(door=EntryDoor.PARTNER.value) & models.Q(organisation__isnull=True)),
        name="reports_report_partner_has_organisation",
    ),
    models.CheckConstraint(
        condition=models.Q(to_police=True, status__in=_OF_POLICE)
        | models.Q(
            to_police=False,
            sent_to__isnull=False,
            queue_at__isnull=True,
            reporter__isnull=True,
            status__in=_ELSEWHERE,
            identity__in=sorted(rung.value for rung in NAMELESS),
        ),
        name="reports_report_elsewhere_is_no_police_matter",
    ),
    models.CheckConstraint(
        condition=models.Q(is_enhanced=False) | models.Q(is_victim=True),
        name="reports_report_enhanced_is_a_victim",
    ),
    models.CheckConstraint(
        condition=models.Q(tell_by__isnull=True) | models.Q(is_victim=True),
        name="reports_report_news_for_victims",
    ),
]
