"""The question sets that come with Commonbeat; a force makes its own versions of them."""

from commonbeat.reports.models.shipped.elsewhere import ELSEWHERE
from commonbeat.reports.models.shipped.hurt import HURT_OR_SCARED
from commonbeat.reports.models.shipped.taken import TAKEN
from commonbeat.reports.models.shipped.worried import WORRIED
from commonbeat.reports.rules import Topic
from commonbeat.reports.rules.questions import QuestionSet

SHIPPED: dict[Topic, QuestionSet] = {**TAKEN, **HURT_OR_SCARED, **WORRIED, **ELSEWHERE}
