# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of every platform, rows that the user changes in the preview, and the choices about an opened list."""

from contextlib import closing

import pytest

from checkin import translation
from checkin.core.attendee import Presence, Status
from checkin.core.lists.column_mapping import unknown
from checkin.core.lists.list_fields import NO_CHANGES, SAME_CODE, ListField
from checkin.core.message import Message, UserError
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import export_attendance
from checkin.services.lists.list_importing import apply_list
from checkin.services.lists.list_preview import (
    ListChoice,
    OpenedList,
    build_preview,
    preview_list,
    read_basis,
    read_basis_at,
    read_list,
    suggested_mapping,
)
from checkin.translation import translate
from tests.builders import KEY, MORNING, an_attendee
from tests.conftest import add_people
from tests.platforms import PLATFORMS
from tests.services.lists import a_list, bring, person, tables
from tests.services.platform_lists import LISTS, SEEN


def read(folder, header, rows):
    return preview_list(None, a_list(folder, *rows, header=header)).interpreted


@pytest.mark.parametrize(("platform", "language"), LISTS)
def test_its_people_come_in_with_name_address_code_and_status(platform, language, tmp_path):
    header, rows, people = LISTS[platform, language]
    found = read(tmp_path, header, rows)
    assert found.mapping.source == platform
    assert [tuple(str(getattr(person, name)) for name in SEEN) for person in found.people] == people
    assert (found.problems, unknown(found.statuses)) == ((), [])


def test_there_is_a_list_of_every_platform():
    assert {platform for platform, _ in LISTS} == {platform.name for platform in PLATFORMS}


def test_the_titles_are_found_below_what_a_report_says_first(tmp_path):
    header, rows, people = LISTS["Zoom", "en"]
    report = [
        "Topic,Webinar ID,Scheduled Time",
        "Congress,123 456,Mar 20",
        "Attendee Details",
        header.replace("|", ","),
    ]
    lines = [",".join(f'"{cell}"' for cell in row.split("|")) for row in rows]
    found = read(tmp_path, "Registration Report", [*report, *lines])
    assert (found.mapping.source, found.mapping.header) == ("Zoom", 5)
    assert [person.last_name for person in found.people] == [last for _, last, *_ in people]


def test_what_somebody_chose_for_an_export_counts_more_than_its_file(tmp_path):
    header, rows, _ = LISTS["Odoo", "en"]
    path = a_list(tmp_path, *rows, header=header)
    with closing(EventFile.create(tmp_path / "event.checkin", KEY)) as event:
        mapping = preview_list(event, path).interpreted.mapping
        code = mapping.titles.index("Barcode")
        seen = preview_list(event, path, ListChoice(mapping=mapping.without_column(code)))
        apply_list(event, seen, at=MORNING, desk="d")
        again = preview_list(event, path).interpreted
    assert (again.mapping.source, again.mapping.left_out) == ("Odoo", {code})
    assert again.people[0].ticket_code == ""


HERE = an_attendee(1)
REMOTE = an_attendee(21, role="Maire", status=Status.UNPAID, presence=Presence.REMOTE, email="z@x.example", places=3)


@pytest.fixture(params=["en", "fr"])
def language(request, qapp):
    yield translation.install(qapp, request.param)
    translation.install(qapp, "en")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.usefixtures("language")
def test_what_checkin_exports_comes_in_again_as_the_same_people(suffix, tmp_path, event, desk):
    add_people(event, MORNING, REMOTE)
    desk.scan(HERE.ticket_code)
    export_attendance(event, tmp_path / f"export{suffix}", translate)
    found = preview_list(None, tmp_path / f"export{suffix}").interpreted
    assert found.mapping.source == "Checkin"
    assert {problem.words for problem in found.problems} <= {SAME_CODE}
    people = {person.ticket_code: person for person in found.people}
    assert people.keys() == {attendee.ticket_code for attendee, _ in event.attendees.all()}
    fields = ("first_name", "last_name", "email", "role", "status", "presence", "places")
    for wanted in (HERE, REMOTE):
        assert [getattr(people[wanted.ticket_code], name) for name in fields] == [getattr(wanted, n) for n in fields]
    assert people[HERE.ticket_code].custom[translate(Message("export", "Desk"))] == desk.name


HEADER = "Nom;Prénom;E-mail"
LINES = ("Roux;Zoé;zoe@a.example", "Petit;Max;max@", "Noir;Ada;ada@a.example", "TOTAL;3;")


def preview(event, path, changes, mapping=None):
    read = read_list(path).with_changes(changes)
    return build_preview(read_basis(event), read, mapping)


@pytest.fixture
def path(tmp_path):
    return a_list(tmp_path, *LINES, header=HEADER)


def cell(path, number, index, text):
    row = next(row for row in read_list(path).sheet.rows if row.number == number)
    return NO_CHANGES.with_cell(row, index, text)


def test_a_row_left_out_is_not_imported_and_its_problems_are_not_told(event, clock, path):
    seen = preview(event, path, NO_CHANGES.toggled(3))
    done = apply_list(event, seen, at=clock(), desk="d")
    assert {"Roux", "Petit", "Noir"} & {a.last_name for a, _ in event.attendees.all()} == {"Roux", "Noir"}
    assert (done.added, done.problems) == (2, ())


def test_a_cell_put_right_is_what_is_imported_and_the_file_stays(event, clock, path):
    before = path.read_bytes()
    seen = preview(event, path, cell(path, 3, 2, "max@a.example"))
    apply_list(event, seen, at=clock(), desk="d")
    assert person(event, "Petit").email == "max@a.example"
    assert (seen.problems, path.read_bytes()) == ((), before)


def test_a_changed_cell_survives_another_meaning_of_its_column(event, path):
    read = read_list(path).with_changes(cell(path, 3, 2, "Mairie"))
    mapping = suggested_mapping(read_basis(event), read).with_column(2, ListField.ORGANISATION)
    seen = build_preview(read_basis(event), read, mapping)
    assert [p.organisation for p in seen.interpreted.people if p.row == 3] == ["Mairie"]


def test_a_row_that_the_program_left_out_can_be_taken_in_and_all_rows_cannot_be_left_out(event, path):
    assert preview(event, path, NO_CHANGES).interpreted.ignored == (5,)
    seen = preview(event, path, NO_CHANGES.toggled(5, is_ignored=True))
    assert seen.interpreted.ignored == ()
    assert seen.interpreted.people[-1].last_name == "TOTAL"
    with pytest.raises(UserError, match="every row is left out"):
        preview(event, path, NO_CHANGES.toggled(2).toggled(3).toggled(4).toggled(5))


def test_somebody_known_whose_row_is_left_out_stays_as_they_are_and_is_not_gone(event, clock, tmp_path):
    bring(event, clock, *LINES[:3], header=HEADER)
    before = tables(event)
    path = a_list(tmp_path, "Roux;Zoé;zoe@a.example", "Noir;Ada;ada@a.example", header=HEADER, name="v2.csv")
    assert [a.last_name for a in preview(event, path, NO_CHANGES).difference.gone] == ["Petit"]
    seen = preview(event, path, NO_CHANGES.toggled(3))
    assert [a.last_name for a in seen.difference.gone] == ["Petit"]
    apply_list(event, seen, at=clock(), desk="d", cancel_gone=True)
    assert person(event, "Noir").status.value == "confirmed"
    assert before["visits"] == tables(event)["visits"]


def test_of_two_rows_of_one_person_the_one_left_out_is_nobody_more(event, clock, tmp_path):
    path = a_list(tmp_path, *["Roux;Zoé;zoe@a.example"] * 2, header=HEADER)
    apply_list(event, preview(event, path, NO_CHANGES.toggled(3)), at=clock(), desk="d")
    again = preview(event, path, NO_CHANGES.toggled(3))
    assert (again.difference.is_empty, again.problems) == (True, ())


def test_a_list_whose_column_of_names_is_empty_says_which(event, tmp_path):
    path = a_list(tmp_path, *[";Roux Zoé"] * 6, header="Nom;Appellation")
    with pytest.raises(UserError, match="6 rows has a name under “Nom”"):
        preview(event, path, NO_CHANGES)


@pytest.fixture
def opened(tmp_path):
    read, basis = read_list(a_list(tmp_path, "Jeanne;Kermarec", "Noé;Petit", header="Prénom;Nom")), read_basis_at(None)
    return OpenedList(read, basis, suggested_mapping(basis, read))


def test_undo_takes_back_the_changes_of_rows_one_by_one_and_ends_where_they_began(opened):
    left_out = opened.toggle_rows([2, 3], are_ignored=False)
    edited = left_out.edit_cell(2, 1, "Le Goff")
    assert edited.read.changes.left_out == {2, 3}
    assert edited.read.changes.cells == {(2, 1): "Le Goff"}
    assert edited.undo().read.changes == left_out.read.changes
    assert edited.undo().undo() == opened
    assert opened.undo() == opened


def test_another_row_of_titles_changes_the_mapping_alone_and_a_sheet_begins_without_changed_rows(opened):
    changed = opened.toggle_rows([3], are_ignored=False).titles_in(0)
    assert changed.mapping.titles != opened.mapping.titles
    assert changed.read.changes.left_out == {3}
    assert changed.undo().mapping == changed.mapping
    assert opened.edit_cell(2, 0, "Jeannette").on_sheet(opened.read.sheet.name) == opened
