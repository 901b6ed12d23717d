"""The only writes to accounts."""

from commonbeat.accounts.actions.links import (
    LinkNotUsable,
    NobodyInRole,
    make_demo_link,
    make_link,
    use_link,
)
from commonbeat.accounts.actions.organisations import take_reports
from commonbeat.accounts.actions.passkeys import enrol_passkey, recover_passkey
from commonbeat.accounts.actions.people import (
    AddressTaken,
    Invitation,
    OwnAccount,
    change_role,
    delete_account,
    disable,
    enable,
    invite,
    note_event,
    open_account,
    renew_invitation,
    save_details,
)
from commonbeat.accounts.actions.retention import forget_old
from commonbeat.accounts.actions.sign_ins import (
    begin_sign_in,
    end_every_sign_in,
    end_sign_in,
    note_seen,
    renew_proof,
    sign_out_elsewhere,
)

__all__ = [
    "AddressTaken",
    "Invitation",
    "LinkNotUsable",
    "NobodyInRole",
    "OwnAccount",
    "begin_sign_in",
    "change_role",
    "delete_account",
    "disable",
    "enable",
    "end_every_sign_in",
    "end_sign_in",
    "enrol_passkey",
    "forget_old",
    "invite",
    "make_demo_link",
    "make_link",
    "note_event",
    "note_seen",
    "open_account",
    "recover_passkey",
    "renew_invitation",
    "renew_proof",
    "save_details",
    "sign_out_elsewhere",
    "take_reports",
    "use_link",
]
