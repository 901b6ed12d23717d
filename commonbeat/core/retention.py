"""How long each table is kept, said by the context that owns it.

A test fails for a table of personal data without a rule.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """How long the rows of one table are kept; ``days`` is None where an event ends them."""

    model: str
    rule: str
    days: int | None


_rules: dict[str, RetentionRule] = {}


def keep(model: str, rule: str, *, days: int | None = None) -> None:
    """State how long the rows of ``model`` (``app.Model``) are kept, in one sentence."""
    _rules[model.lower()] = RetentionRule(model=model, rule=rule, days=days)


def retention_rules() -> dict[str, RetentionRule]:
    """Return every retention rule by its model, in lower case."""
    return dict(_rules)
