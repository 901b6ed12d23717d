"""Which form each page of a report has, and what its inputs are called."""

from commonbeat.reports.forms import steps
from commonbeat.reports.forms.destination import DestinationForm
from commonbeat.reports.forms.identity import ContactForm, IdentityForm
from commonbeat.reports.forms.when import WhenForm
from commonbeat.reports.rules.steps import Step

FORMS: dict[Step, type[steps.StepForm]] = {
    Step.EMERGENCY: steps.EmergencyForm,
    Step.WHAT: steps.TopicForm,
    Step.WHEN: WhenForm,
    Step.AGAIN: steps.AgainForm,
    Step.WHERE: steps.WhereForm,
    Step.WORDS: steps.WordsForm,
    Step.DESTINATION: DestinationForm,
    Step.IDENTITY: IdentityForm,
    Step.CONTACT: ContactForm,
    Step.EVIDENCE: steps.EvidenceForm,
}

# What the inputs of each page are called; whatever else is posted is not looked at.
NAMES: dict[Step, tuple[str, ...]] = {
    Step.EMERGENCY: ("danger",),
    Step.WHAT: ("topic",),
    Step.WHEN: (
        "when",
        *(f"{name}_{part}" for name in ("day", "from_day", "to_day") for part in range(3)),
        "time",
        "from_time",
        "to_time",
        "said_on",
    ),
    Step.AGAIN: ("danger_again",),
    Step.WHERE: ("place", "cell", "where_unknown", "home"),
    Step.WORDS: ("description",),
    Step.DESTINATION: ("destination",),
    Step.IDENTITY: ("identity",),
    Step.CONTACT: (
        *("pseudonym", "person_name", "reach_how", "reach_at", "reach_times", "leave_message"),
    ),
    Step.EVIDENCE: (),
    Step.DOOR: (),
    Step.CHECK: (),
    Step.RECEIPT: (),
}
