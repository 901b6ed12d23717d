"""Every document that another one points at is there."""

import re
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
DOCUMENTS = sorted([*_ROOT.glob("*.md"), *_ROOT.glob("docs/**/*.md")])


def missing(document: Path, text: str) -> list[str]:
    """Return the targets in this project that ``text`` points at and that are not there."""
    targets = [target for target in _LINK.findall(text) if "://" not in target]
    return [target for target in targets if not (document.parent / target).exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(_ROOT)))
def test_a_document_points_at_nothing_that_is_missing(document: Path) -> None:
    assert missing(document, document.read_text(encoding="utf-8")) == []


def test_every_decision_is_in_the_list_of_decisions() -> None:
    listed = (_ROOT / "docs/adr/README.md").read_text(encoding="utf-8")
    pages = {page.name for page in (_ROOT / "docs/adr").glob("0*.md")}
    assert {page for page in pages if page not in listed} == set()


def test_sabotage_a_page_that_was_never_written_is_noticed() -> None:
    readme = _ROOT / "docs/adr/README.md"
    assert missing(readme, "see [0999](0999-never-written.md)") == ["0999-never-written.md"]
