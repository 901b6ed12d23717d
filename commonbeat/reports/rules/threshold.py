"""Right Care, Right Person: when the police come to a worry about somebody, and when others do."""

from commonbeat.reports.rules.categories import Category
from commonbeat.reports.rules.questions import SIGNPOSTED, Answers


def is_below_threshold(category: Category, answers: Answers) -> bool:
    """Say whether a worry was told for which others care better, as its own answers have it.

    No crime, and no real and immediate risk to life or of serious harm: the reporter was shown who
    helps instead. A person still reads it and decides.
    """
    return category is Category.WELFARE and SIGNPOSTED in answers
