"""The pages on which a picture is reviewed before it is released, with and without a script."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.audit.models import AuditEntry
from commonbeat.core import clock
from commonbeat.reports.models import Exhibit, ReleaseReview
from commonbeat.reports.queries import signed_address
from commonbeat.reports.rules.cleaning import Box
from commonbeat.reports.rules.evidence import CustodyEvent, ExhibitKind
from commonbeat.reports.rules.release import (
    MOST_DRAWN,
    BoxKind,
    FaceSearch,
    ReleaseBox,
    ReleaseState,
)
from commonbeat.reports.tests.releases import (
    WHY,
    box,
    bytes_of_release,
    made,
    make_bare_photo,
    make_open_release,
    make_photo,
    reviewed,
)

pytestmark = pytest.mark.django_db
FACES = (
    ReleaseBox.found(Box(0.25, 0.25, 0.5, 0.5, 0.9)),
    ReleaseBox.found(Box(0.1, 0, 0.1, 0.1, 0.4)),
)
PLATE = {"kind": "plate", "left": "60", "top": "70.5", "width": "12", "height": "4"}


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def officer(client: Client) -> User:
    officer = make_user(Role.NEIGHBOURHOOD_OFFICER)
    sign_in(client, officer)
    return officer


def to_review(*faces: ReleaseBox) -> ReleaseReview:
    return make_open_release(make_bare_photo(), faces=faces)


def page_of(release: ReleaseReview) -> str:
    return reverse("reports:release", args=[release.key])


def sent(*rows: dict[str, str], keep: tuple[int, ...] = (), **fields: str) -> dict[str, Any]:
    """Return what a browser sends of the form, with these boxes drawn in it."""
    data: dict[str, Any] = {
        "go": "send",
        "has_looked": "on",
        "keep": [str(place) for place in keep],
        "drawn-TOTAL_FORMS": str(len(rows)),
        "drawn-INITIAL_FORMS": "0",
        **fields,
    }
    for number, row in enumerate(rows):
        data |= {f"drawn-{number}-{name}": value for name, value in row.items()}
    return data


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def case_page(client: Client, exhibit: Exhibit) -> str:
    assert exhibit.report is not None
    answer = client.get(reverse("casework:report", args=[exhibit.report.reference]))
    return answer.content.decode()


class TestInTheCase:
    def test_an_officer_prepares_a_copy_and_says_why(self, client: Client, officer: User) -> None:
        exhibit = make_bare_photo()
        address = reverse("reports:prepare_release", args=[exhibit.key])
        assert f'action="{address}"' in case_page(client, exhibit)
        answer = client.post(address, {"reason": WHY})
        release = exhibit.releases.get()
        assert answer["Location"] == page_of(release)
        assert release.reason == WHY
        page = case_page(client, exhibit)
        assert "Looking for faces" in page and page_of(release) in page
        assert f'action="{address}"' not in page, "one at a time"

    @pytest.mark.parametrize("reason", ["", "x", "y" * 301])
    def test_nothing_is_prepared_without_a_reason(
        self, client: Client, officer: User, reason: str
    ) -> None:
        exhibit = make_bare_photo()
        address = reverse("reports:prepare_release", args=[exhibit.key])
        answer = client.post(address, {"reason": reason}, follow=True)
        assert answer.status_code == 200 and not exhibit.releases.exists()

    def test_of_films_it_says_plainly_that_they_are_not_released(
        self, client: Client, officer: User
    ) -> None:
        exhibit = make_bare_photo()
        Exhibit.objects.filter(pk=exhibit.pk).update(kind=ExhibitKind.VIDEO.value)
        page = case_page(client, exhibit)
        assert "No copies for release are made of films here" in page
        assert reverse("reports:prepare_release", args=[exhibit.key]) not in page

    def test_who_may_not_release_sees_how_it_stands_and_can_open_what_was_made(
        self, client: Client
    ) -> None:
        release = made(reviewed(make_open_release(make_photo()), box()))
        sign_in(client, make_user(Role.TRIAGE_OPERATOR))
        page = case_page(client, release.exhibit)
        assert release.copy.sha256[:12] in page
        assert f'href="{page_of(release)}"' not in page and "Prepare a copy for release" not in page
        take = reverse("reports:take_released", args=[release.key])
        seen = client.post(take, {"what": "look"}, follow=True)
        assert body(seen) == bytes_of_release(release)
        assert client.post(take, {"what": "released", "reason": WHY}).status_code == 404


class TestReview:
    def test_the_picture_is_shown_through_an_address_of_five_minutes(
        self, client: Client, officer: User
    ) -> None:
        release = make_open_release(make_photo(), faces=FACES)
        page = client.get(page_of(release)).content.decode()
        [address] = re.findall(r'<img class="cb-boxes__picture" src="([^"]+)"', page)
        answer = client.get(address)
        assert answer.status_code == 200 and answer["Content-Type"] == "image/jpeg"
        assert body(answer)
        look = release.exhibit.custody.get(event=CustodyEvent.VIEWED.value)
        assert look.actor_id == officer.actor.id

    def test_every_proposed_box_is_drawn_and_can_be_dropped(
        self, client: Client, officer: User
    ) -> None:
        page = client.get(page_of(to_review(*FACES))).content.decode()
        assert page.count('name="keep"') == 2
        assert 'x="25.00%" y="25.00%" width="50.00%" height="50.00%"' in page

    def test_a_review_is_sent_with_a_face_kept_one_dropped_and_a_plate_drawn(
        self, client: Client, officer: User
    ) -> None:
        release = to_review(*FACES)
        answer = client.post(page_of(release), sent(PLATE, keep=(0,)))
        assert answer.status_code == 302
        release.refresh_from_db()
        assert release.standing is ReleaseState.REVIEWED
        assert [each.kept for each in release.decided] == [True, False, True]
        plate = release.decided[2]
        assert plate.kind is BoxKind.PLATE and (plate.x, plate.y) == pytest.approx((0.6, 0.705))
        assert release.reviewer_id == officer.actor.id

    def test_without_the_statement_nothing_is_sent_and_nothing_drawn_is_lost(
        self, client: Client, officer: User
    ) -> None:
        release = to_review(*FACES)
        answer = client.post(page_of(release), sent(PLATE, keep=(1,), has_looked=""))
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "Look at the whole picture, then tick this." in page
        assert 'value="70.5"' in page
        assert re.search(r'value="1" id="id_keep_1" checked', page)
        assert not re.search(r'value="0" id="id_keep_0" checked', page)
        release.refresh_from_db()
        assert release.standing is ReleaseState.TO_REVIEW

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"left": "100"}, "outside the picture"),
            ({"left": "400"}, "less than or equal to 100"),
            ({"width": "0"}, "hides nothing"),
            ({"height": "-3"}, "greater than or equal to 0"),
            ({"top": ""}, "required"),
            ({"top": "nan"}, "Enter a number"),
            ({"top": "half"}, "Enter a number"),
            ({"kind": "cat"}, "Select a valid choice"),
        ],
    )
    def test_a_box_that_is_none_is_named_and_nothing_is_sent(
        self, client: Client, officer: User, change: dict[str, str], says: str
    ) -> None:
        release = to_review(*FACES)
        answer = client.post(page_of(release), sent(PLATE, {**PLATE, **change}))
        assert answer.status_code == 422
        page = answer.content.decode()
        assert says in page and "Box 4:" in page
        release.refresh_from_db()
        assert release.standing is ReleaseState.TO_REVIEW

    def test_a_row_without_numbers_is_no_box(self, client: Client, officer: User) -> None:
        release = to_review()
        empty = dict.fromkeys(("left", "top", "width", "height"), "") | {"kind": "face"}
        client.post(page_of(release), sent(empty, PLATE, empty))
        release.refresh_from_db()
        assert len(release.decided) == 1

    def test_more_boxes_than_a_picture_can_have_are_refused_and_all_shown_again(
        self, client: Client, officer: User
    ) -> None:
        release = to_review()
        answer = client.post(page_of(release), sent(*[PLATE] * (MOST_DRAWN + 9)))
        assert answer.status_code == 422
        assert answer.content.decode().count('value="70.5"') == MOST_DRAWN + 9
        fits = client.post(page_of(release), sent(*[PLATE] * MOST_DRAWN))
        assert fits.status_code == 302

    def test_a_flood_of_boxes_is_answered(self, client: Client, officer: User) -> None:
        release = to_review()
        answer = client.post(page_of(release), sent(*[PLATE] * 2_000))
        assert answer.status_code == 400
        release.refresh_from_db()
        assert release.standing is ReleaseState.TO_REVIEW

    @pytest.mark.parametrize("rows", ["", "-1", "x", "9" * 5000, "1000000000", "١"])
    def test_a_form_that_was_tampered_with_is_answered(
        self, client: Client, officer: User, rows: str
    ) -> None:
        release = to_review(*FACES)
        for go in ("send", "draw", "more"):
            data = {**sent(PLATE, go=go), "drawn-TOTAL_FORMS": rows, "keep": ["7", "x", "-1"]}
            assert client.post(page_of(release), data).status_code in {200, 422}
        release.refresh_from_db()
        assert release.standing is ReleaseState.TO_REVIEW

    def test_without_a_script_boxes_are_shown_and_rows_added_before_anything_is_sent(
        self, client: Client, officer: User
    ) -> None:
        release = to_review(*FACES)
        shown = client.post(page_of(release), sent(PLATE, keep=(0, 1), go="draw"))
        assert 'x="60.00%" y="70.50%"' in shown.content.decode()
        more = client.post(page_of(release), sent(PLATE, keep=(0, 1), go="more"))
        page = more.content.decode()
        assert page.count("-left") > shown.content.decode().count("-left")
        assert 'value="70.5"' in page and "There is a problem" not in page
        release.refresh_from_db()
        assert release.standing is ReleaseState.TO_REVIEW

    def test_the_second_of_two_reviewers_sees_that_and_keeps_what_they_drew(
        self, client: Client, officer: User
    ) -> None:
        release = to_review(*FACES)
        reviewed(release, kept=(0,))
        late = client.post(page_of(release), sent(PLATE, keep=(0, 1)))
        assert late.status_code == 409
        page = late.content.decode()
        assert "Somebody else was first" in page and 'value="70.5"' in page
        own = sent(PLATE, keep=(0, 1), go="own", reason="I saw a second plate")
        answer = client.post(page_of(release), own)
        mine = release.exhibit.releases.order_by("id").last()
        assert mine is not None and answer["Location"] == page_of(mine) != page_of(release)
        assert len(mine.decided) == 3 and mine.reviewer_id == officer.actor.id

    @pytest.mark.parametrize(
        ("search", "says"),
        [
            (FaceSearch.NOT_INSTALLED, "This site cannot look for faces"),
            (FaceSearch.FAILED, "The search for faces did not work"),
        ],
    )
    def test_where_no_face_could_be_looked_for_the_page_says_so_plainly(
        self, client: Client, officer: User, search: FaceSearch, says: str
    ) -> None:
        release = to_review()
        ReleaseReview.objects.filter(pk=release.pk).update(face_search=search.value)
        page = client.get(page_of(release)).content.decode()
        assert says in page
        assert "The computer proposes faces" not in page


class TestTheCopy:
    def test_it_is_shown_with_its_digest_and_each_look_is_written_down(
        self, client: Client, officer: User
    ) -> None:
        release = made(reviewed(make_open_release(make_photo()), box()))
        page = client.get(page_of(release)).content.decode()
        assert release.copy.sha256 in page
        answer = client.get(signed_address(release.copy, user=officer, now=clock.now()))
        assert body(answer) == bytes_of_release(release)
        look = release.exhibit.custody.get(event=CustodyEvent.RELEASE_SEEN.value)
        assert (look.actor_id, look.sha256) == (officer.actor.id, release.copy.sha256)
        assert AuditEntry.objects.filter(event="report.evidence-seen").exists()

    def test_it_is_handed_out_to_who_says_why(self, client: Client, officer: User) -> None:
        release = made(reviewed(make_open_release(make_photo()), box()))
        take = reverse("reports:take_released", args=[release.key])
        assert client.post(take, {"what": "released", "reason": ""}).status_code == 422
        answer = client.post(take, {"what": "released", "reason": "For the local paper"})
        assert body(answer) == bytes_of_release(release)
        assert answer["Content-Disposition"].startswith("attachment")
        taken = release.exhibit.custody.get(event=CustodyEvent.RELEASE_TAKEN.value)
        assert taken.reason == "For the local paper"
        assert AuditEntry.objects.filter(event="report.evidence-taken").exists()

    def test_a_discarded_copy_opens_to_nobody(self, client: Client, officer: User) -> None:
        release = made(reviewed(make_open_release(make_photo()), box()))
        address = signed_address(release.copy, user=officer, now=clock.now())
        discard = reverse("reports:discard_release", args=[release.key])
        assert "gone" not in client.post(discard, {"reason": ""}, follow=True).content.decode()
        page = client.post(discard, {"reason": "A face was missed"}, follow=True).content.decode()
        assert "This copy was discarded" in page
        assert client.get(address).status_code == 404
        take = reverse("reports:take_released", args=[release.key])
        assert client.post(take, {"what": "look"}).status_code == 404

    def test_the_holder_of_the_receipt_is_not_given_what_is_for_others(self) -> None:
        from commonbeat.reports.queries import my_copy

        release = made(reviewed(make_open_release(make_photo()), box()))
        report = release.exhibit.report
        assert report is not None
        assert my_copy(key=release.copy.key, report_key=report.key) is None
