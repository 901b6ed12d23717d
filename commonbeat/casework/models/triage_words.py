"""Assessments in words: what is thought through, what is seen, and what speaks for a grade."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonbeat.casework.rules import Grade, Heading, Prompt, Sign, Strand, Thought

THOUGHT_WORDS = {
    Thought.THREAT: pgettext_lazy("assessment", "Threat"),
    Thought.HARM: pgettext_lazy("assessment", "Harm"),
    Thought.RISK: pgettext_lazy("assessment", "Risk"),
    Thought.INVESTIGATION: pgettext_lazy("assessment", "Investigation"),
    Thought.VULNERABILITY: pgettext_lazy("assessment", "Vulnerability"),
    Thought.ENGAGEMENT: pgettext_lazy("assessment", "Engagement"),
    Thought.PREVENTION: pgettext_lazy("assessment", "Prevention"),
}
THOUGHT_HINTS = {
    Thought.THREAT: _("Who or what threatens whom?"),
    Thought.HARM: _("What harm was done, and how bad is it?"),
    Thought.RISK: _("What may still happen, and how likely is it?"),
    Thought.INVESTIGATION: _("What can be found out, and what is lost if we wait?"),
    Thought.VULNERABILITY: _("Who is less able to protect themselves, and why?"),
    Thought.ENGAGEMENT: _("What does the person want, and whom do we need?"),
    Thought.PREVENTION: _("What keeps it from happening again?"),
}
PROMPT_WORDS = {
    Prompt.APPEARANCE: _("Appearance: hurt, ill, drunk, not cared for"),
    Prompt.BEHAVIOUR: _("Behaviour: afraid, confused, not like themselves"),
    Prompt.COMMUNICATION: _("Communication: hard to understand, or to make decisions"),
    Prompt.DANGER: _("Danger: to themselves, to others or from others"),
    Prompt.ENVIRONMENT: _("Environment: alone, no safe place, cut off from help"),
}
STRAND_WORDS = {
    Strand.DISABILITY: pgettext_lazy("hate element", "Disability"),
    Strand.RACE: pgettext_lazy("hate element", "Race"),
    Strand.RELIGION: pgettext_lazy("hate element", "Religion"),
    Strand.ORIENTATION: pgettext_lazy("hate element", "Sexual orientation"),
    Strand.TRANSGENDER: pgettext_lazy("hate element", "Transgender identity"),
    Strand.OTHER: pgettext_lazy("hate element", "Something else about who they are"),
}
SIGN_WORDS = {
    Sign.NOW: _("it may be happening now"),
    Sign.STILL: _("it is still going on"),
    Sign.LIFE: _("somebody could die or be badly hurt"),
    Sign.UNSAFE: _("the person is not safe now"),
    Sign.UNSAFE_SOON: _("the danger may come later"),
    Sign.HURT: _("somebody needs or needed a doctor"),
    Sign.WEAPON: _("there was or may be a weapon"),
    Sign.QUESTION: _("it is a question or feedback"),
}
HEADING_WORDS = {
    Heading.THREAT: _("Threat and risk"),
    Heading.POWERS: _("Powers and policy"),
    Heading.OPTIONS: _("Options, and what if it goes wrong"),
}
# The names that the table of grades begins with.
GRADE_WORDS = {
    Grade.EMERGENCY: _("Emergency"),
    Grade.PRIORITY: _("Priority"),
    Grade.SCHEDULED: _("Scheduled"),
    Grade.RESOLUTION: _("Resolution without deployment"),
}
