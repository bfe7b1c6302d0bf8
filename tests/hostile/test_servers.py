# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a server answers, of tickets, of mail or of a printer: it costs little memory and ends in time."""

import contextlib
import gzip
import itertools
import json
import socket
import threading
import zlib

import pytest

from checkin.core.mail.mail_account import MailAccount, MailSecurity
from checkin.core.mail.mail_jobs import ConnectionFault
from checkin.devices import mail_server
from checkin.devices.mail_server import MailServer, MailServerError, MailTimeouts
from checkin.services.ticketing.ticketing_pull import TicketingPull
from checkin.storage.settings_store import TicketingLink
from checkin.sync.pretix_client import PretixClient
from checkin.sync.pretix_connection import Patience, PretixConnection, PretixFaultError, PretixUnreachableError
from tests.devices import peers
from tests.hostile.small_memory import run_small
from tests.pretix_server.played_server import PlayedServer

small = pytest.mark.needs("a limit of memory")

ASK_PRETIX = """
from checkin.core.message import SyncError
from checkin.sync.pretix_client import PretixClient
with PretixClient(sys.argv[1], "p", "token") as client:
    try:
        print(len(eval(sys.argv[2])))
    except SyncError as error:
        print(type(error).__name__)
"""
ASK_MAIL = """
from checkin.core.mail.mail_account import MailAccount, MailSecurity
from checkin.devices.mail_server import MailServer, MailServerError
host, port = sys.argv[1].split(":")
account = MailAccount(server=host, port=int(port), security=MailSecurity(sys.argv[2]), user="", sender="a@b.test")
try:
    MailServer(account, "").open()
except MailServerError as error:
    print(error.reply.fault or "refused")
"""
ASK_PRINTER = """
from checkin.devices.ipp_client import IppClient
from checkin.devices.ipp_client import Endpoint
from checkin.devices.printer import PrinterError
try:
    print(len(IppClient(Endpoint.of(sys.argv[1])).printer(["printer-state"])))
except PrinterError as error:
    print(type(error).__name__)
"""


@contextlib.contextmanager
def pretix(body, **headers):
    told = {name.replace("_", "-"): text for name, text in headers.items()}
    with PlayedServer(lambda _asked: (200, told, body)) as server:
        yield server


def twice_packed(megabytes):
    packing = zlib.compressobj(1, wbits=31)
    return gzip.compress(b"".join(packing.compress(b" " * 1_000_000) for _ in range(megabytes)) + packing.flush())


@small
def test_an_answer_packed_twice_is_not_unpacked():
    with pretix(twice_packed(800), Content_Encoding="gzip, gzip") as server:
        assert run_small(ASK_PRETIX, server.url, "client.events()") in ("PretixUnreachableError", "NotPretixError")


@small
def test_an_answer_is_unpacked_up_to_its_limit():
    with pretix(gzip.compress(b" " * 400_000_000, 1), Content_Encoding="gzip") as server:
        assert run_small(ASK_PRETIX, server.url, "client.events()") == "PretixFaultError"


@small
@pytest.mark.parametrize("value", [b"[]", b"{}", b"[[]]"])
def test_an_answer_of_very_many_values_is_not_parsed(value):
    body = b'{"results": [{"x": [' + b",".join([value] * 5_000_000) + b"]}]}"
    with pretix(gzip.compress(body), Content_Encoding="gzip") as server:
        assert run_small(ASK_PRETIX, server.url, "client.events()") == "PretixFaultError"


@small
@pytest.mark.parametrize("row", [{"x": "y" * 20_000_000}, {"x": [0] * 500_000}])
def test_pages_are_not_collected_without_end(row):
    numbers = itertools.count()

    def play(_asked):
        page = {"count": 1, "next": f"?page={next(numbers)}", "results": [row]}
        return 200, {"Content-Encoding": "gzip"}, gzip.compress(json.dumps(page).encode(), 1)

    with PlayedServer(play) as server:
        assert run_small(ASK_PRETIX, server.url, "client.events()") == "PretixFaultError"


@pytest.mark.parametrize("depth", [500, 5_000, 100_000])
def test_an_answer_of_great_depth_is_no_answer(depth):
    row = b'{"results": [{"x": "\\u0041", "y": ' + b"[" * depth + b"]" * depth + b"}]}"
    with pretix(row) as server:
        assert run_small(ASK_PRETIX, server.url, "client.events()") == "NotPretixError"
        assert run_small(ASK_PRETIX, server.url, "client.create_order('e', {}, 'k').refusal") == "NotPretixError"


TOO_MANY = {
    "items": [{"id": n, "name": {"en": f"P{n}"}, "active": True} for n in range(1, 1_200)],
    "checkinlists": [{"id": n, "name": f"L{n}", "all_products": True} for n in range(1, 12_000)],
    "badgelayouts": [{"id": n, "name": f"B{n}"} for n in range(1, 300)],
}


@pytest.mark.parametrize("place", TOO_MANY)
def test_a_server_with_more_than_one_event_can_have_changes_nothing(event, clock, place):
    def play(asked):
        asked_for = asked.path.partition("?")[0].strip("/").rpartition("/")[2]
        if asked_for == "e":
            return 200, {}, json.dumps({"slug": "e", "name": {"en": "E"}, "timezone": "UTC"}).encode()
        return 200, {}, json.dumps({"next": None, "results": TOO_MANY[place] if asked_for == place else []}).encode()

    link = TicketingLink("", "p", "e", 1, "serial")
    with (
        PlayedServer(play) as server,
        PretixClient(server.url, "p", "token") as client,
        pytest.raises(PretixFaultError),
    ):
        TicketingPull(event, client, link, clock).run()
    assert len(event.programme().control_points) < 10


def endlessly(line, piece, begin=b""):
    line.sendall(begin)
    with contextlib.suppress(OSError):
        while True:
            line.sendall(piece)


def drips(line, begin, piece=b"x"):
    """For ever, a letter now and then."""
    line.sendall(begin)
    line.settimeout(0.02)
    while True:
        line.sendall(piece)
        with contextlib.suppress(TimeoutError):
            if not line.recv(1 << 20):
                return


@small
@pytest.mark.parametrize("security", ["none", "starttls"])
@pytest.mark.parametrize("piece", [b"220-hello\r\n" * 6_000, b"220-" + b"x" * 60_000, b"\0" * 60_000])
def test_a_greeting_of_mail_without_an_end_is_left(security, piece):
    with peers.peer(lambda line: endlessly(line, piece)) as place:
        assert run_small(ASK_MAIL, place, security) in ("cut", "refused")


@small
@pytest.mark.parametrize("piece", [b"\x04" * 60_000, b"\x21\0\0\0\0" * 20_000])
def test_a_printer_that_tells_of_itself_without_an_end_is_left(piece):
    head = b"\x02\0\0\0\0\0\0\x01\x04\x21\0\x01a\0\4\0\0\0\1"
    whole = head + piece * (7_900_000 // len(piece)) + b"\x03"
    with peers.peer(peers.says(peers.http(whole))) as place:
        assert run_small(ASK_PRINTER, f"ipp://{place}/p") == "UncertainPrintError"


@small
@pytest.mark.parametrize(
    ("begin", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9000000000000000000\r\n\r\n", b"x" * 60_000),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffff\r\n", b"x" * 60_000),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 10_000),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"a: b\r\n" * 10_000),
        (b"HTTP/1.1 200 OK\r\n", b"a: b\r\n" * 10_000),
        (b"HTTP/1.1 ", b"2" * 60_000),
        (b"", b"HTTP/1.1 100 Continue\r\na: b\r\n\r\n" * 1_000),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 60_000),
    ],
)
def test_an_answer_over_http_without_an_end_is_left(begin, piece):
    def answer(line):
        line.recv(65536)
        endlessly(line, piece, begin)

    with peers.peer(answer) as place:
        assert run_small(ASK_PRINTER, f"ipp://{place}/p") == "UncertainPrintError"
        assert run_small(ASK_PRETIX, f"http://{place}", "client.events()") in (
            "PretixUnreachableError",
            "PretixFaultError",
        )


@pytest.mark.parametrize("begin", [b"HTTP/1.1 2", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_an_answer_of_pretix_that_drips_is_left_in_time(begin):
    with peers.peer(lambda line: drips(line, begin)) as place:
        connection = PretixConnection(f"http://{place}", "token", patience=Patience(5, 5, 0.3))
        with PretixClient("", "p", "", connection) as client, pytest.raises(PretixUnreachableError):
            client.events()


def test_a_proxy_that_drips_is_left_in_time(monkeypatch):
    with peers.peer(lambda line: drips(line, b"HTTP/1.1 200 OK\r\n", b"a: b\r\n")) as place:
        monkeypatch.setenv("https_proxy", f"http://{place}")
        connection = PretixConnection("https://billets.example.org", "token", patience=Patience(0.3, 0.3, 0.3))
        with PretixClient("", "p", "", connection) as client, pytest.raises(PretixUnreachableError):
            client.events()


@pytest.mark.parametrize(("begin", "piece"), [(b"220", b"x"), (b"", b"220-x\r\n"), (b"220 a\r\n", b"250-a\r\n")])
def test_a_mail_server_that_drips_is_left_in_time(begin, piece):
    with peers.peer(lambda line: drips(line, begin, piece)) as place:
        host, port = place.split(":")
        account = MailAccount(host, int(port), MailSecurity.NONE, "", "a@b.test")
        server = MailServer(account, "", timeouts=MailTimeouts(0.3, 0.3, 0.3))
        with pytest.raises(MailServerError) as left:
            server.open()
    assert left.value.reply.fault is ConnectionFault.CUT


def test_a_mail_server_that_takes_a_message_letter_by_letter_is_left_in_time(monkeypatch):
    monkeypatch.setattr(mail_server, "SLOWEST", 100_000_000)

    def takes(line):
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.sendall(b"220 a\r\n")
        for reply in (b"250 a\r\n", b"250 a\r\n", b"250 a\r\n", b"354 a\r\n"):
            line.recv(1000)
            line.sendall(reply)
        line.settimeout(0.02)
        while line.recv(1):
            gone.wait(0.02)

    gone = threading.Event()
    with peers.peer(takes) as place:
        host, port = place.split(":")
        account = MailAccount(host, int(port), MailSecurity.NONE, "", "a@b.test")
        server = MailServer(account, "", timeouts=MailTimeouts(0.5, 0.5, 0.5))
        server.open()
        with pytest.raises(MailServerError) as left:
            server.offer("anne@example.org", b"x" * 40_000_000)
        gone.set()
    assert left.value.reply.fault is ConnectionFault.CUT


@pytest.mark.parametrize("begin", [b"", b"\x16\x03\x03\x40\x00"])
def test_a_server_that_drips_while_the_connection_is_protected_is_left_in_time(begin):
    with peers.peer(lambda line: drips(line, begin, b"\0")) as place:
        connection = PretixConnection(f"https://{place}", "token", patience=Patience(0.3, 5, 5))
        with PretixClient("", "p", "", connection) as client, pytest.raises(PretixUnreachableError):
            client.events()


def test_only_gzip_is_unpacked_and_an_answer_that_is_cut_off_is_none():
    body = json.dumps({"results": [{"slug": "é"}], "next": None}).encode()
    for packed, encoding in ((gzip.compress(body), "GZip"), (body, "identity"), (body, "")):
        with pretix(packed, Content_Encoding=encoding) as server, PretixClient(server.url, "p", "t") as client:
            assert client.events() == [{"slug": "é"}]
    for packed, encoding in ((gzip.compress(body)[:-9], "gzip"), (b"", "br"), (body, "deflate"), (body, "gzip")):
        with (
            pretix(packed, Content_Encoding=encoding) as server,
            PretixClient(server.url, "p", "t") as client,
            pytest.raises(PretixUnreachableError),
        ):
            client.events()
