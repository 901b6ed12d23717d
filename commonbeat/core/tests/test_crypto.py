"""Sealing, digests and codes."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from commonbeat.core import crypto, ids


@given(st.text())
def test_what_is_sealed_opens_again(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    assert crypto.unseal(crypto.seal(text)) == text


def test_sealing_twice_gives_two_tokens() -> None:
    assert crypto.seal("the same") != crypto.seal("the same")


def test_an_older_key_still_opens_what_it_sealed(settings: Settings) -> None:
    settings.FIELD_KEYS = ["old"]
    token = crypto.seal("kept")
    settings.FIELD_KEYS = ["new", "old"]
    assert crypto.unseal(token) == "kept"
    rotated = crypto.reseal(token)
    settings.FIELD_KEYS = ["new"]
    assert crypto.unseal(rotated) == "kept"
    with pytest.raises(crypto.InvalidToken):
        crypto.unseal(token)


def test_digests_differ_by_purpose_and_by_key(settings: Settings) -> None:
    settings.FIELD_KEYS = ["one"]
    first = crypto.keyed_digest("receipt", "ABC")
    assert first != crypto.keyed_digest("address", "ABC")
    settings.FIELD_KEYS = ["two", "one"]
    assert first != crypto.keyed_digest("receipt", "ABC")
    assert first in crypto.keyed_digests("receipt", "ABC")


@given(st.text(alphabet=ids.ALPHABET, min_size=1, max_size=24))
def test_a_code_survives_how_people_copy_it(code: str) -> None:
    copied = ids.grouped(code).lower().replace("0", "o").replace("1", "l")
    assert ids.normalise_code(copied) == code


def test_codes_have_five_bits_a_character() -> None:
    assert len(ids.ALPHABET) == 32
    assert len({ids.random_code(24) for _ in range(1000)}) == 1000


@pytest.mark.django_db
def test_the_live_realm_is_there_from_the_first_migration() -> None:
    from commonbeat.core.models import LIVE_REALM_ID, Realm

    assert Realm.objects.get(pk=LIVE_REALM_ID).is_live
    assert connection.vendor in {"sqlite", "postgresql"}
