"""Setting up the records system: where it is, whether it is on, and what both sides sign with."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.casework.actions.errors import NotNow, StaleRecordsSystem, WordsMissing
from commonbeat.casework.models import RecordsSystem
from commonbeat.casework.permissions import check_can_keep_records_system
from commonbeat.delivery.actions import check_webhook_address, new_secret


@dataclass(frozen=True, slots=True)
class SystemSettings:
    """What is said of a records system."""

    name: str
    address: str
    is_on: bool


@transaction.atomic
def keep_records_system(
    *,
    wanted: SystemSettings,
    expected_version: int,
    realm_id: int,
    user: User,
    now: datetime,
) -> RecordsSystem:
    """Write down the records system of a realm; a new one gets its first secret.

    ``expected_version`` is 0 for one that is not there yet. Raises ``NotAllowed``,
    ``AddressRefused``, ``WordsMissing``, ``StaleRecordsSystem``.
    """
    check_can_keep_records_system(user)
    if not wanted.name.strip():
        raise WordsMissing(_("Give the system a name."))
    check_webhook_address(wanted.address)
    is_new = expected_version == 0
    system = _made(realm_id) if is_new else _locked(realm_id, expected_version)
    before = system.address
    system.name, system.address = wanted.name.strip(), wanted.address
    system.is_on = wanted.is_on
    _save(system)
    _record(
        system,
        user,
        now=now,
        name=system.name,
        is_on=system.is_on,
        address_changed=before != wanted.address,
    )
    return system


@transaction.atomic
def change_secret(*, expected_version: int, realm_id: int, user: User, now: datetime) -> str:
    """Make a new secret beside the old one and return it: it is shown this once.

    Both sign until the old one is dropped. Raises ``NotAllowed``, ``NotNow``,
    ``StaleRecordsSystem``.
    """
    check_can_keep_records_system(user)
    system = _locked(realm_id, expected_version)
    if len(system.secrets) > 1:
        raise NotNow(_("There are two secrets already. Drop the old one first."))
    secret = new_secret()
    system.secrets = [secret, *system.secrets]
    _save(system)
    _record(system, user, now=now, change="a new secret")
    return secret


@transaction.atomic
def drop_old_secret(*, expected_version: int, realm_id: int, user: User, now: datetime) -> None:
    """Forget the older of two secrets.

    Raises ``NotAllowed``, ``NotNow``, ``StaleRecordsSystem``.
    """
    check_can_keep_records_system(user)
    system = _locked(realm_id, expected_version)
    if len(system.secrets) < 2:
        raise NotNow(_("There is only one secret."))
    system.secrets = system.secrets[:1]
    _save(system)
    _record(system, user, now=now, change="the old secret dropped")


def _made(realm_id: int) -> RecordsSystem:
    try:
        with transaction.atomic():
            return RecordsSystem.objects.create(
                realm_id=realm_id, name="", address="", secrets=[new_secret()], version=0
            )
    except IntegrityError:
        raise StaleRecordsSystem(_stale()) from None


def _locked(realm_id: int, expected_version: int) -> RecordsSystem:
    rows = RecordsSystem.objects.in_realm(realm_id).select_for_update(of=("self",))
    system = rows.filter(version=expected_version).first()
    if system is None:
        raise StaleRecordsSystem(_stale())
    return system


def _stale() -> str:
    return _("Somebody else changed the records system first. Look at it again.")


def _save(system: RecordsSystem) -> None:
    system.version += 1
    system.save(update_fields=["name", "address", "secrets", "is_on", "version"])


def _record(system: RecordsSystem, user: User, *, now: datetime, **details: object) -> None:
    record(
        event="records-system.changed",
        actor=user.actor,
        realm_id=system.realm_id,
        subject=f"records-system:{system.key}",
        details=details,
        now=now,
    )
