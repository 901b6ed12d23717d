"""Who may open which address: the one table. A new address needs a row here.

A row says who may open it (``everybody``, ``members``: anybody signed in, ``only(…)``: some
roles), which answers an opened address gives (``opens``; 200 unless said), how it is asked
(``method``) and, where the address has parts, the name of the function in ``objects.py`` that makes
what it shows.

Who may not open it: somebody without an account is led to sign in, everybody else gets 403.
"""

from dataclasses import dataclass

from commonbeat.accounts.models import STAFF_ROLES, Role

ANONYMOUS = "anonymous"
EVERYONE = frozenset({ANONYMOUS, *(role.value for role in Role)})
TRIAGE = (Role.TRIAGE_OPERATOR, Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER)
WRITERS = (Role.ENGAGEMENT_OFFICER, Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER)
APPROVERS = (Role.ENGAGEMENT_OFFICER, Role.SUPERVISOR)
EDITORS = (Role.SUPERVISOR, Role.ADMINISTRATOR)
UNLOCKERS = (Role.TRIAGE_OPERATOR, Role.SUPERVISOR)
READERS = (*TRIAGE, Role.INTELLIGENCE_OFFICER)
TASK_READERS = (*TRIAGE, Role.AUDITOR)
STAFF = tuple(sorted(STAFF_ROLES))
RELEASERS = (Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER)


@dataclass(frozen=True, slots=True)
class Row:
    """What one address answers, and to whom."""

    who: frozenset[str]
    opens: frozenset[int]
    method: str
    make: str


def _row(who: frozenset[str], opens: int | set[int], method: str, make: str) -> Row:
    codes = frozenset({opens} if isinstance(opens, int) else opens)
    return Row(who=who, opens=codes, method=method, make=make)


def everybody(opens: int | set[int] = 200, *, method: str = "get", make: str = "") -> Row:
    """Open to everybody, with or without an account."""
    return _row(EVERYONE, opens, method, make)


def members(opens: int | set[int] = 200, *, method: str = "get", make: str = "") -> Row:
    """Open to everybody who is signed in."""
    return _row(EVERYONE - {ANONYMOUS}, opens, method, make)


def only(*roles: Role, opens: int | set[int] = 200, method: str = "get", make: str = "") -> Row:
    """Open to some roles."""
    return _row(frozenset(role.value for role in roles), opens, method, make)


TABLE: dict[str, Row] = {
    # The site itself
    "core:healthz": everybody(),
    "core:readyz": everybody(),
    "core:language": everybody(),
    "core:exit": everybody(302),
    "core:offline": everybody(),
    "core:icon": everybody(302),
    "core:manifest": everybody(),
    "core:service_worker": everybody(),
    "core:emergency": everybody(),
    "core:information": everybody(),
    "core:who_sees_what": everybody(),
    "core:accessibility": everybody(),
    "core:help": everybody(),
    # What the police tell
    "audit:looked": everybody(),
    "publishing:home": everybody(),
    "publishing:near_me": everybody(),
    "publishing:alert": everybody(make="live_warning"),
    "publishing:news_item": everybody(404, make="no_such_publication"),
    "publishing:live_alerts": everybody(),
    "publishing:warnings": only(*WRITERS),
    "publishing:new_warning": only(*WRITERS),
    "publishing:preview": only(*WRITERS, opens={200, 422}, method="post"),
    "publishing:warning": only(*WRITERS, make="live_warning"),
    "publishing:edit_warning": only(*WRITERS, opens={200, 302}, make="draft_warning"),
    "publishing:approve": only(
        *APPROVERS, opens={200, 302, 409, 422}, method="post", make="draft_warning"
    ),
    "publishing:send_back": only(
        *APPROVERS, opens={200, 302, 409, 422}, method="post", make="draft_warning"
    ),
    "publishing:update_warning": only(
        *WRITERS, opens={200, 302, 409, 422}, method="post", make="live_warning"
    ),
    "publishing:discard": only(
        *WRITERS, opens={200, 302, 409, 422}, method="post", make="draft_warning"
    ),
    "publishing:cancel": only(
        *WRITERS, opens={200, 302, 409, 422}, method="post", make="live_warning"
    ),
    "publishing:pause": only(
        *WRITERS, opens={200, 302, 409, 422}, method="post", make="live_warning"
    ),
    "publishing:resume": only(
        *WRITERS, opens={200, 302, 409, 422}, method="post", make="live_warning"
    ),
    "publishing:live_warning": only(*WRITERS, make="live_warning"),
    "publishing:news": only(*WRITERS),
    "publishing:take_down": only(*WRITERS, opens=404, method="post", make="no_such_publication"),
    # Telling the police, and reading their answer
    "reports:report": everybody(),
    "reports:begin": everybody({200, 302, 400, 422}, method="post"),
    "reports:phone": everybody(),
    "reports:unsent": everybody(),
    "reports:from_phone": everybody(),
    "reports:share": everybody(),
    "reports:receipt": everybody(),
    "reports:thread": everybody({200, 302, 403, 404}),
    "reports:known": everybody({200, 302}),
    "reports:more": everybody({200, 302}),
    "reports:add_police": everybody({200, 302, 403}),
    "reports:withdraw": everybody({200, 302, 403, 404}),
    "reports:close": everybody({200, 302}, method="post"),
    "reports:proof": everybody({200, 403}),
    "reports:proof_file": everybody({200, 403}),
    "reports:reminder": everybody({200, 403}),
    "reports:reminder_file": everybody({200, 403}),
    "reports:wish": everybody({303, 403}, method="post"),
    "reports:review": everybody({200, 403}),
    "reports:check_proof": everybody(),
    "reports:proof_keys": everybody(),
    "reports:my_file": everybody(404, make="no_such_key"),
    "reports:add_files": everybody({200, 302}, method="post"),
    "reports:begin_upload": everybody(404, method="post"),
    "reports:upload": everybody(404, method="patch", make="no_such_key"),
    "reports:mine": everybody(),
    "reports:open_mine": members(302, make="own_report_key"),
    "reports:inbound_email": everybody(404, method="post"),
    "reports:inbound_text": everybody(404, method="post"),
    "reports:inbound_twilio": everybody(404, method="post"),
    "reports:translate_answers": everybody({302, 303, 404}, method="post"),
    "reports:translate_case": only(*TRIAGE, opens=302, method="post", make="report_reference"),
    "reports:received": only(Role.PARTNER_MEMBER),
    "reports:received_one": only(Role.PARTNER_MEMBER, make="received_report"),
    "reports:partner_home": only(Role.PARTNER_MEMBER),
    "reports:partner_report": only(Role.PARTNER_MEMBER),
    "reports:partner_thread": only(Role.PARTNER_MEMBER, make="organisations_report"),
    "reports:take": only(*TRIAGE),
    "reports:staff_file": only(*READERS, opens=404, make="no_such_token"),
    "reports:take_out": only(*READERS, opens=404, method="post", make="no_such_key"),
    "reports:prepare_release": only(*RELEASERS, opens=302, method="post", make="photo_key"),
    "reports:release": only(*RELEASERS, make="open_release_key"),
    "reports:discard_release": only(*RELEASERS, opens=302, method="post", make="open_release_key"),
    "reports:take_released": only(*READERS, opens=404, method="post", make="open_release_key"),
    "reports:question_sets": only(*EDITORS),
    "reports:question_set": only(*EDITORS, make="a_topic"),
    "reports:set_frame": only(*EDITORS, make="drafted_topic"),
    "reports:set_preview": only(*EDITORS, make="a_topic"),
    "reports:set_words": only(*EDITORS, make="drafted_language"),
    "reports:question": only(*EDITORS, make="drafted_question"),
    "reports:live_receipt": everybody({200, 204, 403, 404}),
    # Hearing from the police
    "alerts:home": everybody(),
    "alerts:sent": everybody(),
    "alerts:confirm": everybody({200, 404}, make="no_such_token"),
    "alerts:yours": everybody({200, 404}, make="no_such_token"),
    "alerts:inbox": members(),
    "alerts:open_item": members(404, method="post", make="no_such_number"),
    "alerts:read_all": members(302, method="post"),
    "alerts:stop_inbox": members({200, 302}, method="post"),
    # Messages, places
    "delivery:stop": everybody(make="stop_token"),
    "delivery:caught_mail": everybody(404),
    "delivery:caught_letter": everybody(404, make="no_such_letter"),
    "places:snap": everybody({200, 400, 404, 422}, method="post"),
    "places:search": everybody(),
    # One's own account
    "accounts:me": members(),
    "accounts:details": members({302, 422}, method="post"),
    "accounts:sign_out_everywhere": members(302, method="post"),
    "accounts:end_sign_in": members(404, method="post", make="no_such_key"),
    "accounts:delete": members({200, 403}),
    "accounts:enrol": everybody(make="enrolment_token"),
    "accounts:recover": everybody(),
    "accounts:demo_enter": everybody(404, make="enrolment_token"),
    # Everybody else's
    "accounts:members": only(Role.ADMINISTRATOR),
    "accounts:invite": only(Role.ADMINISTRATOR),
    "accounts:member": only(Role.ADMINISTRATOR, make="member_key"),
    # Signing in; somebody who is signed in is led on
    "account_login": everybody({200, 302}),
    "account_logout": everybody({200, 302}),
    "account_signup": everybody({200, 302}),
    "account_inactive": everybody(),
    "account_email_verification_sent": everybody(302),
    "account_email": members(302),
    "account_reauthenticate": members({200, 302}),
    "account_change_password": members({200, 403}),
    "account_set_password": members(302),
    "account_reset_password": everybody(),
    "account_confirm_password_reset_code": everybody(302),
    "account_complete_password_reset": everybody(302),
    "account_password_reset_completed": everybody(),
    "mfa_index": members(302),
    "mfa_list_webauthn": members(302),
    "mfa_login_webauthn": everybody({200, 302}),
    "mfa_authenticate": everybody(302),
    "mfa_reauthenticate_webauthn": members({200, 302, 403}),
    "mfa_add_webauthn": members(),
    "mfa_edit_webauthn": members(404, make="no_such_number"),
    "mfa_remove_webauthn": members(404, make="no_such_number"),
    "mfa_view_recovery_codes": members(404),
    "mfa_generate_recovery_codes": members(),
    # Intelligence: its officers alone, but for a supervisor who is asked about one copy
    "intelligence:reports": only(Role.INTELLIGENCE_OFFICER),
    "intelligence:new": only(Role.INTELLIGENCE_OFFICER),
    "intelligence:copies": only(Role.INTELLIGENCE_OFFICER),
    "intelligence:copy": only(Role.INTELLIGENCE_OFFICER, make="waiting_copy"),
    "intelligence:give": only(
        Role.INTELLIGENCE_OFFICER, opens=422, method="post", make="waiting_copy"
    ),
    "intelligence:report": only(Role.INTELLIGENCE_OFFICER, make="intelligence_reference"),
    "intelligence:source": only(
        Role.INTELLIGENCE_OFFICER, opens=422, method="post", make="intelligence_reference"
    ),
    "intelligence:move": only(
        Role.INTELLIGENCE_OFFICER, opens=422, method="post", make="intelligence_reference"
    ),
    "intelligence:sanitise": only(Role.INTELLIGENCE_OFFICER, make="intelligence_reference"),
    "intelligence:add_item": only(Role.INTELLIGENCE_OFFICER, make="intelligence_reference"),
    "intelligence:reword": only(Role.INTELLIGENCE_OFFICER, make="intelligence_item"),
    "intelligence:person": only(Role.INTELLIGENCE_OFFICER, make="intelligence_item"),
    "intelligence:grade": only(Role.INTELLIGENCE_OFFICER, make="intelligence_item"),
    "intelligence:agree": only(Role.SUPERVISOR, make="held_copy"),
    "intelligence:given": only(*STAFF, make="given_copy"),
    # What is shared with partners
    "keeping:kept": only(Role.SUPERVISOR, Role.INTELLIGENCE_OFFICER),
    "keeping:years": only(Role.SUPERVISOR),
    "keeping:answer_years": only(Role.SUPERVISOR, opens=302, method="post", make="proposed_years"),
    "keeping:record": only(Role.SUPERVISOR, make="report_reference"),
    "keeping:answer": only(Role.SUPERVISOR, make="report_asked_to_erase"),
    "partners:agreements": only(*EDITORS),
    "partners:new_agreement": only(*EDITORS),
    "partners:agreement": only(*EDITORS, make="draft_agreement"),
    "partners:put_in_force": only(*EDITORS, opens=302, method="post", make="draft_agreement"),
    "partners:end_agreement": only(
        *EDITORS, opens={302, 422}, method="post", make="draft_agreement"
    ),
    "partners:share_report": only(*TRIAGE, make="report_reference"),
    "partners:share": only(*TRIAGE, make="waiting_share"),
    "partners:answer_share": only(
        Role.SUPERVISOR, opens={302, 422}, method="post", make="waiting_share"
    ),
    "partners:recall": only(*TRIAGE, opens={302, 422}, method="post", make="waiting_share"),
    "partners:home": only(Role.PARTNER_MEMBER),
    "partners:members": only(Role.PARTNER_MEMBER),
    "partners:shared": only(Role.PARTNER_MEMBER, make="share_with_us"),
    # The operations room
    "casework:queue": only(*READERS),
    "casework:queue_rows": only(*READERS),
    "casework:search": only(*READERS),
    "casework:parts": only(*READERS),
    "casework:part": only(*READERS, make="own_part"),
    "casework:remove_part": only(*READERS, opens=302, method="post", make="own_part"),
    "casework:several": only(*TRIAGE),
    "casework:several_look": only(*TRIAGE, opens={200, 422}, method="post"),
    "casework:several_do": only(*TRIAGE, opens={302, 409, 422}, method="post"),
    "casework:report": only(*READERS, make="report_reference"),
    "casework:decide": only(
        *TRIAGE, opens={200, 302, 400, 404, 409, 422}, method="post", make="report_reference"
    ),
    "casework:unlock": only(*UNLOCKERS, make="confidential_reference"),
    "casework:unlock_ask": only(
        *UNLOCKERS, opens={302, 422}, method="post", make="confidential_reference"
    ),
    "casework:unlock_answer": only(
        Role.SUPERVISOR, opens={302, 422}, method="post", make="asked_reference"
    ),
    "casework:unlock_end": only(*UNLOCKERS, opens=302, method="post", make="asked_reference"),
    "casework:unlock_look": only(*UNLOCKERS, opens=302, method="post", make="asked_reference"),
    "casework:note": only(
        *TRIAGE, opens={200, 302, 409, 422}, method="post", make="report_reference"
    ),
    "casework:interests": only(*TRIAGE, make="report_reference"),
    "casework:lift": only(
        Role.SUPERVISOR, opens={302, 422}, method="post", make="kept_from_reference"
    ),
    "casework:alarms": only(*READERS),
    "casework:alarm": only(*READERS, make="alarm_key"),
    "casework:alarm_acknowledge": only(*TRIAGE, opens=302, method="post", make="alarm_key"),
    "casework:alarm_close": only(*TRIAGE, opens={302, 422}, method="post", make="alarm_key"),
    "casework:alarm_take_back": only(*TRIAGE, opens={302, 422}, method="post", make="alarm_key"),
    "casework:join": only(*TRIAGE, opens={200, 302, 409}, method="post", make="report_reference"),
    "casework:incidents": only(*TRIAGE),
    "casework:incident": only(*TRIAGE, make="incident_reference"),
    "casework:incident_act": only(
        *TRIAGE, opens={302, 404, 409, 422}, method="post", make="incident_reference"
    ),
    "casework:merge": only(*TRIAGE, make="incident_reference"),
    "casework:outcome": only(
        *TRIAGE, opens={200, 302, 409, 422}, method="post", make="incident_reference"
    ),
    "casework:records_system": only(Role.ADMINISTRATOR),
    "casework:keep_records_system": only(Role.ADMINISTRATOR, opens=422, method="post"),
    "casework:change_records_secret": only(Role.ADMINISTRATOR, opens=404, method="post"),
    "casework:records_files": only(Role.SUPERVISOR),
    "casework:answer_records_file": only(
        Role.SUPERVISOR, opens=302, method="post", make="records_file_key"
    ),
    "casework:take_records_file": only(
        Role.SUPERVISOR, opens={200, 302}, method="post", make="records_file_key"
    ),
    "casework:records_answer": everybody(404, method="post", make="no_such_key"),
    "casework:ask_report": only(*TRIAGE, make="report_reference"),
    "casework:ask_incident": only(*TRIAGE, make="incident_reference"),
    "casework:tasks": only(*TASK_READERS),
    "casework:task_count": only(*TRIAGE),
    "casework:task": only(*TASK_READERS, make="task_reference"),
    "casework:task_act": only(
        *TRIAGE, opens={302, 404, 409, 422}, method="post", make="task_reference"
    ),
    "casework:hand_over": only(*TASK_READERS),
    "casework:hand_over_kept": only(*TASK_READERS, make="handover_key"),
    "casework:hand_over_take": only(
        *TRIAGE, opens={302, 409, 422}, method="post", make="handover_key"
    ),
    "casework:lists": only(*EDITORS),
    "casework:answers": only(Role.SUPERVISOR),
    "casework:answer_new": only(Role.SUPERVISOR),
    "casework:answer": only(Role.SUPERVISOR, make="answer_key"),
    "casework:here": only(*READERS, opens={200, 204, 400, 422}, method="post"),
    "casework:audit": only(Role.AUDITOR),
    "casework:check_chain": only(Role.AUDITOR, opens={200, 302}, method="post"),
    "casework:live_queue": only(*READERS),
}
