"""Which organisations take reports: kept in memory, read again every few seconds."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import DatabaseError

from commonbeat.accounts.models import Organisation
from commonbeat.reports.models import in_words

# An organisation that takes no more reports is not offered any longer after this many seconds;
# taking a report in asks the database itself.
_KEPT_FOR = 5.0


@dataclass(frozen=True, slots=True)
class Receiver:
    """An organisation that takes reports; ``called`` is what people call it, by language."""

    id: int
    name: str
    called: Mapping[str, str]
    is_university: bool

    @property
    def words(self) -> str:
        """What it is called in the language of the moment, for the middle of a sentence."""
        return in_words(self.called) or self.name

    @property
    def opening(self) -> str:
        """The same for the start of a sentence."""
        return self.words[:1].upper() + self.words[1:]

    @classmethod
    def of(cls, body: Organisation) -> "Receiver":
        """Return an organisation as people who report know it."""
        is_university = body.kind == Organisation.Kind.UNIVERSITY_SECURITY
        return cls(body.pk, body.name, body.called, is_university)


class _Shelf:
    """What this process knows of them."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Read them again when they are next asked for."""
        self.known: tuple[Receiver, ...] = ()
        self.read_at = float("-inf")

    def refresh(self) -> None:
        """Read them, if that was long ago."""
        if time.monotonic() - self.read_at < _KEPT_FOR:
            return
        with self.lock:
            rows = Organisation.objects.filter(takes_reports=True).order_by("name")
            self.known = tuple(Receiver.of(row) for row in rows)
            self.read_at = time.monotonic()


_shelf = _Shelf()


def forget_receivers() -> None:
    """Let this process offer what was just changed."""
    _shelf.forget()


def receivers() -> tuple[Receiver, ...]:
    """Return the organisations that take reports, by name; those known last without a database."""
    try:
        _shelf.refresh()
    except DatabaseError:
        return _shelf.known
    return _shelf.known


def receiver(number: int | None) -> Receiver | None:
    """Return one of them, if it takes reports."""
    return next((each for each in receivers() if each.id == number), None)


def taking_organisation(number: int) -> Organisation | None:
    """Return an organisation that takes reports at this moment, for a report to be sent to it."""
    return Organisation.objects.filter(pk=number, takes_reports=True).first()
