"""Photographs on their way to people outside, for tests: asked for, proposed, reviewed, made."""

from datetime import datetime

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.core import clock
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.core.sandbox import Failure, SandboxFailed
from commonbeat.reports.actions import Owner, prepare_exhibits, take_file
from commonbeat.reports.actions.release_work import make_releases, propose_faces
from commonbeat.reports.actions.releasing import prepare_release, send_review
from commonbeat.reports.models import Exhibit, Identity, ReleaseReview, Report, SealedCopy
from commonbeat.reports.queries import exhibits, opened_copy
from commonbeat.reports.queries.releases import released_copy
from commonbeat.reports.rules import hour_band
from commonbeat.reports.rules.cleaning import Box
from commonbeat.reports.rules.evidence import CopyRole, ExhibitKind, ExhibitState
from commonbeat.reports.rules.release import BoxKind, FaceSearch, ReleaseBox, ReleaseState
from commonbeat.reports.tests.factories import make_receipt, make_report
from commonbeat.reports.tests.pictures import picture, saved

WHY = "For the poster in the window of the library"
A_FACE = ReleaseBox.found(Box(0.25, 0.25, 0.5, 0.5, 0.9))


def make_photo(data: bytes = b"", *, realm_id: int = LIVE_REALM_ID) -> Exhibit:
    """Return a photograph of a report, ready to be looked at."""
    data = data or saved(picture((300, 200)), "JPEG")
    receipt, now = make_receipt(), clock.now()
    owner = Owner.of_receipt(receipt, rung=Identity.ANONYMOUS, realm_id=realm_id)
    take_file(owner=owner, pieces=[data], size=len(data), now=now)
    report = make_report(receipt=receipt, realm_id=realm_id, now=now)
    prepare_exhibits(now=now)
    return exhibits(report)[0]


def make_bare_photo(*, realm_id: int = LIVE_REALM_ID) -> Exhibit:
    """Return a photograph whose rows are there and whose files are not: enough for its pages."""
    now = clock.now()
    exhibit = Exhibit.objects.create(
        realm_id=realm_id,
        report=make_report(realm_id=realm_id, now=now),
        state=ExhibitState.READY.value,
        kind=ExhibitKind.PHOTO.value,
        rung=Identity.ANONYMOUS.value,
        description="",
        size=1,
        kept_at=hour_band(now),
    )
    _bare_copy(exhibit, CopyRole.CLEAN)
    return exhibit


def make_bare_copy(*, realm_id: int = LIVE_REALM_ID) -> ReleaseReview:
    """Return a copy for release whose rows are there and whose file is not."""
    release = reviewed(make_open_release(make_bare_photo(realm_id=realm_id)))
    ReleaseReview.objects.filter(pk=release.pk).update(state=ReleaseState.READY.value)
    _bare_copy(release.exhibit, CopyRole.RELEASED, release=release)
    return ReleaseReview.objects.get(pk=release.pk)


def _bare_copy(exhibit: Exhibit, role: CopyRole, **fields: object) -> None:
    SealedCopy.objects.create(
        exhibit=exhibit,
        role=role.value,
        data_key="",
        media_type="image/jpeg",
        size=1,
        width=300,
        height=200,
        made_at=exhibit.kept_at,
        **fields,
    )


def make_asked_release(
    exhibit: Exhibit | None = None, *, user: User | None = None, realm_id: int = LIVE_REALM_ID
) -> ReleaseReview:
    """Return a copy for release that somebody asked for, of a supervisor unless said."""
    return prepare_release(
        exhibit=exhibit or make_photo(realm_id=realm_id),
        user=user or make_user(Role.SUPERVISOR),
        reason=WHY,
        now=clock.now(),
    )


def make_open_release(
    exhibit: Exhibit | None = None,
    *,
    faces: tuple[ReleaseBox, ...] = (),
    user: User | None = None,
    realm_id: int = LIVE_REALM_ID,
) -> ReleaseReview:
    """Return a copy for release that waits for its review, with these faces proposed."""
    release = make_asked_release(exhibit, user=user, realm_id=realm_id)
    ReleaseReview.objects.filter(pk=release.pk).update(
        state=ReleaseState.TO_REVIEW.value,
        face_search=FaceSearch.DONE.value,
        proposal=[*(face.told() for face in faces), *release.proposal],
    )
    release.refresh_from_db()
    return release


def looked_for_faces(release: ReleaseReview, *, now: datetime | None = None) -> ReleaseReview:
    """Let the worker look for faces in the sandbox."""
    propose_faces(now=now or clock.now())
    release.refresh_from_db()
    return release


def reviewed(
    release: ReleaseReview,
    *drawn: ReleaseBox,
    kept: tuple[int, ...] = (),
    user: User | None = None,
) -> ReleaseReview:
    """Send the review of a picture, of another supervisor unless said."""
    return send_review(
        release=release,
        user=user or make_user(Role.SUPERVISOR),
        kept=kept,
        drawn=drawn,
        has_looked=True,
        now=clock.now(),
    )


def made(release: ReleaseReview) -> ReleaseReview:
    """Let the worker make the copy in the sandbox."""
    make_releases(now=clock.now())
    return ReleaseReview.objects.get(pk=release.pk)


def bytes_of_release(release: ReleaseReview) -> bytes:
    """Return what the copy for release holds."""
    copy = released_copy(release)
    assert copy is not None
    with opened_copy(copy) as reader:
        return reader.read()


def box(kind: BoxKind = BoxKind.PLATE, **sides: float) -> ReleaseBox:
    """Return a box that somebody drew, in the middle of the picture unless said."""
    return ReleaseBox.drawn(kind, **{"left": 25, "top": 25, "width": 50, "height": 50, **sides})


def report_of(exhibit: Exhibit) -> Report:
    """Return the report of a file that was sent with one."""
    assert exhibit.report is not None
    return exhibit.report


def die(*_args: object, **_facts: object) -> None:
    """Be a sandbox whose program dies."""
    raise SandboxFailed(Failure.DIED)
