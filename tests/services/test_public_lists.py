# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists as organisers have them import as they should: once, twice with no change, and then their next version."""

from collections import Counter
from dataclasses import replace

import pytest

from checkin.core.attendee import CUSTOM
from checkin.core.lists.cell_kinds import says_no, says_yes
from checkin.core.lists.column_mapping import NameSplit
from checkin.core.lists.list_fields import (
    BAD_EMAIL,
    LOST_LETTERS,
    NO_LAST_NAME,
    NO_NAME,
    SAME_NAME,
    SAME_PERSON,
    TWO_PEOPLE,
    UNDIVIDED,
    ListField,
)
from checkin.core.message import UserError
from checkin.core.programme.programme import Session
from checkin.services.event_file import EventFile
from checkin.services.lists.list_importing import apply_list
from checkin.services.lists.list_preview import (
    ListChoice,
    ListPreview,
    build_preview,
    read_basis,
    read_list,
    suggested_mapping,
)
from tests.builders import KEY, MORNING, a_programme
from tests.services.public_lists import FOLDER, LISTS, REFUSED, expected, names

PROGRAMME = a_programme(
    categories=(), speakers=(), sessions=tuple(Session(f"atelier-{n}", f"Atelier {n}") for n in range(1, 5))
)
SOURCES = {
    "helloasso": "HelloAsso",
    "weezevent": "Weezevent",
    "billetweb": "Billetweb",
    "eventbrite": "Eventbrite",
    "pretix": "pretix",
    "google_forms": "Google Forms",
}
DOOR_MARKS = {"Contrôlé", "Utilisé", "Enregistrement effectué"}
"""Expected as "presence": what another program's door has seen. Here they are kept as they are (docs/lists.md)."""
PRETIX_BLOCKED = "Bloqué"
"""Expected as "custom": one ticket of that list says "Oui". pretix does not let it in, and so do we not."""
UNDIVIDED_ROWS = {"inscriptions_journee_reseau.xlsx": {62, 82}}
"""All in capitals, or with a name of one letter: left whole, and told, as the tolerances allow."""
STATUSES = {
    "confirmed": {"confirmed", "blocked"},
    "checked_in": {"confirmed"},
    "pending": {"pending", "unpaid"},
    "waiting": {"pending", "unpaid"},
    "cancelled": {"cancelled"},
    "refunded": {"cancelled"},
}
"""Their words → ours. "Payé: Non" is unpaid here, which waits as well."""
REASONS = {
    "e-mail is not valid": BAD_EMAIL,
    "two people in one row": TWO_PEOPLE,
    "mojibake": LOST_LETTERS,
    "the source system lost a letter": LOST_LETTERS,
    "no name at all": NO_NAME,
    "last name missing": NO_LAST_NAME,
}
AGAIN = names(".diff.expected.json")
LONG = 3_000


def version_2(name):
    stem, _, ending = name.rpartition(".")
    return f"{stem}.v2.{ending}"


def reason(why):
    (words,) = (words for begin, words in REASONS.items() if why.startswith(begin))
    return words


def plain(field, value):
    """A value as the README says it is to be compared."""
    if isinstance(value, list | tuple):
        return [PROGRAMME.session(one).title if PROGRAMME.session(one) else one for one in value]
    text = " ".join(str(value).split())
    match field:
        case "email" | "last_name":
            return text.casefold()
        case "phone":
            return "".join(filter(str.isdigit, text))[-9:]
    return text


@pytest.fixture(scope="module")
def desk_of(tmp_path_factory):
    """name → (an event with that list, what the preview said of it before, the file); made once a module."""
    made = {}

    def one(name):
        if name not in made:
            folder = tmp_path_factory.mktemp("event")
            event = EventFile.create(folder / "event.checkin", KEY)
            event.plan(PROGRAMME, at=MORNING, desk="d")
            seen, path = look(event, FOLDER / name), shortened(name, folder)
            apply_list(event, seen if path == FOLDER / name else look(event, path), at=MORNING, desk="d")
            made[name] = event, seen, path
        return made[name]

    yield one
    for event, *_ in made.values():
        event.close()


def shortened(name, folder):
    """The list, or of a long one the beginning and every row that the expectations name: to write it takes long."""
    wanted = expected(name)
    if wanted["attendees"] < LONG:
        return FOLDER / name
    alike = (*wanted["duplicates"], *wanted["homonyms_not_duplicates"], *wanted["shared_email_not_duplicates"])
    told = {row["row"] for kind in ("problem_rows", "info_rows", "spot_checks") for row in wanted[kind]}
    told |= {row for group in alike for row in group}
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines(keepends=True)
    kept = (line for number, line in enumerate(lines, 1) if number <= LONG or number in told)
    (folder / name).write_text("".join(kept), encoding="utf-8", newline="")
    return folder / name


def look(event, path) -> ListPreview:
    """Whole names are divided by their capitals: the expectations are written as if somebody had asked for it."""
    read, basis = read_list(path), read_basis(event)
    mapping = suggested_mapping(basis, read)
    if ListField.FIRST_NAME not in mapping.columns.values():
        mapping = replace(mapping, split=NameSplit.CAPITALS)
    return build_preview(basis, read, mapping)


@pytest.fixture(params=LISTS)
def name(request):
    return request.param


@pytest.fixture
def roster(desk_of, name):
    return desk_of(name)[1].interpreted


def test_the_sheet_the_text_and_the_source_are_known(name):
    wanted, read = expected(name), read_list(FOLDER / name)
    assert wanted["sheet"] in (None, read.sheet.name)
    assert (read.book.encoding, read.book.separator) in (("", ""), (wanted.get("encoding"), wanted.get("delimiter")))
    assert suggested_mapping(read_basis(None), read).source == SOURCES.get(wanted["source"])


def test_every_column_is_what_it_should_be(name, roster):
    wanted = expected(name)
    assert roster.mapping.header == wanted["header_row"]
    (header,) = (row.cells for row in read_list(FOLDER / name).sheet.rows if row.number == wanted["header_row"])
    held = {index: kind for index, kind in roster.mapping.columns.items() if kind != "order"}  # kept as text as well
    found = {title: held.get(index, "custom") for index, title in enumerate(header)}
    known = {title: "custom" for title in DOOR_MARKS & found.keys()}
    if PRETIX_BLOCKED in found:
        known[PRETIX_BLOCKED] = "status"
    if {"first_name", "last_name"} <= set(wanted["mapping"].values()):
        known |= {title: "custom" for title, field in wanted["mapping"].items() if field == "full_name"}
    assert found == wanted["mapping"] | known


def test_everybody_is_there_with_the_right_status(name, desk_of):
    wanted = expected(name)
    event, seen, path = desk_of(name)
    assert len(seen.interpreted.people) == wanted["attendees"]
    assert event.attendees.count() == wanted["attendees"] or path != FOLDER / name
    theirs = Counter(wanted.get("attendees_by_status", {"confirmed": wanted["attendees"]}))
    ours = Counter(person.status.value for person in seen.interpreted.people)
    assert ours["cancelled"] == theirs["cancelled"] + theirs["refunded"]
    assert ours["pending"] + ours["unpaid"] == theirs["pending"] + theirs["waiting"]
    assert ours["confirmed"] + ours["blocked"] == theirs["confirmed"] + theirs["checked_in"]
    assert ours["blocked"] == (wanted["source"] == "pretix")


def test_the_rows_to_look_at_are_exactly_those(name, roster):
    wanted = expected(name)
    told = {(problem.row, problem.words) for problem in roster.problems}
    twice = {(max(rows), SAME_PERSON) for rows in wanted["duplicates"]}
    whole = {(row, UNDIVIDED) for row in UNDIVIDED_ROWS.get(name, ())}
    may_be_told = {(max(rows), SAME_NAME) for rows in wanted["homonyms_not_duplicates"]}  # told is right, merged is not
    longest = {(one.row, BAD_EMAIL) for one in roster.people if len(one.email.partition("@")[0]) > 64}  # of RFC 5321
    assert told - may_be_told - longest == twice | whole | {
        (row["row"], reason(row["why"])) for row in wanted["problem_rows"]
    }
    assert list(roster.ignored) == [row["row"] for row in wanted.get("ignored_rows", [])]


def test_nobody_was_merged_with_anybody(name, roster):
    wanted = expected(name)
    rows = {person.row for person in roster.people}
    apart = [*wanted["homonyms_not_duplicates"], *wanted["shared_email_not_duplicates"], *wanted["duplicates"]]
    assert rows >= {row for group in apart for row in group}


def test_people_are_as_the_list_says(name, roster):
    people = {person.row: person for person in roster.people}
    for spot in expected(name)["spot_checks"]:
        person = people[spot["row"]]
        if person.row in UNDIVIDED_ROWS.get(name, ()):
            assert person.last_name == f"{spot.pop('last_name')} {spot.pop('first_name')}"
        for field, value in spot.items():
            if field == "status":
                assert person.status in STATUSES[value]
            elif field == "presence":
                marks = [text for title, text in person.custom.items() if title in DOOR_MARKS or "Présent" in title]
                assert [mark for mark in marks if not says_no(mark)] == [] or says_yes(value)
                assert marks == [] or says_no(marks[0]) == says_no(value)
            elif field != "row":
                assert plain(field, getattr(person, field)) == plain(field, value), (spot["row"], field)


def test_a_second_time_nothing_changes(name, desk_of):
    event, _, path = desk_of(name)
    entries, people = event.journal.count(), event.attendees.count()
    seen = look(event, path)
    assert seen.difference.is_empty
    assert apply_list(event, seen, at=MORNING, desk="d").known == people == len(seen.interpreted.people)
    assert event.journal.count() == entries


@pytest.mark.parametrize("name", AGAIN)
def test_the_next_version_shows_exactly_its_difference(name, desk_of):
    wanted = expected(f"{name}.diff")
    event, first, _ = desk_of(name)
    found = look(event, FOLDER / version_2(name)).difference
    rows = {attendee.id: row for row, attendee in _rows(event, first)}
    assert [person.row for person in found.added] == [person["row_v2"] for person in wanted["added"]]
    assert sorted(rows[person.id] for person in found.gone) == [person["row_v1"] for person in wanted["removed"]]
    assert {change.row: _told(change.fields) for change in found.changed} == {
        change["row_v2"]: _told(change["fields"]) for change in wanted["changed"]
    }
    assert {change.row: rows[change.person.id] for change in found.changed} == {
        change["row_v2"]: change["row_v1"] for change in wanted["changed"]
    }
    assert [(d.person.row, d.other_row) for d in found.probable_duplicates] == [
        (d["row_v2"], d["other_row_v2"]) for d in wanted["probable_duplicates"]
    ]
    assert found.unchanged == wanted["unchanged"]


def _rows(event, first):
    """Row of the first version → the person it became."""
    of_person = {(p.first_name, p.last_name, p.email, p.organisation): p.row for p in first.interpreted.people}
    for attendee, _ in event.attendees.all():
        yield of_person[attendee.first_name, attendee.last_name, attendee.email, attendee.organisation], attendee


def _told(fields):
    """The columns of no field are compared as well, here the payer's; the expectations do not name these."""
    return {
        field: [plain(field, value) for value in pair] for field, pair in fields.items() if not field.startswith(CUSTOM)
    }


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_list_of_people_is_refused_with_a_sentence(name, tmp_path):
    says = {"password": "remove the password", "not_a_list": "No column of names was found"}
    with pytest.raises(UserError, match=says[expected(name)["source"]]):
        build_preview(read_basis(None), read_list(FOLDER / name))


def test_another_sheet_can_be_chosen():
    read = read_list(FOLDER / "inscriptions_journee_reseau.xlsx", ListChoice(sheet="Hôtels"))
    assert read.sheet.rows[0].cells == ("Hôtel", "Contact", "Chambres")
    assert suggested_mapping(read_basis(None), read).titles == ("Hôtel", "Contact", "Chambres")
    assert read.on("Inscrits").sheet.name == "Inscrits"
    with pytest.raises(UserError, match="no sheet called “Param”"):  # it is hidden
        read.on("Param")
