# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists whose titles do not tell what stands below them are read by what does (tests/data/untold_lists)."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.programme.programme import Session
from checkin.core.text_folding import words_in
from checkin.services.event_file import EventFile
from checkin.services.lists.list_importing import apply_list
from checkin.services.lists.list_preview import build_preview, read_basis, read_list
from tests.builders import KEY, MORNING, a_programme

FOLDER = Path(__file__).parent.parent / "data" / "untold_lists"
NAMES = sorted(path.name.removesuffix(".expected.json") for path in FOLDER.glob("*.expected.json"))
LISTS = [name for name in NAMES if not name.endswith(".diff") and not name.endswith(".vcf")]
AGAIN = [name.removesuffix(".diff") for name in NAMES if name.endswith(".diff")]
TITLES = ("Atelier Sols", "Atelier Eau", "Atelier Forêt", "Atelier Énergie")
PROGRAMME = a_programme(
    categories=(), speakers=(), sessions=tuple(Session(f"s{at}", title) for at, title in enumerate(TITLES))
)
MAY_BE_EITHER = {("mailchimp_audiencia.csv", "W"), ("emargement_seminaire_par_lettre.xlsx", "L")}
"""An empty "NOTES" and a lunch that may be a session."""
SLOTS = "framadate_choix_des_ateliers.csv"
"""Its sessions are times of a poll ("9h - Atelier Sols"), which this programme does not have: they stay information."""
OURS = {
    "confirmed": {"confirmed"},
    "checked_in": {"confirmed"},
    "pending": {"pending", "unpaid"},
    "waiting": {"pending", "unpaid"},
    "cancelled": {"cancelled"},
    "refunded": {"cancelled"},
}


def expected(name):
    return json.loads((FOLDER / f"{name}.expected.json").read_text(encoding="utf-8"))


def version_2(name):
    stem, _, ending = name.rpartition(".")
    return f"{stem}.v2.{ending}"


def look(event, name):
    return build_preview(read_basis(event), read_list(FOLDER / name))


@pytest.fixture(scope="module")
def desk_of(tmp_path_factory):
    """name → (an event with that list, what the preview said of it before); made once a module."""
    made = {}

    def one(name):
        if name not in made:
            event = EventFile.create(tmp_path_factory.mktemp("event") / "event.checkin", KEY)
            event.plan(PROGRAMME, at=MORNING, desk="d")
            seen = look(event, name)
            apply_list(event, seen, at=MORNING, desk="d")
            made[name] = event, seen
        return made[name]

    yield one
    for event, _ in made.values():
        event.close()


@pytest.fixture(params=LISTS)
def name(request):
    return request.param


@pytest.fixture
def read(name, desk_of):
    return desk_of(name)[1].interpreted


def letters(index):
    return chr(ord("A") + index) if index < 26 else "A" + chr(ord("A") + index - 26)


def test_every_column_is_what_stands_in_it_and_the_titles_are_where_they_are(name, read):
    mapping: ColumnMapping = read.mapping
    wanted = expected(name)
    found = {letters(index): str(mapping.columns.get(index, "custom")) for index in range(len(mapping.titles))}
    if "columns" not in wanted:
        wanted["columns"] = {letters(at): field for at, field in enumerate(wanted["mapping"].values())}
    for letter in [letter for one, letter in MAY_BE_EITHER if one == name]:
        found[letter] = wanted["columns"][letter]
    found = {at: "custom" if field == "order" else field for at, field in found.items()}  # older than orders
    assert found == wanted["columns"]
    header = wanted["header_row"] or 0
    assert mapping.header in (header, header + wanted.get("rows_may_shift", 0))


def test_nobody_is_missing_and_nobody_who_declined_is_expected(name, read):
    wanted = expected(name)
    assert abs(len(read.people) - wanted["attendees"]) <= wanted.get("tolerance", 0)
    ours = Counter(str(person.status) for person in read.people)
    debatable = sum(each["people"] for each in wanted.get("status_may_be_any", {}).values())
    if theirs := wanted.get("attendees_by_status"):
        declined = theirs.get("cancelled", 0) + theirs.get("refunded", 0)
        coming = theirs.get("confirmed", 0) + theirs.get("checked_in", 0)
        assert declined - debatable <= ours["cancelled"] <= declined + debatable
        assert coming - debatable <= ours["confirmed"] <= coming + debatable


def test_rows_that_are_nobody_are_nobody(name, read):
    wanted = expected(name)
    shift = wanted.get("rows_may_shift", 0)
    people = {person.row for person in read.people}
    nobody = {row["row"] for row in wanted.get("ignored_rows", [])}
    assert not people & nobody or (shift and not people & {row + shift for row in nobody})
    assert people >= set(wanted.get("hidden_rows", []))


def test_people_are_as_the_list_says(name, read):
    wanted = expected(name)
    people = {person.row: person for person in read.people}
    for spot in wanted["spot_checks"]:
        person = people[spot["row"] + wanted.get("rows_may_shift", 0) * (read.mapping.header != wanted["header_row"])]
        assert Counter(words_in(f"{person.first_name} {person.last_name}")) == Counter(
            words_in(f"{spot['first_name']} {spot['last_name']}")
        )
        if person.first_name:
            assert words_in(person.last_name) == words_in(spot["last_name"]), spot["row"]
        for field in ("organisation", "role", "category", "ticket_code"):
            assert field not in spot or getattr(person, field) == spot[field], (spot["row"], field)
        assert "email" not in spot or person.email.casefold() == spot["email"].casefold(), spot["row"]
        assert "phone" not in spot or digits(person.phone) == digits(spot["phone"]), spot["row"]
        assert "status" not in spot or person.status in OURS[spot["status"]], spot["row"]
        if spot.get("sessions") and name != SLOTS:
            assert [PROGRAMME.session(one).title for one in person.sessions] == spot["sessions"], spot["row"]


def digits(text):
    return re.sub(r"\D", "", text)[-9:]


def test_a_second_time_nothing_changes(name, desk_of):
    event, _ = desk_of(name)
    entries = event.journal.count()
    seen = look(event, name)
    assert seen.difference.is_empty
    apply_list(event, seen, at=MORNING, desk="d")
    assert event.journal.count() == entries


@pytest.mark.parametrize("name", AGAIN)
def test_the_next_version_shows_its_difference(name, desk_of):
    wanted = expected(f"{name}.diff")
    event, first = desk_of(name)
    shift = expected(name).get("rows_may_shift", 0) * (first.interpreted.mapping.header != expected(name)["header_row"])
    found = look(event, version_2(name)).difference
    rows = {kind: [each["row_v2"] + shift for each in wanted[kind]] for kind in ("added", "changed")}
    assert [person.row for person in found.added] == rows["added"]
    assert sorted(change.row for change in found.changed) == sorted(rows["changed"])
    assert (len(found.gone), found.unchanged) == (len(wanted["removed"]), wanted["unchanged"])


def test_cards_are_read_as_the_people_they_are_of():
    wanted = expected("contacts_equipe.vcf")
    people = look(None, "contacts_equipe.vcf").interpreted.people
    assert len(people) == wanted["attendees"]
    for person, card in zip(people, wanted["people"], strict=True):
        for field, value in card.items():
            own = getattr(person, field)
            assert (digits(own) == digits(value)) if field == "phone" else own.casefold() == value.casefold()
