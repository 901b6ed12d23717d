"""What the police do with a report: open it, decide about it, and say that they are here."""

from commonbeat.casework.actions.alarms import (
    acknowledge_alarm,
    close_alarm,
    take_back_alarm,
    tell_of_late_alarms,
)
from commonbeat.casework.actions.answers import (
    AnswerGiven,
    add_starter_answers,
    keep_answer,
    withdraw_answer,
)
from commonbeat.casework.actions.assessing import (
    Assessed,
)
from commonbeat.casework.actions.contact import (
    Checking,
    filled,
)
from commonbeat.casework.actions.deciding import (
    Verdict,
    decide,
)
from commonbeat.casework.actions.erasing import (
    forget_words,
)
from commonbeat.casework.actions.errors import (
    AnotherNumber,
    AnswerWrong,
    CannotTakeTask,
    MayBeClearer,
    MayDrift,
    NoSuchCase,
    NothingToFind,
    NotNow,
    ReasonMissing,
    SignpostMissing,
    SomebodyWasFirst,
    StaleAnswer,
    StaleDecision,
    StaleHandover,
    StaleIncident,
    StaleRecordsSystem,
    StaleTask,
    TooLate,
    WordsMissing,
)
from commonbeat.casework.actions.hand_off_sending import (
    send_hand_offs,
    take_number,
    withdraw_hand_offs,
)
from commonbeat.casework.actions.handing_over import (
    forget_hand_offs,
    hand_over,
    send_again,
)
from commonbeat.casework.actions.incident_erasing import (
    forget_in_incidents,
    forget_incident,
)
from commonbeat.casework.actions.incident_merging import (
    merge_incidents,
    undo_merge,
)
from commonbeat.casework.actions.incident_outcome import (
    Ending,
    NotTold,
    close_incident,
)
from commonbeat.casework.actions.incident_states import (
    Description,
    add_note,
    describe_incident,
    move_incident,
    take_charge,
)
from commonbeat.casework.actions.incidents import (
    add_report,
    make_incident,
    note_comparison,
    open_incident,
    take_out,
)
from commonbeat.casework.actions.interests import (
    keep_colleague_from,
    let_see_again,
)
from commonbeat.casework.actions.lists import (
    add_shipped_grades,
    add_shipped_services,
    keep_grade,
    keep_service,
)
from commonbeat.casework.actions.noting import (
    Note,
    note,
)
from commonbeat.casework.actions.opening import (
    TRIAGE,
    note_log_read,
    open_report,
)
from commonbeat.casework.actions.queue_parts import (
    remove_part,
    save_part,
)
from commonbeat.casework.actions.records_files import (
    answer_file,
    ask_for_file,
    forget_records_files,
    take_file,
)
from commonbeat.casework.actions.records_system import (
    SystemSettings,
    change_secret,
    drop_old_secret,
    keep_records_system,
)
from commonbeat.casework.actions.room import (
    forget_presences,
    say_gone,
    say_here,
)
from commonbeat.casework.actions.searching import (
    Sought,
    begin_search,
    forget_look_ups,
    note_search,
)
from commonbeat.casework.actions.several import (
    LeftOut,
    decide_several,
    join_several,
    make_incident_of_several,
)
from commonbeat.casework.actions.shifts import (
    forget_handovers,
    open_handover,
    take_over,
    write_handover,
)
from commonbeat.casework.actions.task_erasing import (
    forget_tasks,
)
from commonbeat.casework.actions.tasking import (
    Asked,
    Wanted,
    accept_task,
    ask_for,
    finish_task,
    give_up_task,
    hand_on_task,
    open_task,
    withdraw_task,
)
from commonbeat.casework.actions.telling import (
    check_telling,
    signature,
)
from commonbeat.casework.actions.unlocking import (
    answer_unlock,
    ask_to_unlock,
    end_unlock,
    end_unlocks,
    forget_unlocks,
    look_at_identity,
)

__all__ = [
    "TRIAGE",
    "AnotherNumber",
    "AnswerGiven",
    "AnswerWrong",
    "Asked",
    "Assessed",
    "CannotTakeTask",
    "Checking",
    "Description",
    "Ending",
    "LeftOut",
    "MayBeClearer",
    "MayDrift",
    "NoSuchCase",
    "NotNow",
    "NotTold",
    "Note",
    "NothingToFind",
    "ReasonMissing",
    "SignpostMissing",
    "SomebodyWasFirst",
    "Sought",
    "StaleAnswer",
    "StaleDecision",
    "StaleHandover",
    "StaleIncident",
    "StaleRecordsSystem",
    "StaleTask",
    "SystemSettings",
    "TooLate",
    "Verdict",
    "Wanted",
    "WordsMissing",
    "accept_task",
    "acknowledge_alarm",
    "add_note",
    "add_report",
    "add_shipped_grades",
    "add_shipped_services",
    "add_starter_answers",
    "answer_file",
    "answer_unlock",
    "ask_for",
    "ask_for_file",
    "ask_to_unlock",
    "begin_search",
    "change_secret",
    "check_telling",
    "close_alarm",
    "close_incident",
    "decide",
    "decide_several",
    "describe_incident",
    "drop_old_secret",
    "end_unlock",
    "end_unlocks",
    "filled",
    "finish_task",
    "forget_hand_offs",
    "forget_handovers",
    "forget_in_incidents",
    "forget_incident",
    "forget_look_ups",
    "forget_presences",
    "forget_records_files",
    "forget_tasks",
    "forget_unlocks",
    "forget_words",
    "give_up_task",
    "hand_on_task",
    "hand_over",
    "join_several",
    "keep_answer",
    "keep_colleague_from",
    "keep_grade",
    "keep_records_system",
    "keep_service",
    "let_see_again",
    "look_at_identity",
    "make_incident",
    "make_incident_of_several",
    "merge_incidents",
    "move_incident",
    "note",
    "note_comparison",
    "note_log_read",
    "note_search",
    "open_handover",
    "open_incident",
    "open_report",
    "open_task",
    "remove_part",
    "save_part",
    "say_gone",
    "say_here",
    "send_again",
    "send_hand_offs",
    "signature",
    "take_back_alarm",
    "take_charge",
    "take_file",
    "take_number",
    "take_out",
    "take_over",
    "tell_of_late_alarms",
    "undo_merge",
    "withdraw_answer",
    "withdraw_hand_offs",
    "withdraw_task",
    "write_handover",
]
