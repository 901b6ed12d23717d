"""What the intelligence room asks."""

from commonbeat.intelligence.forms.copies import AgreeForm, CheckForm, CopyForm, GiveForm
from commonbeat.intelligence.forms.grading import GradeForm, MoveForm, grade_values
from commonbeat.intelligence.forms.making import (
    ItemForm,
    NewForm,
    PersonForm,
    ReasonForm,
    SourceForm,
    VersionedForm,
)
from commonbeat.intelligence.forms.search import SearchForm

__all__ = [
    "AgreeForm",
    "CheckForm",
    "CopyForm",
    "GiveForm",
    "GradeForm",
    "ItemForm",
    "MoveForm",
    "NewForm",
    "PersonForm",
    "ReasonForm",
    "SearchForm",
    "SourceForm",
    "VersionedForm",
    "grade_values",
]
