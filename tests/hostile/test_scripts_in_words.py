"""Nothing that anybody writes becomes part of a page: a script, a handler, a link or a picture.

Fifty ways to write a script stand in every text of a report, an answer, a warning, a name, a
letter. Each page that shows them is read as a browser reads it, element by element. A short text
holds one of them at a time: each takes its turn, a few every day, all with
COMMONBEAT_ASSURANCE=full.
"""

from itertools import islice

import pytest
from django.db import transaction
from django.template import base

from tests.assurance.figures import figure
from tests.hostile.hostile_words import FIELDS, pages, rounds, sign_of
from tests.hostile.reading_words import PAYLOADS, TEMPTING, Seen

pytestmark = [pytest.mark.assurance, pytest.mark.django_db]

# Rounds in which the short texts take their turns; the long ones say everything in each.
TURNS = figure(3, 10_000)


def seen_of(words: dict[str, str]) -> list[Seen]:
    """Return the pages of one round, and take back what it made."""
    with transaction.atomic():
        seen = list(pages(words))
        transaction.set_rollback(True)
    return seen


def parts_of_pages(said: tuple[str, ...], turns: int) -> list[str]:
    """Return what of the words became a part of a page; see that each text is shown somewhere."""
    found = []
    for words in islice(rounds(said), turns):
        seen = seen_of(words)
        found += [f"{page.name}: {part}" for page in seen for part in page.found]
        all_words = "".join(page.words for page in seen)
        assert [field for field in FIELDS if sign_of(field) not in all_words] == []
    return found


def test_every_text_says_every_payload_when_all_have_had_their_turn() -> None:
    assert len(PAYLOADS) >= 50
    everything = list(rounds(PAYLOADS))
    for field, most in FIELDS.items():
        texts = [words[field] for words in everything]
        assert all(len(text) <= most for text in texts), field
        unsaid = [payload for payload in PAYLOADS if not any(payload in text for text in texts)]
        assert unsaid == [], field


def test_no_script_in_anybodys_words_becomes_part_of_a_page() -> None:
    assert parts_of_pages(PAYLOADS, TURNS) == []


def test_an_officers_words_hold_no_link_and_fetch_nothing() -> None:
    assert parts_of_pages(TEMPTING, TURNS) == []


@pytest.mark.parametrize("said", [PAYLOADS, TEMPTING], ids=["scripts", "links"])
def test_sabotage_pages_that_trust_words_are_noticed(
    said: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "render_value_in_context", lambda value, _context: str(value))
    found = [f"{page.name}: {part}" for page in seen_of(next(rounds(said))) for part in page.found]
    assert len(found) > 10
    assert any(line.startswith("letter: ") for line in found)
    assert any(line.startswith("/partner/received/") for line in found)
