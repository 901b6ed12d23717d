"""The fields that can be shared at all, and what each kind of organisation gets unless said."""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class SharedField(StrEnum):
    """Everything of a report that can ever be shared. Photographs and files are not among it."""

    CATEGORY = "category"
    ASB_KIND = "asb-kind"
    PLACE = "place"
    AREA = "area"
    TIME = "time"
    DESCRIPTION = "description"


# By the kind of an organisation; a kind without a row gets nothing unless somebody chooses it.
DEFAULT_FIELDS: Mapping[str, frozenset[SharedField]] = {
    "university-security": frozenset(
        {SharedField.PLACE, SharedField.TIME, SharedField.CATEGORY, SharedField.DESCRIPTION}
    ),
    "council": frozenset({SharedField.PLACE, SharedField.ASB_KIND}),
    "business-district": frozenset({SharedField.CATEGORY, SharedField.PLACE, SharedField.TIME}),
}


def written(fields: Iterable[str]) -> str:
    """Return fields as a column keeps them: in one order, with commas."""
    chosen = {SharedField(name) for name in fields}
    return ",".join(field.value for field in SharedField if field in chosen)


def fields_in(text: str) -> tuple[SharedField, ...]:
    """Return the fields that a column keeps."""
    return tuple(SharedField(name) for name in text.split(",") if name)


def is_within(fields: Iterable[SharedField], allowed: Iterable[SharedField]) -> bool:
    """Say whether something is chosen, and all of it allowed."""
    chosen = set(fields)
    return bool(chosen) and chosen <= set(allowed)
