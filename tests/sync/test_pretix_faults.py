# SPDX-License-Identifier: GPL-3.0-or-later
"""What a pretix, or whatever answers in its place, does not do on demand: a small server plays it."""

import contextlib
import gzip
import json
import socket
import ssl
import threading

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.message import SyncError
from checkin.sync import pretix_connection
from checkin.sync.pretix_client import PretixAnswer, PretixClient, Redemption, refusal_words
from checkin.sync.pretix_connection import (
    NotPretixError,
    Patience,
    PretixBusyError,
    PretixConnection,
    PretixFaultError,
    PretixForbiddenError,
    PretixRejectedError,
    PretixRevokedError,
    PretixUnreachableError,
)
from tests.devices import peers
from tests.ports import free_port
from tests.pretix_server.played_server import PlayedServer

TOKEN = "secret-token-of-a-device"
SCAN = Redemption("a ticket", 1, "n1", "2023-07-04T09:01:00+02:00")
PAGE = b"<html><body>Server error</body></html>"


@contextlib.contextmanager
def played(status=200, body=b"{}", headers=(), patience=None):
    """A client of a server that gives one answer."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with PlayedServer(lambda _asked: (status, dict(headers), content)) as server:
        connection = PretixConnection(server.url, TOKEN, patience=patience)
        with PretixClient(server.url, "pionniers", TOKEN, connection) as client:
            yield client


@pytest.mark.parametrize(
    ("status", "body", "headers", "kind"),
    [
        (500, PAGE, {}, PretixFaultError),
        (500, b'{"detail": "x"}', {}, PretixFaultError),
        (502, PAGE, {}, PretixFaultError),
        (503, PAGE, {}, PretixFaultError),
        (503, PAGE, {"Retry-After": "7"}, PretixBusyError),
        (429, PAGE, {"Retry-After": "7"}, PretixBusyError),
        (409, b"{}", {"Retry-After": "5"}, PretixBusyError),
        (408, PAGE, {}, PretixFaultError),
        (200, PAGE, {}, NotPretixError),
        (201, b"[]", {}, NotPretixError),
        (201, b"{}", {}, NotPretixError),
        (200, b"", {}, NotPretixError),
        (200, b"\xff\xfe", {}, NotPretixError),
        (200, b"[" * 100_000, {}, NotPretixError),
        (201, b'{"status": "ok", "x": NaN}', {}, NotPretixError),
        (201, b'{"status": "ok", "x": 1e999}', {}, NotPretixError),
        (201, b'{"status": "ok", "x": 9223372036854775808}', {}, NotPretixError),
        (201, b'{"status": "ok", "x": ' + b"9" * 5_000 + b"}", {}, NotPretixError),
        (404, PAGE, {}, NotPretixError),
        (403, PAGE, {}, NotPretixError),
        (401, PAGE, {}, NotPretixError),
        (302, b"", {"Location": "https://portal.example/"}, NotPretixError),
        (403, b'{"detail": "x"}', {}, PretixForbiddenError),
        (401, b'{"detail": "Invalid token."}', {}, PretixForbiddenError),
        (401, b"[]", {}, PretixForbiddenError),
        (401, b'{"detail": "Device access has been revoked."}', {}, PretixRevokedError),
    ],
)
def test_each_kind_of_failure_is_told_apart(status, body, headers, kind):
    with played(status, body, headers) as client, pytest.raises(SyncError) as failed:
        client.redeem(SCAN)
    assert type(failed.value) is kind
    assert TOKEN not in f"{failed.value!r}"


@pytest.mark.parametrize(
    ("said", "pause"),
    [("7", 7), ("99999", 600), ("", 30), ("Wed, 21 Oct 2026 07:28:00 GMT", 30), ("-1", 30), ("²", 30)],
)
def test_a_pause_is_as_long_as_was_asked_for_within_reason(said, pause):
    assert PretixBusyError(said).pause_s == pause


def test_the_token_does_not_follow_a_redirect():
    with PlayedServer(lambda _asked: (200, {}, b"{}")) as other:
        with played(307, b"", {"Location": f"{other.url}/api/v1/"}) as client, pytest.raises(NotPretixError):
            client.events()
        assert other.asked == []


def test_the_next_page_is_asked_from_the_same_server_whatever_host_its_link_names():
    def play(asked):
        second = "page=2" in asked.path
        link = None if second else "http://evil.example/steal?page=2&modified_since=2026-01-01T00%3A00%3A00%2B01%3A00"
        body = {"count": 2, "next": link, "results": [{"code": "B" if second else "A"}]}
        return 200, {"X-Page-Generated": "late" if second else "early"}, json.dumps(body).encode()

    with PlayedServer(play) as server, PretixClient(server.url, "pionniers", TOKEN) as client:
        pages = list(client.orders("rencontre"))
    assert [page.rows[0]["code"] for page in pages] == ["A", "B"]
    assert [page.generated for page in pages] == ["early", "early"]
    path = server.asked[1].path
    assert path.startswith("/api/v1/organizers/pionniers/events/rencontre/orders/?page=2&")
    assert path.endswith("2026-01-01T00%3A00%3A00%2B01%3A00")


@pytest.mark.parametrize("link", ["?page=2", 7, {}, "http://[", ""])
def test_pages_that_lead_in_a_circle_or_nowhere_end(link):
    with played(body={"count": 1, "next": link, "results": [{}]}) as client, pytest.raises(NotPretixError):
        client.items("rencontre")


def test_pages_without_an_end_end(monkeypatch):
    numbers = iter(range(1_000_000))

    def play(_asked):
        return 200, {}, json.dumps({"count": 1, "next": f"?page={next(numbers)}", "results": []}).encode()

    monkeypatch.setattr("checkin.sync.pretix_client.MOST_PAGES", 20)
    with PlayedServer(play) as server, PretixClient(server.url, "p", TOKEN) as client, pytest.raises(PretixFaultError):
        client.items("rencontre")
    assert len(server.asked) == 20


@pytest.mark.parametrize(
    "body", [[], 7, None, {}, {"results": {}}, {"results": ["x"]}, {"results": [[]], "next": None}, {"results": None}]
)
def test_a_list_of_another_shape_is_no_answer_of_pretix(body):
    with played(body=body) as client, pytest.raises(NotPretixError):
        client.items("rencontre")


@pytest.mark.parametrize("body", [{}, {"device": []}, {"device": {"organizer": 7}}, {"device": {"device_id": "1"}}])
def test_a_device_of_another_shape_is_no_answer_of_pretix(body):
    with played(body=body) as client, pytest.raises(NotPretixError):
        client.info()


def test_an_answer_that_is_too_large_is_not_read_to_its_end(monkeypatch):
    monkeypatch.setattr(pretix_connection, "LARGEST_ANSWER", 1_000_000)
    with played(body=b" " * 3_000_000) as client, pytest.raises(PretixFaultError):
        client.events()
    bomb = gzip.compress(b" " * 30_000_000)
    with played(body=bomb, headers={"Content-Encoding": "gzip"}) as client, pytest.raises(PretixFaultError):
        client.events()


def test_a_compressed_answer_that_is_broken_is_no_answer():
    with played(body=b"not gzip", headers={"Content-Encoding": "gzip"}) as client, pytest.raises(SyncError):
        client.events()


def test_an_answer_cut_off_in_the_middle_counts_as_none():
    with played(201, b'{"status": "ok"', {"Content-Length": "400"}) as client, pytest.raises(PretixUnreachableError):
        client.redeem(SCAN)


def test_a_server_that_says_nothing_is_unreachable():
    waiting, answering = threading.Event(), []

    def play(_asked):
        answering.append(threading.current_thread())
        waiting.wait()
        return 200, {}, b"{}"

    with PlayedServer(play) as server:
        connection = PretixConnection(server.url, TOKEN, patience=Patience(0.2, 0.2, 0.2))
        with PretixClient(server.url, "p", TOKEN, connection) as client, pytest.raises(PretixUnreachableError):
            client.events()
        waiting.set()
        for thread in answering:
            thread.join()


def test_texts_come_without_what_no_database_takes():
    body = b'{"count": 1, "next": null, "results": [{"a\\u0000b": "x\\ud800y\\u0000z \\ud83d\\ude00"}]}'
    with played(body=body) as client:
        assert client.items("rencontre") == [{"ab": "x?yz 😀"}]


@pytest.mark.parametrize("text", ["a b", "a\r\nX: y", "é", "a" * 200])
def test_a_token_that_fits_into_no_header_is_refused_and_not_quoted(text):
    with pytest.raises(PretixForbiddenError) as refused:
        PretixConnection("http://127.0.0.1:1", text)
    assert text not in f"{refused.value!r}"


def test_a_name_leads_to_no_other_address():
    with PlayedServer(lambda _asked: (404, {}, b'{"detail": "x"}')) as server:
        with PretixClient(server.url, "..", TOKEN) as client, pytest.raises(PretixRejectedError):
            client.event("../../device/revoke?x#")
        path = server.asked[0].path
    assert path == "/api/v1/organizers/%2E%2E/events/%2E%2E%2F%2E%2E%2Fdevice%2Frevoke%3Fx%23/"


def test_a_file_is_read_without_the_token_and_from_elsewhere_only_over_https():
    with PlayedServer(lambda _asked: (200, {}, b"%PDF")) as server:
        with PretixClient(server.url, "p", TOKEN) as client:
            assert client.download(f"{server.url}/static/badge.pdf?v=1") == b"%PDF"
            with pytest.raises(NotPretixError):
                client.download("http://files.example/badge.pdf")
            with pytest.raises(PretixUnreachableError):
                client.download(f"https://localhost:{free_port()}/badge.pdf")
        (asked,) = server.asked
    assert asked.path == "/static/badge.pdf?v=1"
    assert "Authorization" not in asked.headers


def test_a_server_whose_name_has_accents_is_asked_by_that_name(monkeypatch):
    found = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _host, *more: found("127.0.0.1", *more))
    with PlayedServer(lambda _asked: (200, {}, b'{"results": [], "next": null}')) as server:
        address = server.url.replace("127.0.0.1", "événement.local") + "/façade"
        with PretixClient(address, "p", TOKEN) as client:
            assert client.events() == []
    (asked,) = server.asked
    assert asked.headers["Host"].startswith("xn--vnement-9xab.local:")
    assert asked.path.startswith("/fa%C3%A7ade/api/v1/")


def test_no_proxy_stands_between_the_desk_and_a_server_of_its_own_network(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with played(body={"results": [], "next": None}) as client:
        assert client.events() == []


def test_a_proxy_leads_to_the_server_and_sees_no_token(monkeypatch, tmp_path):
    heads = []

    def proxy(line):
        heads.append(line.recv(65536))
        line.sendall(b"HTTP/1.1 200 Connection established\r\nX: y\r\n\r\n")
        with socket.create_connection(("127.0.0.1", server.server.server_port)) as further:
            back = threading.Thread(target=pass_on, args=(further, line))
            back.start()
            pass_on(line, further)
            further.shutdown(socket.SHUT_RDWR)
            back.join()

    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with protected(authority, "billets.example.org") as server, peers.peer(proxy) as place:
        monkeypatch.setenv("https_proxy", f"http://anne:s%C3%A9same@{place}")
        with PretixClient("https://billets.example.org", "p", TOKEN) as client:
            assert client.events() == []
            assert client.events() == []
        assert len(server.asked) == 2
    assert len(heads) == 1, "the connection is kept"
    assert heads[0].startswith(b"CONNECT billets.example.org:443 HTTP/1.1\r\n")
    assert b"Basic YW5uZTpzw6lzYW1l" in heads[0]


@pytest.mark.parametrize(
    "said", [b"HTTP/1.1 407 No\r\n\r\n", b"HTTP/1.1 301 Over there\r\nLocation: x\r\n\r\n", b"", b"x\r\n"]
)
def test_a_proxy_that_refuses_leaves_the_server_unreachable(monkeypatch, said):
    with peers.peer(peers.says_after_head(said)) as place:
        monkeypatch.setenv("https_proxy", place)
        with PretixClient("https://billets.example.org", "p", TOKEN) as client, pytest.raises(PretixUnreachableError):
            client.events()


def pass_on(line, further):
    with contextlib.suppress(OSError):
        while piece := line.recv(65536):
            further.sendall(piece)


@contextlib.contextmanager
def protected(authority, name):
    """A server that has a certificate of this name."""
    with PlayedServer(lambda _asked: (200, {}, b'{"results": [], "next": null}')) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name).configure_cert(context)
        server.server.socket = context.wrap_socket(server.server.socket, server_side=True)
        yield server


@pytest.mark.parametrize("trusted", ["billets.example.org", "localhost"])
def test_a_certificate_of_another_name_gets_no_token_and_that_of_the_server_does(monkeypatch, tmp_path, trusted):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with protected(authority, trusted) as server:
        with PretixClient(server.url.replace("http://127.0.0.1", "https://localhost"), "p", TOKEN) as client:
            if trusted == "localhost":
                assert client.events() == []
            else:
                with pytest.raises(PretixUnreachableError, match="localhost"):
                    client.events()
        assert len(server.asked) == (trusted == "localhost")


def test_a_proxy_that_cannot_be_used_is_said(monkeypatch):
    monkeypatch.setenv("https_proxy", "nonsense://x")
    with pytest.raises(PretixUnreachableError, match="proxy"):
        PretixConnection("https://billets.example", TOKEN)


def test_a_certificate_that_proves_nothing_gets_no_token(tmp_path):
    authority = trustme.CA()
    with PlayedServer(lambda _asked: (200, {}, b"{}")) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(context)
        server.server.socket = context.wrap_socket(server.server.socket, server_side=True)
        address = server.url.replace("http://127.0.0.1", "https://localhost")
        with PretixClient(address, "p", TOKEN) as client, pytest.raises(PretixUnreachableError, match="localhost"):
            client.events()
        assert server.asked == []


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_a_refusal_of_any_shape_has_words_of_limited_length(body):
    assert len(refusal_words(body)) <= 500
    answer = PretixAnswer(False, body if isinstance(body, dict) else {})
    assert isinstance(answer.reason, str)
    assert isinstance(answer.position, dict)
    assert isinstance(answer.questions, list)
    assert isinstance(answer.check_in_texts, list)


def test_a_refused_ticket_is_explained_without_its_holder():
    body = {"status": "error", "reason": "rules", "reason_explanation": None, "position": {"attendee_name": "Noé Île"}}
    assert refusal_words(body) == ""
    assert refusal_words(body | {"reason_explanation": "Trop tôt"}) == "Trop tôt"
    assert refusal_words({"positions": [{"secret": ["Taken."]}]}) == "Taken."
    assert refusal_words(["One.", "Two."]) == "One.; Two."
