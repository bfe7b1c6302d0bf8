# SPDX-License-Identifier: GPL-3.0-or-later
"""The server that phones ask, over real connections."""

import http.client
import json
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checkin.core.phones import BAD_KEYS, BURST, Phone, PhoneRole, Phones
from checkin.services.phones import phone_server
from checkin.services.phones.phone_certificate import LEFT, VALID, fingerprint, phone_certificate, tls_context
from checkin.services.phones.phone_server import PhoneServer, Question

HERE = "127.0.0.1"
PAGE = b"<!doctype html><style>p{}</style><script>let a = 1</script>"


class AskedDesk:
    """Answers at once, with how many questions there were, unless it is `held`."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Question]] = []
        self.is_held = False
        self.extra: dict[str, object] = {}

    def __call__(self, path: str, phone: Phone, question: Question) -> "Future[Mapping[str, object]]":
        self.asked.append((path, phone.name, question))
        answer: Future[Mapping[str, object]] = Future()
        if not self.is_held:
            answer.set_result({"number": len(self.asked), **self.extra})
        return answer


Served = tuple[PhoneServer, AskedDesk, Phones]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    (tmp_path / "phone.html").write_bytes(PAGE)
    desk, phones = AskedDesk(), Phones()
    server = PhoneServer(desk, phones, lambda data: [data.decode()], {"/": tmp_path / "phone.html"})
    server.listen(HERE, 0, None)
    yield server, desk, phones
    server.stop()


def ask(
    server: PhoneServer, path: str, question: object = None, key: str = "", method: str = "POST", **headers: str
) -> tuple[int, dict[str, object]]:
    body = question if isinstance(question, bytes) else json.dumps(question or {}).encode()
    with closing(http.client.HTTPConnection(HERE, server.port, timeout=15)) as there:
        there.request(method, path, body, {"x-key": key, **{k.replace("_", "-"): v for k, v in headers.items()}})
        reply = there.getresponse()
        text = reply.read()
        is_json = reply.headers["content-type"] == "application/json"
        return reply.status, json.loads(text) if is_json else {"text": text, **dict(reply.headers)}


def paired(server: PhoneServer, role: PhoneRole = PhoneRole.SCAN, name: str = "Léa") -> str:
    invitation = server.in_thread(lambda phones: phones.invite(role)).result(5)
    status, answer = ask(server, "/join", {"pair": invitation, "id": "question-1", "name": name})
    assert (status, answer["name"], answer["role"]) == (200, name, role)
    return str(answer["key"])


def test_a_page_allows_its_own_script_and_no_other(served: Served) -> None:
    status, page = ask(served[0], "/", b"", method="GET")
    assert (status, page["text"], page["cache-control"]) == (200, PAGE, "no-store")
    policy = str(page["content-security-policy"])
    assert "default-src 'none'" in policy
    assert policy.count("'sha256-") == 2
    assert "unsafe" not in policy


def test_a_question_that_counts_is_asked_once_however_often_it_comes(served: Served) -> None:
    server, desk, _ = served
    key = paired(server)
    question = {"id": "a-scan-of-12", "text": "K7Q2"}
    assert [ask(server, "/code", question, key) for _ in range(3)] == [(200, {"number": 1})] * 3
    assert desk.asked == [("/code", "Léa", question)]
    assert ask(server, "/code", {**question, "id": "another-scan"}, key) == (200, {"number": 2})
    other = paired(server, name="Ana")
    assert ask(server, "/code", question, other) == (200, {"number": 3}), "ids are those of one phone"


def test_an_answer_that_lasts_is_there_for_the_next_asking(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    server, desk, _ = served
    monkeypatch.setattr(phone_server, "ANSWER_S", 0.05)
    key, desk.is_held = paired(server), True
    question = {"id": "a-scan-of-12", "text": "K7Q2"}
    assert ask(server, "/code", question, key) == (503, {"error": "busy"})
    assert len(desk.asked) == 1


def test_a_pairing_key_is_good_once_and_answers_again_to_who_asked(served: Served) -> None:
    server = served[0]
    invitation = server.in_thread(lambda phones: phones.invite(PhoneRole.SCAN)).result(5)
    asked = {"pair": invitation, "id": "question-1", "name": "Léa"}
    first = ask(server, "/join", asked)
    assert first[0] == 200
    assert ask(server, "/join", asked) == first
    assert ask(server, "/join", {**asked, "id": "question-2"}) == (401, {"error": "unknown"})


def test_a_watching_phone_sees_figures_alone(served: Served) -> None:
    key = paired(served[0], PhoneRole.WATCH)
    assert ask(served[0], "/figures", {}, key)[0] == 200
    for path in ("/code", "/find", "/frame", "/pick", "/admit", "/undo"):
        assert ask(served[0], path, {"id": "a-scan-of-12"}, key) == (403, {"error": "role"})
    assert [path for path, *_ in served[1].asked] == ["/figures"]


def test_an_answer_that_was_not_saved_is_asked_for_again(served: Served) -> None:
    server, desk, _ = served
    key, question = paired(server), {"id": "a-scan-of-12", "text": "K7Q2"}
    desk.extra = {"is_lost": True}
    assert ask(server, "/code", question, key)[1]["number"] == 1
    desk.extra = {}
    assert [ask(server, "/code", question, key)[1]["number"] for _ in range(2)] == [2, 2]


def test_a_revoked_phone_is_told_so(served: Served) -> None:
    server = served[0]
    key = paired(server)
    server.in_thread(lambda phones: phones.revoke("Léa")).result(5)
    assert ask(server, "/ping", {}, key) == (403, {"error": "revoked"})


def test_pictures_are_decoded(served: Served) -> None:
    key = paired(served[0])
    assert ask(served[0], "/frame", b"K7Q2", key) == (200, {"texts": ["K7Q2"]})


Refused = Callable[[PhoneServer, str], tuple[int, dict[str, object]]]


@pytest.mark.parametrize(
    ("send", "status", "error"),
    [
        (lambda s, k: ask(s, "/ping", {}, k, host="evil.example"), 421, "host"),
        (lambda s, k: ask(s, "/ping", {}, k, origin="https://evil.example"), 403, "origin"),
        (lambda s, k: ask(s, "/ping", {}, k, sec_fetch_site="cross-site"), 403, "origin"),
        (lambda s, k: ask(s, "/etc/passwd", {}, k), 404, "path"),
        (lambda s, k: ask(s, "/code", b"", k, "GET"), 405, "method"),
        (lambda s, k: ask(s, "/", {}, k), 405, "method"),
        (lambda s, k: ask(s, "/ping", {}, "x" * 22), 401, "unknown"),
        (lambda s, k: ask(s, "/code", {"id": "short"}, k), 400, "id"),
        (lambda s, k: ask(s, "/code", b"[" * 4000, k), 400, "json"),
        (lambda s, k: ask(s, "/code", [1], k), 400, "json"),
        (lambda s, k: ask(s, "/code", {"id": "a-scan-of-12", "text": 7}, k), 400, "json"),
        (lambda s, k: ask(s, "/code", {"id": "a-scan-of-12", "text": "x" * 2001}, k), 400, "json"),
        (lambda s, k: ask(s, "/code", b" " * 5000, k), 413, "size"),
        (lambda s, k: ask(s, "/frame", b" " * 3_100_000, k), 413, "size"),
        (lambda s, k: ask(s, "/ping", {}, "x" * 40_000), 431, "request"),
    ],
)
def test_what_is_refused_reaches_no_desk(served: Served, send: Refused, status: int, error: str) -> None:
    key = paired(served[0])
    assert send(served[0], key) == (status, {"error": error})
    assert not served[1].asked
    assert ask(served[0], "/ping", {}, key)[0] == 200


def test_too_many_wrong_keys_and_too_many_questions_wait(served: Served) -> None:
    key = paired(served[0])
    with closing(http.client.HTTPConnection(HERE, served[0].port, timeout=15)) as there:

        def status(key: str) -> int:
            there.request("POST", "/ping", b"{}", {"x-key": key})
            reply = there.getresponse()
            reply.read()
            return reply.status

        assert 429 in [status(key) for _ in range(3 * round(BURST))]
    assert [ask(served[0], "/ping", {}, "wrong")[0] for _ in range(BAD_KEYS + 1)] == [401] * BAD_KEYS + [429]


def test_silent_and_dripping_clients_neither_stay_nor_block(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_server, "IDLE_S", 0.3)
    monkeypatch.setattr(phone_server, "REQUEST_S", 0.3)
    server, key = served[0], paired(served[0])
    silent, dripping = (socket.create_connection((HERE, server.port), 10) for _ in range(2))
    dripping.sendall(b"POST /ping HTTP/1.1\r\nhost: ")
    assert ask(server, "/ping", {}, key)[0] == 200
    assert [sock.recv(1) for sock in (silent, dripping)] == [b"", b""]
    for sock in (silent, dripping):
        sock.close()


def test_one_address_gets_so_many_connections(served: Served) -> None:
    many = [socket.create_connection((HERE, served[0].port), 10) for _ in range(12)]
    many[-1].settimeout(10)
    assert many[-1].recv(1) == b""
    for sock in many:
        sock.close()


def test_bytes_that_are_no_http_are_answered_and_closed(served: Served) -> None:
    for sent in (
        b"\x16\x03\x01\x00\xa5\x01\x00",
        b"GET\r\n\r\n",
        b"POST /ping HTTP/9.9\r\n\r\n",
        b"\x00" * 100 + b"\r\n\r\n",
    ):
        with closing(socket.create_connection((HERE, served[0].port), 10)) as there:
            there.sendall(sent)
            there.shutdown(socket.SHUT_WR)
            while there.recv(4096):
                pass
    assert ask(served[0], "/ping", {}, paired(served[0]))[0] == 200


def test_a_body_that_waits_to_be_asked_for_is_refused(served: Served) -> None:
    key = paired(served[0])
    with closing(socket.create_connection((HERE, served[0].port), 10)) as there:
        head = f"POST /ping HTTP/1.1\r\nhost: {HERE}:{served[0].port}\r\nx-key: {key}\r\n"
        there.sendall(head.encode() + b"expect: 100-continue\r\ncontent-length: 2\r\n\r\n")
        assert b" 417 " in there.recv(100)


def test_a_taken_port_is_an_error_of_the_world(served: Served, tmp_path: Path) -> None:
    other = PhoneServer(served[1], Phones(), lambda data: [], {})
    with pytest.raises(OSError, match=r"\[(Errno|WinError) "):
        other.listen(HERE, served[0].port, None)


def test_tls_with_a_certificate_kept_on_this_computer(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    kept = phone_certificate(tmp_path / "phones.pem", HERE, now)
    first, shown = kept.read_bytes(), fingerprint(kept)
    assert len(shown) == 95
    assert phone_certificate(kept, HERE, now + timedelta(days=30)).read_bytes() == first
    desk, phones = AskedDesk(), Phones()
    server = PhoneServer(desk, phones, lambda data: [], {})
    server.listen(HERE, 0, tls_context(kept))
    try:
        trusting = ssl.create_default_context(cafile=str(kept))
        with closing(http.client.HTTPSConnection(HERE, server.port, timeout=10, context=trusting)) as there:
            there.request("POST", "/ping", b"{}", {"x-key": "wrong"})
            assert there.getresponse().status == 401
        with closing(socket.create_connection((HERE, server.port), 10)) as plain:
            plain.sendall(b"POST /ping HTTP/1.1\r\n\r\n")
            assert b"HTTP" not in plain.recv(100)
    finally:
        server.stop()


@pytest.mark.parametrize("later", [timedelta(0), VALID - LEFT])
def test_a_certificate_that_serves_no_more_is_made_anew(tmp_path: Path, later: timedelta) -> None:
    now = datetime.now(UTC)
    first = phone_certificate(tmp_path / "phones.pem", HERE, now).read_bytes()
    if not later:
        assert phone_certificate(tmp_path / "phones.pem", "192.168.1.20", now).read_bytes() != first
        (tmp_path / "phones.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\nxx")
    assert phone_certificate(tmp_path / "phones.pem", HERE, now + later).read_bytes() != first


def test_a_server_ends_while_phones_are_connected(served: Served) -> None:
    server, desk, _ = served
    key, desk.is_held = paired(server), True
    waiting = http.client.HTTPConnection(HERE, server.port, timeout=10)
    waiting.request("POST", "/code", json.dumps({"id": "a-scan-of-12"}).encode(), {"x-key": key})
    while not desk.asked:
        time.sleep(0.01)
    server.stop()
    assert server.isFinished()
    with pytest.raises((http.client.HTTPException, OSError)):
        waiting.getresponse()
    waiting.close()
