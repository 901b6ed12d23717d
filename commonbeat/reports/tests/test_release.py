"""A picture is released after a person looked at all of it, and not before."""

from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.core import clock, sandbox
from commonbeat.core.errors import Conflict, NotAllowed
from commonbeat.reports.actions.release_work import make_releases, propose_faces
from commonbeat.reports.actions.releasing import (
    NobodyLooked,
    NotReleasable,
    discard_release,
    prepare_release,
    send_own_review,
    send_review,
)
from commonbeat.reports.models import Exhibit, ReleaseReview
from commonbeat.reports.rules.cleaning import Box, Fault, Unfit
from commonbeat.reports.rules.evidence import (
    CustodyEvent,
    ExhibitKind,
    ExhibitState,
    pause_after,
)
from commonbeat.reports.rules.release import (
    BoxKind,
    BoxSource,
    FaceSearch,
    ReleaseBox,
    ReleaseState,
)
from commonbeat.reports.tests.releases import (
    A_FACE,
    WHY,
    box,
    die,
    looked_for_faces,
    made,
    make_asked_release,
    make_open_release,
    make_photo,
    report_of,
    reviewed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def events(exhibit: Exhibit) -> list[str]:
    return [entry.event for entry in exhibit.custody.order_by("id")]


def refuse(fault: Fault) -> Any:
    def run(*_args: object, **_facts: object) -> None:
        raise Unfit(fault)

    return run


class TestPreparing:
    def test_asking_is_written_down_with_its_reason(self) -> None:
        user = make_user(Role.NEIGHBOURHOOD_OFFICER)
        release = make_asked_release(user=user)
        assert release.standing is ReleaseState.ASKED
        entry = release.exhibit.custody.get(event=CustodyEvent.RELEASE_ASKED.value)
        assert (entry.actor_id, entry.reason) == (user.actor.id, WHY)
        log = AuditEntry.objects.get(event="report.release-asked")
        assert log.subject == f"report:{report_of(release.exhibit).key}"

    @pytest.mark.parametrize(
        "role", sorted(set(Role) - {Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER})
    )
    def test_only_a_supervisor_or_a_neighbourhood_officer_releases(self, role: Role) -> None:
        exhibit, user = make_photo(), make_user(role)
        with pytest.raises(NotAllowed):
            prepare_release(exhibit=exhibit, user=user, reason=WHY, now=clock.now())
        release = make_open_release(exhibit)
        with pytest.raises(NotAllowed):
            reviewed(release, user=user)
        with pytest.raises(NotAllowed):
            discard_release(release=release, user=user, reason=WHY, now=clock.now())

    def test_two_people_who_ask_meet_in_one_copy(self) -> None:
        release = make_asked_release()
        assert make_asked_release(release.exhibit) == release
        assert release.exhibit.releases.count() == 1

    @pytest.mark.parametrize("kind", [ExhibitKind.VIDEO, ExhibitKind.SOUND, ExhibitKind.DOCUMENT])
    def test_only_photographs_are_released(self, kind: ExhibitKind) -> None:
        exhibit = make_photo()
        Exhibit.objects.filter(pk=exhibit.pk).update(kind=kind.value)
        exhibit.refresh_from_db()
        with pytest.raises(NotReleasable):
            make_asked_release(exhibit)

    def test_nothing_dangerous_is_released(self) -> None:
        exhibit = make_photo()
        Exhibit.objects.filter(pk=exhibit.pk).update(state=ExhibitState.QUARANTINED.value)
        exhibit.refresh_from_db()
        with pytest.raises(NotReleasable):
            make_asked_release(exhibit)


class TestProposing:
    def test_where_there_is_no_face_nothing_is_proposed_and_a_person_looks_all_the_same(
        self,
    ) -> None:
        release = looked_for_faces(make_asked_release())
        assert release.standing is ReleaseState.TO_REVIEW
        assert (release.search, release.proposed) == (FaceSearch.DONE, [])

    def test_a_site_without_the_part_for_faces_says_so(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        release = make_asked_release()
        monkeypatch.setattr(sandbox, "run", refuse(Fault.NOT_INSTALLED))
        release = looked_for_faces(release)
        assert release.standing is ReleaseState.TO_REVIEW
        assert release.search is FaceSearch.NOT_INSTALLED

    def test_a_search_that_dies_is_tried_twice_and_then_left_to_a_person(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        release, now = make_asked_release(), clock.now()
        monkeypatch.setattr(sandbox, "run", die)
        assert looked_for_faces(release, now=now).standing is ReleaseState.ASKED
        assert propose_faces(now=now) == 0, "it rests before it is tried again"
        after = looked_for_faces(release, now=now + 2 * pause_after(1))
        assert (after.standing, after.search) == (ReleaseState.TO_REVIEW, FaceSearch.FAILED)

    def test_what_was_drawn_for_the_copy_before_is_proposed_again(self) -> None:
        release = reviewed(make_open_release(faces=(A_FACE,)), box(), box(left=1), kept=(0,))
        again = looked_for_faces(make_asked_release(made(release).exhibit))
        assert [each.source for each in again.proposed] == [BoxSource.BEFORE] * 2


class TestReviewing:
    def test_a_review_keeps_every_box_and_who_looked(self) -> None:
        user = make_user(Role.SUPERVISOR)
        two = (A_FACE, ReleaseBox.found(Box(0, 0, 0.1, 0.1)))
        release = reviewed(make_open_release(faces=two), box(), kept=(1,), user=user)
        assert [each.kept for each in release.decided] == [False, True, True]
        assert [each.kind for each in release.decided][2] is BoxKind.PLATE
        assert release.reviewer_id == user.actor.id and release.reviewed_at is not None
        assert CustodyEvent.RELEASE_REVIEWED.value in events(release.exhibit)

    def test_where_the_boxes_lie_is_sealed(self) -> None:
        release = reviewed(make_open_release(faces=(A_FACE,)), box(left=33), kept=(0,))
        for name in ("proposal", "boxes", "reason"):
            field = ReleaseReview._meta.get_field(name)
            assert "Sealed" in type(field).__name__
        log = AuditEntry.objects.get(event="report.release-reviewed")
        assert "0.33" not in str(log.payload) and "0.25" not in str(log.payload)
        assert release.decided[1].x == pytest.approx(0.33)

    def test_nobody_releases_without_the_statement(self) -> None:
        release, user = make_open_release(), make_user(Role.SUPERVISOR)
        said: dict[str, Any] = {"kept": (), "drawn": (), "has_looked": False, "now": clock.now()}
        with pytest.raises(NobodyLooked):
            send_review(release=release, user=user, **said)
        with pytest.raises(NobodyLooked):
            send_own_review(release=release, user=user, reason=WHY, **said)
        release.refresh_from_db()
        assert release.standing is ReleaseState.TO_REVIEW

    def test_whoever_prepared_it_may_review_it_and_both_are_kept(self) -> None:
        user = make_user(Role.NEIGHBOURHOOD_OFFICER)
        release = reviewed(make_open_release(user=user), user=user)
        assert release.asker_id == release.reviewer_id == user.actor.id

    def test_the_second_of_two_reviewers_changes_nothing(self) -> None:
        release = make_open_release()
        late = ReleaseReview.objects.get(pk=release.pk)
        first = reviewed(release, box(left=1))
        with pytest.raises(Conflict):
            reviewed(late, box(left=2))
        release.refresh_from_db()
        assert release.reviewer_id == first.reviewer_id
        assert [each.x for each in release.decided] == pytest.approx([0.01])

    def test_the_second_may_make_another_copy_with_their_own_boxes(self) -> None:
        release = reviewed(make_open_release(faces=(A_FACE,)), box(left=1))
        user = make_user(Role.SUPERVISOR)
        own = send_own_review(
            release=release,
            user=user,
            kept=(0,),
            drawn=[box(left=2)],
            has_looked=True,
            reason="I saw a second plate",
            now=clock.now(),
        )
        assert own != release and own.standing is ReleaseState.REVIEWED
        assert [each.kept for each in own.decided] == [True, True]
        make_releases(now=clock.now())
        assert {each.state for each in ReleaseReview.objects.all()} == {ReleaseState.READY.value}

    def test_another_copy_is_no_way_round_the_review_that_is_open(self) -> None:
        release = make_open_release()
        with pytest.raises(NotReleasable):
            send_own_review(
                release=release,
                user=make_user(Role.SUPERVISOR),
                kept=(),
                drawn=(),
                has_looked=True,
                reason=WHY,
                now=clock.now(),
            )
