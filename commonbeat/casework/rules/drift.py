"""When words may turn somebody without a name into an informant."""

import re

# The third question to somebody without a name begins to look like a task.
QUESTIONS_BEFORE_WARNING = 2

_TASKING = re.compile(
    r"\b(?:find\s+out|ask\s+(?:him|her|them|around)|go\s+back|follow\s+(?:him|her|them)|"
    r"keep\s+(?:watch(?:ing)?|an\s+eye)|look\s+(?:inside|around)|get\s+(?:a\s+)?(?:photo|picture)|"
    r"let\s+us\s+know\s+when(?:ever)?)\b",
    re.IGNORECASE,
)


def tasking_words(text: str) -> list[str]:
    """Return the phrases that send a reporter to learn more, as they were typed."""
    return [" ".join(match.group().split()) for match in _TASKING.finditer(text)]


def drifts(*, text: str, is_anonymous: bool, is_question: bool, questions_before: int) -> bool:
    """Say whether a message may turn somebody without a name into an informant.

    Giving tasks to a person who stays unnamed, or asking again and again, may make them a covert
    source, which needs the authority of a source unit.
    """
    if not is_anonymous:
        return False
    asked_often = is_question and questions_before >= QUESTIONS_BEFORE_WARNING
    return asked_often or bool(tasking_words(text))
