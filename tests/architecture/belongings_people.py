"""What of accounts and inboxes belongs to one person: rows of the table in ``belongings.py``."""

from allauth.mfa.models import Authenticator
from django.test import Client

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.alerts.queries import inbox_address
from commonbeat.core import clock
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.delivery.actions import ensure_endpoint, write_content
from commonbeat.delivery.models import InboxItem
from commonbeat.delivery.rules import Channel
from tests.architecture.owned import NUMBERS, Asker, Owned, of_person


def _passkey(asker: Asker) -> object:
    credential = {"name": "Work phone", "credential": {}}
    return Authenticator.objects.create(
        user=asker.user, type=Authenticator.Type.WEBAUTHN, data=credential
    ).pk


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
        label=f"alert:{next(NUMBERS)}",
        language="en",
        subject="Lock it twice",
        body="Two locks.",
        now=now,
    )
    return InboxItem.objects.create(
        content=content, endpoint=endpoint, realm_id=LIVE_REALM_ID, delivered_at=now
    ).pk


OWNED = (
    of_person("accounts:end_sign_in", "key", _other_sign_in, method="post"),
    of_person("mfa_edit_webauthn", "pk", _passkey),
    of_person("mfa_remove_webauthn", "pk", _passkey),
    of_person("mfa_remove_webauthn", "pk", _passkey, method="post"),
    of_person("alerts:open_item", "pk", _inbox_item, method="post"),
    # Whoever looks after members learns nothing of who has an account without being one.
    Owned(
        "accounts:member",
        "key",
        lambda _asker: make_user(Role.AUDITOR).key,
        lambda _asker: make_user(Role.RESIDENT).key,
        role=Role.ADMINISTRATOR,
    ),
)
