"""Words are found however they were written, and an index without its key says nothing."""

import time
from typing import Any

import pytest

from commonbeat.core import crypto, words
from commonbeat.core.words import text_digests, wanted_digests, words_of, words_wanted


def finds(wanted: str, text: str) -> bool:
    """Say whether a text would be found by what somebody typed."""
    return set(words_wanted(wanted)) <= set(words_of(text)) and bool(words_wanted(wanted))


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("BICYCLE", "My bicycle was taken."),
        ("café", "outside the CAFE"),
        ("cafe", "behind the café"),
        ("Łódź", "he said lodz"),
        ("strasse", "Goethestraße? No: Straße"),
        ("ELIF ışık", "elif ISIK"),
        ("O’Brien", "it was obrien"),
        ("Müller", "Muller's car, mr muller"),
        ("Ёлкин", "елкин"),
        ("Ａｖｅｎｈａｍ", "Avenham"),
        ("e-bike", "my e-bike"),
        ("ebike", "my e-bike"),
        ("smith-jones", "Mrs Smith Jones"),
        ("1,500", "he wanted 1500 pounds"),
        ("1500", "he wanted £1,500."),
        ("٣٤٥", "house 345"),
    ],
)
def test_accents_capitals_and_signs_between_do_not_matter(wanted: str, text: str) -> None:
    assert finds(wanted, text)


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("احمد", "رأيت أحمد أمس"),
        ("مدرسة", "قرب المدرسه"),
        ("المدرسة", "مدرسة"),
        ("مُحَمَّد", "محمد"),
        ("مستشفى", "في المستشفي"),
        ("علی", "على"),
        ("سـيـارة", "سيارة"),
        ("שלום", "שָׁלוֹם"),
    ],
)
def test_arabic_and_hebrew_are_found_with_their_marks_and_without(wanted: str, text: str) -> None:
    assert finds(wanted, text)


@pytest.mark.parametrize("wanted", ["刀", "自行车", "偷了", "3号"])
def test_a_script_without_spaces_is_found_by_any_part_of_a_sentence(wanted: str) -> None:
    assert finds(wanted, "有人偷了我的自行车，他拿着刀，在3号门口。")


def test_signs_that_do_not_stand_together_are_not_found_together() -> None:
    assert not finds("车行", "自行车")


def test_vowel_signs_stay_in_words_that_need_them() -> None:
    assert words_of("किताब") != words_of("कतब")
    assert len(words_of("किताब")) == 1


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("AB12 CDE", "a van, ab12cde"),
        ("ab12cde", "Reg AB12 CDE."),
        ("AB-12-CDE", "AB 12 CDE"),
        ("P123 ABC", "p123abc"),
        ("07700 900123", "call 07700-900-123"),
        ("+44 (0)7700 900123", "07700900123"),
        ("0044 7700 900 123", "07700 900123."),
        ("07700900123", "+447700900123"),
        ("J.Smith@Example.org", "write to j.smith@example.org!"),
        ("smith", "write to j.smith@example.org!"),
    ],
)
def test_numbers_registrations_and_addresses_are_found_whole(wanted: str, text: str) -> None:
    assert finds(wanted, text)


def test_the_pieces_of_a_number_do_not_find_another_one() -> None:
    assert not finds("07700 900123", "07700 111222, room 900123")
    assert not finds("AB12 CDE", "AB12 XYZ and CDE")


def test_other_words_are_not_found() -> None:
    assert not finds("bicycle", "my bicycles were taken")
    assert not finds("... !", "anything")
    assert words_wanted(" \t\n-+@.") == []


def test_every_text_is_found_by_itself_and_by_each_of_its_words() -> None:
    for text in ("Somebody cut the lock.", "我在3号 ab12 cde", "+44 7700 900123 a@b.c x-y"):
        assert finds(text, text)
        for word in text.split():
            assert finds(word, text) or word in {"+44", "7700", "ab12", "cde"}


def test_a_digest_needs_the_key_and_the_purpose(settings: Any) -> None:
    ours = text_digests("one", ["knife"])
    assert text_digests("two", ["knife"]) != ours
    settings.FIELD_KEYS = ["another key altogether, of forty signs or so"]
    assert text_digests("one", ["knife"]) != ours


def test_a_change_of_keys_loses_no_word(settings: Any) -> None:
    filed = text_digests("one", ["A knife by the door"])
    settings.FIELD_KEYS = ["a newer key, as long as they should be.....", *settings.FIELD_KEYS]
    assert all(set(each) & set(filed) for each in wanted_digests("one", "door KNIFE"))
    fresh = text_digests("one", ["A knife by the door"])
    assert not set(fresh) & set(filed)
    assert all(set(each) & set(fresh) for each in wanted_digests("one", "door KNIFE"))


def test_sabotage_an_index_that_knows_one_key_loses_words(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = text_digests("one", ["knife"])
    settings.FIELD_KEYS = ["a newer key, as long as they should be.....", *settings.FIELD_KEYS]
    every = crypto.digest_keys
    monkeypatch.setattr(crypto, "digest_keys", lambda purpose: every(purpose)[:1])
    assert not any(set(each) & set(filed) for each in wanted_digests("one", "knife"))


def test_digests_are_short_numbers_and_no_word_stands_in_them() -> None:
    digests = text_digests("one", ["knife", "knife door", "Knife"])
    assert len(digests) == 2
    assert all(0 <= digest < 2**47 for digest in digests)


WORST = [
    *("a", "a ", "a-", "a@", "+1 ", "0 ", "07700 ", "1,000", "ab12 cde ", "'", "-", "@", "."),
    *("é", "e\u0301", "\u0301", "我", "我a", "ا", "\ufdfa", "ß", "İ", "각", "\x00", "😀", "\u0e33"),
]


def seconds(text: str) -> float:
    """Return how long a text takes, of three tries the best."""
    tries = []
    for _ in range(3):
        started = time.thread_time()
        words_of(text)
        tries.append(time.thread_time() - started)
    return min(tries)


@pytest.mark.parametrize("piece", WORST)
def test_no_text_takes_long_or_leaves_much(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    filed = words_of(text)
    assert seconds(text) < 0.1
    assert len(filed) <= words.MOST_WORDS
    assert all(0 < len(word) <= words.LONGEST_WORD for word in filed)


def test_very_many_words_take_little_time_and_are_capped() -> None:
    text = " ".join(f"w{number}" for number in range(20_000))
    assert len(words_of(text)) <= words.MOST_WORDS
    assert seconds(text) < 0.1


def test_sabotage_a_text_without_an_end_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "LONGEST_TEXT", 500_000)
    assert seconds("ab12 cde " * 100_000) > 0.1
