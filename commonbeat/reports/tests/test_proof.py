"""The signed proof of a report: whoever holds it can show what came in, and no change passes."""

import base64
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user
from commonbeat.core import signing
from commonbeat.core.actors import Actor
from commonbeat.core.ids import grouped
from commonbeat.reports.actions import mark_seen
from commonbeat.reports.queries import check_proof, proof_of
from commonbeat.reports.rules.proof import Proof, Verdict, digest, signed_bytes, write_proof
from commonbeat.reports.tests.factories import NOON, make_receipt, make_report
from commonbeat.reports.tests.walking import opened

pytestmark = pytest.mark.django_db

OFFICER = Actor(id="user:x", label="PC Amira Hussain")


def a_proof() -> str:
    return write_proof(proof_of(make_report()))


def signed(**said: Any) -> str:
    """Return a genuine proof with some statement, made without a database."""
    statement = {
        "form": "commonbeat-proof/1",
        "key": signing.signing_key().id,
        "words_sha256": digest("words"),
        "evidence_sha256": [digest("one"), digest("two")],
        "received": "2026-11-14T12:00:00Z",
        **said,
    }
    return write_proof(Proof(statement, signing.sign(signed_bytes(statement))))


def verdict(text: str) -> Verdict:
    return check_proof(text)[0]


def test_what_we_signed_is_genuine() -> None:
    found, statement = check_proof(a_proof())
    assert found is Verdict.GENUINE
    assert statement["words_sha256"] == digest(make_report().description)


def test_the_proof_of_an_anonymous_report_tells_the_hour_alone_before_and_after_it_was_read() -> (
    None
):
    report = make_report()
    before = write_proof(proof_of(report))
    assert proof_of(report).statement["received"] == "2026-11-14T12:00:00Z"
    assert proof_of(report).statement["received_to_the"] == "hour"
    mark_seen(report=report, actor=OFFICER, now=NOON)
    report.refresh_from_db()
    assert write_proof(proof_of(report)) == before


def test_the_proof_of_a_named_report_tells_the_second() -> None:
    statement = proof_of(make_report(reporter=make_user(Role.RESIDENT))).statement
    assert statement["received"] == "2026-11-14T12:20:30Z"
    assert statement["received_to_the"] == "second"


def test_a_proof_holds_no_receipt_no_words_no_reference_and_no_name() -> None:
    code, person = make_receipt(), make_user(Role.RESIDENT)
    report = make_report(receipt=code, place="behind the red door", reporter=person)
    text = write_proof(proof_of(report))
    held = [code, grouped(code), code.lower(), digest(code), report.reference, report.description]
    held += [report.place, person.display_name, person.email, person.key]
    for secret in held:
        assert secret not in text
    assert bytes(report.receipt_digest).hex() not in text


def changes_of(text: str) -> list[str]:
    """Return the proof with each field changed, dropped, and one added."""
    proof = json.loads(text)
    changed = []
    for name, value in proof["statement"].items():
        other = [*value, "0" * 64] if isinstance(value, list) else f"{value}x"
        news: list[Any] = [other, None, {}]
        for new in news:
            changed.append({**proof, "statement": {**proof["statement"], name: new}})
        rest = {key: said for key, said in proof["statement"].items() if key != name}
        changed.append({**proof, "statement": rest})
    changed.append({**proof, "statement": {**proof["statement"], "added": 1}})
    changed.append({**proof, "added": 1})
    changed.append({"statement": proof["statement"]})
    return [json.dumps(document) for document in changed]


def slips(text: str) -> list[str]:
    """Return the changed proofs that pass for genuine."""
    return [each for each in changes_of(text) if verdict(each) is Verdict.GENUINE]


def test_every_changed_field_is_noticed() -> None:
    assert slips(a_proof()) == []


def test_sabotage_a_signature_that_leaves_a_field_out_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def partly(statement: Any) -> bytes:
        return signed_bytes({key: said for key, said in statement.items() if key != "received"})

    monkeypatch.setattr("commonbeat.reports.queries.proof.signed_bytes", partly)
    assert slips(a_proof()) != []


@given(where=st.integers(min_value=0), letter=st.characters(codec="utf-8"))
def test_no_other_letter_anywhere_passes(where: int, letter: str) -> None:
    text = signed()
    at = where % len(text)
    changed = text[:at] + letter + text[at + 1 :]
    says_the_same = json_of(changed) == json_of(text)
    assert (verdict(changed) is Verdict.GENUINE) == says_the_same


def json_of(text: str) -> object:
    """Return what a text says, or the text itself where it is no JSON."""
    try:
        return json.loads(text)
    except ValueError:
        return text


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")))
def test_whatever_is_handed_in_gets_an_answer(text: str) -> None:
    assert verdict(text) is Verdict.NOT_OURS


@pytest.mark.parametrize(
    "text",
    [
        "[" * 15_000,
        "null",
        "[]",
        '{"statement": [], "signature": ""}',
        '{"statement": {"a": NaN}, "signature": ""}',
        '{"statement": {"key": "\\ud800"}, "signature": "' + "A" * 86 + '=="}',
        "9" * 19_000,
    ],
)
def test_hostile_files_get_an_answer(text: str) -> None:
    assert verdict(text) is Verdict.NOT_OURS


def test_a_name_written_twice_is_noticed() -> None:
    text = signed()
    twice = text.replace('"received"', '"received": "2020-01-01T00:00:00Z",\n    "received"')
    assert verdict(twice) is Verdict.CHANGED


def test_a_proof_signed_by_somebody_else_is_not_ours(settings: LazySettings) -> None:
    ours = list(settings.FIELD_KEYS)
    settings.FIELD_KEYS = ["a key of somebody else"]
    theirs = signed()
    settings.FIELD_KEYS = ours
    assert verdict(theirs) is Verdict.NOT_OURS


def test_a_change_of_keys_leaves_old_proofs_genuine(settings: LazySettings) -> None:
    before, old = signed(), signing.signing_key()
    settings.FIELD_KEYS = ["a new key", *settings.FIELD_KEYS]
    assert verdict(before) is Verdict.GENUINE
    assert signing.signing_key() != old
    # The old secret is thrown away; its public half was kept.
    settings.FIELD_KEYS = ["a new key"]
    assert verdict(before) is Verdict.NOT_OURS
    settings.OLD_PROOF_KEYS = [old.text, "nonsense", ""]
    assert verdict(before) is Verdict.GENUINE


def test_a_proof_can_be_checked_without_us(client: Client, tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    proof = json.loads(a_proof())
    published = client.get("/.well-known/commonbeat-proof-keys.json").json()["keys"]
    pem = next(key["pem"] for key in published if key["id"] == proof["statement"]["key"])
    said = json.dumps(
        proof["statement"], sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()

    def passes(message: bytes) -> bool:
        (tmp_path / "key.pem").write_text(pem)
        (tmp_path / "said").write_bytes(message)
        (tmp_path / "signature").write_bytes(base64.b64decode(proof["signature"]))
        command = [openssl, "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin"]
        command += ["-in", "said", "-sigfile", "signature"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        return done.returncode == 0

    assert passes(said)
    assert not passes(said.replace(b"2026", b"2025"))


def test_the_holder_of_the_receipt_saves_a_proof_that_passes(client: Client) -> None:
    _report, code = opened(client)
    page = client.get("/receipt/proof/")
    assert page.status_code == 200
    saved = client.get("/receipt/proof/file/")
    assert saved.headers["Content-Disposition"] == 'attachment; filename="proof.json"'
    assert verdict(saved.content.decode()) is Verdict.GENUINE
    for said in (page, saved):
        assert code not in said.content.decode()
        assert "no-store" in said.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    ["/receipt/proof/", "/receipt/proof/file/", "/receipt/reminder/", "/receipt/reminder/file/"],
)
def test_without_a_pass_there_is_no_proof_and_no_reminder(client: Client, path: str) -> None:
    make_report()
    assert client.get(path).status_code == 403


@pytest.mark.parametrize("as_file", [True, False])
def test_anybody_can_check_a_proof(client: Client, as_file: bool) -> None:
    text = a_proof()

    def handed_in(proof: str) -> str:
        given: dict[str, Any] = {"text": proof}
        if as_file:
            given = {"file": SimpleUploadedFile("proof.json", proof.encode())}
        return client.post("/proof/", given).content.decode()

    assert "This proof is genuine" in handed_in(text)
    changed = text.replace('"topic": "bike-taken"', '"topic": "damage"')
    assert "This proof was changed" in handed_in(changed)
    assert "This is not a proof from us" in handed_in("{}")


def test_handing_in_nothing_says_what_to_do(client: Client) -> None:
    page = client.post("/proof/", {})
    assert page.status_code == 422
    assert "Choose the file, or paste what is in it." in page.content.decode()
