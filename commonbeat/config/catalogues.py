"""Translations without gettext on the machine: collects every text, compares, merges.

Needs Babel, which is there while developing; a running site only reads compiled catalogues.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from gettext import c2py
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation import templatize, to_locale

type Keyword = tuple[int | tuple[int, str], ...] | None

KEYWORDS: dict[str, Keyword] = {
    name + lazy: positions
    for lazy in ("", "_lazy", "_noop")
    for name, positions in {
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
}
KEYWORDS["_"] = None
COMMENT_TAGS = ["Translators:"]
_SKIPPED = {"tests", "migrations"}
_PLACEHOLDER = re.compile(r"%\(\w+\)\d*[a-z]|%[ds]|\{\w+\}")
# Enough numbers to meet every form of a plural more than once, if it stands for more than one.
_NUMBERS = range(1000)


@dataclass
class Verdict:
    """What one language lacks."""

    language: str
    missing: list[str] = field(default_factory=list)
    obsolete: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Whether every text has its translation, and nothing else is there."""
        return not (self.missing or self.obsolete or self.broken)


def collect(root: Path) -> Catalog:
    """Return every text of the code and the templates that a person may meet."""
    catalogue = Catalog(project="Commonbeat", charset="utf-8")
    for path in _sources(root):
        if path.suffix != ".py":
            # What this gives is not quite Python; the lenient reader takes it.
            method = "javascript"
            source = templatize(path.read_text(), origin=str(path)).encode()
        else:
            method, source = "python", path.read_bytes()
        found = extract(method, io.BytesIO(source), KEYWORDS, COMMENT_TAGS)
        for _line, message, comments, context in found:
            empty = not (message[0] if isinstance(message, tuple) else message)
            if not empty:
                catalogue.add(message, auto_comments=comments, context=context)
    return catalogue


def catalogue_path(root: Path, language: str) -> Path:
    """Return where the catalogue of a language is kept."""
    return root / "locale" / to_locale(language) / "LC_MESSAGES" / "django.po"


def compare(root: Path, language: str, texts: Catalog) -> Verdict:
    """Say what a language's catalogue lacks, holds in excess, or has wrong."""
    verdict = Verdict(language)
    kept = kept_catalogue(catalogue_path(root, language), language)
    for wanted in _messages(texts):
        message = kept.get(wanted.id, wanted.context)
        if message is None or message.fuzzy or not _is_translated(message):
            verdict.missing.append(_label(wanted))
        else:
            faults = [str(error) for error in message.check(kept)]
            faults += placeholder_faults(message, kept)
            verdict.broken += [f"{_label(wanted)}: {fault}" for fault in faults]
    verdict.obsolete = [
        _label(message)
        for message in _messages(kept)
        if texts.get(message.id, message.context) is None
    ]
    return verdict


def placeholder_faults(message: Message, kept: Catalog) -> list[str]:
    """Say where a translation lost a placeholder, or has one that the text does not give.

    A form of a plural that stands for one number alone ("two crimes" in Arabic) says it in words.
    """
    if not message.id or not _is_translated(message):
        return []
    if isinstance(message.id, str):
        return _unlike(set(_PLACEHOLDER.findall(message.id)), str(message.string))
    wanted = set(_PLACEHOLDER.findall(message.id[-1]))
    form_of = c2py(kept.plural_expr)
    spoken = {form for form, times in Counter(map(form_of, _NUMBERS)).items() if times == 1}
    return [
        fault
        for form, text in enumerate(message.string or ())
        for fault in _unlike(wanted, text, may_lack=form in spoken)
    ]


def _unlike(wanted: set[str], text: str, *, may_lack: bool = False) -> list[str]:
    found = set(_PLACEHOLDER.findall(text))
    lost = set() if may_lack else wanted - found
    return [f"lost {name}" for name in sorted(lost)] + [
        f"unknown {name}" for name in sorted(found - wanted)
    ]


# Headers that only ever hold a date, or the name of nobody.
_EMPTY_HEADERS = ('"POT-', '"PO-', '"Report-', '"Last-Trans', '"Language-Team', '"Generated-')


def merge(root: Path, language: str, texts: Catalog) -> None:
    """Add new texts to a language's catalogue, and drop those that are gone."""
    path = catalogue_path(root, language)
    kept = kept_catalogue(path, language)
    kept.update(texts, no_fuzzy_matching=True, update_creation_date=False)
    kept.obsolete.clear()
    kept.header_comment = f"# Commonbeat in {language}."
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        # Neither places nor dates: a change elsewhere in the code is no change here.
        write_po(file, kept, no_location=True, sort_output=True, width=100, ignore_obsolete=True)
    lines = [line for line in path.read_text().splitlines() if not line.startswith(_EMPTY_HEADERS)]
    path.write_text("\n".join(lines).rstrip() + "\n")


def kept_catalogue(path: Path, language: str) -> Catalog:
    """Read a language's catalogue, or begin one."""
    if not path.exists():
        return Catalog(locale=to_locale(language), project="Commonbeat", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=to_locale(language))


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _is_translated(message: Message) -> bool:
    if isinstance(message.string, tuple | list):
        return bool(message.string) and all(message.string)
    return bool(message.string)


def _label(message: Message) -> str:
    text = message.id[0] if isinstance(message.id, tuple | list) else message.id
    return f"{message.context} | {text}" if message.context else str(text)


def _sources(root: Path) -> Iterator[Path]:
    for folder in ("commonbeat", "templates"):
        for path in sorted((root / folder).rglob("*")):
            is_source = path.suffix in {".py", ".html", ".txt"} and path.is_file()
            if is_source and not _SKIPPED & set(path.relative_to(root).parts):
                yield path
