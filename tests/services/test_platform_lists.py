# SPDX-License-Identifier: GPL-3.0-or-later
"""A list of every platform comes in rightly without anybody choosing a column."""

import pytest

from checkin import translation
from checkin.core.attendee import Presence, Status
from checkin.core.lists.column_mapping import unknown
from checkin.core.lists.list_fields import SAME_CODE
from checkin.core.message import Message
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import export_attendance
from checkin.services.lists.list_importing import apply_list
from checkin.services.lists.list_preview import ListChoice, preview_list
from checkin.translation import translate
from tests.builders import KEY, MORNING, an_attendee
from tests.conftest import add_people
from tests.platforms import PLATFORMS
from tests.services.lists import a_list
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
    event = EventFile.create(tmp_path / "event.checkin", KEY)
    mapping = preview_list(event, path).interpreted.mapping
    code = mapping.titles.index("Barcode")
    seen = preview_list(event, path, ListChoice(mapping=mapping.without_column(code)))
    apply_list(event, seen, at=MORNING, desk="d")
    again = preview_list(event, path).interpreted
    event.close()
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
