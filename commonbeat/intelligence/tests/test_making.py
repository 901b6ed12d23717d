"""Making intelligence: a record of its own, and nothing of a report comes along by itself."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from commonbeat.audit.models import AuditEntry
from commonbeat.core import clock
from commonbeat.core.actors import SYSTEM
from commonbeat.intelligence import actions, rules
from commonbeat.intelligence.models import Grading, IntelligenceReport, Item, SourceDetail, Subject
from commonbeat.intelligence.queries import current_grading, intelligence_by_reference, items_of
from commonbeat.intelligence.rules import Marking, PersonRole, State, Statement
from commonbeat.intelligence.tests.factories import (
    MORE,
    SOURCE,
    WHY,
    WORDS,
    make_draft,
    make_officer,
    make_submitted,
    move,
)
from commonbeat.reports.actions import erase_report, withdraw_report
from commonbeat.reports.models import Identity, Report
from commonbeat.reports.rules import Contact, Reach
from commonbeat.reports.tests.factories import make_receipt, make_report

pytestmark = pytest.mark.django_db


class TestMaking:
    def test_it_has_a_reference_of_its_own_and_is_found_by_it(self) -> None:
        made = make_draft()
        assert made.reference == f"IR-{made.made_at:%y}-{made.pk:06d}"
        found = intelligence_by_reference(
            realm_id=made.realm_id, reference=made.reference.lower(), reader=make_officer()
        )
        assert found == made

    def test_nothing_of_a_report_is_copied_and_the_report_never_knows(self) -> None:
        report = make_report(description="Canary sentence of the reporter about the blue door")
        before = {name: getattr(report, name) for name in ("version", "status", "queue_at")}
        made = make_draft(report=report)
        assert [item.words for item in items_of(made)] == [WORDS]
        report.refresh_from_db()
        assert {name: getattr(report, name) for name in before} == before
        assert not any("intelligence" in str(r) for r in Report._meta.related_objects)
        assert not AuditEntry.objects.filter(
            subject=f"report:{report.key}", event__startswith="intelligence"
        )

    def test_words_and_source_are_sealed_in_tables_apart(self) -> None:
        made = make_draft()
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM intelligence_intelligencereport")
            assert SOURCE not in str(cursor.fetchall())
            cursor.execute("SELECT words FROM intelligence_sourcedetail")
            assert SOURCE.encode() not in bytes(cursor.fetchone()[0])
            cursor.execute("SELECT words FROM intelligence_item")
            assert WORDS.encode() not in bytes(cursor.fetchone()[0])
        assert SourceDetail.objects.get(report=made).words == SOURCE

    @pytest.mark.parametrize("marking", [Marking.SECRET, Marking.TOP_SECRET])
    def test_what_is_marked_higher_is_refused_and_told_where_it_belongs(
        self, marking: Marking
    ) -> None:
        with pytest.raises(actions.MarkedTooHigh, match=r"OFFICIAL only.*confidential unit"):
            make_draft(marking=marking)
        assert not IntelligenceReport.objects.exists()
        assert not Item.objects.exists()

    def test_the_caveat_is_kept(self) -> None:
        assert make_draft(marking=Marking.OFFICIAL_SENSITIVE).marking == "OFFICIAL-SENSITIVE"
        assert make_draft().marking == "OFFICIAL"

    def test_it_is_reviewed_six_years_later(self) -> None:
        made = make_draft()
        assert made.review_on.year == made.made_at.year + 6
        assert rules.review_day(date(2028, 2, 29)) == date(2034, 3, 1)

    def test_another_realm_does_not_find_it(self) -> None:
        made = make_draft()
        found = intelligence_by_reference(
            realm_id=999, reference=made.reference, reader=make_officer()
        )
        assert found is None


class TestFirstGrades:
    @pytest.mark.parametrize("rung", [Identity.ANONYMOUS, Identity.PSEUDONYM])
    def test_what_somebody_without_a_name_told_begins_untested_and_unknown(
        self, rung: Identity
    ) -> None:
        name = "Madeup" if rung is Identity.PSEUDONYM else ""
        made = make_draft(report=make_report(identity=rung, pseudonym=name))
        [item] = items_of(made)
        grading = current_grading(item)
        assert grading is not None and grading.is_default
        assert (grading.source, grading.information, grading.handling) == ("2", "D", "")

    def test_what_comes_from_nothing_or_a_known_person_begins_without_a_grade(self) -> None:
        contact = Contact("Ann Example", how=Reach.EMAIL, address="ann@home.example")
        known = make_report(identity=Identity.NAMED, contact=contact)
        for made in (make_draft(), make_draft(report=known)):
            [item] = items_of(made)
            assert current_grading(item) is None


class TestItems:
    def test_items_are_added_and_reworded_while_it_is_written(self) -> None:
        officer = make_officer()
        made = make_draft(officer)
        words = actions.ItemWords("He has moved it to the shed since", Statement.OPINION)
        [item] = items_of(made)
        item.report = made
        actions.reword_item(
            item=item, words=words, user=officer, expected=made.version, now=clock.now()
        )
        made.refresh_from_db()
        assert [(i.words, i.statement) for i in items_of(made)] == [(words.words, "opinion")]

    def test_none_is_added_once_it_was_handed_in(self) -> None:
        officer = make_officer()
        made = make_submitted(officer)
        words = actions.ItemWords(MORE, Statement.FACT)
        with pytest.raises(actions.NotNow):
            actions.add_item(
                report=made, item=words, user=officer, expected=made.version, now=clock.now()
            )
        move(made, State.RETURNED, officer)
        actions.add_item(
            report=made, item=words, user=officer, expected=made.version, now=clock.now()
        )

    def test_who_is_named_in_it_is_told_apart_by_role(self) -> None:
        officer = make_officer()
        made = make_draft(officer)
        [item] = items_of(made)
        item.report = made
        actions.name_subject(
            item=item,
            name="Rick Canary",
            role=PersonRole.SUSPECT,
            user=officer,
            expected=made.version,
            now=clock.now(),
        )
        assert [(s.name, s.role) for s in Subject.objects.all()] == [("Rick Canary", "suspect")]
        assert not any("Rick" in str(entry.payload) for entry in AuditEntry.objects.all())
        with pytest.raises(IntegrityError), transaction.atomic():
            Subject.objects.update(role="nobody")

    def test_somebody_else_who_changed_it_first_is_noticed(self) -> None:
        officer = make_officer()
        made = make_draft(officer)
        old = made.version
        words = actions.ItemWords(MORE, Statement.FACT)
        actions.add_item(report=made, item=words, user=officer, expected=old, now=clock.now())
        with pytest.raises(actions.Changed):
            actions.add_item(report=made, item=words, user=officer, expected=old, now=clock.now())
        assert Item.objects.count() == 2


def check_no_way_back() -> None:
    """Erase a report of somebody without a name; nothing of the record leads to it."""
    receipt = make_receipt()
    report = make_report(receipt=receipt, now=clock.now())
    made = make_draft(report=report, source=SOURCE)
    withdraw_report(report=report, now=clock.now())
    report.refresh_from_db()
    erase_report(report=report, actor=SYSTEM, expected_version=report.version, now=clock.now())
    made.refresh_from_db()
    assert made.report is None
    assert not SourceDetail.objects.exists()
    assert [item.words for item in items_of(made)] == [WORDS], "a record of its own stays"
    held = str([list(model.objects.values()) for model in (IntelligenceReport, Item, Grading)])
    assert receipt not in held and report.reference not in held and report.key not in held


class TestErasingTheReport:
    def test_what_is_known_stays_and_no_way_leads_back(self) -> None:
        check_no_way_back()

    def test_sabotage_a_link_that_stays_is_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(actions, "forget_original", lambda *, report: 0)
        with pytest.raises(AssertionError):
            check_no_way_back()

    def test_the_reason_for_which_it_was_read_goes_with_it(self) -> None:
        report = make_report(now=clock.now())
        officer = make_officer()
        actions.read_original(report=report, user=officer, reason=WHY, now=clock.now())
        entry = AuditEntry.objects.get(event="intelligence.original-read")
        assert entry.payload["reason"] == WHY
        withdraw_report(report=report, now=clock.now())
        report.refresh_from_db()
        erase_report(report=report, actor=SYSTEM, expected_version=report.version, now=clock.now())
        entry.refresh_from_db()
        assert entry.payload is None


def check_no_receipt_is_kept() -> None:
    receipt = make_receipt()
    while not any(sign.isdigit() for sign in receipt):
        receipt = make_receipt()
    grouped = " ".join(receipt[at : at + 4] for at in range(0, 24, 4))
    for code in (receipt, grouped, grouped.lower().replace(" ", "-")):
        with pytest.raises(actions.ReceiptInside):
            make_draft(words=f"They wrote {code} here")
        with pytest.raises(actions.ReceiptInside):
            make_draft(source=f"Receipt {code}")


class TestReceipts:
    def test_words_that_hold_one_are_refused(self) -> None:
        check_no_receipt_is_kept()

    def test_sabotage_a_record_that_takes_one_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rules, "holds_receipt", lambda text: False)
        with pytest.raises(pytest.fail.Exception):
            check_no_receipt_is_kept()

    def test_words_and_telephones_are_none(self) -> None:
        for text in ("The man in the grey coat went home at nine with some bags", "07700 900123"):
            assert not rules.holds_receipt(text)
