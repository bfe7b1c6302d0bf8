# SPDX-License-Identifier: GPL-3.0-or-later
"""The client against CUPS, against printers, and against whatever else may answer."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.message import UserError
from checkin.devices import ipp_client
from checkin.devices.ipp_client import (
    AWAY,
    NOT_FOUND,
    SILENT,
    UNREADABLE,
    Endpoint,
    IppClient,
    IppGroupTag,
    IppRefusedError,
    IppTimeouts,
    encode_request,
)
from checkin.devices.printer import PrinterError, UncertainPrintError
from tests.devices import peers

SHORT = IppTimeouts(connect=1, answer=0.3, job=0.3)
WANTED = ["printer-state", "printer-name"]


def client(place):
    return IppClient(Endpoint.of(f"ipp://{place}/ipp/print"), SHORT)


def test_cups_is_asked_over_the_network_and_over_its_own_socket(lab):
    own = Endpoint.of("ipp://localhost/printers/badge", (lab.folder / "not-there", lab.socket))
    assert own.socket == lab.socket
    for endpoint in (own, Endpoint.of(lab.queue("badge"))):
        assert IppClient(endpoint).printer(WANTED)["printer-name"] == ["badge"]
        assert [p["printer-name"] for p in IppClient(endpoint).printers(WANTED)] == [["badge"], ["office"]]


def test_a_printer_is_asked_in_the_clear_and_encrypted(lab):
    for scheme in ("ipp", "ipps"):
        endpoint = Endpoint.of(lab.office.address.replace("ipp:", f"{scheme}:"))
        assert IppClient(endpoint).printer(WANTED)["printer-state"] == [3]


def test_sentences_come_in_the_language_asked_for(lab):
    lab.run("cupsreject", "badge")
    with pytest.raises(IppRefusedError) as refused:
        IppClient(Endpoint.of(lab.queue("badge")), language="fr").print_job(b"%PDF", [], [])
    assert "n’accepte pas de tâche" in refused.value.reason


def test_a_queue_that_is_not_there_is_refused_with_its_status(lab):
    with pytest.raises(IppRefusedError) as refused:
        IppClient(Endpoint.of(lab.queue("other"))).printer(WANTED)
    assert refused.value.status == NOT_FOUND


def test_where_nobody_listens_certainly_nothing_was_sent(lab):
    lab.office.kill()
    with pytest.raises(PrinterError) as error:
        IppClient(Endpoint.of(lab.office.address)).printer(WANTED)
    assert error.value.words is AWAY
    assert not isinstance(error.value, UncertainPrintError)


def test_a_frozen_print_service_does_not_hold_the_caller(lab):
    with lab.frozen_cups(), pytest.raises(UncertainPrintError):
        IppClient(Endpoint.of(lab.queue("badge")), SHORT).printers(WANTED)


@pytest.mark.parametrize("answer", [peers.says_nothing, peers.leaves, peers.drips])
def test_who_stops_answering_is_left_in_time(answer):
    with peers.peer(answer) as place, pytest.raises(UncertainPrintError) as error:
        client(place).printer(WANTED)
    assert error.value.words is SILENT


@pytest.mark.parametrize(
    "content",
    [
        peers.http(b""),
        peers.http(b"<html>A web server</html>"),
        peers.http(encode_request(0, 999, [(IppGroupTag.PRINTER, [])])),
        peers.http(encode_request(0, 1, [])),
        peers.http(b"", "500 Oops"),
        peers.http(encode_request(0, 1, [(IppGroupTag.PRINTER, [])]), "302 Elsewhere"),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot a length\r\n",
        b"SSH-2.0-OpenSSH_10.0\r\n",
    ],
)
def test_who_is_no_printer_is_an_error_and_no_crash(content):
    with peers.peer(peers.says(content)) as place, pytest.raises(UncertainPrintError):
        client(place).printer(WANTED)


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden", "404 Not Found", "426 Upgrade Required"])
def test_who_wants_no_badge_certainly_took_none(status):
    with peers.peer(peers.says(peers.http(b"", status))) as place, pytest.raises(IppRefusedError, match=status[:3]):
        client(place).print_job(b"%PDF", [], [])


def test_an_answer_without_end_is_not_kept(monkeypatch):
    monkeypatch.setattr(ipp_client, "LARGEST", 1000)
    with peers.peer(peers.says(peers.http(bytes(2000)))) as place, pytest.raises(UncertainPrintError) as error:
        client(place).printer(WANTED)
    assert error.value.words is UNREADABLE


def test_a_job_taken_without_a_number_is_uncertain():
    with (
        peers.peer(peers.says(peers.http(encode_request(0, 1, [(IppGroupTag.JOB, [])])))) as place,
        pytest.raises(UncertainPrintError),
    ):
        client(place).print_job(b"%PDF", [], [])


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        ("ipp://imprimante.local/ipp/print", "ipp://imprimante.local:631/ipp/print"),
        ("ipps://[fe80::1]:8631/ipp", "ipps://[fe80::1]:8631/ipp"),
        ("ipp://10.0.0.7", "ipp://10.0.0.7:631/"),
        ("ipp://localhost/printers/Étiquettes 2", "ipp://localhost:631/printers/%C3%89tiquettes%202"),
    ],
)
def test_an_address_names_a_printer(address, uri):
    assert Endpoint.of(address, sockets=()).uri == uri


@pytest.mark.parametrize(
    "address", ["", "ipp:", "http://host/", "ipp:///x", "ipp://host:x/", "lpd://host", "ipp://[::1/", "badge"]
)
def test_what_is_no_address_is_said(address):
    with pytest.raises(UserError):
        Endpoint.of(address)


@given(st.text(max_size=30))
def test_any_text_is_an_address_or_is_refused(text):
    with contextlib.suppress(UserError):
        assert Endpoint.of(f"ipp://{text}").path.isascii()
