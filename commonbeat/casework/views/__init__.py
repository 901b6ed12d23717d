"""The pages of the operations room."""

from commonbeat.casework.views.alarms import (
    acknowledge,
    alarm,
    alarms,
    close,
    take_back,
)
from commonbeat.casework.views.answers import (
    answer,
    answer_new,
    answers,
)
from commonbeat.casework.views.asking import (
    ask_about_incident,
    ask_about_report,
)
from commonbeat.casework.views.case import (
    decide,
    report,
)
from commonbeat.casework.views.incident_pages import (
    merge,
    outcome,
)
from commonbeat.casework.views.incidents import (
    incident,
    incident_act,
    incidents,
)
from commonbeat.casework.views.interests import (
    interests,
    lift,
)
from commonbeat.casework.views.joins import (
    join,
)
from commonbeat.casework.views.lists import (
    lists,
)
from commonbeat.casework.views.log import (
    audit,
    check_chain,
)
from commonbeat.casework.views.notes import (
    note,
)
from commonbeat.casework.views.queue import (
    queue,
    queue_rows,
)
from commonbeat.casework.views.queue_parts import (
    part,
    parts,
    remove_part,
)
from commonbeat.casework.views.records import (
    change_records_secret,
    keep_records_system,
    records_answer,
    records_system,
)
from commonbeat.casework.views.records_files import (
    answer_records_file,
    records_files,
    take_records_file,
)
from commonbeat.casework.views.room import (
    here,
    live_queue,
)
from commonbeat.casework.views.search import (
    search,
)
from commonbeat.casework.views.several import (
    several,
    several_do,
    several_look,
)
from commonbeat.casework.views.shifts import (
    hand_over,
    hand_over_kept,
    hand_over_take,
)
from commonbeat.casework.views.tasks import (
    task,
    task_act,
    task_count,
    tasks,
)
from commonbeat.casework.views.unlock import (
    unlock,
    unlock_answer,
    unlock_ask,
    unlock_end,
    unlock_look,
)

__all__ = [
    "acknowledge",
    "alarm",
    "alarms",
    "answer",
    "answer_new",
    "answer_records_file",
    "answers",
    "ask_about_incident",
    "ask_about_report",
    "audit",
    "change_records_secret",
    "check_chain",
    "close",
    "decide",
    "hand_over",
    "hand_over_kept",
    "hand_over_take",
    "here",
    "incident",
    "incident_act",
    "incidents",
    "interests",
    "join",
    "keep_records_system",
    "lift",
    "lists",
    "live_queue",
    "merge",
    "note",
    "outcome",
    "part",
    "parts",
    "queue",
    "queue_rows",
    "records_answer",
    "records_files",
    "records_system",
    "remove_part",
    "report",
    "search",
    "several",
    "several_do",
    "several_look",
    "take_back",
    "take_records_file",
    "task",
    "task_act",
    "task_count",
    "tasks",
    "unlock",
    "unlock_answer",
    "unlock_ask",
    "unlock_end",
    "unlock_look",
]
