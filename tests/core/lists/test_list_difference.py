# SPDX-License-Identifier: GPL-3.0-or-later
"""What a list changes: only what the list itself says anew; a desk's word stands otherwise."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.attendee import CUSTOM, Status
from checkin.core.lists.list_difference import (
    ChangeKind,
    FieldChange,
    ListDifference,
    PersonChange,
    compare_list,
    group_changes,
    list_difference_as_json,
    shown_people,
    stated_fields,
)
from checkin.core.lists.list_interpretation import interpret_list
from tests.builders import a_programme, an_attendee
from tests.core.lists.people import SAID, a_row, at_the_desk, corrected, known, rows_of

ZOE = {"organisation": "Région", "email": "z@x.example"}
ALL = (*SAID, "phone", "status", "sessions", "note", CUSTOM + "Repas")


def changed(person, said=ALL, **now):
    """{field: (old, new)} that a list with this one row shows."""
    difference = compare_list([person], [a_row(2, **{**ZOE, **now})], said)
    assert not difference.added
    assert difference.unchanged + len(difference.changed) == 1
    return {name: tuple(pair) for change in difference.changed for name, pair in change.fields.items()}


def test_new_changed_gone_and_unchanged_are_told_apart():
    people = [known(1, **ZOE), known(2, last_name="Martin", email="m@x.example"), known(3, last_name="Petit")]
    rows = [
        a_row(2, last_name="Nouveau"),
        a_row(3, **{**ZOE, "organisation": "Mairie"}),
        a_row(4, last_name="Martin", email="m@x.example"),
    ]
    difference = compare_list(people, rows, SAID)
    assert [person.last_name for person in difference.added] == ["Nouveau"]
    assert [(c.row, c.fields) for c in difference.changed] == [(3, {"organisation": ("Région", "Mairie")})]
    assert [person.last_name for person in difference.gone] == ["Petit"]
    assert difference.unchanged == 1
    assert not difference.is_empty


def test_every_field_is_compared_the_other_columns_too():
    person = known(1, **ZOE, phone="1", status=Status.CONFIRMED, sessions=("a",), custom={"Repas": "oui"})
    assert changed(person, phone="2", status=Status.CANCELLED, sessions=("a", "b"), custom={"Repas": "non"}) == {
        "phone": ("1", "2"),
        "status": ("confirmed", "cancelled"),
        "sessions": (("a",), ("a", "b")),
        "custom:Repas": ("oui", "non"),
    }


def test_an_empty_cell_empties_and_a_missing_column_says_nothing():
    person = known(1, **ZOE, phone="1", custom={"Repas": "oui"})
    assert changed(person) == {"phone": ("1", ""), "custom:Repas": ("oui", "")}
    assert changed(person, SAID) == {}
    assert changed(known(1, **ZOE, ticket_code="T1")) == {}, "a code left out changes no code"
    assert changed(known(1, **ZOE, ticket_code="T1"), ticket_code="T2") == {"ticket_code": ("T1", "T2")}
    person = known(1, **ZOE)
    assert changed(person, ticket_code=person.attendee.ticket_code) == {}
    assert changed(person, ticket_code="T2") == {"ticket_code": ("", "T2")}


def test_a_correction_at_the_desk_stays_until_the_list_itself_changes():
    person = corrected(known(1, **ZOE, phone="1"), phone="99")
    assert changed(person, phone="1") == {}, "a correction at the desk stays while the list says the same"
    person = corrected(known(1, **ZOE, phone="1"), phone="99", organisation="Corrigée")
    assert changed(person, phone="2") == {"phone": ("99", "2")}, "the list wins where the list itself changed"
    person = corrected(known(1, **ZOE, phone="1"), phone="2")
    difference = compare_list([person], [a_row(2, **ZOE, phone="2")], ALL)
    assert difference.is_empty, "a list that comes to say what the desk said is noted and not shown"
    assert [note.listed for note in difference.noted] == [{"phone": "2"}]
    assert difference.unchanged == 1


def test_a_note_and_a_block_of_the_desk_are_never_lost():
    person = corrected(known(1, **ZOE, note="VIP"), note="VIP\nArrive à 10 h")
    assert changed(person, note="Presse") == {"note": ("VIP\nArrive à 10 h", "Arrive à 10 h\nPresse")}
    assert changed(person) == {"note": ("VIP\nArrive à 10 h", "Arrive à 10 h")}
    assert changed(known(1, **ZOE, note="VIP"), note="Presse") == {"note": ("VIP", "Presse")}
    assert changed(corrected(known(1, **ZOE), note="x" * 2_000), note="y" * 2_000) == {}
    person = corrected(known(1, **ZOE, status=Status.PENDING), status=Status.BLOCKED)
    assert changed(person, status=Status.CONFIRMED) == {}, "who was blocked at the desk stays blocked"
    by_list = known(1, **ZOE, status=Status.BLOCKED)
    assert changed(by_list, status=Status.CONFIRMED) == {"status": ("blocked", "confirmed")}


def test_who_was_written_down_at_the_desk_is_never_gone_and_who_left_the_list_is_shown_once():
    person = at_the_desk(1, **ZOE, phone="1")
    assert changed(person, phone="2", status=Status.PENDING, sessions=("a",)) == {"sessions": ((), ("a",))}
    walk_in = at_the_desk(1, **ZOE)
    listed_since = replace(walk_in, listed=walk_in.attendee)
    assert compare_list([walk_in, listed_since], [a_row(2, last_name="Nouveau")], SAID).gone == ()
    gone = replace(known(1, **ZOE), is_gone=True)
    assert compare_list([gone], [], SAID).is_empty
    difference = compare_list([gone], [a_row(2, **ZOE)], SAID)
    assert [change.is_back for change in difference.changed] == [True]
    assert not difference.is_empty


@pytest.mark.parametrize("said", [SAID, ALL])
def test_who_was_cancelled_for_leaving_the_list_is_reinstated_by_it(said):
    off = replace(corrected(known(1, **ZOE), status=Status.CANCELLED), is_gone=True, was_cancelled=True)
    assert changed(off, said) == {"status": ("cancelled", "confirmed")}
    assert changed(off, ALL, status=Status.CANCELLED) == {}
    assert changed(replace(off, was_cancelled=False), said) == {}


def test_a_list_says_only_what_it_has_columns_for_and_one_of_names_undoes_no_two():
    person = known(1, first_name="Éléonore", last_name="Le Goff", email="e@x.example")
    said = ("first_name", "last_name", "email")
    assert changed(person, said, first_name="", last_name="Le Goff Éléonore", email="e@x.example") == {}
    other = changed(person, said, first_name="", last_name="Le Goffe Éléonore", email="e@x.example")
    assert set(other) == {"first_name", "last_name"}
    said = stated_fields(roster("NOM Prénom|Courriel|Déjeuner", "Durand Zoé|z@x.example|oui"))
    assert said == ("first_name", "last_name", "email", *(CUSTOM + t for t in ("NOM Prénom", "Courriel", "Déjeuner")))


def roster(*lines):
    return interpret_list(rows_of(*lines), a_programme())


@pytest.mark.parametrize(
    ("title", "numbers", "is_said"),
    [
        ("N°", "1 2 4", False),
        ("#", "7 8 9", False),
        ("", "1 2 3", False),
        ("N°", "3 1 2", True),
        ("N°", "1 2 x", True),
        ("N° adhérent", "1 2 3", True),
        ("N°", "100000001 100000002 100000003", True),
    ],
)
def test_a_column_that_counts_the_rows_says_nothing_of_people(title, numbers, is_said):
    lines = (f"{number}|Durand|Zoé" for number in numbers.split())
    assert (CUSTOM + (title or "A") in stated_fields(roster(f"{title}|Nom|Prénom", *lines))) is is_said


ELSEWHERE = {"email": "zoe@home.example", "organisation": "Mairie"}


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ({**ELSEWHERE, "organisation": "Région"}, "same_name"),
        ({**ELSEWHERE, "organisation": ""}, "same_name"),
        ({**ELSEWHERE, "phone": "+33 6 12 34 56 78"}, "same_name"),
        ({**ELSEWHERE, "last_name": "Durant", "organisation": "Région"}, "near_name"),
        (ELSEWHERE, None),
        ({**ELSEWHERE, "last_name": "Durant"}, None),
        ({"first_name": "Paul", "last_name": "Martin", **ZOE}, None),
    ],
)
def test_a_new_person_who_looks_like_a_known_one_is_shown_beside_them_but_no_homonym_or_colleague(new, why):
    person = known(1, **ZOE, phone="06 12 34 56 78")
    difference = compare_list([person], [a_row(2, **ZOE, phone="06 12 34 56 78"), a_row(3, **new)], SAID)
    assert [person.row for person in difference.added] == [3]
    found = [(d.person.row, d.other.id, d.other_row, d.why) for d in difference.probable_duplicates]
    assert found == ([(3, person.attendee.id, 2, why)] if why else [])


def test_the_difference_as_json_has_stable_keys_and_rows():
    people = [known(1, **ZOE), known(2, last_name="Petit", email="p@x.example", sessions=("a",))]
    back = replace(known(3, last_name="Retour", email="r@x.example"), is_gone=True)
    rows = [
        a_row(2, **ZOE),
        a_row(3, **{**ZOE, "email": "zoe@home.example"}),
        a_row(4, last_name="Retour", email="r@x.example", sessions=("b",)),
    ]
    told = list_difference_as_json(compare_list([*people, back], rows, ALL))
    zoe = {"first_name": "Zoé", "last_name": "Durand", "organisation": "Région"}
    assert told["added"] == [{"row": 3, **zoe, "email": "zoe@home.example"}]
    (change,) = told["changed"]
    assert change["row"] == 4
    assert change["fields"] == {"sessions": [[], ["b"]], "on_list": [False, True]}
    assert [gone["last_name"] for gone in told["gone"]] == ["Petit"]
    (duplicate,) = told["probable_duplicates"]
    assert (duplicate["row"], duplicate["other"]["row"], duplicate["why"]) == (3, 2, "same_name")
    assert told["unchanged"] == 1


TEXT = st.sampled_from(["", "a", "b"])
SAYINGS = st.fixed_dictionaries({"phone": TEXT, "note": TEXT, "organisation": TEXT})


@given(SAYINGS, SAYINGS, SAYINGS)
def test_what_a_desk_says_changes_only_where_the_list_did(before, at_desk, now):
    person = corrected(known(1, email="z@x.example", **before), **at_desk)
    difference = compare_list([person], [a_row(2, email="z@x.example", **now)], ALL)
    fields = difference.changed[0].fields if difference.changed else {}
    for name in before:
        becomes = fields[name].new if name in fields else at_desk[name]
        if before[name] == now[name]:
            assert becomes == at_desk[name]
        elif name != "note":
            assert becomes == now[name]
        assert name != "note" or at_desk[name] in (before[name], "") or at_desk[name] in becomes


@pytest.mark.parametrize(
    ("there", "gone", "others"), [(0, 5, False), (0, 6, True), (1, 9, False), (1, 10, True), (0, 0, False)]
)
def test_a_list_with_hardly_anybody_of_the_earlier_ones_may_be_of_another_event(there, gone, others):
    names = [f"Personne{chr(65 + n) * 3}" for n in range(there + gone)]
    people = [known(n, last_name=name, email=f"{name}@x.example") for n, name in enumerate(names)]
    rows = [a_row(n + 2, last_name=name, email=f"{name}@x.example") for n, name in enumerate(names[:there])]
    rows += [a_row(50 + n, last_name=f"Autre{chr(65 + n) * 3}") for n in range(3)]
    difference = compare_list(people, rows, SAID)
    assert (difference.still_listed, len(difference.gone)) == (there, gone)
    assert difference.is_of_others is others


def test_kinds_of_changes_are_counted_and_those_that_were_muted_apart():
    person = known(1, **ZOE, phone="1", custom={"Repas": "oui"})
    difference = compare_list([person], [a_row(2, **ZOE, phone="2", custom={"Repas": "non"})], ALL)
    told = list_difference_as_json(difference, ["Repas"])
    assert [kind["changes"] for kind in told["kinds"]] == [1]
    assert [(kind["column"], kind["changes"]) for kind in told["muted"]] == [("Repas", 1)]
    assert told["noise"] == []
    unmuted = list_difference_as_json(difference)
    assert (sum(kind["changes"] for kind in unmuted["kinds"]), unmuted["muted"]) == (2, [])


def test_a_list_whose_people_are_back_is_beside_the_one_that_had_left_them_out():
    """It left out the other list's people: that its own are on it again does not make it their newer version."""
    back = [replace(known(number, last_name=f"Back{number}"), is_gone=True) for number in (1, 2)]
    rows = [a_row(number + 1, last_name=f"Back{number}") for number in (1, 2)]
    difference = compare_list([*back, known(3, last_name="Other")], rows, SAID)
    told = list_difference_as_json(difference)
    assert difference.is_beside
    assert (told["gone"], [person["last_name"] for person in told["beside"]]) == ([], ["Other"]), "it cancels nobody"
    assert list_difference_as_json(difference, replaces=True)["gone"] == told["beside"]
    stayed = [replace(each, is_gone=False) for each in back]
    newer = compare_list([*stayed, known(3, last_name="Other")], rows, SAID)
    told = list_difference_as_json(newer)
    assert not newer.is_beside
    assert ([person["last_name"] for person in told["gone"]], told["beside"]) == (["Other"], [])


def a_change(number, is_back=False, **fields):
    named = {name.replace("own_", CUSTOM): FieldChange(*values) for name, values in fields.items()}
    return PersonChange(number + 1, an_attendee(number), named, is_back=is_back)


def kinds(groups):
    return [(group.kind, group.column, len(group.changes), group.is_shown) for group in groups]


MEALS = [a_change(n, own_Repas=("oui", "non")) for n in range(1, 48)]


def test_the_one_cancellation_comes_before_47_changes_of_an_own_column_and_a_muted_one_last():
    off = [a_change(n, status=("confirmed", "cancelled")) for n in (50, 51)]
    groups = group_changes(ListDifference(changed=(*MEALS, *off)), here={an_attendee(51).id})
    assert kinds(groups) == [(ChangeKind.CANCELLATION, "", 2, True), (ChangeKind.OWN_COLUMN, "Repas", 47, True)]
    assert [change.person.row for change in groups[0].changes] == [52, 51]
    groups = group_changes(ListDifference(changed=(*MEALS, a_change(60, own_Train=("", "8h")))), muted={"Repas"})
    assert kinds(groups) == [(ChangeKind.OWN_COLUMN, "Train", 1, True), (ChangeKind.OWN_COLUMN, "Repas", 47, False)]
    assert shown_people(groups) == 1
    groups = group_changes(ListDifference(changed=MEALS[:1]), muted={"Train", "Repas"})
    assert kinds(groups) == [(ChangeKind.OWN_COLUMN, "Repas", 1, False), (ChangeKind.OWN_COLUMN, "Train", 0, False)]


def test_each_kind_is_a_group_and_each_own_column_too():
    fields = {"last_name": ("A", "B"), "sessions": ((), ("b",)), "ticket_code": ("X", "Y"), "own_Z": ("", "1")}
    change = a_change(1, True, status=("pending", "confirmed"), own_A=("", "1"), **fields)
    groups = group_changes(ListDifference(changed=(change,)))
    assert [group.kind for group in groups] == ["state", "code", "sessions", "person", "own_column", "own_column"]
    assert [group.column for group in groups] == ["", "", "", "", "A", "Z"]
    assert len(groups[0].changes) == 2
    assert shown_people(groups) == 1


def noise(values, unchanged=0):
    changes = tuple(a_change(n, own_X=("before", value)) for n, value in enumerate(values, start=1))
    (group,) = group_changes(ListDifference(changed=changes, unchanged=unchanged))
    return group.is_noise


def test_numbers_that_rise_and_dates_in_nearly_all_rows_are_noise_and_no_others():
    assert noise([str(n) for n in range(101, 111)])
    assert noise(["2026-11-28T10:00:00Z"] * 10)
    assert noise(["28/11/2026 10:00", "27/11/2026 9h05", "1/2/26", "28.11.2026", "11/28/2026 10:00:01 PM"])
    assert noise([str(n) for n in range(1, 10)], unchanged=1)
    assert not noise(["oui"] * 10)
    assert not noise(["3", "1", "2", "8", "4", "7"])
    assert not noise(["2026-11-28"] * 4)
    assert not noise(["2026-11-28"] * 10, unchanged=5)
    assert not noise(["12", "13", "14", "15", ""])
