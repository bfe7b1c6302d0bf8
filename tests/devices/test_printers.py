# SPDX-License-Identifier: GPL-3.0-or-later
"""The client of IPP against CUPS, against printers, and against whatever else may answer; one printer through the seam,
without rows (with them: tests/services/test_spooler_and_printers.py); and how printers are found and opened."""

import contextlib
import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication

from checkin.core.message import UserError
from checkin.core.print_jobs import JobState, Medium, PrinterState, PrinterTrouble
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
from checkin.devices.ipp_printer import IppPrinter
from checkin.devices.printer import PrintDocument, PrinterError, PrintFormat, UncertainPrintError
from checkin.devices.printers import PdfFolderPrinter, QtPrinter, ipp_client_for, list_printers, open_printer
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


A6 = Medium(105, 148)
SHORT_FOR_A_JOB = IppTimeouts(job=0.3)


def printer_at(address, medium=A6, limits=None):
    """Only who never answers is given little time: a busy machine makes every other one slow."""
    return IppPrinter(address, medium, lambda uri: IppClient(Endpoint.of(uri), limits))


def a_badge(medium=A6):
    return PrintDocument("badge-1", PrintFormat.PDF, b"%PDF-1.4", medium)


@pytest.mark.parametrize("answer", [peers.says_nothing, peers.leaves, peers.drips, peers.says(b"SSH-2.0\r\n")])
def test_a_hung_network_is_a_printer_that_cannot_be_reached(answer):
    with peers.peer(answer) as place:
        printer = printer_at(f"ipp://{place}/ipp/print", limits=SHORT)
        assert printer.state() == PrinterState(PrinterTrouble.UNREACHABLE)
        progress = printer.follow("7")
        assert (progress.state, progress.trouble) == (JobState.PRINTING, PrinterTrouble.UNREACHABLE)
        printer.cancel("7")
        with pytest.raises(PrinterError):
            printer.send(a_badge())


def test_a_printer_that_falls_silent_while_it_takes_a_badge_may_have_it():
    with peers.peer(peers.takes_no_end) as place:
        printer = printer_at(f"ipp://{place}/ipp/print", limits=SHORT_FOR_A_JOB)
        assert printer.state().is_ready
        with pytest.raises(UncertainPrintError):
            printer.send(a_badge())


def test_a_queue_that_was_removed_is_gone(lab):
    printer = printer_at(lab.queue("badge"))
    lab.run("lpadmin", "-x", "badge")
    assert printer.state().trouble is PrinterTrouble.GONE


def test_a_job_nobody_knows_is_uncertain(lab):
    assert printer_at(lab.queue("badge")).follow("4711").state is JobState.UNCERTAIN


def test_paper_that_the_printer_has_not_is_refused_with_its_size(lab):
    printer = printer_at(lab.queue("office"), Medium(62, 100))
    assert printer.state() == PrinterState(PrinterTrouble.WRONG_PAPER, "62 × 100 mm")
    with pytest.raises(PrinterError, match=r"62 × 100 mm\. Nothing was printed"):
        printer.send(a_badge(Medium(62, 100)))


def test_the_printer_behind_the_queue_of_another_computer_is_not_asked(lab):
    """It may be known only there: an address such as localhost means another one here."""
    lab.badge.kill()
    queue = IppClient(Endpoint.of(lab.queue("badge")))
    queue.endpoint = dataclasses.replace(queue.endpoint, socket=lab.socket, host="server.example")
    assert IppPrinter(lab.queue("badge"), A6, lambda _: queue).state().is_ready
    assert printer_at(lab.queue("badge")).state().trouble is PrinterTrouble.UNREACHABLE


def test_a_queue_whose_printer_speaks_no_ipp_says_printed_when_it_has_only_sent(lab):
    lab.run("lpadmin", "-p", "badge", "-v", "socket://localhost:9")
    assert IppPrinter(lab.queue("badge"), A6, ipp_client_for).state() == PrinterState(reports_paper=False)


ROOT = Path(__file__).parents[2]


def cups(lab, limits=None):
    return IppClient(Endpoint.of("ipp://localhost/", (lab.socket,)), limits)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("ipp://localhost/printers/Étiquettes", IppPrinter),
        ("ipps://printer.local/ipp/print", IppPrinter),
        ("system:Étiquettes 2", QtPrinter),
        ("pdf:/tmp", PdfFolderPrinter),
    ],
)
def test_an_address_opens_its_kind_of_printer(address, kind):
    assert isinstance(open_printer(address, A6), kind)


@pytest.mark.parametrize("address", ["", "lpd://printer", "ipp://", "/tmp/badges"])
def test_an_address_that_names_no_printer_is_refused(address):
    with pytest.raises(UserError):
        open_printer(address, A6)


def test_the_queues_of_this_computer_are_found_with_their_papers(lab):
    lab.run("lpadmin", "-p", "badge", "-D", "Étiquettes de l’accueil")
    badge, office = list_printers(cups(lab))
    assert (badge.name, badge.address) == ("Étiquettes de l’accueil", "ipp://localhost/printers/badge")
    assert [(m.width, m.height) for m in badge.media] == [(54, 86), (90, 55), (62, 100), (105, 148), (210, 297)]
    assert A6 in office.media


def test_a_print_service_that_hangs_offers_nothing_and_holds_nobody(lab):
    with lab.frozen_cups():
        assert list_printers(cups(lab, SHORT)) == ()


def test_without_a_print_service_qt_is_asked(lab):
    lab.stop_cups()
    lab.environment["QT_QPA_PLATFORM"] = "offscreen"
    command = [sys.executable, "-c", "from tests.devices.test_printers import ask; ask()"]
    done = subprocess.run(command, cwd=ROOT, env=lab.environment, capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("()\n", 0), done.stderr


def ask():
    """In the process of the test above: Qt asks CUPS by itself, once and for all."""
    app = QGuiApplication([])
    print(list_printers(IppClient(Endpoint.of("ipp://127.0.0.1:1/"))))
    del app
