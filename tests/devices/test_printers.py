# SPDX-License-Identifier: GPL-3.0-or-later
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from checkin.core.message import UserError
from checkin.core.print_jobs import Medium
from checkin.devices.ipp_client import Endpoint, IppClient, IppTimeouts
from checkin.devices.ipp_printer import IppPrinter
from checkin.devices.printers import PdfFolderPrinter, QtPrinter, list_printers, open_printer

ROOT = Path(__file__).parents[2]
A6 = Medium(105, 148)
SHORT = IppTimeouts(connect=1, answer=0.3, job=0.3)


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
