# SPDX-License-Identifier: GPL-3.0-or-later
"""The rule of docs/lists.md, case by case: who of a list is whom of the event, and several records of one person."""

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


def matched(people, rows, said=SAID):
    """{row: number of the known person}, counted from 1."""
    order = [k.attendee.id for k in people]
    return {row.row: order.index(k.attendee.id) + 1 for k, row in match_people(people, rows, said).pairs}


ONE = {"organisation": "Région", "email": "z@x.example"}


@pytest.mark.parametrize(
    ("before", "now"),
    [
        # The ticket code is stronger than every word.
        ({"ticket_code": "T1", **ONE}, {"ticket_code": "T1", "first_name": "Paul", "last_name": "Martin"}),
        # E-mail and name, whatever the capitals, accents, hyphens and the order of the words.
        (ONE, {**ONE, "organisation": "Mairie"}),
        (ONE, {"email": "Z@X.example", "first_name": "", "last_name": "DURAND Zoe"}),
        ({**ONE, "last_name": "Le Goff-Kermarrec"}, {"email": "z@x.example", "last_name": "Le Goff Kermarrec"}),
        # Another ticket of the same person: the first was given back.
        ({"ticket_code": "T1", **ONE}, {"ticket_code": "T9", **ONE}),
        # Name and organisation, each only once.
        (ONE, {"organisation": "REGION", "email": "other@x.example"}),
        ({"organisation": "Région"}, {"organisation": "Région", "email": "z@x.example"}),
        # Nothing but a name on both sides.
        ({}, {}),
        # The e-mail alone, and a name that is nearly the same.
        (ONE, {"email": "z@x.example", "last_name": "Durandt"}),
        (ONE, {"email": "z@x.example", "last_name": "Durand-Martin"}),
    ],
)
def test_one_person_is_found_again(before, now):
    assert matched([known(1, **before)], [a_row(2, **now)]) == {2: 1}


@pytest.mark.parametrize(
    ("before", "now"),
    [
        # A colleague registered with the same address.
        ({"email": "contact@x.example"}, {"email": "contact@x.example", "first_name": "Paul", "last_name": "Martin"}),
        # Another person of the same name.
        (ONE, {"organisation": "Mairie", "email": "zoe@y.example"}),
        # Only the name agrees, and the addresses differ.
        ({"email": "z@x.example"}, {"email": "zoe@y.example"}),
        ({"organisation": "Région"}, {"organisation": "Mairie"}),
        ({}, {"last_name": "Dupont"}),
    ],
)
def test_two_people_stay_two(before, now):
    assert matched([known(1, **before)], [a_row(2, **now)]) == {}


def test_a_code_that_was_replaced_is_still_the_persons_and_nobody_elses():
    codes, old = frozenset({"OLD", "NEW"}), frozenset({"OLD"})
    replaced = replace(corrected(known(1, ticket_code="OLD"), ticket_code="NEW"), codes=codes, revoked=old)
    assert matched([replaced], [a_row(2, ticket_code="OLD")]) == {2: 1}
    person = replace(known(1, ticket_code="NEW"), codes=codes, revoked=old)
    found = match_people([person], [a_row(2, ticket_code="OLD", first_name="Paul", last_name="Martin")], SAID)
    assert (found.pairs, [problem.row for problem in found.left_out]) == ([], [2])
    rows = [a_row(row, ticket_code=code) for row, code in enumerate(("OLD", "NEW", "X", "X"), 2)]
    found = match_people([person, known(2, last_name="Petit")], rows, SAID)
    assert [row.row for _, row in found.pairs] == [3]
    assert [(problem.row, problem.fields) for problem in found.left_out] == [(5, {"other": 4}), (2, {"other": 3})]


def of(organisation, email):
    return {"organisation": organisation, "email": f"{email}@x.example"}


def test_homonyms_are_never_exchanged_and_a_third_is_nobody_known():
    one, two = known(1, **of("Région", "a")), known(2, **of("Mairie", "b"))
    assert matched([one, two], [a_row(2, **of("Mairie", "b")), a_row(3, **of("Région", "a"))]) == {2: 2, 3: 1}
    assert matched([one, two], [a_row(2, **of("Région", "new"))]) == {2: 1}
    assert matched([one, two], [a_row(2, **of("", "new"))]) == {}
    one, two = known(1, **of("Région", "a")), known(2, **of("Région", "b"))
    assert matched([one, two], [a_row(2, **of("Région", "c"))]) == {}
    assert matched([one], [a_row(2, **of("Région", "c")), a_row(3, **of("Région", "d"))]) == {}


def test_colleagues_are_told_apart_by_their_names_and_without_organisations_people_found():
    shared = "contact@x.example"
    people = [known(n, first_name=name, email=shared) for n, name in enumerate(("Anne", "Anna", "Zoé"), 1)]
    rows = [a_row(r, first_name=name, email=shared) for r, name in enumerate(("Zoé", "Annie", "Anne"), 2)]
    assert matched(people, rows) == {2: 3, 4: 1}
    said = ("first_name", "last_name", "email")
    assert matched([known(1, organisation="Région")], [a_row(2)], said) == {2: 1}
    assert matched([known(1, organisation="Région", email="z@x.example")], [a_row(2, email="y@x.example")], said) == {}


def test_of_two_who_look_alike_the_one_as_the_list_had_them_is_taken():
    people = [known(1, **ONE), known(2, **ONE)]
    assert matched(people, [a_row(2, **ONE), a_row(3, **ONE)]) == {2: 1, 3: 2}
    assert matched(people, [a_row(2, **ONE)]) == {2: 1}
    people = [known(1, email="z@x.example", organisation="Mairie"), known(2, **ONE)]
    assert matched(people, [a_row(2, **ONE)]) == {2: 2}, "of two who look alike the one as the list had them is taken"
    assert matched([known(1, email="z@x.example"), known(2)], [a_row(2), a_row(3)]) == {2: 2}
    gone, here = replace(known(1, **ONE), is_gone=True), known(2, **ONE)
    assert matched([gone, here], [a_row(2, **ONE)]) == {2: 2}, "who is on the list goes before who had left it"
    assert matched([gone], [a_row(2, **ONE)]) == {2: 1}


def test_whoever_was_corrected_or_written_down_at_the_desk_is_found_by_either_spelling():
    person = corrected(known(1, last_name="Wamytan", email="b@x.example"), last_name="Vamitan")
    assert matched([person], [a_row(2, last_name="Wamytan", email="b@x.example")]) == {2: 1}
    assert matched([person], [a_row(2, last_name="Vamitan", email="b@x.example")]) == {2: 1}
    before, now = {"last_name": "Wrong", "email": "wrong@x.example"}, {"last_name": "Right", "email": "r@x.example"}
    person = corrected(known(1, **before), **now)
    assert matched([person], [a_row(2, **before, organisation="Région")]) == {2: 1}
    assert matched([person], [a_row(2, **now, organisation="Région")]) == {2: 1}
    assert matched([corrected(known(1, **ONE), **now)], [a_row(2, **{**ONE, "email": "new@x.example"})]) == {2: 1}
    assert matched([at_the_desk(1, **ONE)], [a_row(2, **ONE)]) == {2: 1}


OTHERS = [known(n, first_name="", last_name=f"Person {n}") for n in (11, 12)]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"category": "Professional"}, {"category": "Guest", "email": "z@x.example"}),
        ({"phone": "06 12 34 56 78"}, {"phone": "06 99 99 99 99"}),
    ],
)
def test_a_name_alone_does_not_make_one_person_of_two_whom_two_sources_describe_differently(before, now):
    rows, said = [a_row(2, **now)], (*SAID, "category", "phone")
    assert matched([known(1, **before), *OTHERS], rows, said) == {}
    region = {"organisation": "Région"}
    assert matched([known(1, **before, **region), *OTHERS], [a_row(2, **now, **region)]) == {2: 1}
    assert matched([known(1, **before), *OTHERS], [a_row(2)], said) == {2: 1}


def test_on_the_newer_version_of_a_list_of_names_people_change_their_category():
    said = (*SAID, "category")
    people = [known(1, category="Visitor"), *OTHERS]
    rows = [a_row(2, category="Guest"), a_row(3, first_name="", last_name="Person 11")]
    assert matched(people, rows, said) == {2: 1, 3: 2}


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"phone": "06 12 34 56 78"}, {"phone": "06 99 99 99 99"}),
        ({"email": "z@x.example"}, {"email": "zoe@y.example"}),
    ],
)
def test_no_version_of_a_list_makes_one_person_of_two_telephones_or_addresses(before, now):
    said = (*SAID, "phone")
    others = [a_row(number, first_name="", last_name=f"Person {number + 8}") for number in (3, 4)]
    assert matched([known(1, **before), *OTHERS], [a_row(2, **now), *others], said) == {3: 2, 4: 3}
    same = {**before, "category": "Guest"}
    assert matched([known(1, **before, category="Visitor"), *OTHERS], [a_row(2, **same), *others], said)[2] == 1


def test_one_name_in_common_does_not_make_a_list_the_newer_version_of_another():
    said = (*SAID, "category")
    person, row = known(1, category="Visitor"), a_row(2, category="Guest")
    assert matched([person], [row], said) == {}
    assert matched([person], [row, a_row(3, first_name="", last_name="Person 11")], said) == {}
    assert matched([person], [a_row(2, category="visitor")], said) == {2: 1}


NAMES = st.sampled_from(["Zoé", "Zoe", "Anne", "Anna", ""])

FIELDS = st.fixed_dictionaries(
    {
        "first_name": NAMES,
        "last_name": st.sampled_from(["Durand", "Durant", "Martin"]),
        "organisation": st.sampled_from(["", "Région", "Mairie"]),
        "email": st.sampled_from(["", "a@x.example", "b@x.example"]),
        "ticket_code": st.sampled_from(["", "", "T1", "T2"]),
    }
)


@given(st.lists(FIELDS, max_size=8), st.lists(FIELDS, max_size=8))
def test_nobody_is_matched_twice_and_the_same_list_is_matched_whole(before, now):
    people = [known(number, **fields) for number, fields in enumerate(_with_codes_of_their_own(before), 1)]
    rows = [a_row(number, **fields) for number, fields in enumerate(_with_codes_of_their_own(now), 2)]
    pairs = match_people(people, rows, SAID).pairs
    assert len({k.attendee.id for k, _ in pairs}) == len({row.row for _, row in pairs}) == len(pairs)
    same = [a_row(n, **fields) for n, fields in enumerate(_with_codes_of_their_own(before), 2)]
    again = match_people(people, same, SAID).pairs
    assert len(again) == len(people)
    assert all(row.last_name == k.attendee.last_name and row.email == k.attendee.email for k, row in again)


def _with_codes_of_their_own(people):
    """A code stands once on a list."""
    seen = set()
    for fields in people:
        code = fields["ticket_code"] if fields["ticket_code"] not in seen else ""
        seen.add(code)
        yield {**fields, "ticket_code": code}


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
    assert revoked == [{"T1"}, {"T2"}], "a merged record is known beside the person until the merge is undone"
    undone = steps.entry(EntryKind.UNDONE, zo.id, targets=[merge.id.hex()])
    assert known_people([*entries, merge, undone], KEY) == known_people(entries, KEY)
    steps = Steps()
    zo = an_attendee(2)
    (only,) = known_people([steps.added(zo), steps.entry(EntryKind.ATTENDEE_MERGED, zo.id, into="X")], KEY)
    assert (only.person, only.merged_into) == (zo.id, ""), "a record merged into nobody known is a person"


def test_each_record_has_its_row_and_without_the_own_one_another_takes_its_place():
    zoe = known(1, **ZOE)
    assert pairs([shadow(zoe, **ZO), zoe], [a_row(2, **ZOE), a_row(3, **ZO)]) == {2: 2, 3: 1}
    twin = shadow(zoe, **{**ZOE, "ticket_code": ""})
    assert pairs([twin, zoe], [a_row(2, **{**ZOE, "ticket_code": ""})]) == {2: 2}
    zoe = at_the_desk(1, email="z@x.example")
    other = replace(at_the_desk(2, email="z@x.example"), merged_into=zoe.attendee.id)
    assert pairs([other, zoe], [a_row(2, email="z@x.example")]) == {2: 2}
    zoe = known(1, organisation="Région", email="z@x.example")
    people = [zoe, shadow(zoe, organisation="Région", email="zo@y.example")]
    assert pairs(people, [a_row(2, organisation="Région", email="new@x.example")]) == {2: 1}
    zoe, third = known(1, **ZOE), {"last_name": "Zo", "ticket_code": "T3", "phone": "3"}
    people = [zoe, shadow(zoe, **ZO), shadow(zoe, 3, **third)]
    rows = [a_row(2, **third), a_row(3, **ZO)]
    assert pairs(people, rows) == {2: 3, 3: 1}
    taken = [replace(zoe, listed=replace(people[2].listed, ticket_code="T1")), *people[1:]]
    assert pairs(taken, rows) == {2: 1, 3: 2}


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


def test_of_two_other_rows_the_first_speaks_once_and_a_field_that_the_own_row_empties_is_left_to_them():
    zoe = known(1, **ZOE)
    people = [zoe, shadow(zoe, **ZO), shadow(zoe, 3, last_name="Zo", ticket_code="T3")]
    rows = (a_row(2, **ZOE), a_row(3, **ZO, phone="7"), a_row(4, last_name="Zo", ticket_code="T3", phone="8"))
    assert changes(people, *rows) == [(3, zoe.attendee.id, {"phone": ("", "7")}, people[1].attendee.id)]
    zoe = known(1, **ZOE, phone="1")
    found = changes([zoe, shadow(zoe, **ZO, phone="2")], a_row(2, **ZOE), a_row(3, **ZO, phone="2"))
    assert found == [(2, zoe.attendee.id, {"phone": ("1", "2")}, "")]


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
    zoe = known(1, **ZOE)
    people = [zoe, shadow(zoe, **ZO)]
    new = a_row(4, last_name="Dura")
    (joined,) = compare_list(people, [a_row(2, **ZOE), new], SAID, {4: people[1].attendee.id}).joined
    assert joined.into.id == zoe.attendee.id, "a decision about a merged record is about the person"


def test_decisions_that_cannot_be_are_refused():
    zoe, petit = known(1, **ZOE), known(2, **MAX)
    rows = [a_row(2, **ZOE), a_row(3, **MAX)]
    found = match_people([zoe, petit], rows, SAID).pairs
    assert apply_decisions([zoe, petit], rows, found, {2: zoe.attendee.id}) == (found, [])
    for same in ({9: zoe.attendee.id}, {2: "nobody"}, {2: petit.attendee.id}):
        with pytest.raises(UserError, match="Nothing was imported"):
            apply_decisions([zoe, petit], rows, found, same)


WORD = st.sampled_from(("", "a", "b"))
CHANGED_FIELDS = st.fixed_dictionaries({"phone": WORD, "note": WORD, "role": WORD})


@given(CHANGED_FIELDS, CHANGED_FIELDS, CHANGED_FIELDS, CHANGED_FIELDS, CHANGED_FIELDS)
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
