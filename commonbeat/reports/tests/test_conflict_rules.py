"""Whom of the police a text names."""

import pytest

from commonbeat.reports.rules.conflicts import Known, known_as, named_in

_NAMES = ("Dan Okafor", "PC 1234 Lucy Brown", "Zofia Wójcik", "王 小明", "Sam Park")
_STAFF = [known_as(number, name) for number, name in enumerate(_NAMES, 1)]


def people() -> dict[str, list[Known]]:
    return {known.last: [known] for known in _STAFF}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Dan Okafor pushed me against the wall.", {1}),
        ("It was OKAFOR, Dan. He laughed.", {1}),
        ("officer okafor took my phone", {1}),
        ("PC 4411 Okafor and Sgt. Brown were there", {1, 2}),
        ("El agente Okafor me insultó.", {1}),
        ("Policjantka Wojcik nie chciała słuchać.", {3}),
        ("الضابط Okafor", {1}),
        ("那个警察叫王小明。", {4}),
        ("A man in a brown coat ran into the park.", set()),
        ("Mrs Brown from number 4 saw it too", set()),
        ("Okafor's shop was broken into", set()),
        ("Dan from next door and Mrs Okafor", set()),
        ("The police officer was kind. Brown hair, tall.", set()),
        ("The police officer was kind. Brown hair, tall.", set()),
        ("I told the officer. Brown coat, no hat.", set()),
        ("He looked like an officer in brown.", set()),
        ("", set()),
    ],
)
def test_a_name_is_known_by_its_first_name_or_a_rank(text: str, named: set[int]) -> None:
    assert named_in(text, people()) == named


def test_a_name_of_ranks_alone_names_nobody() -> None:
    nobody = known_as(9, "PC 1234")
    assert named_in("PC 1234 was here", {nobody.last: [nobody]}) == set()


def test_a_long_text_is_read_quickly_enough() -> None:
    assert named_in("officer " * 20_000, people()) == set()
