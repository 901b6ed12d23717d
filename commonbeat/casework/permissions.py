"""Who may see the queue, read a report, decide about it and read the log."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from commonbeat.accounts.models import Role, User
from commonbeat.casework.models import QueuePart, RecordsFile, Task
from commonbeat.casework.rules import TaskState
from commonbeat.core.errors import NotAllowed
from commonbeat.reports.models import ConflictOfInterest, Report
from commonbeat.reports.queries import is_kept_from

# They open reports because triage is their work.
QUEUE_WORKERS = frozenset({Role.TRIAGE_OPERATOR, Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER})
# They may read, and say why each time.
QUEUE_READERS = frozenset(QUEUE_WORKERS | {Role.INTELLIGENCE_OFFICER})
# They say which reports tell of one event, and what became of it.
INCIDENT_WORKERS = QUEUE_WORKERS
# They ask each other to do things, and hand over from shift to shift.
TASK_WORKERS = QUEUE_WORKERS
# They read what was asked and handed over, and do nothing about it.
TASK_READERS = frozenset(TASK_WORKERS | {Role.AUDITOR})
# They may end or move a task that others asked.
TASK_MINDERS = frozenset({Role.SUPERVISOR})
# They may ask to see a sealed name, and somebody else of the others may agree.
UNLOCK_ASKERS = frozenset({Role.TRIAGE_OPERATOR, Role.SUPERVISOR})
UNLOCK_ANSWERERS = frozenset({Role.SUPERVISOR})
# They keep the lists that decisions choose from.
LIST_KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
# They write the answers that are offered beside reports.
ANSWER_KEEPERS = frozenset({Role.SUPERVISOR})
# They decide that somebody sees again what they were kept from.
INTEREST_LIFTERS = frozenset({Role.SUPERVISOR})

# They decide that an incident goes to the force's records system.
HANDERS_OVER = INCIDENT_WORKERS
# They say where that system is.
RECORDS_KEEPERS = frozenset({Role.ADMINISTRATOR})
# They take what was handed over along in a file.
RECORDS_TAKERS = frozenset({Role.SUPERVISOR})

# They show a tab of the queue to everybody who reads it.
PART_SHARERS = frozenset({Role.SUPERVISOR})
# They see who looked one person up again and again.
LOOK_UP_READERS = frozenset({Role.SUPERVISOR})
LOG_READERS = frozenset({Role.AUDITOR})


def _allows(check: Callable[[User], None], user: User) -> bool:
    try:
        check(user)
    except NotAllowed:
        return False
    return True


def check_can_see_queue(user: User) -> None:
    """Raise ``NotAllowed`` unless this person may see which reports there are, and open them."""
    if not user.is_active or user.role not in QUEUE_READERS:
        raise NotAllowed(_("Your role does not read reports."))


def can_see_queue(user: User) -> bool:
    """Say whether this person may see which reports there are, and open them."""
    return _allows(check_can_see_queue, user)


def check_can_open_without_asking(user: User) -> None:
    """Raise ``NotAllowed`` unless triage is this person's work, so that it is reason enough."""
    if not user.is_active or user.role not in QUEUE_WORKERS:
        raise NotAllowed(_("Say why you need to read this report."))


def can_open_without_asking(user: User) -> bool:
    """Say whether triage is this person's work, so that it is reason enough to open a report."""
    return _allows(check_can_open_without_asking, user)


def check_can_decide(user: User) -> None:
    """Raise ``NotAllowed`` unless this person may decide about a report and answer."""
    if not user.is_active or user.role not in QUEUE_WORKERS:
        raise NotAllowed(_("Your role can read this report but not decide about it."))


def can_decide(user: User) -> bool:
    """Say whether this person may decide about a report and answer."""
    return _allows(check_can_decide, user)


def check_can_handle_alarm(user: User) -> None:
    """Raise ``NotAllowed`` unless this person may take an emergency in hand or end its alarm."""
    if not user.is_active or user.role not in QUEUE_WORKERS:
        raise NotAllowed(_("Your role sees emergencies. Triage hands them over."))


def can_handle_alarm(user: User) -> bool:
    """Say whether this person may take an emergency in hand or end its alarm."""
    return _allows(check_can_handle_alarm, user)


def is_told_of_late_alarms(user: User) -> bool:
    """Say whether this person is told of an emergency that nobody took in time."""
    return user.is_active and user.role == Role.SUPERVISOR


def check_can_work_on_incidents(user: User) -> None:
    """Raise ``NotAllowed`` unless this person may join reports and end what they tell of."""
    if not user.is_active or user.role not in INCIDENT_WORKERS:
        raise NotAllowed(_("Your role does not work on incidents."))


def can_work_on_incidents(user: User) -> bool:
    """Say whether this person may join reports and end what they tell of."""
    return _allows(check_can_work_on_incidents, user)


def check_can_read_log(user: User) -> None:
    """Raise ``NotAllowed`` unless this person audits what others did."""
    if not user.is_active or user.role not in LOG_READERS:
        raise NotAllowed(_("Only an auditor reads the log."))


def can_read_log(user: User) -> bool:
    """Say whether this person audits what others did."""
    return _allows(check_can_read_log, user)


def check_can_ask_to_unlock(user: User) -> None:
    """Raise ``NotAllowed`` unless this person may ask to see a sealed name."""
    if not user.is_active or user.role not in UNLOCK_ASKERS:
        raise NotAllowed(_("Your role cannot ask to see a name that is locked away."))


def can_ask_to_unlock(user: User) -> bool:
    """Say whether this person may ask to see a sealed name."""
    return _allows(check_can_ask_to_unlock, user)


def check_can_answer_unlock(user: User) -> None:
    """Raise ``NotAllowed`` unless this person may agree that a sealed name is seen."""
    if not user.is_active or user.role not in UNLOCK_ANSWERERS:
        raise NotAllowed(_("Only a supervisor decides whether a locked name is seen."))


def can_answer_unlock(user: User) -> bool:
    """Say whether this person may agree that a sealed name is seen."""
    return _allows(check_can_answer_unlock, user)


def check_not_kept_from(user: User, report: Report) -> None:
    """Raise ``NotAllowed`` where a report does not exist for this person."""
    if is_kept_from(report=report, user=user):
        raise NotAllowed(_("Somebody else deals with this report."))


def check_can_keep_from(user: User) -> None:
    """Raise ``NotAllowed`` unless this person may say that somebody must not see a report."""
    if not user.is_active or user.role not in QUEUE_WORKERS:
        raise NotAllowed(_("Your role cannot decide who sees a report."))


def can_keep_from(user: User) -> bool:
    """Say whether this person may say that somebody must not see a report."""
    return _allows(check_can_keep_from, user)


def check_can_lift(user: User, conflict: ConflictOfInterest) -> None:
    """Raise ``NotAllowed`` unless this person may let somebody else see a report again."""
    if not user.is_active or user.role not in INTEREST_LIFTERS or conflict.member_id == user.pk:
        raise NotAllowed(_("Another supervisor decides about this."))


def can_lift(user: User, conflict: ConflictOfInterest) -> bool:
    """Say whether this person may let somebody else see a report again."""
    if conflict.lifted_at is not None:
        return False
    try:
        check_can_lift(user, conflict)
    except NotAllowed:
        return False
    return True


def check_can_see_look_ups(user: User) -> None:
    """Raise ``NotAllowed`` unless this person may see who looked one person up too often."""
    if not user.is_active or user.role not in LOOK_UP_READERS:
        raise NotAllowed(_("Only a supervisor sees who looked somebody up too often."))


def can_see_look_ups(user: User) -> bool:
    """Say whether this person may see who looked one person up too often."""
    return _allows(check_can_see_look_ups, user)


def check_can_share_part(user: User) -> None:
    """Raise ``NotAllowed`` unless this person may show a tab of the queue to everybody."""
    if not user.is_active or user.role not in PART_SHARERS:
        raise NotAllowed(_("Only a supervisor makes tabs for everybody."))


def can_share_part(user: User) -> bool:
    """Say whether this person may show a tab of the queue to everybody."""
    return _allows(check_can_share_part, user)


def check_can_change_part(user: User, part: QueuePart) -> None:
    """Raise ``NotAllowed`` unless a tab is this person's own, or everybody's and theirs to keep."""
    if part.owner_id != user.pk and not (part.is_shared and can_share_part(user)):
        raise NotAllowed(_("This tab belongs to somebody else."))


def can_change_part(user: User, part: QueuePart) -> bool:
    """Say whether this person may change a tab of the queue or take it away."""
    return _allows(lambda member: check_can_change_part(member, part), user)


def check_can_hand_over(user: User) -> None:
    """Raise ``NotAllowed`` unless this person may hand an incident to the records system."""
    if not user.is_active or user.role not in HANDERS_OVER:
        raise NotAllowed(_("Your role does not work on incidents."))


def can_hand_over(user: User) -> bool:
    """Say whether this person may hand an incident to the records system."""
    return _allows(check_can_hand_over, user)


def check_can_keep_records_system(user: User) -> None:
    """Raise ``NotAllowed`` unless this person may say where the records system is."""
    if not user.is_active or user.role not in RECORDS_KEEPERS:
        raise NotAllowed(_("Only an administrator can do this."))


def can_keep_records_system(user: User) -> bool:
    """Say whether this person may say where the records system is."""
    return _allows(check_can_keep_records_system, user)


def check_can_take_records(user: User) -> None:
    """Raise ``NotAllowed`` unless this person may take along what was handed over."""
    if not user.is_active or user.role not in RECORDS_TAKERS:
        raise NotAllowed(_("Only a supervisor takes a file of what was handed over."))


def can_take_records(user: User) -> bool:
    """Say whether this person may take along what was handed over."""
    return _allows(check_can_take_records, user)


def check_can_answer_records_file(user: User, wish: RecordsFile) -> None:
    """Raise ``NotAllowed`` unless this person may agree to somebody else's file."""
    check_can_take_records(user)
    if wish.asker_id == user.pk:
        raise NotAllowed(_("Another supervisor decides about this."))


def can_answer_records_file(user: User, wish: RecordsFile) -> bool:
    """Say whether this person may agree to somebody else's file."""
    try:
        check_can_answer_records_file(user, wish)
    except NotAllowed:
        return False
    return True


def check_can_keep_answers(user: User) -> None:
    """Raise ``NotAllowed`` unless this person may change which answers are offered."""
    if not user.is_active or user.role not in ANSWER_KEEPERS:
        raise NotAllowed(_("Only a supervisor changes which answers are offered."))


def can_keep_answers(user: User) -> bool:
    """Say whether this person may change which answers are offered."""
    return _allows(check_can_keep_answers, user)


def check_can_read_tasks(user: User) -> None:
    """Raise ``NotAllowed`` unless this person may read tasks and hand-overs."""
    if not user.is_active or user.role not in TASK_READERS:
        raise NotAllowed(_("Your role does not read tasks."))


def can_read_tasks(user: User) -> bool:
    """Say whether this person may read tasks and hand-overs."""
    return _allows(check_can_read_tasks, user)


def check_can_work_on_tasks(user: User) -> None:
    """Raise ``NotAllowed`` unless this person may be asked to do something, and ask others."""
    if not user.is_active or user.role not in TASK_WORKERS:
        raise NotAllowed(_("Your role can read tasks but not work on them."))


def can_work_on_tasks(user: User) -> bool:
    """Say whether this person may be asked to do something, and ask others."""
    return _allows(check_can_work_on_tasks, user)


def check_can_accept(user: User, task: Task) -> None:
    """Raise ``NotAllowed`` unless a task waits for this person, or for their team."""
    check_can_work_on_tasks(user)
    asked = task.person_id == user.pk if task.person_id else task.team == user.role
    if not asked:
        raise NotAllowed(_("This task is asked of somebody else."))


def can_accept(user: User, task: Task) -> bool:
    """Say whether a task waits for this person, or for their team."""
    return task.standing is TaskState.OPEN and _allows(
        lambda who: check_can_accept(who, task), user
    )


def check_can_answer_task(user: User, task: Task) -> None:
    """Raise ``NotAllowed`` unless this person has the task, or could accept it."""
    check_can_accept(user, task)


def can_answer_task(user: User, task: Task) -> bool:
    """Say whether this person can say how a task ended."""
    return task.is_active and _allows(lambda who: check_can_answer_task(who, task), user)


def check_can_withdraw_task(user: User, task: Task) -> None:
    """Raise ``NotAllowed`` unless this person asked for it, or minds the tasks of all."""
    check_can_work_on_tasks(user)
    if task.asked_by_id != user.pk and user.role not in TASK_MINDERS:
        raise NotAllowed(_("Whoever asked for it, or a supervisor, can withdraw it."))


def can_withdraw_task(user: User, task: Task) -> bool:
    """Say whether this person can say that nobody needs a task any more."""
    return task.is_active and _allows(lambda who: check_can_withdraw_task(who, task), user)


def check_can_hand_on_task(user: User, task: Task) -> None:
    """Raise ``NotAllowed`` unless this person has the task, asked for it, or minds all."""
    if can_withdraw_task(user, task):
        return
    check_can_accept(user, task)


def can_hand_on_task(user: User, task: Task) -> bool:
    """Say whether this person can ask somebody else to do it."""
    return task.is_active and _allows(lambda who: check_can_hand_on_task(who, task), user)
