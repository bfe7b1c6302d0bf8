# SPDX-License-Identifier: GPL-3.0-or-later
"""An event whose plenary, closing and dinner have no end: what certificates, sheets and exports say of the minutes."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from checkin.core.attendance.half_days import DayPart, HalfDay
from checkin.core.attendance.sign_in_sheet import Occasion, SheetForm
from checkin.core.export_columns import export_options
from checkin.core.local_time import TimeSpan
from checkin.core.programme.programme import ControlPoint, Event, PointMode, Programme, Session
from checkin.pdf_reports.page_canvas import ReportContext
from checkin.pdf_reports.sheet_frame import occasion_heading
from checkin.services.attendance.attendance_evidence import ExitHours
from checkin.services.attendance.attendance_papers import (
    SheetOptions,
    issue,
    make_sign_in_sheets,
    write_certificates,
    write_sheets,
)
from checkin.services.exports.attendance_export import export_attendance
from checkin.translation import Translator
from tests.builders import an_attendee
from tests.pdf_reports.readers import told

PARIS = ZoneInfo("Europe/Paris")
FRENCH = Translator("fr")
STAYS, LEAVES = an_attendee(1), an_attendee(2)


def at(hour, minute=0):
    return datetime(2026, 12, 1, hour, minute, tzinfo=PARIS)


PROGRAMME = Programme(
    Event("Assises", date(2026, 12, 1), "Nantes", "Association des assises"),
    sessions=(
        Session("pleniere", "Plénière", at(9, 30)),
        Session("atelier", "Atelier", at(14), at(16)),
        Session("cloture", "Clôture", at(16)),
        Session("diner", "Dîner", at(20)),
    ),
    control_points=(
        ControlPoint("accueil", "Accueil"),
        ControlPoint("sortie", "Sortie", mode=PointMode.EXIT),
        ControlPoint("salle", "Salle", "diner"),
    ),
)


@pytest.fixture
def evening(event, desk, clock):
    """One comes to plenary and dinner, without an exit; one leaves the plenary early, and comes back."""
    clock.at = at(8)
    event.plan(PROGRAMME, at=clock(), desk="d")
    desk.reload()

    def scan(when, point, person):
        clock.at = when
        desk.move_to(point)
        desk.admit(desk.scan(person.ticket_code))

    scan(at(9, 30), "accueil", STAYS)
    scan(at(9, 30), "accueil", LEAVES)
    scan(at(10, 10), "sortie", LEAVES)
    scan(at(14), "accueil", LEAVES)
    scan(at(16, 30), "sortie", LEAVES)
    scan(at(20), "salle", STAYS)
    clock.at = at(23)
    return event


def certificates(event, tmp_path):
    setting = ReportContext(FRENCH, PARIS, at(23))
    found = {}
    for one in issue(event, at(23)):
        write_certificates(tmp_path / "certificate.pdf", [one], setting)
        found[one.certificate.person] = told(tmp_path / "certificate.pdf")
    return found


def test_a_certificate_says_which_of_its_hours_nobody_wrote(qapp, evening, tmp_path):
    found = certificates(evening, tmp_path)
    assert found[STAYS.id].count("heure supposée") == 2  # the morning, the dinner
    assert "heure supposée" not in found[LEAVES.id]
    assert "Heure supposée" in found[STAYS.id]


def test_once_the_organiser_has_confirmed_the_hours_they_are_written(qapp, evening, desk, tmp_path):
    hours = {"2026-12-01/morning": at(10, 30), "2026-12-01/afternoon": at(17), "2026-12-01/evening": at(21)}
    ExitHours(evening, desk).confirm(hours)
    assert "eure supposée" not in certificates(evening, tmp_path)[STAYS.id]


@pytest.mark.parametrize("form", [SheetForm.FILLED, SheetForm.CONTROL])
def test_a_sheet_says_it_too(qapp, evening, tmp_path, form):
    wish = SheetOptions(("atelier", "diner"), form=form)
    write_sheets(tmp_path / "s.pdf", make_sign_in_sheets(evening, wish, at(23)), ReportContext(FRENCH, PARIS, at(23)))
    workshop, dinner = told(tmp_path / "s.pdf", 1), told(tmp_path / "s.pdf", 2)
    assert "(fin supposée)" in dinner
    assert "suppos" not in workshop.replace("sortie supposée", "").replace("sorties supposées", "")
    if form is SheetForm.FILLED:
        assert "° Heure supposée" in dinner


@pytest.mark.parametrize(
    ("begin", "end", "said"), [(True, False, "(début supposé)"), (True, True, "(heures supposées)"), (False, False, "")]
)
def test_a_half_day_that_begins_when_a_lunch_without_end_is_taken_to_end_says_so(qapp, begin, end, said):
    time = TimeSpan(at(13, 30), at(16))
    half = HalfDay(at(13).date(), DayPart.AFTERNOON, time, is_end_assumed=end, is_begin_assumed=begin)
    _, hours = occasion_heading(Occasion(time, half_day=half), FRENCH, PARIS)
    assert hours.partition("16:00")[2].strip() == said


def test_an_export_has_it_beside_the_minutes(evening, tmp_path):
    export_attendance(evening, tmp_path / "out.xlsx", FRENCH.translate, export_options("funder"), at(23))
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    head = next(row for row in rows if "Nom" in row)
    people = {row[head.index("Nom")]: dict(zip(head, row, strict=True)) for row in rows[rows.index(head) + 1 :]}
    stays, leaves = people["Le Goff-1"], people["de La Fournière"]
    assert [stays[f"Heure supposée\xa0: {part}"] for part in ("matin", "après-midi", "soirée")] == ["oui", "non", "oui"]
    assert leaves["Heure supposée\xa0: matin"] == "non"
    assert (stays["Heure supposée au total"], leaves["Heure supposée au total"]) == ("oui", "non")
    assert [people[name]["Présent\xa0: matin"] for name in ("Le Goff-1", "de La Fournière")] == ["oui", "trop bref"]
    titles = [cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert "Plénière (fin supposée)" in titles
    assert "Atelier (fin supposée)" not in titles
