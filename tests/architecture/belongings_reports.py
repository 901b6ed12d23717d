"""What of reports and their files belongs to whom: rows of the table in ``belongings.py``."""

import io

from PIL import Image

from commonbeat.accounts.models import Role, User
from commonbeat.core import clock
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.reports.actions import Owner, take_file
from commonbeat.reports.models import Identity, SealedCopy
from commonbeat.reports.queries import signed_address
from commonbeat.reports.tests.factories import make_receipt, make_report
from commonbeat.reports.tests.releases import make_bare_copy, make_bare_photo, make_open_release
from tests.architecture.owned import REFUSED, Asker, Owned, of_person, of_realm


def _report_of(asker: Asker) -> object:
    return make_report(reporter=asker.user, now=clock.now()).key


# Of whoever holds the receipt


def _file(receipt: str, realm_id: int = LIVE_REALM_ID) -> SealedCopy:
    upload = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(upload, "JPEG")
    now = clock.now()
    owner = Owner.of_receipt(receipt, rung=Identity.ANONYMOUS, realm_id=realm_id)
    take_file(owner=owner, pieces=[upload.getvalue()], size=upload.tell(), now=now)
    report = make_report(receipt=receipt, realm_id=realm_id, now=now)
    return SealedCopy.objects.get(exhibit__report=report)


def _file_of_receipt(asker: Asker) -> object:
    """Return a file whose receipt this browser has shown."""
    receipt = make_receipt()
    copy = _file(receipt)
    assert asker.client.post("/receipt/", {"receipt": receipt}).status_code == 302
    return copy.key


def _file_of_another_receipt(asker: Asker) -> object:
    _file_of_receipt(asker)  # whoever asks holds a receipt too
    return _file(make_receipt()).key


def _address_of(asker: Asker, reader: User, realm_id: int = LIVE_REALM_ID) -> object:
    address = signed_address(_file(make_receipt(), realm_id), user=reader, now=clock.now())
    return address.strip("/").rsplit("/", 1)[-1]


# Of one realm


def _exhibit_of_realm(realm_id: int) -> object:
    return _file(make_receipt(), realm_id).exhibit.key


def _open_release(realm_id: int) -> object:
    return make_open_release(make_bare_photo(realm_id=realm_id)).key


def _made_release(realm_id: int) -> object:
    return make_bare_copy(realm_id=realm_id).key


OWNED = (
    of_person("reports:open_mine", "key", _report_of),
    Owned("reports:my_file", "key", _file_of_receipt, _file_of_another_receipt),
    Owned(
        "reports:staff_file",
        "token",
        lambda asker: _address_of(asker, asker.user),
        lambda asker: _address_of(asker, Asker(asker.role).user),
        role=Role.SUPERVISOR,
    ),
    of_realm("reports:take_out", _exhibit_of_realm, method="post", opens=REFUSED),
    of_realm("reports:prepare_release", _exhibit_of_realm, method="post"),
    of_realm("reports:release", _open_release),
    of_realm("reports:release", _open_release, method="post", opens=REFUSED),
    of_realm("reports:discard_release", _open_release, method="post"),
    of_realm("reports:take_released", _made_release, method="post", opens=REFUSED),
)
