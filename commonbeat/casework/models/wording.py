"""Decisions, outcomes, notes and incidents in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonbeat.casework.rules import (
    Advice,
    Alone,
    DecisionKind,
    IncidentState,
    Noted,
    Outcome,
    Purpose,
    RecordedAs,
    Voices,
)

DECISION_WORDS = {
    DecisionKind.TAKE: _("took the report on"),
    DecisionKind.ASK: _("asked the reporter a question"),
    DecisionKind.ANSWER: _("answered the reporter"),
    DecisionKind.CLOSE: _("closed the report"),
    DecisionKind.FILE: _("filed the report: no further action"),
    DecisionKind.SHARE: _("shared the report with a partner"),
    DecisionKind.HAND_ON: _("passed the report on"),
    DecisionKind.ASSESS: _("assessed the report"),
}

OUTCOME_WORDS = {
    Outcome.DEALT_WITH: pgettext_lazy("outcome", "We dealt with it"),
    Outcome.ADVICE_GIVEN: pgettext_lazy("outcome", "We gave advice"),
    Outcome.RECORDED_AS_CRIME: pgettext_lazy("outcome", "Recorded as a crime"),
    Outcome.ALREADY_KNOWN: pgettext_lazy("outcome", "We know of it already"),
    Outcome.TOO_LITTLE: pgettext_lazy("outcome", "Too little to go on"),
    Outcome.NOT_POLICE: pgettext_lazy("outcome", "Not a matter for the police"),
    Outcome.NO_FURTHER_LINE: pgettext_lazy("outcome", "Nothing more to follow up"),
    Outcome.NOT_MEANT: pgettext_lazy("outcome", "Not meant as a report: a hoax or spam"),
    Outcome.COUNCIL: pgettext_lazy("outcome", "The council"),
    Outcome.UNIVERSITY: pgettext_lazy("outcome", "The university"),
    Outcome.REPORT_FRAUD: pgettext_lazy("outcome", "Report Fraud"),
    Outcome.HEALTH: pgettext_lazy("outcome", "Health or social care"),
    Outcome.FIRE: pgettext_lazy("outcome", "The fire service"),
    Outcome.OTHER_FORCE: pgettext_lazy("outcome", "Another police force"),
}


NOTE_WORDS = {
    Noted.VICTIM: _("They are a victim"),
    Noted.ENHANCED: _("They have Enhanced Rights: news within 1 working day"),
    Noted.NOT_VICTIM: _("They are not a victim"),
    Noted.ARREST: _("Somebody was arrested"),
    Noted.INTERVIEW: _("Somebody was interviewed under caution"),
    Noted.RELEASE: _("Somebody was released"),
    Noted.BAIL: _("Bail changed"),
    Noted.NOT_INVESTIGATED: _("We will not investigate"),
    Noted.HOLD: _("We cannot tell them yet"),
}

INCIDENT_WORDS = {
    IncidentState.OPEN: pgettext_lazy("incident", "Open"),
    IncidentState.UNDER_WAY: pgettext_lazy("incident", "Under way"),
    IncidentState.RESOLVED: pgettext_lazy("incident", "Resolved"),
    IncidentState.CLOSED: pgettext_lazy("incident", "Closed"),
    IncidentState.MERGED: pgettext_lazy("incident", "Part of another"),
}

RECORDED_WORDS = {
    RecordedAs.CRIME: pgettext_lazy("recorded as", "A crime"),
    RecordedAs.INCIDENT: pgettext_lazy("recorded as", "An incident"),
    RecordedAs.INTELLIGENCE: pgettext_lazy("recorded as", "Intelligence"),
    RecordedAs.NO: pgettext_lazy("recorded as", "Not recorded"),
}

VOICES_WORDS = {
    Voices.NONE: pgettext_lazy("independent reports", "None"),
    Voices.ONE: pgettext_lazy("independent reports", "1"),
    Voices.FEW: pgettext_lazy("independent reports", "2 to 4"),
    Voices.MANY: pgettext_lazy("independent reports", "5 or more"),
}

PURPOSE_WORDS = {
    Purpose.ANSWER: pgettext_lazy("purpose of an answer", "An answer"),
    Purpose.QUESTION: pgettext_lazy("purpose of an answer", "A question"),
    Purpose.CLOSING: pgettext_lazy("purpose of an answer", "Words at the end"),
}

# What is counted and kept of advice; the page says more of each.
ADVICE_WORDS = {
    Advice.GAP: pgettext_lazy("advice", "Something is not filled in"),
    Advice.WITHDRAWN: pgettext_lazy("advice", "The suggested answer was withdrawn"),
    Advice.LANGUAGE: pgettext_lazy("advice", "Not in the reporter’s language"),
    Advice.ASKS_WHO: pgettext_lazy("advice", "Asks who they are"),
    Advice.BLAME: pgettext_lazy("advice", "May sound like blame"),
    Advice.PROMISE: pgettext_lazy("advice", "Promises what we cannot keep"),
    Advice.CONTACT: pgettext_lazy("advice", "A link or number that is not in our list"),
    Advice.NO_NEXT_STEP: pgettext_lazy("advice", "Does not say what happens next"),
    Advice.JARGON: pgettext_lazy("advice", "Police words"),
    Advice.READING_AGE: pgettext_lazy("advice", "Hard to read"),
    Advice.LONG_SENTENCE: pgettext_lazy("advice", "Very long sentences"),
    Advice.CAPITALS: pgettext_lazy("advice", "Words in capitals"),
}

# Why a report is left out of what is done about several.
ALONE_WORDS = {
    Alone.NOT_NOW: _("This cannot be done while the report is as it is."),
    Alone.MINE: _("You have it in hand already."),
    Alone.IN_HAND: _("Somebody else has it in hand. Open it to take it over."),
    Alone.UNREAD: _("Nobody has read it yet. Open it first."),
    Alone.EMERGENCY: _("It is an emergency. Open it and deal with it by itself."),
    Alone.WAITS: _("The reporter wrote again and waits for an answer of their own."),
    Alone.VICTIM: _("The reporter is a victim. They get an answer of their own."),
    Alone.SIGNPOST: _("Somebody may need help. Open it and say who can help them."),
    Alone.JOINED: _("It is in an incident already."),
}
