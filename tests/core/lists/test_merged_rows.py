# SPDX-License-Identifier: GPL-3.0-or-later
"""Several records of one person beside the rows of a list: found, compared together, decided by somebody."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.entries import EntryKind
from checkin.core.lists.known_people import known_people, mark
from checkin.core.lists.list_difference import compare_list, list_difference_as_json
from checkin.core.lists.list_matching import apply_decisions, match_people
from checkin.core.message import UserError
from tests.builders import KEY, Steps, an_attendee
from tests.core.lists.people import SAID, a_row, at_the_desk, corrected, known

ALL = (*SAID, "phone", "note", "sessions")
ZOE = {"email": "z@x.example", "organisation": "Région", "ticket_code": "T1"}
ZO = {"email": "zo@y.example", "first_name": "Zo", "ticket_code": "T2"}
MAX = {"last_name": "Petit", "email": "m@x.example"}


def shadow(person, number=2, **fields):
    """A record that was merged into `person`; the list is as it was when it brought both."""
    return replace(known(number, **fields), merged_into=person.attendee.id)


def pairs(people, rows, said=ALL):
    """{row: number of the known record}, counted from 1."""
    return {row.row: people.index(k) + 1 for k, row in match_people(people, rows, said).pairs}


def changes(people, *rows, said=ALL):
    return [(c.row, c.person.id, dict(c.fields), c.record) for c in compare_list(people, list(rows), said).changed]


# Who is known


def test_a_merged_record_is_known_beside_the_person_until_the_merge_is_undone():
    steps = Steps()
    zoe, zo = an_attendee(1, ticket_code="T1"), an_attendee(2, ticket_code="T2")
    entries = [replace(steps.added(person), body={**steps.added(person).body, **mark("i")}) for person in (zoe, zo)]
    merge = steps.entry(EntryKind.ATTENDEE_MERGED, zo.id, into=zoe.id)
    assert [(k.attendee.id, k.merged_into, k.person) for k in known_people([*entries, merge], KEY)] == [
        (zoe.id, "", zoe.id),
        (zo.id, zoe.id, zoe.id),
    ]
    replaced = steps.entry(EntryKind.CODE_REPLACED, zoe.id, new="NEW")
    revoked = [k.revoked for k in known_people([*entries, merge, replaced], KEY)]
    assert revoked == [{"T1"}, {"T2"}]
    undone = steps.entry(EntryKind.UNDONE, zo.id, targets=[merge.id.hex()])
    assert known_people([*entries, merge, undone], KEY) == known_people(entries, KEY)


def test_a_record_merged_into_nobody_known_is_a_person():
    steps = Steps()
    zo = an_attendee(2)
    (only,) = known_people([steps.added(zo), steps.entry(EntryKind.ATTENDEE_MERGED, zo.id, into="X")], KEY)
    assert (only.person, only.merged_into) == (zo.id, "")


# Who is who


def test_each_record_has_its_row_and_a_single_row_is_the_persons_own():
    zoe = known(1, **ZOE)
    people = [shadow(zoe, **ZO), zoe]
    assert pairs(people, [a_row(2, **ZOE), a_row(3, **ZO)]) == {2: 2, 3: 1}
    twin = shadow(zoe, **{**ZOE, "ticket_code": ""})
    assert pairs([twin, zoe], [a_row(2, **{**ZOE, "ticket_code": ""})]) == {2: 2}


def test_of_records_that_only_a_desk_has_named_the_persons_own_comes_first():
    zoe = at_the_desk(1, email="z@x.example")
    other = replace(at_the_desk(2, email="z@x.example"), merged_into=zoe.attendee.id)
    assert pairs([other, zoe], [a_row(2, email="z@x.example")]) == {2: 2}


def test_a_name_that_only_one_person_has_is_hers_whatever_her_records():
    zoe = known(1, organisation="Région", email="z@x.example")
    people = [zoe, shadow(zoe, organisation="Région", email="zo@y.example")]
    assert pairs(people, [a_row(2, organisation="Région", email="new@x.example")]) == {2: 1}


def test_if_the_own_row_is_gone_another_record_s_takes_its_place_and_keeps_it():
    zoe, third = known(1, **ZOE), {"last_name": "Zo", "ticket_code": "T3", "phone": "3"}
    people = [zoe, shadow(zoe, **ZO), shadow(zoe, 3, **third)]
    rows = [a_row(2, **third), a_row(3, **ZO)]
    assert pairs(people, rows) == {2: 3, 3: 1}
    taken = [replace(zoe, listed=replace(people[2].listed, ticket_code="T1")), *people[1:]]
    assert pairs(taken, rows) == {2: 1, 3: 2}


# What changes


def test_rows_of_one_person_that_say_what_they_said_change_nothing():
    zoe = corrected(known(1, **ZOE, note="VIP"), phone="2", note="VIP\nPresse")
    people = [zoe, shadow(zoe, **ZO, phone="2", note="Presse")]
    own, other = a_row(2, **ZOE, note="VIP"), a_row(3, **ZO, phone="2", note="Presse")
    for rows in ([own, other], [own]):
        difference = compare_list(people, rows, ALL)
        assert (difference.is_empty, difference.noted, difference.unchanged) == (True, (), len(rows))


def test_what_the_own_row_leaves_empty_the_other_one_says():
    zoe = corrected(known(1, **ZOE), phone="2")
    people = [zoe, shadow(zoe, **ZO, phone="2")]
    news = {"phone": ("2", "7")}
    assert changes(people, a_row(2, **ZOE), a_row(3, **ZO, phone="7")) == [
        (3, zoe.attendee.id, news, people[1].attendee.id)
    ]
    assert changes(people, a_row(2, **ZOE, phone="1"), a_row(3, **ZO, phone="7")) == [
        (2, zoe.attendee.id, {"phone": ("2", "1")}, "")
    ]
    assert changes([corrected(zoe, phone="9"), people[1]], a_row(2, **ZOE), a_row(3, **ZO, phone="7")) == []


def test_of_two_other_rows_the_first_speaks_once():
    zoe = known(1, **ZOE)
    people = [zoe, shadow(zoe, **ZO), shadow(zoe, 3, last_name="Zo", ticket_code="T3")]
    rows = (a_row(2, **ZOE), a_row(3, **ZO, phone="7"), a_row(4, last_name="Zo", ticket_code="T3", phone="8"))
    assert changes(people, *rows) == [(3, zoe.attendee.id, {"phone": ("", "7")}, people[1].attendee.id)]


def test_the_own_row_that_empties_a_field_leaves_it_to_the_other():
    zoe = known(1, **ZOE, phone="1")
    people = [zoe, shadow(zoe, **ZO, phone="2")]
    assert changes(people, a_row(2, **ZOE), a_row(3, **ZO, phone="2")) == [
        (2, zoe.attendee.id, {"phone": ("1", "2")}, "")
    ]


def test_a_merged_record_is_noted_never_gone_and_never_shown_as_another():
    zoe = known(1, **ZOE)
    people = [zoe, shadow(zoe, **ZO)]
    difference = compare_list(people, [a_row(2, **ZOE), a_row(3, **{**ZO, "first_name": "Zorah"})], ALL)
    assert (difference.changed, difference.gone, difference.added) == ((), (), ())
    assert [(c.person.id, c.fields) for c in difference.noted] == [
        (people[1].attendee.id, {"first_name": ("Zo", "Zorah")})
    ]
    assert compare_list(people, [a_row(2, **ZOE)], ALL).gone == ()
    assert [a.id for a in compare_list(people, [], ALL).gone] == [zoe.attendee.id]
    new = a_row(4, first_name="Zo", organisation="Région", email="new@x.example")
    twins = compare_list(people, [a_row(2, **ZOE), a_row(3, **ZO), new], ALL).probable_duplicates
    assert {d.other.id for d in twins} <= {zoe.attendee.id}


# What somebody decided


def test_a_row_is_paired_with_whom_it_was_said_to_be_or_joined_if_they_have_one():
    zoe, petit = known(1, **ZOE), known(2, **MAX)
    new = a_row(4, last_name="Dura", email="new@x.example")
    alone = compare_list([zoe, petit], [a_row(2, **MAX), new], SAID, {4: zoe.attendee.id})
    assert (alone.added, alone.gone, [c.row for c in alone.changed]) == ((), (), [4])
    both = compare_list([zoe, petit], [a_row(2, **ZOE), new], SAID, {4: zoe.attendee.id})
    assert [(j.person.row, j.into.id) for j in both.joined] == [(4, zoe.attendee.id)]
    assert (both.added, both.unchanged, both.is_empty) == ((), 1, False)
    (told,) = list_difference_as_json(both)["merged"]
    assert (told["row"], told["into"]["id"]) == (4, zoe.attendee.id)


def test_a_decision_about_a_merged_record_is_about_the_person():
    zoe = known(1, **ZOE)
    people = [zoe, shadow(zoe, **ZO)]
    new = a_row(4, last_name="Dura")
    (joined,) = compare_list(people, [a_row(2, **ZOE), new], SAID, {4: people[1].attendee.id}).joined
    assert joined.into.id == zoe.attendee.id


def test_decisions_that_cannot_be_are_refused():
    zoe, petit = known(1, **ZOE), known(2, **MAX)
    rows = [a_row(2, **ZOE), a_row(3, **MAX)]
    found = match_people([zoe, petit], rows, SAID).pairs
    assert apply_decisions([zoe, petit], rows, found, {2: zoe.attendee.id}) == (found, [])
    for same in ({9: zoe.attendee.id}, {2: "nobody"}, {2: petit.attendee.id}):
        with pytest.raises(UserError, match="Nothing was imported"):
            apply_decisions([zoe, petit], rows, found, same)


WORD = st.sampled_from(("", "a", "b"))
FIELDS = st.fixed_dictionaries({"phone": WORD, "note": WORD, "role": WORD})


@given(FIELDS, FIELDS, FIELDS, FIELDS, FIELDS)
def test_no_word_of_a_desk_changes_unless_its_own_row_does(own, other, at_desk, own_now, other_now):
    said = ("last_name", "email", "phone", "note", "role")
    zoe = corrected(known(1, last_name="A", email="a@x.example", **own), **at_desk)
    people = [zoe, shadow(zoe, last_name="B", email="b@x.example", **other)]
    rows = [
        a_row(2, last_name="A", email="a@x.example", **own_now),
        a_row(3, last_name="B", email="b@x.example", **other_now),
    ]
    fields = {name: pair for c in compare_list(people, rows, said).changed for name, pair in c.fields.items()}
    for name in ("phone", "role"):
        together = own[name] or other[name]
        if own_now[name] == own[name] and at_desk[name] not in ("", together):
            assert name not in fields
        elif name in fields:
            assert fields[name].new == (own_now[name] or other_now[name])
    assert not any(pair.old == pair.new for pair in fields.values())
