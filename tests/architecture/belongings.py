"""What belongs to somebody, below which address: the one table. A new address with a part needs a
row here, or a reason in ``NOBODYS``.

Each row makes the object for whoever asks, and the same of somebody else: of another person, of
another realm (an exercise), or of nobody yet (what is not published).
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count

from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.alerts.queries import inbox_address
from commonbeat.casework.tests.factories import make_open_alarm
from commonbeat.casework.tests.incidents import incident_of
from commonbeat.casework.tests.unlocks import make_asked, make_confidential
from commonbeat.core import clock
from commonbeat.core.actors import SYSTEM
from commonbeat.core.ids import new_key
from commonbeat.core.models import LIVE_REALM_ID, Realm
from commonbeat.delivery.actions import ensure_endpoint, write_content
from commonbeat.delivery.models import InboxItem
from commonbeat.delivery.rules import Channel
from commonbeat.partners.tests.factories import make_draft, make_shared_with, make_waiting
from commonbeat.publishing.actions import publish_news
from commonbeat.publishing.rules import Words
from commonbeat.publishing.tests.factories import make_live_warning, make_warning, make_writer
from commonbeat.reports.actions import Owner, keep_from, take_file
from commonbeat.reports.models import Identity, Report, SealedCopy
from commonbeat.reports.queries import signed_address
from commonbeat.reports.rules.conflicts import Ground
from commonbeat.reports.tests.factories import (
    make_partner_report,
    make_receipt,
    make_received_for,
    make_receiver,
    make_report,
    make_sent,
)
from commonbeat.reports.tests.releases import make_bare_copy, make_bare_photo, make_open_release

_numbers = count(1)


@dataclass(slots=True)
class Asker:
    """Somebody at a browser."""

    role: Role
    client: Client = field(default_factory=Client)
    user: User = field(init=False)

    def __post_init__(self) -> None:
        self.user = make_user(self.role)
        sign_in(self.client, self.user)


type Maker = Callable[[Asker], object]


@dataclass(frozen=True, slots=True)
class Owned:
    """An address below which objects belong to somebody; ``part`` may be a field of its form."""

    name: str
    part: str
    mine: Maker
    theirs: Maker
    missing: Callable[[], object] = new_key
    method: str = "get"
    role: Role = Role.RESIDENT
    in_form: bool = False
    opens: frozenset[int] = frozenset({200, 302})

    def ask(self, client: Client, value: object) -> HttpResponse:
        """Ask for one object."""
        parts = {self.part: value}
        path = reverse(self.name, kwargs={} if self.in_form else parts)
        answer: HttpResponse = getattr(client, self.method)(path, parts if self.in_form else None)
        return answer

    def __str__(self) -> str:
        return f"{self.method} {self.name}"


def no_number() -> object:
    return 4_000_000_000


def no_reference() -> object:
    return "PR-26-999999"


def somebody_elses(make: Maker) -> Maker:
    """Return the maker of the same object for another person of the same role."""
    return lambda asker: make(Asker(asker.role))


def _exercise() -> int:
    name = f"Exercise {next(_numbers)}"
    return Realm.objects.create(kind=Realm.Kind.EXERCISE, name=name, opened_at=clock.now()).pk


# Of one person


def _passkey(asker: Asker) -> object:
    credential = {"name": "Work phone", "credential": {}}
    return Authenticator.objects.create(
        user=asker.user, type=Authenticator.Type.WEBAUTHN, data=credential
    ).pk


def _report_of(asker: Asker) -> object:
    return make_report(reporter=asker.user, now=clock.now()).key


def _organisations_report(asker: Asker) -> object:
    return make_partner_report(asker.user, now=clock.now()).key


def _received(asker: Asker) -> object:
    return make_received_for(asker.user, now=clock.now()).report.key


def _shared_with(asker: Asker) -> object:
    return make_shared_with(asker.user).key


def _elsewhere(_asker: Asker) -> object:
    """Return the reference of a report that the police were not sent."""
    return make_sent(make_receiver(), now=clock.now()).report.reference


def _other_sign_in(asker: Asker) -> object:
    return sign_in(Client(), asker.user).key


def _inbox_item(asker: Asker) -> object:
    now = clock.now()
    endpoint = ensure_endpoint(
        realm_id=LIVE_REALM_ID,
        channel=Channel.INBOX,
        address=inbox_address(asker.user),
        language="en",
        now=now,
    )
    content = write_content(
        realm_id=LIVE_REALM_ID,
        label=f"alert:{next(_numbers)}",
        language="en",
        subject="Lock it twice",
        body="Two locks.",
        now=now,
    )
    return InboxItem.objects.create(
        content=content, endpoint=endpoint, realm_id=LIVE_REALM_ID, delivered_at=now
    ).pk


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


def _reference(realm_id: int) -> object:
    return make_report(realm_id=realm_id, now=clock.now()).reference


def no_incident() -> object:
    return "IN-26-999999"


def _incident(realm_id: int) -> object:
    now = clock.now()
    return incident_of(make_report(realm_id=realm_id, now=now), now=now).reference


def _confidential(realm_id: int) -> object:
    return make_confidential(realm_id=realm_id).reference


def _asked(realm_id: int) -> object:
    return make_asked(realm_id=realm_id).report.reference


def _alarm(realm_id: int) -> object:
    return make_open_alarm(realm_id=realm_id).key


def _agreement(realm_id: int) -> object:
    return make_draft(realm_id=realm_id).key


def _share(realm_id: int) -> object:
    return make_waiting(realm_id=realm_id).key


def _report_key(realm_id: int) -> object:
    return make_report(realm_id=realm_id, now=clock.now()).key


def _draft(realm_id: int) -> object:
    return make_warning(realm_id=realm_id, now=clock.now()).key


def _live_warning(realm_id: int) -> object:
    return make_live_warning(realm_id=realm_id, now=clock.now()).key


def _news(realm_id: int) -> object:
    words = {"en": Words(headline="New lights on the path", facts="They are on.")}
    return publish_news(realm_id=realm_id, words=words, writer=make_writer(), now=clock.now()).key


def _person(name: str, part: str, make: Maker, *, method: str = "get") -> Owned:
    missing = no_number if part == "pk" else new_key
    return Owned(name, part, make, somebody_elses(make), missing, method)


def _realm(
    name: str,
    make: Callable[[int], object],
    *,
    part: str = "key",
    method: str = "get",
    role: Role = Role.SUPERVISOR,
    missing: Callable[[], object] = new_key,
    in_form: bool = False,
    opens: frozenset[int] = frozenset({200, 302}),
) -> Owned:
    return Owned(
        name,
        part,
        lambda _asker: make(LIVE_REALM_ID),
        lambda _asker: make(_exercise()),
        missing,
        method,
        role,
        in_form,
        opens,
    )


_REFUSED = frozenset({200, 302, 422})  # the object is there; the empty form is what is wrong
OWNED = (
    _person("reports:open_mine", "key", _report_of),
    Owned(
        "reports:partner_thread",
        "key",
        _organisations_report,
        somebody_elses(_organisations_report),
        role=Role.PARTNER_MEMBER,
    ),
    *(
        Owned(
            name,
            "key",
            make,
            somebody_elses(make),
            role=Role.PARTNER_MEMBER,
            method=method,
            opens=frozenset({200, 422}),
        )
        for name, make in (("reports:received_one", _received), ("partners:shared", _shared_with))
        for method in ("get", "post")
    ),
    _person("accounts:end_sign_in", "key", _other_sign_in, method="post"),
    _person("mfa_edit_webauthn", "pk", _passkey),
    _person("mfa_remove_webauthn", "pk", _passkey),
    _person("mfa_remove_webauthn", "pk", _passkey, method="post"),
    _person("alerts:open_item", "pk", _inbox_item, method="post"),
    Owned("reports:my_file", "key", _file_of_receipt, _file_of_another_receipt),
    Owned(
        "reports:staff_file",
        "token",
        lambda asker: _address_of(asker, asker.user),
        lambda asker: _address_of(asker, Asker(asker.role).user),
        role=Role.SUPERVISOR,
    ),
    _realm("reports:take_out", _exhibit_of_realm, method="post", opens=_REFUSED),
    _realm("reports:prepare_release", _exhibit_of_realm, method="post"),
    _realm("reports:release", _open_release),
    _realm("reports:release", _open_release, method="post", opens=_REFUSED),
    _realm("reports:discard_release", _open_release, method="post"),
    _realm("reports:take_released", _made_release, method="post", opens=_REFUSED),
    _realm("casework:report", _reference, part="reference", missing=no_reference),
    _realm("casework:report", _reference, part="reference", missing=no_reference, method="post"),
    _realm("casework:note", _reference, part="reference", missing=no_reference, method="post"),
    _realm(
        "reports:translate_case", _reference, part="reference", missing=no_reference, method="post"
    ),
    *(
        _realm(name, make, part="reference", missing=no_reference, method=method, opens=_REFUSED)
        for name, make, method in (
            ("casework:unlock", _confidential, "get"),
            ("casework:unlock_ask", _confidential, "post"),
            ("casework:unlock_answer", _asked, "post"),
            ("casework:unlock_end", _asked, "post"),
            ("casework:unlock_look", _asked, "post"),
        )
    ),
    *(
        _realm("casework:interests", _reference, part="reference", missing=no_reference, **how)
        for how in ({}, {"method": "post", "opens": _REFUSED})
    ),
    _realm("casework:alarm", _alarm),
    _realm("casework:alarm_acknowledge", _alarm, method="post"),
    _realm("casework:alarm_close", _alarm, method="post", opens=_REFUSED),
    _realm("casework:alarm_take_back", _alarm, method="post", opens=_REFUSED),
    _realm("casework:incident", _incident, part="reference", missing=no_incident),
    _realm("casework:merge", _incident, part="reference", missing=no_incident),
    _realm("casework:merge", _incident, part="reference", missing=no_incident, method="post"),
    _realm(
        "casework:outcome",
        _incident,
        part="reference",
        missing=no_incident,
        method="post",
        opens=_REFUSED,
    ),
    _realm("casework:join", _reference, part="reference", missing=no_reference, method="post"),
    *(
        _realm(name, make, method=method, opens=_REFUSED)
        for name, make, method in (
            ("partners:agreement", _agreement, "get"),
            ("partners:put_in_force", _agreement, "post"),
            ("partners:end_agreement", _agreement, "post"),
            ("partners:share", _share, "get"),
            ("partners:answer_share", _share, "post"),
            ("partners:recall", _share, "post"),
        )
    ),
    _realm("partners:share_report", _reference, part="reference", missing=no_reference),
    _realm(
        "partners:share_report", _reference, part="reference", missing=no_reference, method="post"
    ),
    _realm("casework:here", _report_key, part="report", method="post", in_form=True),
    _realm("publishing:alert", _live_warning, role=Role.RESIDENT),
    _realm("publishing:news_item", _news, role=Role.RESIDENT),
    _realm("publishing:warning", _draft),
    _realm("publishing:edit_warning", _draft),
    _realm("publishing:edit_warning", _draft, method="post", opens=_REFUSED),
    _realm("publishing:approve", _draft, method="post"),
    _realm("publishing:send_back", _draft, method="post", opens=_REFUSED),
    _realm("publishing:discard", _draft, method="post"),
    _realm("publishing:update_warning", _live_warning, method="post"),
    _realm("publishing:cancel", _live_warning, method="post", opens=_REFUSED),
    _realm("publishing:pause", _live_warning, method="post"),
    _realm("publishing:resume", _live_warning, method="post"),
    _realm("publishing:live_warning", _live_warning),
    _realm("publishing:take_down", _news, method="post"),
    # What two people have not said yes to yet is nobody's but the writers'.
    Owned(
        "publishing:alert",
        "key",
        lambda _asker: _live_warning(LIVE_REALM_ID),
        lambda _asker: _draft(LIVE_REALM_ID),
    ),
    # Whoever looks after members learns nothing of who has an account without being one.
    Owned(
        "accounts:member",
        "key",
        lambda _asker: make_user(Role.AUDITOR).key,
        lambda _asker: make_user(Role.RESIDENT).key,
        role=Role.ADMINISTRATOR,
    ),
    # What its reporter sent to an organisation alone is not there for the police.
    *(
        Owned(
            name,
            "reference",
            lambda _asker: _reference(LIVE_REALM_ID),
            _elsewhere,
            no_reference,
            method,
            Role.SUPERVISOR,
        )
        for name, method in (
            ("casework:report", "get"),
            ("casework:report", "post"),
            ("casework:note", "post"),
            ("casework:join", "post"),
            ("partners:share_report", "get"),
            ("reports:translate_case", "post"),
        )
    ),
)


def _kept_from(owned: Owned) -> Owned:
    """Return the row of the same object of a report that its asker is kept from."""

    def theirs(asker: Asker) -> object:
        made = owned.mine(asker)
        report = Report.objects.latest("pk")
        keep_from(
            report=report, member=asker.user, ground=Ground.KNOWN, actor=SYSTEM, now=clock.now()
        )
        return made

    return replace(owned, theirs=theirs)


# A conflict of interest closes every way in which the police reach a report.
_OF_REPORTS = (
    "casework:",
    "partners:share",
    "partners:answer",
    "partners:recall",
    "reports:staff_file",
    "reports:take",
    "reports:translate_case",
)
_OF_RELEASES = ("reports:prepare_release", "reports:release", "reports:discard_release")
KEPT_FROM = tuple(
    _kept_from(owned)
    for owned in OWNED
    if owned.role is Role.SUPERVISOR and owned.name.startswith(_OF_REPORTS + _OF_RELEASES)
)

# Addresses with a part that is nobody's own, each with its reason.
NOBODYS = {
    "reports:upload": "the receipt in its header is the secret: tested with the uploads",
    "accounts:enrol": "the link is the secret",
    "accounts:demo_enter": "the link is the secret; closed outside a demonstration",
    "alerts:confirm": "the link is the secret",
    "alerts:yours": "the link is the secret",
    "delivery:stop": "the link is the secret",
    "delivery:caught_letter": "invented mail; closed outside a demonstration",
    **dict.fromkeys(
        (
            "reports:question_set",
            "reports:set_frame",
            "reports:set_preview",
            "reports:set_words",
            "reports:question",
        ),
        "what everybody is asked; its editors see all of it",
    ),
    **dict.fromkeys(
        ("intelligence:reword", "intelligence:person", "intelligence:grade"),
        "its report is asked for first, as by every other address of intelligence",
    ),
    "casework:lift": "below the report of its address: tested with conflicts of interest",
    "casework:answer": "every supervisor’s of its realm: tested with the answers",
    "casework:decide": "one form for each kind of decision: tested by itself below",
    "casework:incident_act": "one form for each thing to do: tested with the incidents",
}
