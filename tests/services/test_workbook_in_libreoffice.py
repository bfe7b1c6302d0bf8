# SPDX-License-Identifier: GPL-3.0-or-later
"""LibreOffice opens our workbooks, and sees in every cell of every sheet what we wrote: dates, numbers, texts.

`scripts/setup dev` installs it: most organisers without Excel have it, and it guesses where Excel does not.
"""

from datetime import date, datetime, timedelta

import openpyxl
import pytest

from checkin.core.attendee import Status
from checkin.core.message import fill_message
from checkin.core.programme.programme import ControlPoint, Event, Session
from checkin.core.supervisor import Authority
from checkin.documents.cell_extraction import extract_cells, is_unchanged
from checkin.documents.table_writer import OutputColumn, OutputTable, write_tables
from checkin.documents.workbook_looks import shown_otherwise
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import export_attendance
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock
from tests.pdf_reports.readers import about, words_on
from tests.pdf_reports.readers import told as told_on
from tests.services.libreoffice import converted, opened, printed

LONG = "Atelier B : « L’eau, bien commun » [1/2] – construire ensemble"
HARD = (
    {"last_name": "=1+1", "first_name": "@SUM(A1:A9)", "organisation": "-2+3", "phone": "+33 6 98 76 54 32"},
    {"last_name": "N’Guyễn", "first_name": "Thânh-Maï", "organisation": "Œuvre Ærø Łódź", "phone": "0698765432"},
    {"last_name": "00123", "first_name": "1e5", "organisation": "12/11", "phone": "0033698765432"},
    {"last_name": "TRUE", "first_name": "  Zoé  ", "organisation": "2023-07-04", "phone": "1,5"},
    {"last_name": "李", "first_name": "小龍", "organisation": "#DIV/0! & <b>", "phone": "'06", "note": "une\nsuite"},
    {"last_name": "عائشة", "first_name": "🦊 Ève", "organisation": '{=1}"', "phone": "01:02"},
)


def say(words, **fields):
    return fill_message(words.text, fields)


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """A day of people with difficult names, and the workbook of it."""
    folder, clock = tmp_path_factory.mktemp("export"), FakeClock(MORNING)
    event = EventFile.create(folder / "event.checkin", KEY)
    session = Session("atelier-b", LONG, MORNING, MORNING + timedelta(hours=2))
    points = (ControlPoint("accueil", "Accueil"), ControlPoint("atelier-b", LONG, "atelier-b"))
    programme = a_programme(event=Event("9ᵉ Rencontre", MORNING.date()), sessions=(session,), control_points=points)
    event.plan(programme, at=clock(), desk="Accueil 1")
    people = [an_attendee(n, **fields, custom={"N° SIRET": f"000{n}"}) for n, fields in enumerate(HARD, 1)]
    add_people(event, clock(), *people)
    desk = Desk(event, clock, "Accueil 1")
    for number, person in enumerate(people):
        clock.pass_by(minutes=7, seconds=11)
        desk.move_to(points[number % 2].id)
        desk.scan(person.ticket_code)
    desk.registration.set_status({people[0].id: Status.CANCELLED}, Authority("=Claire", "00 %"))
    export_attendance(event, folder / "out.xlsx", say)
    event.close()
    return folder / "out.xlsx"


COLUMNS = [
    OutputColumn("Jour", "date"),
    OutputColumn("Heure", "datetime"),
    OutputColumn("Texte"),
    OutputColumn("Nombre", "number"),
]
EDGES = [
    [date(1999, 12, 31), datetime(2024, 2, 29, 23, 59, 59), "é" * 32_767, -0.5],
    [date(1900, 3, 1), datetime(2023, 3, 26, 2, 30), "=", 10**15],
]


@pytest.fixture(scope="module")
def books(exported, tmp_path_factory):
    """Of the day, and of a table with what is at the edges of a cell."""
    folder = tmp_path_factory.mktemp("libreoffice")
    write_tables(folder / "edges.xlsx", [OutputTable("=Bord", COLUMNS, EDGES)])
    return opened(folder, exported, folder / "edges.xlsx")


@pytest.fixture(scope="module")
def seen(books):
    return books[0]


@pytest.fixture(scope="module")
def records(seen):
    def read(sheet):
        header, *rows = seen[sheet]
        return [dict(zip(header, [*row, *[None] * len(header)], strict=False)) for row in rows]

    return read


def test_every_sheet_is_there_under_its_name(seen, exported):
    names = openpyxl.load_workbook(exported).sheetnames
    assert list(seen) == names
    assert names[0] == "Attendance"
    assert any(name.startswith("Atelier B") and len(name) == 31 for name in names)


def test_every_cell_holds_what_openpyxl_reads(seen, exported):
    """Value and type, of every sheet: what one library writes and another reads may still be another thing here."""
    different, count = [], 0
    for sheet in openpyxl.load_workbook(exported).worksheets:
        for cells, told in zip(sheet.iter_rows(), seen[sheet.title], strict=True):
            for cell, value in zip(cells, [*told, *[None] * (len(cells) - len(told))], strict=True):
                count += value is not None
                if cell.value != value or isinstance(cell.value, str) != isinstance(value, str):
                    different.append((sheet.title, cell.coordinate, cell.value, value))
    assert different == []
    assert count > 300


def test_names_numbers_and_codes_stay_the_texts_they_are(records):
    people = {row["Last name"]: row for row in records("Attendance")}
    assert set(people) == {fields["last_name"] for fields in HARD}
    for fields in HARD:
        row = people[fields["last_name"]]
        assert (row["First name"], row["Organisation"]) == (fields["first_name"], fields["organisation"])
        assert row["Phone"] == fields["phone"]
    assert {row["N° SIRET"] for row in people.values()} == {f"000{n}" for n in range(1, len(HARD) + 1)}


def test_times_are_times_and_counts_are_numbers(records):
    (row,) = (r for r in records("Accueil") if r["Last name"] == "=1+1")
    assert row["First arrival"] == datetime(2023, 7, 4, 8, 47, 11)
    lines = {next(iter(r.values())): r for r in records("Account")}
    whole = lines["The whole event"]
    assert (whole["Registrations, including cancelled"], whole["Of them, present"]) == (6.0, 6.0)
    assert all(isinstance(r["Time written"], datetime) for r in records("All scans"))


def test_old_days_the_longest_text_and_large_numbers_are_kept(books):
    ((name, rows),) = books[1].items()
    assert (name, rows[0]) == ("=Bord", [column.title for column in COLUMNS])
    for told, (day, *others) in zip(rows[1:], EDGES, strict=True):
        assert told == [datetime(day.year, day.month, day.day), *others]


def test_it_prints_on_a4_across_with_the_event_and_the_titles_on_each_page(exported, books, tmp_path):
    """All columns of everybody are several pages side by side, which each begin with the names."""
    pages = printed(tmp_path, exported)
    found = about(pages)
    assert found["Page size"] == pytest.approx((841.89, 595.3), abs=0.1)
    assert len(books[0]) <= int(found["Pages"]) <= len(books[0]) + 4
    for page in range(1, int(found["Pages"]) + 1):
        text = told_on(pages, page)
        assert "9ᵉ Rencontre – 04/07/2023" in text
        assert f"Page {page} of {found['Pages']}" in text
    assert all("Guyễn" in told_on(pages, page) for page in (1, 2))


NAME = "DE LA ROCHEFOUCAULD-MONTBEL DE KERGUÉLEN"
ORGANISATION = "Établissement public territorial des bassins de la Vilaine et du Blavet"


def test_no_long_name_is_cut_on_paper(tmp_path):
    """Each word stands before the next column begins: a long text goes on in a second line of its cell."""
    columns = [OutputColumn("Nom"), OutputColumn("Organisme"), OutputColumn("Code")]
    write_tables(tmp_path / "long.xlsx", [OutputTable("Noms", columns, [[NAME, ORGANISATION, "NJDUBHLFKTHNJTSBGSGB"]])])
    spots = words_on(printed(tmp_path, tmp_path / "long.xlsx"))
    assert {*NAME.split(), *ORGANISATION.split(), "NJDUBHLFKTHNJTSBGSGB"} <= spots.keys()
    second, third = spots["Organisme"].left, spots["Code"].left
    assert max(spots[word].right for word in NAME.split()) < second
    assert max(spots[word].right for word in ORGANISATION.split()) < third
    assert spots["NJDUBHLFKTHNJTSBGSGB"].top == pytest.approx(spots["Établissement"].top, abs=3), "a code stays whole"


def test_an_export_that_libreoffice_saved_again_shows_nothing_else(exported, tmp_path):
    """Its cells are in five scripts, for each of which LibreOffice names a font of its own."""
    converted(tmp_path, "xlsx", exported)
    again = tmp_path / exported.name
    assert not is_unchanged(again, exported)
    assert shown_otherwise(again, exported) is None
    assert extract_cells(again) == extract_cells(exported)
