# SPDX-License-Identifier: GPL-3.0-or-later
"""The papers of the evening from the command line, and a certificate verified as somebody types it."""

import os
import subprocess
import sys

import pytest

from checkin.badges.badge_fonts import drawable_text
from checkin.command_line.main import main
from checkin.core.tokens import in_groups
from checkin.pdf_reports.page_canvas import MARGIN
from checkin.pdf_reports.sheet_frame import FIRST
from checkin.pdf_reports.sign_in_pages import HEAD, ROW
from checkin.services.attendance.attendance_papers import issue
from tests.builders import MORNING, an_attendee
from tests.conftest import add_people
from tests.core.signatures import a_signature
from tests.pdf_reports.readers import about, dark, told

PLATFORM = """
from argparse import Namespace
from PySide6.QtGui import QGuiApplication
from checkin.command_line.commands import CommandContext
from checkin.command_line.main import _application
application = _application(CommandContext.DRAWING, Namespace())
print(QGuiApplication.platformName())
"""


@pytest.fixture
def path(event, desk):
    desk.check_in(an_attendee(1).id)
    return str(event.path)


def test_sheets(qapp, path, tmp_path, capsys):
    out = str(tmp_path / "s.pdf")
    assert main(["sheets", path, out, "--session", "Atelier B", "--blank", "--language", "en"]) == 0
    assert "Sign-in sheets: 1, pages: 1; written to s.pdf." in capsys.readouterr().out
    assert "Atelier B" in told(out)
    assert main(["sheets", path, out, "--session", "nowhere", "--language", "en"]) == 3


def test_control_sheets(qapp, path, tmp_path, capsys):
    out = str(tmp_path / "c.pdf")
    assert main(["sheets", path, out, "--control", "--language", "en"]) == 0
    assert "Control sheets: 1, pages: 1; written to c.pdf." in capsys.readouterr().out
    assert "The controller" in told(out)
    with pytest.raises(SystemExit):
        main(["sheets", path, out, "--control", "--blank", "--language", "en"])


def test_a_control_sheet_is_known_again_by_its_control_line(qapp, path, tmp_path, capsys):
    out = str(tmp_path / "c.pdf")
    main(["sheets", path, out, "--control", "--language", "en"])
    capsys.readouterr()
    assert main(["check", path, "--against", out, "--language", "en"]) == 0
    print(capsys.readouterr().out)


def test_a_signature_is_on_the_sheet(qapp, event, desk, path, tmp_path):
    out = tmp_path / "s.pdf"
    assert main(["sheets", path, str(out)]) == 0
    assert dark(out, PLACE) is None
    desk.signing.sign(an_attendee(1).id, "2023-07-04/morning", a_signature())
    assert main(["sheets", path, str(out)]) == 0
    assert dark(out, PLACE)


HIEROGLYPHS = "\U00013000\U00013080"
"""A computer may have a font for them."""

PLACE = (168.5, MARGIN + FIRST + HEAD + ROW + 0.5, 195.5, MARGIN + FIRST + HEAD + 2 * ROW - 0.5)
"""In mm, where whoever came signs: their name is the second in order."""


@pytest.mark.parametrize("command", ["sheets", "certificates"])
def test_letters_that_no_font_has_are_told(qapp, event, desk, capsys, command):
    add_people(event, MORNING, an_attendee(9, last_name=f"Adl\u0131m {HIEROGLYPHS}"))
    desk.check_in(an_attendee(9).id)
    assert main([command, str(event.path), str(event.path.with_suffix(".pdf")), "--language", "en"]) == 0
    unknown = drawable_text(HIEROGLYPHS)[1]
    assert (f"cannot draw the characters {unknown}" in capsys.readouterr().err) == bool(unknown)


def test_who_came_and_gets_no_certificate_is_told(qapp, path, desk, tmp_path, capsys):
    desk.check_in(an_attendee(3).id)
    assert main(["certificates", path, str(tmp_path / "c.pdf"), "--language", "en"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Certificates: 1; written to c.pdf.",
        "2 people came: 1 gets a certificate, 1 gets none.",
        "None, not read at the door of the workshop they booked, so that its time does not count: Thanh-Mai N’Guyen",
    ]


def test_certificates_and_their_codes(qapp, event, path, tmp_path, capsys):
    out = str(tmp_path / "c.pdf")
    assert main(["certificates", path, out, "--language", "en"]) == 0
    assert about(out)["Pages"] == "1"
    (one,) = issue(event)
    typed = in_groups(one.code).lower()
    assert main(["verify", path, typed, "--language", "en"]) == 0
    assert "Genuine and still correct: Éléonore Le Goff-1" in capsys.readouterr().out
    forged = typed[:-1] + ("b" if typed[-1] != "b" else "c")
    assert main(["verify", path, forged, "--language", "en"]) == 1
    assert "Forged" in capsys.readouterr().out


def test_what_is_drawn_without_a_window_has_the_fonts_of_the_system():
    """Qt's plug-in without a screen finds them everywhere but on Windows, where there is always a screen."""
    known = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    asked = subprocess.run([sys.executable, "-c", PLATFORM], capture_output=True, text=True, env=known, check=True)
    assert asked.stdout.strip() == ("windows" if sys.platform == "win32" else "offscreen")
