"""One event, many reports: joining, taking out, merging and undoing lose nothing."""

from datetime import timedelta
from typing import Any

import pytest

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.audit.rules import Kind
from commonbeat.casework.actions import (
    Description,
    NotNow,
    ReasonMissing,
    StaleIncident,
    WordsMissing,
    add_note,
    describe_incident,
    make_incident,
    merge_incidents,
    move_incident,
    take_charge,
    take_out,
    undo_merge,
)
from commonbeat.casework.models import Immutable, Incident, IncidentEntry, IncidentReport
from commonbeat.casework.queries import incident_entries, incident_links, voices
from commonbeat.casework.queries import incident_of as where
from commonbeat.casework.rules import DecisionKind, IncidentState, Outcome, RecordedAs, Voices
from commonbeat.casework.tests.factories import make_decision
from commonbeat.casework.tests.incidents import EAST, WHY, incident_of, make_near, put_in
from commonbeat.core.actors import SYSTEM
from commonbeat.core.errors import NotAllowed
from commonbeat.places.tests.factories import make_areas
from commonbeat.reports.actions import erase_report, withdraw_report
from commonbeat.reports.models import Category, EntryDoor, Report
from commonbeat.reports.rules import When
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=3)


@pytest.fixture
def officer() -> User:
    return make_user(Role.TRIAGE_OPERATOR)


def told_by(incident: Incident) -> list[Report]:
    return [link.report for link in incident_links(incident)]


def merged(officer: User) -> tuple[Incident, Incident]:
    """Return two incidents of one report each, the younger merged into the older."""
    older, younger = incident_of(), incident_of()
    merge_incidents(
        one=younger, other=older, expected_versions=_versions(younger, older), reason=WHY,
        user=officer, now=LATER,
    )  # fmt: skip
    for row in (older, younger):
        row.refresh_from_db()
    return older, younger


def _versions(*rows: Incident) -> tuple[int, int]:
    for row in rows:
        row.refresh_from_db()
    return rows[0].version, rows[1].version


def undo(incident: Incident, officer: User) -> None:
    incident.refresh_from_db()
    undo_merge(
        incident=incident, expected_version=incident.version, reason=WHY, user=officer, now=LATER
    )


class TestJoining:
    def test_an_incident_has_a_reference_a_title_of_staff_and_a_log(self, officer: User) -> None:
        reports = [make_report(), make_report()]
        incident = incident_of(*reports, user=officer)
        assert incident.reference == f"IN-26-{incident.pk:06d}"
        assert incident.title not in {report.description for report in reports}
        assert told_by(incident) == reports
        kinds = [entry.kind for entry in incident_entries(incident)]
        assert kinds == ["linked", "linked", "made"]

    def test_every_report_that_is_joined_is_combined_in_the_log_of_the_law(self) -> None:
        report = make_report()
        incident = incident_of(report)
        entry = AuditEntry.objects.get(event="incident.linked")
        assert entry.kind == Kind.COMBINATION
        assert entry.subject == f"report:{report.key}"
        assert entry.payload["reason"] == WHY
        assert entry.payload["details"] == {"incident": incident.key}

    def test_place_and_hours_follow_from_the_reports(self, officer: User) -> None:
        make_areas()
        early = make_near(happened_from=NOON - timedelta(hours=5), when=When.EXACT)
        late = make_near(happened_from=NOON - timedelta(hours=2), when=When.EXACT, at=EAST)
        incident = incident_of(early)
        assert (incident.cell9, incident.area_id) == (None, None), "the row at hand is older"
        incident.refresh_from_db()
        assert (incident.cell8, incident.cell9) == (early.cell8, early.cell9)
        link = put_in(incident, late)
        incident.refresh_from_db()
        assert (incident.from_hour, incident.to_hour) == (early.happened_hour, late.happened_hour)
        take_out(link=link, reason=WHY, user=officer, now=LATER)
        incident.refresh_from_db()
        assert incident.to_hour == early.happened_hour

    def test_a_report_is_in_one_incident_and_the_second_person_hears_of_it(self) -> None:
        report = make_report()
        first, second = incident_of(report), incident_of()
        with pytest.raises(StaleIncident, match="already"):
            put_in(second, report)
        assert where(report, reader=make_user()) == first
        assert IncidentReport.objects.filter(report=report).count() == 1

    def test_sabotage_a_table_that_forgets_that_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch, officer: User
    ) -> None:
        """Without the constraint the same report would be in two."""
        report = make_report()
        incident_of(report)
        other = incident_of()
        from commonbeat.casework.actions import incidents as module

        def careless(incident: Incident, told: Report, user: User, **fields: object) -> object:
            IncidentReport.objects.filter(report=told).update(taken_out_at=NOON)
            return _new_link(incident, told, user, **fields)  # type: ignore[arg-type]

        _new_link = module.new_link
        monkeypatch.setattr(module, "new_link", careless)
        with pytest.raises(pytest.fail.Exception), pytest.raises(StaleIncident):
            put_in(other, report, officer)

    def test_nothing_is_joined_without_a_reason_a_title_and_leave(self, officer: User) -> None:
        report = make_report()
        with pytest.raises(ReasonMissing):
            make_incident(reports=[report], title="A title", reason="so", user=officer, now=LATER)
        with pytest.raises(WordsMissing):
            make_incident(reports=[report], title="  ", reason=WHY, user=officer, now=LATER)
        for role in set(Role) - {
            *(Role.TRIAGE_OPERATOR, Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER)
        }:
            with pytest.raises(NotAllowed):
                incident_of(report, user=make_user(role))
        assert not Incident.objects.exists()

    def test_what_was_taken_back_is_not_joined_with_anything(self) -> None:
        report = withdraw_report(report=make_report(), now=NOON)
        with pytest.raises(NotNow):
            incident_of(report)
        assert not Incident.objects.exists()

    def test_a_link_that_was_taken_out_stays_as_a_row_with_its_reason(self, officer: User) -> None:
        report = make_report()
        incident = incident_of(report)
        link = incident_links(incident)[0]
        take_out(link=link, reason="Another street, another evening", user=officer, now=LATER)
        link.refresh_from_db()
        assert link.taken_out_at == LATER
        assert link.why_taken_out == "Another street, another evening"
        assert told_by(incident) == []
        again = put_in(incident, report)
        assert told_by(incident) == [report] and again.pk != link.pk
        with pytest.raises(StaleIncident):
            take_out(link=link, reason=WHY, user=officer, now=LATER)

    def test_a_line_of_the_log_never_changes(self) -> None:
        incident_of()
        entry = IncidentEntry.objects.first()
        assert entry is not None
        with pytest.raises(Immutable):
            entry.save()
        with pytest.raises(Immutable):
            IncidentEntry.objects.update(words="something else")


class TestMerging:
    def test_the_younger_becomes_part_of_the_older_and_both_logs_stay(self, officer: User) -> None:
        older, younger = merged(officer)
        assert younger.standing is IncidentState.MERGED
        assert younger.merged_into == older
        assert len(told_by(older)) == 2
        assert told_by(younger) == []
        assert [entry.kind for entry in incident_entries(younger)] == ["merged", "linked", "made"]
        assert IncidentReport.objects.filter(incident=younger).count() == 1, "its row is there"
        assert AuditEntry.objects.get(event="incident.merged").kind == Kind.COMBINATION

    def test_undoing_it_brings_back_what_came_along(self, officer: User) -> None:
        older, younger = incident_of(), incident_of()
        mine, theirs = told_by(older), told_by(younger)
        merge_incidents(
            one=older, other=younger, expected_versions=_versions(older, younger), reason=WHY,
            user=officer, now=LATER,
        )  # fmt: skip
        undo(younger, officer)
        younger.refresh_from_db()
        assert younger.standing is IncidentState.OPEN and younger.merged_into is None
        assert (told_by(older), told_by(younger)) == (mine, theirs)

    def test_what_was_taken_out_since_stays_out(self, officer: User) -> None:
        older, younger = merged(officer)
        came = next(link for link in incident_links(older) if link.came_from)
        take_out(link=came, reason=WHY, user=officer, now=LATER)
        undo(younger, officer)
        assert told_by(younger) == []
        assert where(came.report, reader=officer) is None

    def test_a_chain_of_merges_is_undone_from_its_end(self, officer: User) -> None:
        oldest = incident_of()
        older, younger = merged(officer)
        merge_incidents(
            one=oldest, other=older, expected_versions=_versions(oldest, older), reason=WHY,
            user=officer, now=LATER,
        )  # fmt: skip
        assert len(told_by(oldest)) == 3
        with pytest.raises(NotNow):
            undo(younger, officer)
        undo(older, officer)
        undo(younger, officer)
        assert [len(told_by(each)) for each in (oldest, older, younger)] == [1, 1, 1]

    def test_nobody_merges_what_changed_meanwhile(self, officer: User) -> None:
        older, younger = incident_of(), incident_of()
        seen = _versions(older, younger)
        put_in(younger, make_report())
        with pytest.raises(StaleIncident):
            merge_incidents(
                one=older, other=younger, expected_versions=seen, reason=WHY, user=officer,
                now=LATER,
            )  # fmt: skip
        assert len(told_by(older)) == 1
        assert not IncidentEntry.objects.filter(kind="merged").exists()

    def test_an_incident_is_not_merged_with_itself(self, officer: User) -> None:
        incident = incident_of()
        with pytest.raises(NotNow):
            merge_incidents(
                one=incident, other=incident, expected_versions=(2, 2), reason=WHY, user=officer,
                now=LATER,
            )  # fmt: skip


class TestStates:
    def test_whoever_takes_charge_sets_it_under_way(self, officer: User) -> None:
        incident = incident_of()
        incident.refresh_from_db()
        take_charge(
            incident=incident, expected_version=incident.version, reason=WHY, user=officer,
            now=LATER,
        )  # fmt: skip
        incident.refresh_from_db()
        assert (incident.standing, incident.officer) == (IncidentState.UNDER_WAY, officer)

    def test_it_is_resolved_and_opened_again(self, officer: User) -> None:
        incident = incident_of()
        for after in (IncidentState.RESOLVED, IncidentState.UNDER_WAY):
            incident.refresh_from_db()
            move_incident(
                incident=incident, after=after, expected_version=incident.version, reason=WHY,
                user=officer, now=LATER,
            )  # fmt: skip
        incident.refresh_from_db()
        assert incident.standing is IncidentState.UNDER_WAY

    @pytest.mark.parametrize("after", [IncidentState.CLOSED, IncidentState.MERGED])
    def test_no_short_cut_closes_or_merges_it(self, officer: User, after: IncidentState) -> None:
        incident = incident_of()
        incident.refresh_from_db()
        with pytest.raises(NotNow):
            move_incident(
                incident=incident, after=after, expected_version=incident.version, reason=WHY,
                user=officer, now=LATER,
            )  # fmt: skip

    def test_the_number_of_our_records_is_kept_in_sight(self, officer: User) -> None:
        incident = incident_of()
        incident.refresh_from_db()
        says = Description("Two break-ins", Category.BURGLARY, RecordedAs.CRIME, "04/12345/26")
        facts: dict[str, Any] = {
            "incident": incident,
            "description": says,
            "reason": WHY,
            "user": officer,
        }
        describe_incident(expected_version=incident.version, now=LATER, **facts)
        stale = incident.version
        incident.refresh_from_db()
        assert (incident.crime_number, incident.recorded_as) == ("04/12345/26", "crime")
        with pytest.raises(StaleIncident):
            describe_incident(expected_version=stale, now=LATER, **facts)

    def test_a_note_goes_in_whatever_others_do(self, officer: User) -> None:
        incident = incident_of()
        add_note(incident=incident, words="Asked the shop for its camera", user=officer, now=LATER)
        assert incident_entries(incident)[0].words == "Asked the shop for its camera"


class TestVoices:
    def test_one_account_counts_once_and_a_hoax_not_at_all(self, officer: User) -> None:
        resident = make_user(Role.RESIDENT)
        hoax = make_report(reporter=make_user(Role.RESIDENT))
        reports = [make_report(reporter=resident), make_report(reporter=resident), hoax]
        make_decision(hoax, DecisionKind.FILE, user=officer, outcome=Outcome.NOT_MEANT)
        found = voices(incident_links(incident_of(*reports)))
        assert (found.voices, found.may_be_same) == (Voices.ONE, False)

    def test_nobody_without_a_name_is_looked_behind(self) -> None:
        found = voices(incident_links(incident_of(make_report(), make_report())))
        assert (found.voices, found.may_be_same) == (Voices.FEW, True)

    def test_two_letters_of_one_address_count_once(self) -> None:
        from commonbeat.reports.models import Correspondent
        from commonbeat.reports.queries import contact_digests

        letters = [make_report(door=EntryDoor.EMAIL) for _ in range(2)]
        for letter in letters:
            Correspondent.objects.create(
                report=letter, contact="ann@people.example",
                contact_digest=contact_digests("ann@people.example")[0],
            )  # fmt: skip
        found = voices(incident_links(incident_of(*letters)))
        assert (found.voices, found.may_be_same) == (Voices.ONE, False)


SECRET = "the tenant of number nine"


def what_is_left() -> list[str]:
    """Return where words about an erased report still stand in the tables of incidents."""
    left = []
    for model in (Incident, IncidentReport, IncidentEntry):
        for row in model._default_manager.all():
            for field in model._meta.concrete_fields:
                if SECRET in str(getattr(row, field.attname)):
                    left.append(f"{model.__name__}.{field.name}")
    return sorted(set(left))


def erased_from(incident: Incident, report: Report, officer: User) -> None:
    make_decision(report, DecisionKind.CLOSE, user=officer)
    erase_report(report=report, actor=SYSTEM, expected_version=report.version, now=LATER)


class TestErasing:
    def test_what_was_written_about_a_report_goes_with_it(self, officer: User) -> None:
        make_areas()
        report, other = make_near(), make_near(at=EAST)
        incident = incident_of(report, reason=f"It names {SECRET}", user=officer)
        put_in(incident, other)
        erased_from(incident, report, officer)
        assert what_is_left() == []
        assert told_by(incident) == [other]
        incident.refresh_from_db()
        assert incident.cell9 == other.cell9, "it lies where the report that is left does"
        assert incident.title

    def test_with_the_last_report_the_words_of_the_incident_go(self, officer: User) -> None:
        make_areas()
        report = make_near()
        incident = incident_of(report, title=f"About {SECRET}", user=officer)
        add_note(incident=incident, words=f"Spoke with {SECRET}", user=officer, now=LATER)
        erased_from(incident, report, officer)
        assert what_is_left() == []
        incident.refresh_from_db()
        assert (incident.title, incident.cell8, incident.from_hour) == ("", None, None)
        entries = AuditEntry.objects.filter(subject=f"incident:{incident.key}")
        assert all(entry.payload is None for entry in entries)

    def test_sabotage_words_that_stay_are_found(
        self, officer: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from commonbeat.casework import actions

        monkeypatch.setattr(actions, "forget_in_incidents", lambda **_facts: None)
        report = make_report()
        incident = incident_of(report, title=f"About {SECRET}", user=officer)
        erased_from(incident, report, officer)
        assert what_is_left() == ["Incident.title"]
