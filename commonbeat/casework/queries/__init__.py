"""What the operations room reads: the queue, a report's history, who is here."""

from commonbeat.casework.queries.history import (
    Stamp,
    assigned_officer,
    decisions,
    openings,
    questions_asked,
    stamp_from,
    stamp_of,
)
from commonbeat.casework.queries.lists import offered_services, services
from commonbeat.casework.queries.log import (
    LOG_PAGE,
    ChainState,
    LogSearch,
    OpenedEntry,
    chain_state,
    log_page,
    references,
    search_log,
)
from commonbeat.casework.queries.open_reports import (
    COUNT_CAP,
    PAGE,
    Count,
    QueuePage,
    Tab,
    count,
    counts,
    finished,
    is_report_key,
    queue,
    queue_page,
    report_by_number,
)
from commonbeat.casework.queries.paging import Place
from commonbeat.casework.queries.room import Here, Person, who_is_here
from commonbeat.casework.queries.unlocks import latest_unlock, may_look, wishes_to_answer

__all__ = [
    "COUNT_CAP",
    "LOG_PAGE",
    "PAGE",
    "ChainState",
    "Count",
    "Here",
    "LogSearch",
    "OpenedEntry",
    "Person",
    "Place",
    "QueuePage",
    "Stamp",
    "Tab",
    "assigned_officer",
    "chain_state",
    "count",
    "counts",
    "decisions",
    "finished",
    "is_report_key",
    "latest_unlock",
    "log_page",
    "may_look",
    "offered_services",
    "openings",
    "questions_asked",
    "queue",
    "queue_page",
    "references",
    "report_by_number",
    "search_log",
    "services",
    "stamp_from",
    "stamp_of",
    "who_is_here",
    "wishes_to_answer",
]
