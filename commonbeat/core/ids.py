"""Identifiers that tell nothing: random, typed without doubt, safe in an address."""

import secrets

# Crockford's base 32: no I, L, O or U, so nobody reads one character for another.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def random_code(characters: int) -> str:
    """Return a random code of five bits a character."""
    # Thirty-two letters: five bits of each byte choose one, all alike.
    return "".join([ALPHABET[byte & 31] for byte in secrets.token_bytes(characters)])


def new_key() -> str:
    """Return a 100-bit key for a public address, twenty characters of base 32."""
    return random_code(20).lower()


def normalise_code(text: str) -> str:
    """Return what was typed as a code: upper case, no spaces or dashes, look-alikes mended."""
    return "".join(text.split()).replace("-", "").upper().translate(_LOOKALIKES)


def row_number(text: str) -> int | None:
    """Return the number of a row as an address or a form names it, or None where it names none.

    Never larger than a column holds (18 digits).
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


def grouped(code: str, size: int = 4) -> str:
    """Return a code in groups, as people copy it."""
    return " ".join(code[i : i + size] for i in range(0, len(code), size))
