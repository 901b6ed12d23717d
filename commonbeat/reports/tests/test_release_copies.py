"""What is released hides every box that a person kept, and leaves nothing behind."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from PIL import Image
from pytest_django import Settings

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.core import clock, sandbox
from commonbeat.core.actors import SYSTEM
from commonbeat.core.errors import Conflict
from commonbeat.reports.actions import erase_report, release_work
from commonbeat.reports.actions.release_work import make_releases
from commonbeat.reports.actions.releasing import (
    NobodyLooked,
    discard_release,
)
from commonbeat.reports.models import Exhibit, ReleaseReview, Report, SealedCopy, Status
from commonbeat.reports.queries import copy_of
from commonbeat.reports.queries.releases import releases
from commonbeat.reports.rules.cleaning import DERIVE, Box, hide_task, read_boxes
from commonbeat.reports.rules.evidence import (
    MOST_TRIES,
    CopyRole,
    CustodyEvent,
    pause_after,
)
from commonbeat.reports.rules.release import (
    WORK_CLAIM,
    ReleaseState,
)
from commonbeat.reports.tests.cleaning.caged import derived
from commonbeat.reports.tests.cleaning.test_copies import FACE, check_unknowable, stripes
from commonbeat.reports.tests.evidence import files, orphans
from commonbeat.reports.tests.pictures import check_nothing_hidden, exif, saved
from commonbeat.reports.tests.releases import (
    A_FACE,
    WHY,
    box,
    bytes_of_release,
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


def striped() -> Exhibit:
    """Return a photograph of which every dot differs from its neighbours."""
    return make_photo(saved(stripes(), "JPEG", quality=95))


def events(exhibit: Exhibit) -> list[str]:
    return [entry.event for entry in exhibit.custody.order_by("id")]


class TestMaking:
    def test_the_copy_hides_what_the_reviewer_kept_and_drew(self) -> None:
        release = made(reviewed(make_open_release(striped(), faces=(A_FACE,)), kept=(0,)))
        assert release.standing is ReleaseState.READY
        check_unknowable(bytes_of_release(release))
        drawn = made(reviewed(make_open_release(striped()), box()))
        check_unknowable(bytes_of_release(drawn))

    def test_what_the_reviewer_dropped_stays_to_be_seen(self) -> None:
        release = made(reviewed(make_open_release(striped(), faces=(A_FACE,)), kept=()))
        with pytest.raises(AssertionError):
            check_unknowable(bytes_of_release(release))

    def test_sabotage_a_release_that_forgets_the_boxes_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(release_work, "hidden_by", lambda _boxes: [])
        release = made(reviewed(make_open_release(striped(), faces=(A_FACE,)), kept=(0,)))
        assert release.standing is ReleaseState.READY
        with pytest.raises(AssertionError):
            check_unknowable(bytes_of_release(release))

    def test_what_was_made_is_in_the_custody_record_with_its_digest(self) -> None:
        release = made(reviewed(make_open_release()))
        entry = release.exhibit.custody.get(event=CustodyEvent.RELEASE_MADE.value)
        assert entry.sha256 == release.copy.sha256 and entry.actor_id == SYSTEM.id
        assert release.copy.role == CopyRole.RELEASED.value
        check_nothing_hidden(bytes_of_release(release))

    def test_nothing_is_made_before_the_review(self) -> None:
        make_open_release()
        make_asked_release()
        assert make_releases(now=clock.now()) == 0
        assert not SealedCopy.objects.filter(role=CopyRole.RELEASED.value).exists()

    def test_sabotage_a_worker_that_does_not_wait_for_the_review_is_stopped(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        release = make_open_release()
        monkeypatch.setattr(release_work, "_MADE_IN", ReleaseState.TO_REVIEW)
        with pytest.raises(NobodyLooked):
            make_releases(now=clock.now())
        ReleaseReview.objects.update(claimed_until=None)
        monkeypatch.setattr(release_work, "may_be_made", lambda *_args, **_facts: True)
        with pytest.raises(IntegrityError), transaction.atomic():
            make_releases(now=clock.now())
        release.refresh_from_db()
        assert release.standing is ReleaseState.TO_REVIEW
        assert not SealedCopy.objects.filter(role=CopyRole.RELEASED.value).exists()

    def test_the_database_takes_no_copy_for_release_without_a_review(self) -> None:
        clean = copy_of(make_photo(), CopyRole.CLEAN)
        assert clean is not None
        with pytest.raises(IntegrityError), transaction.atomic():
            SealedCopy.objects.filter(pk=clean.pk).update(role=CopyRole.RELEASED.value)

    def test_a_copy_that_cannot_be_made_is_tried_five_times_and_then_said_so(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        release, now = reviewed(make_open_release()), clock.now()
        monkeypatch.setattr(sandbox, "run", die)
        tried = 0
        for _again in range(MOST_TRIES + 2):
            tried += make_releases(now=now)
            now += 2 * pause_after(MOST_TRIES)
        release.refresh_from_db()
        assert (tried, release.standing) == (MOST_TRIES, ReleaseState.FAILED)
        assert CustodyEvent.RELEASE_FAILED.value in events(release.exhibit)
        assert orphans() == set()

    def test_a_worker_that_died_holds_nothing_up(self) -> None:
        release = reviewed(make_open_release())
        now = clock.now()
        claimed = next(release_work._claimed(ReleaseState.REVIEWED, now=now))
        assert claimed == release and make_releases(now=now) == 0
        assert make_releases(now=now + 2 * WORK_CLAIM) == 1


class TestAfterwards:
    def test_a_discarded_copy_is_off_the_disk_and_stays_known(
        self, django_capture_on_commit_callbacks: Any
    ) -> None:
        before = len(files())
        release = made(reviewed(make_open_release(), box()))
        name = release.copy.key
        assert name in {path.name for path in files()}
        user = make_user(Role.SUPERVISOR)
        with django_capture_on_commit_callbacks(execute=True):
            discard_release(release=release, user=user, reason="A face was missed", now=clock.now())
        release.refresh_from_db()
        assert release.standing is ReleaseState.DISCARDED and len(release.decided) == 1
        assert name not in {path.name for path in files()}
        assert len(files()) > before, "the photograph itself stays"
        entry = release.exhibit.custody.get(event=CustodyEvent.RELEASE_DISCARDED.value)
        assert (entry.reason, len(entry.sha256)) == ("A face was missed", 64)

    def test_what_is_being_made_cannot_be_discarded_half_way(self) -> None:
        release = reviewed(make_open_release())
        with pytest.raises(Conflict):
            discard_release(
                release=release, user=make_user(Role.SUPERVISOR), reason=WHY, now=clock.now()
            )

    def test_earlier_copies_stay_in_the_list_below_the_newest(self) -> None:
        exhibit = make_photo()
        first = made(reviewed(make_open_release(exhibit)))
        second = made(reviewed(make_open_release(exhibit), box()))
        assert releases(report_of(exhibit))[exhibit.pk] == [second, first]
        assert SealedCopy.objects.filter(role=CopyRole.RELEASED.value).count() == 2

    def test_erasing_a_report_takes_its_copies_for_release_along(self) -> None:
        exhibit = made(reviewed(make_open_release(), box())).exhibit
        make_open_release(exhibit)
        report = report_of(exhibit)
        Report.objects.filter(pk=report.pk).update(status=Status.RESOLVED.value)
        report.refresh_from_db()
        erase_report(report=report, actor=SYSTEM, expected_version=report.version, now=clock.now())
        assert not ReleaseReview.objects.exists() and not SealedCopy.objects.exists()


def faces_in(data: bytes) -> list[Box]:
    return derived(DERIVE, data, {"deed": "faces"}, read=read_boxes)[0]


def turned_face() -> bytes:
    """Return the photograph of a face as a telephone held sideways sends it, place and all."""
    with Image.open(io.BytesIO(FACE.read_bytes())) as face:
        return saved(face.convert("RGB").rotate(90, expand=True), "JPEG", exif=exif(6))


@pytest.mark.acceptance
@pytest.mark.skipif(not FACE.is_file(), reason=f"the photograph of a face is not there: {FACE}")
class TestRealFace:
    def released(self, user: User) -> ReleaseReview:
        """Bring a real photograph the whole way, with every face that was proposed kept."""
        release = looked_for_faces(make_asked_release(make_photo(turned_face()), user=user))
        assert len(release.proposed) == 1
        return made(reviewed(release, kept=(0,), user=user))

    def test_no_face_is_found_in_what_is_released(self) -> None:
        release = self.released(make_user(Role.NEIGHBOURHOOD_OFFICER))
        face = release.proposed[0]
        assert 0.3 < face.x < 0.4 and 0.05 < face.y < 0.2, "found where it is, upright"
        copy = bytes_of_release(release)
        assert faces_in(copy) == []
        check_nothing_hidden(copy)
        with Image.open(FACE) as before, Image.open(io.BytesIO(copy)) as after:
            assert after.size == before.size

    def test_sabotage_a_release_with_a_face_in_it_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(release_work, "hide_task", lambda _boxes: hide_task([]))
        copy = bytes_of_release(self.released(make_user(Role.NEIGHBOURHOOD_OFFICER)))
        assert len(faces_in(copy)) == 1
