# SPDX-License-Identifier: GPL-3.0-or-later
"""Sign-in sheets as they are seen on paper: every row once, long names whole, the sums at the end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from checkin.core.attendance.half_days import DayPart, HalfDay
from checkin.core.attendance.sign_in_sheet import Occasion, SignInRemark, SignInRow, SignInSheet
from checkin.core.attendance.stays import ExitProof
from checkin.core.local_time import TimeSpan
from checkin.core.message import Message
from checkin.core.programme.programme import Event, Speaker
from checkin.core.signature import capture_signature
from checkin.pdf_reports.page_canvas import MARGIN, WIDTH, PdfMetadata, ReportContext, build_pdf
from checkin.pdf_reports.sheet_frame import FIRST
from checkin.pdf_reports.sign_in_pages import FILLED, HEAD, ROW
from checkin.services.attendance.attendance_papers import all_pages
from checkin.translation import Translator
from tests.builders import MORNING
from tests.pdf_reports.readers import about, dark, told

SPAN = TimeSpan(MORNING, MORNING + timedelta(hours=3))
FIRST_ROW = MARGIN + FIRST + HEAD
HALF = Occasion(SPAN, half_day=HalfDay(MORNING.date(), DayPart.MORNING, SPAN))
LONG = SignInRow(
    "de Rochechouart-Montmorency-Laval-Luxembourg", "Marie-Françoise-Antoinette", "Fédération nationale " * 5
)


def drawn(tmp_path, rows, *, spoken="fr", speakers=(), **more):
    event, of_sheet = Event("9ᵉ Rencontre", organiser="Réseau"), {"is_blank": False, **more}
    sheet = SignInSheet(event, of_sheet.pop("occasion", HALF), tuple(rows), tuple(speakers), **of_sheet)
    path = tmp_path / "sheet.pdf"
    setting = ReportContext(Translator(spoken), MORNING.tzinfo, MORNING)
    path.write_bytes(build_pdf(PdfMetadata("Feuille", "Réseau"), all_pages([sheet], setting)))
    return path


def people(count, **fields):
    return [SignInRow(f"Nom{n:04}", "Ève", "Mairie", **fields) for n in range(count)]


@pytest.mark.parametrize("count", [0, 1, 21, 22, 60, 350])
@pytest.mark.parametrize("is_blank", [True, False])
def test_everyone_stands_on_it_once_and_it_ends_with_the_sums(qapp, tmp_path, count, is_blank):
    path = drawn(tmp_path, people(count), is_blank=is_blank)
    text, pages = told(path), int(about(path)["Pages"])
    assert [text.count(f"Nom{n:04}") for n in range(count)] == [1] * count
    assert f"Page {pages}/{pages}" in told(path, pages)
    assert f"Attendus : {count}" in told(path, pages).replace("\xa0", " ")
    assert "Attendus" not in told(path, 1) or pages == 1
    assert ("Une minute commencée ne compte pas." in text) == (not is_blank)


def test_the_file_names_nobody_but_the_organiser(qapp, tmp_path):
    path = drawn(tmp_path, people(2))
    found = about(path)
    assert (found["Title"], found["Author"]) == ("Feuille", "Réseau")
    assert b"Nom0001" not in path.read_bytes()


@pytest.mark.parametrize(
    "remarks", [(), (SignInRemark(Message("sheet", "added at the desk"), {}),)], ids=["alone", "with a remark"]
)
def test_the_longest_names_are_whole_also_in_capitals_of_two_families(qapp, tmp_path, remarks):
    last = "DE LA ROCHEFOUCAULD-MONTMORENCY-LUXEMBOURG DE BOURBON-PARME"
    row = SignInRow(last, "Marie-Charlotte-Élisabeth-Antoinette", "Ville de Rennes", remarks=remarks)
    text = told(drawn(tmp_path, [row, LONG]))
    assert {"Rochechouart", "Montmorency", "Luxembourg", "Antoinette"} <= set(text.replace("-", " ").split())
    assert {"ROCHEFOUCAULD", "LUXEMBOURG", "PARME", "Charlotte", "Antoinette"} <= set(text.replace("-", " ").split())
    assert "…" not in text


def came(exit_, **fields):
    return SignInRow("Zola", "É", "", minutes=165, is_present=True, came=MORNING, exit=exit_, **fields)


@pytest.mark.parametrize(
    ("exit_", "told_below"),
    [
        (ExitProof.CONFIRMED, "* Sortie supposée à 09:25, heure confirmée par l’organisateur."),
        (ExitProof.SESSION, "* Sortie supposée à 09:25, fin de la session."),
        (ExitProof.ASSUMED, "* Sortie supposée à 09:25, heure à confirmer."),
    ],
)
def test_an_exit_that_nobody_scanned_is_told_from_one_that_was(qapp, tmp_path, exit_, told_below):
    text = told(drawn(tmp_path, [came(exit_, assumed=MORNING + timedelta(minutes=165))]))
    assert "09:25*" in next(line for line in text.splitlines() if "Zola" in line)
    assert told_below in text
    assert ("provisoire" in text) == exit_.is_provisional
    read = told(drawn(tmp_path, [came(ExitProof.READ, left=MORNING + timedelta(minutes=165))]))
    assert not any(words in read for words in ("*", "supposée", "provisoire"))


def test_while_the_half_day_goes_on_nobody_is_absent_yet(qapp, tmp_path):
    rows = [came(ExitProof.ONGOING, assumed=MORNING), SignInRow("Attendue", "", "")]
    text = told(drawn(tmp_path, rows, now=MORNING + timedelta(minutes=30))).replace("\xa0", " ")
    assert "Feuille d’émargement (provisoire)" in text
    assert "Attendus : 2 · Vus à 07:10 : 1, dont non attendus : 0" in text
    assert "absent" not in text
    assert "06:40*" not in text
    assert "absent" in told(drawn(tmp_path, rows))


def test_times_and_who_was_absent(qapp, tmp_path):
    there = SignInRow("Zola", "É", "", True, True, 165, MORNING, MORNING + timedelta(minutes=165))
    text = told(drawn(tmp_path, [there, SignInRow("Absente", "", "")], spoken="en"))
    row = next(line.split() for line in text.splitlines() if "Zola" in line)
    assert row == ["1", "Zola", "É", "06:40", "09:25", "2", "h", "45"]
    assert "absent" in next(line for line in text.splitlines() if "Absente" in line)


@pytest.mark.parametrize(
    ("spoken", "sums", "why"),
    [
        (
            "fr",
            "Attendus : 5 · Présents : 1, dont non attendus : 0 · Attendus et absents : 2 · "
            "Trop bref : 3, dont non attendus : 1",
            "Trop bref : moins de 1 h 30 de présence (la moitié).",
        ),
        (
            "en",
            "Expected: 5 · Present: 1, of whom not expected: 0 · Expected and absent: 2 · "
            "Too short: 3, of whom not expected: 1",
            "Too short: present for less than 1 h 30 (half of the time).",
        ),
    ],
)
def test_who_came_for_too_short_a_time_is_counted_apart_from_the_absent(qapp, tmp_path, spoken, sums, why):
    short = people(2, minutes=40, came=MORNING) + people(1, minutes=1, came=MORNING, is_expected=False)
    rows = [came(ExitProof.READ), *short, *(SignInRow(f"Absente{n}", "", "") for n in range(2))]
    text = told(drawn(tmp_path, rows, spoken=spoken)).replace("\xa0", " ")
    assert sums in text
    assert why in text
    assert ("trop bref" if spoken == "fr" else "too short") in text
    nobody = told(drawn(tmp_path, rows[:1], spoken=spoken)).lower()
    assert "trop bref" not in nobody
    assert "too short" not in nobody


def test_half_of_an_odd_time_is_told_to_the_second(qapp, tmp_path):
    odd = Occasion(TimeSpan(MORNING, MORNING + timedelta(minutes=45)), half_day=HALF.half_day)
    text = told(drawn(tmp_path, people(1, minutes=22, came=MORNING), occasion=odd)).replace("\xa0", " ")
    assert "moins de 22 min 30 s de présence" in text


def test_every_speaker_has_a_place_to_sign(qapp, tmp_path):
    speakers = [Speaker(f"s/{n}", f"Orateur{n:02}", "Directrice", "Ville", "s") for n in range(19)]
    path = drawn(tmp_path, people(21), speakers=speakers)
    last = told(path, int(about(path)["Pages"]))
    assert all(s.name in last for s in speakers)
    assert "L’organisateur" in last


CELL = (WIDTH - MARGIN - FILLED[-1] + 0.4, FIRST_ROW + 0.4, WIDTH - MARGIN - 0.4, FIRST_ROW + ROW - 0.4)
"""The place to sign of the first row, in mm, without its frame."""


@pytest.mark.parametrize("height", [0.05, 0.4, 1.0])
def test_a_signature_is_drawn_as_lines_inside_its_cell(qapp, tmp_path, height):
    signature = capture_signature([[(0.1, 0.0, 1), (0.9, height, 1), (0.5, height, 0), (0.9, 0, 0.5)]], height)
    came = SignInRow("Zola", "É", "", True, True, 165, MORNING, MORNING, signature=signature)
    path = drawn(tmp_path, [replace(came, signature=None)])
    assert dark(path, CELL) is None, "without a signature the cell is blank"
    path = drawn(tmp_path, [came])
    left, top, right, bottom = dark(path, CELL)
    assert CELL[0] < left < right < CELL[2]
    assert CELL[1] < top < bottom < CELL[3]
    assert max((right - left) / (CELL[2] - CELL[0]), (bottom - top) / (CELL[3] - CELL[1])) > 0.8
    assert b"/Subtype /Image" not in path.read_bytes()


def test_a_tick_stays_a_tick(qapp, tmp_path):
    tick = capture_signature([[(0.5, 0.2, 0.5), (0.52, 0.25, 0.5), (0.58, 0.15, 0.5)]], 0.4)
    left, _, right, _ = dark(drawn(tmp_path, [SignInRow("Zola", "É", "", True, True, 165, signature=tick)]), CELL)
    assert right - left < (CELL[2] - CELL[0]) / 3


def test_who_signed_and_was_not_scanned_has_both_beside_each_other(qapp, tmp_path):
    signature = capture_signature([[(0.1, 0.1, 1), (0.9, 0.3, 1)]], 0.4)
    path = drawn(tmp_path, [SignInRow("Zola", "É", "", signature=signature)], spoken="en")
    assert "absent" in next(line for line in told(path).splitlines() if "Zola" in line)
    assert dark(path, CELL)
