"""Who may change questions, report for others, take out an original, and release a picture."""

from django.utils.translation import gettext as _

from commonbeat.accounts.models import Organisation, Role, User
from commonbeat.core.errors import NotAllowed
from commonbeat.reports.models import Report

QUESTION_EDITORS = (Role.SUPERVISOR, Role.ADMINISTRATOR)
ORIGINAL_TAKERS = (Role.SUPERVISOR, Role.INTELLIGENCE_OFFICER)

# Who prepares, reviews and takes out a picture for people outside the police.
RELEASERS = (Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER)
# Who writes a report down for somebody at the desk, on the phone or in the street.
REPORT_TAKERS = (Role.TRIAGE_OPERATOR, Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER)


def can_edit_questions(user: User) -> bool:
    """Say whether somebody may change, preview and publish question sets."""
    return user.is_active and user.role in QUESTION_EDITORS


def check_can_edit_questions(user: User) -> None:
    """Raise ``NotAllowed`` unless ``can_edit_questions``."""
    if not can_edit_questions(user):
        raise NotAllowed(_("Only a supervisor or an administrator can change the questions."))


def can_take_reports(user: User) -> bool:
    """Say whether somebody may write a report down for somebody else."""
    return user.is_active and user.role in REPORT_TAKERS


def check_can_take_reports(user: User) -> None:
    """Raise ``NotAllowed`` unless ``can_take_reports``."""
    if not can_take_reports(user):
        raise NotAllowed(_("Your role cannot do this."))


def can_report_for(user: User, organisation: Organisation) -> bool:
    """Say whether somebody may send and read reports of this organisation."""
    return (
        user.is_active
        and user.role == Role.PARTNER_MEMBER
        and user.organisation_id == organisation.pk
        and organisation.kind != Organisation.Kind.POLICE
    )


def speaks_for(user: User, report: Report) -> bool:
    """Say whether somebody may write in a thread for the organisation that sent the report."""
    return report.organisation is not None and can_report_for(user, report.organisation)


def check_speaks_for(user: User, report: Report) -> None:
    """Raise ``NotAllowed`` unless ``speaks_for``."""
    if not speaks_for(user, report):
        raise NotAllowed(_("Only a member of this organisation can do this."))


def reads_received(user: User, report: Report) -> bool:
    """Say whether somebody reads a report for the organisation that its reporter sent it to."""
    return report.sent_to is not None and can_report_for(user, report.sent_to)


def check_reads_received(user: User, report: Report) -> None:
    """Raise ``NotAllowed`` unless ``reads_received``."""
    if not reads_received(user, report):
        raise NotAllowed(_("Only a member of this organisation can do this."))


def can_take_original(user: User) -> bool:
    """Say whether somebody may take out a file as it was sent, hidden data and all."""
    return user.is_active and user.role in ORIGINAL_TAKERS


def check_can_take_original(user: User) -> None:
    """Raise ``NotAllowed`` unless ``can_take_original``."""
    if not can_take_original(user):
        raise NotAllowed(_("Only a supervisor or an intelligence officer can take out originals."))


def can_release(user: User) -> bool:
    """Say whether somebody may make and take out copies for people outside the police."""
    return user.is_active and user.role in RELEASERS


def check_can_release(user: User) -> None:
    """Raise ``NotAllowed`` unless ``can_release``."""
    if not can_release(user):
        raise NotAllowed(_("Only a supervisor or a neighbourhood officer can release pictures."))
