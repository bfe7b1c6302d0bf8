# SPDX-License-Identifier: GPL-3.0-or-later
"""Qt's printing on a real print service. In processes of their own: Qt asks for the service once and for all.

Run as a program this file prints a badge and says what became of it, in one line of JSON.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.patience import PATIENCE_S
from tests.sheets import sheets

ROOT = Path(__file__).parents[2]
CODE = "BCDEFGHJKLNPRSTUVXBC"


def print_badge(name, width, height):
    """The program run in the lab."""
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QGuiApplication

    from checkin.badges.badge_problems import Badge
    from checkin.badges.painter import BadgeRecipient
    from checkin.core.print_jobs import Medium
    from checkin.devices.printer import PrintDocument, PrinterError, PrintFormat
    from checkin.devices.printers import QtPrinter, qt_printers
    from tests.badges.badge_images import to_image
    from tests.badges.labels import load_template

    app = QGuiApplication([])
    medium = Medium(width, height, 300)
    template, pictures = load_template("62x100" if width < 100 else "a6")
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    to_image(Badge(template, BadgeRecipient({"code": CODE, "last_name": "Le Goff"}, ""), pictures), 300).save(
        buffer, "PNG"
    )
    printer = QtPrinter(name, medium)
    told = {"state": printer.state().trouble, "names": sorted(qt_printers()), "error": ""}
    try:
        printer.send(PrintDocument("badge-7", PrintFormat.PICTURE, bytes(buffer.data().data()), medium))
    except PrinterError as error:
        told["error"] = str(error)
    print(json.dumps(told))
    del app


def printed(lab, *arguments):
    environment = lab.environment | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, __file__, *map(str, arguments)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE_S)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def the_document(printer):
    end = time.monotonic() + PATIENCE_S
    while not printer.received():
        assert time.monotonic() < end
        time.sleep(0.05)
    return printer.received()[0]


def test_a_badge_comes_out_as_large_as_it_is_with_its_code(lab):
    assert printed(lab, "badge", 62, 100) == {"state": "", "names": ["badge", "office"], "error": ""}
    (sheet,) = sheets(the_document(lab.badge))
    assert sheet.codes == [CODE]
    assert sheet.size == pytest.approx((62, 100), abs=0.3)


def test_a_name_qt_would_print_elsewhere_and_paper_it_would_replace_are_refused(lab):
    assert printed(lab, "other", 105, 148)["state"] == "gone"
    assert "no longer there" in printed(lab, "other", 105, 148)["error"]
    assert printed(lab, "office", 62, 100)["state"] == "wrong_paper"
    assert "no paper of this size" in printed(lab, "office", 62, 100)["error"]
    assert (lab.badge.received(), lab.office.received(), lab.jobs("badge"), lab.jobs("office")) == ([], [], 0, 0)


def test_a_stopped_queue_is_seen(lab):
    lab.run("cupsdisable", "badge")
    assert printed(lab, "badge", 62, 100)["state"] == "stopped"


if __name__ == "__main__":
    print_badge(sys.argv[1], float(sys.argv[2]), float(sys.argv[3]))
