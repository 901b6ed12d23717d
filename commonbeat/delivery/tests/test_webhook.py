"""Calls to another organisation's system: where they may go, how they end, and who signed them."""

import datetime as dt
import hmac
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.delivery.channels.webhook import signature, transport
from commonbeat.delivery.channels.webhook.address import AddressRefused, is_public, read_address
from commonbeat.delivery.channels.webhook.transport import Call, WebhookFailed, deliver
from commonbeat.delivery.tests.hostile_addresses import ANSWERS, SPELLINGS
from commonbeat.delivery.tests.records_stub import (
    RecordsStub,
    drips,
    floods,
    hangs_up,
    keeps_and_breaks_off,
    records_stub,
    says,
)

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)
SECRET = signature.new_secret()
BODY = b'{"type": "incident.handed-over"}'
PUBLIC = "93.184.215.14"


def call_to(address: str, **fields: Any) -> Call:
    return Call(**{"id": "one", "address": address, "body": BODY, "secrets": (SECRET,), **fields})


def failing(address: str) -> WebhookFailed:
    with pytest.raises(WebhookFailed) as failed:
        deliver(call_to(address), realm_is_live=True, now=NOW)
    return failed.value


@pytest.fixture
def _loopback(settings: Any) -> None:
    settings.WEBHOOK_LOOPBACK = True


@pytest.fixture
def knocked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return where anything connected to; nothing gets out of this machine."""
    spots: list[str] = []
    connect = socket.socket.connect

    def noted(line: socket.socket, where: Any) -> None:
        spots.append(str(where[0]))
        if not ipaddress.ip_address(where[0]).is_loopback:
            raise OSError("no network in a test")
        connect(line, where)

    monkeypatch.setattr(socket.socket, "connect", noted)
    return spots


def resolver(*answers: str) -> Callable[..., list[Any]]:
    """Return a resolver that gives one answer after another, and the last one ever after."""
    left = list(answers)

    def resolve(_host: str, port: int, **_kwargs: Any) -> list[Any]:
        said = left.pop(0) if len(left) > 1 else left[0]
        family = socket.AF_INET6 if ":" in said else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (said, port))]

    return resolve


def knocks_inside(stub: RecordsStub, spots: list[str], patch: pytest.MonkeyPatch) -> list[str]:
    """Try every hostile address and answer; return which private places something connected to."""
    for text in SPELLINGS:
        patch.setattr(socket, "getaddrinfo", resolver("127.0.0.1"))
        failing(text.replace("{port}", str(stub.port)))
    for said in ANSWERS:
        patch.setattr(socket, "getaddrinfo", resolver(said))
        failing(f"https://records.example:{stub.port}/in")
    return [spot for spot in spots if not is_really_public(spot)]


def is_really_public(spot: str) -> bool:
    return spot == PUBLIC


class TestWhereCallsGo:
    def test_there_are_sixty_hostile_addresses(self) -> None:
        assert len(SPELLINGS) >= 60
        assert len(set(SPELLINGS)) == len(SPELLINGS)

    def test_no_hostile_address_reaches_anything_private(
        self, knocked: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with records_stub() as stub:
            assert knocks_inside(stub, knocked, monkeypatch) == []
            assert stub.connections == 0

    def test_sabotage_an_address_that_nobody_checks_is_noticed(
        self, knocked: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(transport, "is_public", lambda _address: True)
        monkeypatch.setattr(transport, "SECONDS", 0.3)
        with records_stub() as stub:
            assert knocks_inside(stub, knocked, monkeypatch) != []
            assert stub.connections > 0

    def test_a_name_is_resolved_once_and_the_connection_goes_to_what_was_checked(
        self, knocked: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Asked again, the same name would lead to this machine.
        monkeypatch.setattr(socket, "getaddrinfo", resolver(PUBLIC, "127.0.0.1"))
        with records_stub() as stub:
            failing(f"https://records.example:{stub.port}/in")
            assert knocked == [PUBLIC]
            assert stub.connections == 0

    def test_sabotage_a_name_that_is_resolved_again_is_noticed(
        self, knocked: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(socket, "getaddrinfo", resolver(PUBLIC, "127.0.0.1"))
        monkeypatch.setattr(transport, "SECONDS", 0.3)
        pinned = transport._checked_spot

        def again(address: Any, *, ends: float) -> Any:
            pinned(address, ends=ends)
            return transport._resolve(address, seconds=1)[0]

        monkeypatch.setattr(transport, "_checked_spot", again)
        with records_stub() as stub:
            failing(f"https://records.example:{stub.port}/in")
            assert knocked == ["127.0.0.1"]

    def test_one_private_answer_among_public_ones_refuses_them_all(
        self, knocked: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        both = resolver(PUBLIC)("", 443) + resolver("10.0.0.1")("", 443)
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: both)
        failed = failing("https://records.example/in")
        assert (failed.why, failed.is_permanent) == ("private", True)
        assert knocked == []

    @given(st.ip_addresses(v=4))
    def test_no_private_address_of_version_4_passes_in_any_disguise(
        self, ip: ipaddress.IPv4Address
    ) -> None:
        if ip.is_private or not ip.is_global or ip.is_multicast:
            raw = int(ip)
            spellings = [
                str(ip),
                f"::ffff:{ip}",
                str(ipaddress.IPv6Address(raw)),
                str(ipaddress.IPv6Address((0x2002 << 112) | (raw << 80))),
                str(ipaddress.IPv6Address((0x64FF9B << 96) | raw)),
            ]
            assert [text for text in spellings if is_public(text)] == []

    def test_public_addresses_pass(self) -> None:
        assert all(is_public(text) for text in (PUBLIC, "1.1.1.1", "2606:4700:4700::1111"))

    def test_http_is_for_this_machine_alone_and_only_where_it_is_allowed(self) -> None:
        with pytest.raises(AddressRefused):
            read_address("http://127.0.0.1:80/in", loopback=False)
        assert read_address("http://127.0.0.1:80/in", loopback=True).is_secure is False
        for text in ("http://10.0.0.1/", "http://records.example/", "http://127.0.0.2/"):
            with pytest.raises(AddressRefused):
                read_address(text, loopback=True)

    def test_an_ordinary_address_is_read(self) -> None:
        read = read_address("https://Records.Example.org:8443/in/box", loopback=False)
        assert (read.host, read.port, read.path) == ("records.example.org", 8443, "/in/box")

    @pytest.mark.usefixtures("_loopback")
    def test_an_exercise_calls_nobody(self) -> None:
        with records_stub() as stub:
            with pytest.raises(WebhookFailed, match="exercise"):
                deliver(call_to(stub.address), realm_is_live=False, now=NOW)
            assert stub.connections == 0


@pytest.mark.usefixtures("_loopback")
class TestHowCallsEnd:
    def test_a_call_arrives_as_it_was_made_and_is_signed(self) -> None:
        with records_stub() as stub:
            deliver(call_to(stub.address), realm_is_live=True, now=NOW)
        ((headers, body),) = stub.calls
        assert body == BODY
        assert signature.is_genuine([SECRET], headers=headers, body=body, now=NOW)

    def test_nothing_follows_a_redirect(self) -> None:
        with records_stub() as other, records_stub(says(307, location=other.address)) as stub:
            assert failing(stub.address).why == "redirect"
            assert other.connections == 0

    def test_a_slow_answer_is_cut_off_in_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(transport, "SECONDS", 0.4)
        with records_stub(drips) as stub:
            began = monotonic()
            assert failing(stub.address).why == "time"
            assert monotonic() - began < 3

    def test_sabotage_a_time_limit_for_each_read_alone_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(transport, "SECONDS", 0.4)
        monkeypatch.setattr(transport._Pinned, "cut", lambda _connection: None)

        def few(_stub: RecordsStub, line: socket.socket) -> None:
            line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n")
            for _ in range(60):
                line.sendall(b" ")
                threading.Event().wait(0.02)

        with records_stub(few) as stub:
            began = monotonic()
            deliver(call_to(stub.address), realm_is_live=True, now=NOW)
            assert monotonic() - began > 0.8

    def test_five_seconds_and_a_megabyte_are_the_limits(self) -> None:
        assert (transport.SECONDS, transport.LARGEST_ANSWER) == (5.0, 1_048_576)

    def test_a_huge_answer_is_not_read_to_its_end(self) -> None:
        with records_stub(floods) as stub:
            assert failing(stub.address).why == "too-long"

    @pytest.mark.parametrize("fault", [hangs_up, keeps_and_breaks_off])
    def test_an_answer_that_breaks_off_is_asked_for_again(self, fault: Any) -> None:
        with records_stub(fault) as stub:
            failed = failing(stub.address)
        assert (failed.why, failed.is_permanent) == ("connection", False)

    @pytest.mark.parametrize(
        ("status", "why", "is_permanent"),
        [
            (500, "trouble", False),
            (503, "trouble", False),
            (429, "trouble", False),
            (408, "trouble", False),
            (400, "refused", True),
            (401, "refused", True),
            (404, "refused", True),
        ],
    )
    def test_a_refusal_says_whether_to_come_back(
        self, status: int, why: str, is_permanent: bool
    ) -> None:
        with records_stub(says(status)) as stub:
            failed = failing(stub.address)
        assert (failed.why, failed.is_permanent) == (why, is_permanent)

    @pytest.mark.parametrize(
        ("said", "wait"),
        [
            ("120", timedelta(minutes=2)),
            ("999999", timedelta(hours=24)),
            ("-5", timedelta(0)),
            ("soon", timedelta(0)),
            ("9" * 400, timedelta(0)),
        ],
    )
    def test_it_waits_as_long_as_it_is_asked_to_within_a_day(
        self, said: str, wait: timedelta
    ) -> None:
        with records_stub(says(429, Retry_After=said)) as stub:
            assert failing(stub.address).wait == wait


def _certificate(folder: Path, name: str) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    cert_path, key_path = folder / f"{name}.pem", folder / f"{name}.key"
    cert_path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_path.write_bytes(secret)
    return cert_path, key_path


class TestCertificates:
    @pytest.fixture
    def secure(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[ssl.SSLContext, str]:
        """Return the side of a server whose certificate is that of records.example."""
        cert, key = _certificate(tmp_path, "records.example")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        # A stand-in for a public place: it is on this machine.
        monkeypatch.setattr(transport, "is_public", lambda _address: True)
        monkeypatch.setattr(socket, "getaddrinfo", resolver("127.0.0.1"))
        return context, str(cert)

    def test_a_certificate_that_nobody_vouches_for_gets_nothing(
        self, secure: tuple[ssl.SSLContext, str]
    ) -> None:
        with records_stub(context=secure[0]) as stub:
            assert failing(f"https://records.example:{stub.port}/").why == "certificate"
            assert stub.calls == []

    def test_a_trusted_certificate_must_be_that_of_the_name(
        self, secure: tuple[ssl.SSLContext, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        trusting = ssl.create_default_context(cafile=secure[1])
        monkeypatch.setattr(transport, "_context", lambda: trusting)
        with records_stub(context=secure[0]) as stub:
            assert failing(f"https://other.example:{stub.port}/").why == "certificate"
            assert stub.calls == []
            deliver(call_to(f"https://records.example:{stub.port}/"), realm_is_live=True, now=NOW)
            assert len(stub.calls) == 1


class TestSignatures:
    def test_the_signature_is_that_of_the_published_example(self) -> None:
        # From the specification of Standard Webhooks, as its own libraries test it.
        headers = signature.signed_headers(
            ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
            call_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
            body=b'{"test": 2432232314}',
            now=datetime.fromtimestamp(1614265330, tz=UTC),
        )
        assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

    def _signed(self, **fields: Any) -> dict[str, Any]:
        headers = signature.signed_headers([SECRET], call_id="one", body=BODY, now=NOW)
        return {"headers": headers, "body": BODY, "now": NOW, **fields}

    def test_a_genuine_call_passes(self) -> None:
        assert signature.is_genuine([SECRET], **self._signed())

    def test_either_of_two_secrets_passes_while_one_replaces_the_other(self) -> None:
        assert signature.is_genuine([signature.new_secret(), SECRET], **self._signed())

    def test_a_call_signed_with_two_secrets_passes_under_either(self) -> None:
        other = signature.new_secret()
        headers = signature.signed_headers([other, SECRET], call_id="one", body=BODY, now=NOW)
        for held in (other, SECRET):
            assert signature.is_genuine([held], headers=headers, body=BODY, now=NOW)

    def test_without_a_secret_nothing_passes(self) -> None:
        assert not signature.is_genuine([], **self._signed())

    @pytest.mark.parametrize("minutes", [-6, 6, 60 * 24])
    def test_a_replay_after_five_minutes_is_refused(self, minutes: int) -> None:
        later = NOW + timedelta(minutes=minutes)
        assert not signature.is_genuine([SECRET], **self._signed(now=later))

    def test_whatever_is_changed_is_refused(self) -> None:
        assert changed_calls_that_pass() == []

    def test_sabotage_a_comparison_that_always_fits_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(hmac, "compare_digest", lambda _one, _other: True)
        assert changed_calls_that_pass() != []

    def test_sabotage_a_clock_that_nobody_looks_at_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(signature, "TOLERANCE", timedelta(days=365))
        later = NOW + timedelta(minutes=6)
        assert signature.is_genuine([SECRET], **self._signed(now=later))


def changed_calls_that_pass() -> list[str]:
    """Change a genuine call in many ways; return which of them still passed."""
    right = signature.signed_headers([SECRET], call_id="one", body=BODY, now=NOW)
    mark = right["webhook-signature"]
    changes: dict[str, tuple[dict[str, str], bytes]] = {
        "body": ({}, BODY + b" "),
        "no body": ({}, b""),
        "id": ({"webhook-id": "two"}, BODY),
        "no id": ({"webhook-id": ""}, BODY),
        "time": ({"webhook-timestamp": str(int(NOW.timestamp()) + 1)}, BODY),
        "no time": ({"webhook-timestamp": ""}, BODY),
        "time in words": ({"webhook-timestamp": "now"}, BODY),
        "time with a point": ({"webhook-timestamp": right["webhook-timestamp"] + ".0"}, BODY),
        "no signature": ({"webhook-signature": ""}, BODY),
        "short": ({"webhook-signature": mark[:-4]}, BODY),
        "other version": ({"webhook-signature": mark.replace("v1,", "v2,")}, BODY),
        "no version": ({"webhook-signature": mark.removeprefix("v1,")}, BODY),
        "joined": ({"webhook-signature": mark + mark}, BODY),
        "late in a crowd": ({"webhook-signature": "v1,x " * 50 + mark}, BODY),
        "not of these letters": ({"webhook-signature": "v1,\u00e9\u4e00"}, BODY),
    }
    passed = [
        name
        for name, (headers, body) in changes.items()
        if signature.is_genuine([SECRET], headers={**right, **headers}, body=body, now=NOW)
    ]
    other = signature.signed_headers([signature.new_secret()], call_id="one", body=BODY, now=NOW)
    if signature.is_genuine([SECRET], headers=other, body=BODY, now=NOW):
        passed.append("another secret")
    return passed
