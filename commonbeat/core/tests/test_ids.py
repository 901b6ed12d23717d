"""Numbers and codes as people and addresses write them."""

import pytest

from commonbeat.core.ids import normalise_code, row_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("123", 123), ("9" * 18, 10**18 - 1)])
def test_the_number_of_a_row_is_read(text: str, number: int) -> None:
    assert row_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "-1", "1.5", "²", "٣", "1e3", " 1", "\0", "9" * 19, "9" * 9999]
)
def test_what_is_no_number_of_a_row_is_none(text: str) -> None:
    assert row_number(text) is None


def test_a_code_is_read_however_it_was_copied() -> None:
    assert normalise_code(" ab1i-o0 lU\n") == "AB11001V"
