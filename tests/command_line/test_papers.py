# SPDX-License-Identifier: GPL-3.0-or-later
"""Papers of the evening, tickets, blank badges and the codes that are tied to people, by command."""

import os
import subprocess
import sys

import pytest

from checkin.badges.badge_fonts import drawable_text
from checkin.core.badges.badge_file import badge_text
from checkin.core.badges.template import BadgeTemplate, Box, CodeElement, TextElement
from checkin.core.tokens import in_groups
from checkin.pdf_reports.page_canvas import MARGIN
from checkin.pdf_reports.sheet_frame import FIRST
from checkin.pdf_reports.sign_in_pages import HEAD, ROW
from checkin.services.attendance.attendance_papers import issue
from tests.builders import MORNING, an_attendee
from tests.command_line.running import lines, said
from tests.conftest import add_people
from tests.core.signatures import a_signature
from tests.pdf_reports.readers import about, codes, dark, told

PLATFORM = """
from argparse import Namespace
from PySide6.QtGui import QGuiApplication
from checkin.command_line.main import CommandContext
from checkin.command_line.main import _application
application = _application(CommandContext.DRAWING, Namespace())
print(QGuiApplication.platformName())
"""


@pytest.fixture
def arrived(event, desk):
    desk.check_in(an_attendee(1).id)
    return event.path


def test_sheets_to_sign_and_to_control(arrived, tmp_path):
    signed, control = tmp_path / "s.pdf", tmp_path / "c.pdf"
    code, words, _ = said("sheets", arrived, signed, "--session", "Atelier B", "--blank")
    assert (code, words) == (0, "Sign-in sheets: 1, pages: 1; written to s.pdf.\n")
    assert "Atelier B" in told(signed)
    assert said("sheets", arrived, signed, "--session", "nowhere")[0] == 3
    code, words, _ = said("sheets", arrived, control, "--control")
    assert (code, words) == (0, "Control sheets: 1, pages: 1; written to c.pdf.\n")
    assert "The controller" in told(control)
    assert said("sheets", arrived, control, "--control", "--blank")[0] == 2
    assert said("check", arrived, "--against", control)[0] == 0, "known again by its control line"


def test_a_signature_is_on_the_sheet(desk, arrived, tmp_path):
    out = tmp_path / "s.pdf"
    assert said("sheets", arrived, out)[0] == 0
    assert dark(out, PLACE) is None
    desk.signing.sign(an_attendee(1).id, "2023-07-04/morning", a_signature())
    assert said("sheets", arrived, out)[0] == 0
    assert dark(out, PLACE)


HIEROGLYPHS = "\U00013000\U00013080"
"""A computer may have a font for them."""

PLACE = (168.5, MARGIN + FIRST + HEAD + ROW + 0.5, 195.5, MARGIN + FIRST + HEAD + 2 * ROW - 0.5)
"""In mm, where whoever came signs: their name is the second in order."""


@pytest.mark.parametrize("command", ["sheets", "certificates"])
def test_letters_that_no_font_has_are_told(event, desk, command):
    add_people(event, MORNING, an_attendee(9, last_name=f"Adl\u0131m {HIEROGLYPHS}"))
    desk.check_in(an_attendee(9).id)
    code, _, wrong = said(command, event.path, event.path.with_suffix(".pdf"))
    unknown = drawable_text(HIEROGLYPHS)[1]
    assert (code, f"cannot draw the characters {unknown}" in wrong) == (0, bool(unknown))


def test_certificates_their_codes_and_who_gets_none(event, arrived, desk, tmp_path):
    out = tmp_path / "c.pdf"
    desk.check_in(an_attendee(3).id)
    code, words, _ = said("certificates", arrived, out)
    first, counted, without = words.splitlines()
    assert (code, first, about(out)["Pages"]) == (0, "Certificates: 1; written to c.pdf.", "1")
    assert "1 gets none" in counted
    assert without.endswith("does not count: Thanh-Mai N’Guyen")
    (one,) = issue(event)
    typed = in_groups(one.code).lower()
    code, words, _ = said("verify", arrived, typed)
    assert (code, "Genuine and still correct: Éléonore Le Goff-1" in words) == (0, True)
    code, words, _ = said("verify", arrived, typed[:-1] + ("b" if typed[-1] != "b" else "c"))
    assert (code, "Forged" in words) == (1, True)


def test_what_is_drawn_without_a_window_has_the_fonts_of_the_system():
    """Qt's plug-in without a screen finds them everywhere but on Windows, where there is always a screen."""
    known = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    asked = subprocess.run([sys.executable, "-c", PLATFORM], capture_output=True, text=True, env=known, check=True)
    assert asked.stdout.strip() == ("windows" if sys.platform == "win32" else "offscreen")


@pytest.mark.parametrize(("layout", "width"), [("a4", 210), ("phone", 80)])
def test_one_pdf_has_a_ticket_for_everybody(event, tmp_path, layout, width):
    out = tmp_path / "all.pdf"
    assert said("tickets", event.path, out, "--layout", layout)[0] == 0
    people = [person for person, _ in event.attendees.all()]
    assert [codes(out, page) for page in range(1, 1 + len(people))] == [[p.ticket_code] for p in people]
    assert about(out)["Page size"][0] * 25.4 / 72 == pytest.approx(width, abs=0.2)


def test_a_folder_has_a_ticket_and_a_calendar_for_each(event, tmp_path):
    code, words, _ = said("tickets", event.path, tmp_path / "out", "--by-name")
    count = event.attendees.count()
    assert (code, f"{count} tickets written to" in words) == (0, True)
    assert sorted(each.suffix for each in (tmp_path / "out").iterdir()) == [".ics"] * count + [".pdf"] * count


@pytest.mark.parametrize(
    ("elements", "code", "says"),
    [
        ((TextElement(Box(5, 5, 60, 10), "Hello {first_name}", 4), CodeElement(Box(5, 20, 40, 40))), 0, []),
        ((TextElement(Box(5, 5, 60, 10), "{nickname}", 4),), 1, ["no field “nickname”", "no code"]),
        (None, 3, []),
    ],
    ids=["another design", "with a mistake", "no design"],
)
def test_the_design_of_tickets(event, tmp_path, elements, code, says):
    design, out = tmp_path / "small.toml", tmp_path / "all.pdf"
    design.write_text(badge_text(BadgeTemplate("Small", 70, 70, elements)) if elements else "name = ", encoding="utf-8")
    ended, _, wrong = said("tickets", event.path, out, "--template", design)
    assert (ended, out.exists()) == (code, elements is not None)
    assert [each for each in says if each not in wrong] == []
    if not code:
        assert "Hello" in told(out, 1)


ONE, TWO = an_attendee(1), an_attendee(2)


def test_a_code_is_tied_beside_the_others_or_in_their_place_and_the_export_tells_it(event, tmp_path):
    path = event.path
    code, words, _ = said("tie", path, ONE.ticket_code, "04:A2:b1")
    assert (code, "“04:A2:b1” is now Éléonore Le Goff-1’s, beside" in words) == (0, True)
    code, words, _ = said("tie", path, "04:A2:b1", "card 7", "--replace")
    assert (code, "only valid code" in words) == (0, True)
    answers = lines(said("scan", path, "card 7", "04:A2:b1", ONE.ticket_code, "--at", "dejeuner")[1])
    assert [a["name"] for a in answers] == [ONE.name] * 3
    assert [a["reason"] for a in answers[1:]] == ["code_replaced", "code_replaced"]
    said("export", path, tmp_path / "day.csv")
    told_scans = (tmp_path / "day-scans.csv").read_text("utf-8-sig")
    assert f"code given;{ONE.name};04:A2:b1" in told_scans


@pytest.mark.parametrize(
    ("who", "what", "says"), [(ONE.id, TWO.ticket_code, "de La Fournière"), ("nobody", "04:A2", "Nobody in this event")]
)
def test_somebody_elses_code_and_nobody_are_refused(event, who, what, says):
    code, _, wrong = said("tie", event.path, who, what)
    assert (code, says in wrong) == (3, True)


def test_blanks_of_two_files_are_all_different(event, tmp_path):
    for name in ("a.pdf", "b.pdf"):
        assert said("blanks", event.path, tmp_path / name, "--count", "12", "--sheet", "86x54")[0] == 0
    assert (tmp_path / "a.pdf").read_bytes() != (tmp_path / "b.pdf").read_bytes()
    code, _, wrong = said("blanks", event.path, tmp_path / "c.pdf", "--count", "0")
    assert (code, "Nothing was written" in wrong, (tmp_path / "c.pdf").exists()) == (3, True, False)
