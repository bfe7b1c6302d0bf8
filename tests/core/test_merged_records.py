# SPDX-License-Identifier: GPL-3.0-or-later
"""Two records of one person: whose they are, and what they say together."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.attendee import Presence, Status
from checkin.core.entries import EntryKind
from checkin.core.history import fold_history
from checkin.core.merged_records import LONGEST_NOTE, fold_records, merge_fields, persons_by_record
from tests.builders import Steps, an_attendee
from tests.counted_lines import lines_run

ZOE, ZO = an_attendee(1, ticket_code="T1"), an_attendee(2, first_name="Zo", ticket_code="T2")


def merged(steps, drop=ZO, keep=ZOE):
    return steps.entry(EntryKind.ATTENDEE_MERGED, drop.id, into=keep.id)


def here(steps, who, kind=EntryKind.CHECKED_IN, **body):
    return steps.entry(kind, who.id, control_point="accueil", **body)


def fold_together(person, entries):
    whose, history = fold_records(person, sorted(entries, key=lambda e: e.id))
    assert whose == person
    return history


def two(steps):
    return [steps.added(ZOE), steps.added(ZO)]


def codes(history):
    """(opening, revoked), without the ticket code itself."""
    return set(history.other_codes), set(history.revoked_codes)


def test_a_merged_record_and_what_was_merged_into_it_are_the_other_persons():
    steps = Steps()
    assert persons_by_record([merged(steps)]) == {ZO.id: ZOE.id}
    third = an_attendee(3)
    for order in ([(third, ZO), (ZO, ZOE)], [(ZO, ZOE), (third, ZO)]):
        assert persons_by_record([merged(steps, *pair) for pair in order]) == {ZO.id: ZOE.id, third.id: ZOE.id}


def test_merges_that_cross_name_nobody_or_were_undone_are_passed_over():
    steps = Steps()
    assert persons_by_record([merged(steps, ZO, ZOE), merged(steps, ZOE, ZO)]) == {ZO.id: ZOE.id}
    assert persons_by_record([merged(steps, ZO, ZOE), merged(steps, ZO, an_attendee(3))]) == {ZO.id: ZOE.id}
    assert persons_by_record([merged(steps, ZO, ZO)]) == {}
    for subject, into in (("", ZOE.id), (ZO.id, ""), (ZO.id, None), (ZO.id, [ZOE.id])):
        assert persons_by_record([steps.entry(EntryKind.ATTENDEE_MERGED, subject, into=into)]) == {}
    first, second = merged(steps, ZO, ZOE), merged(steps, ZO, an_attendee(3))
    assert persons_by_record([first, second], {first.id.hex()}) == {ZO.id: an_attendee(3).id}


PEOPLE = tuple(an_attendee(n) for n in range(1, 6))
PAIRS = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)), max_size=8)


@given(PAIRS, st.data())
def test_whatever_is_merged_every_record_has_one_person_who_is_no_merged_record(pairs, data):
    steps = Steps()
    merges = [merged(steps, *pair) for pair in pairs]
    undone = {e.id.hex() for e in merges if data.draw(st.booleans())}
    people = persons_by_record(data.draw(st.permutations(merges)), undone)
    assert people == persons_by_record(merges, undone)
    assert not set(people) & set(people.values())


def test_a_badge_replaced_after_the_merge_revokes_the_codes_of_both_and_before_it_the_own():
    steps = Steps()
    entries = [*two(steps), steps.entry(EntryKind.CODE_REPLACED, ZO.id, new="T3"), merged(steps)]
    history = fold_together(ZOE.id, entries)
    assert history.attendee == ZOE, "codes of both open and revoked ones stay revoked"
    assert codes(history) == ({"T3"}, {"T2"})
    steps = Steps()
    entries = [*two(steps), merged(steps), steps.entry(EntryKind.CODE_REPLACED, ZOE.id, new="T3")]
    history = fold_together(ZOE.id, entries)
    assert (history.attendee.ticket_code, codes(history)) == ("T3", (set(), {"T1", "T2"}))
    steps = Steps()
    entries = [*two(steps), steps.entry(EntryKind.CODE_REPLACED, ZOE.id, new="T3"), merged(steps)]
    assert codes(fold_together(ZOE.id, entries)) == ({"T2"}, {"T1"})
    steps = Steps()
    twin = an_attendee(2, ticket_code="T1")
    entries = [steps.added(ZOE), steps.added(twin), steps.entry(EntryKind.CODE_REPLACED, twin.id, new="T4")]
    assert codes(fold_together(ZOE.id, [*entries, merged(steps, twin)])) == ({"T4"}, set())
    steps = Steps()
    entries = [*two(steps), merged(steps), steps.entry(EntryKind.CODE_REPLACED, ZOE.id, new="T3")]
    given = steps.entry(EntryKind.ATTENDEE_CORRECTED, ZO.id, changes={"ticket_code": ["", "T4"]})
    assert codes(fold_together(ZOE.id, [*entries, given])) == ({"T4"}, {"T1", "T2"})
    again = steps.entry(EntryKind.CODE_REPLACED, ZOE.id, new="T5")
    assert codes(fold_together(ZOE.id, [*entries, given, again])) == (set(), {"T1", "T2", "T3", "T4"})


def test_fields_are_those_of_the_kept_record_or_of_the_one_that_is_known():
    steps = Steps()
    entries = [*two(steps), merged(steps)]
    entries.append(steps.entry(EntryKind.ATTENDEE_CORRECTED, ZO.id, changes={"phone": ["", "1"]}))
    assert fold_together(ZOE.id, entries).attendee == ZOE, "fields are those of the kept record"
    steps = Steps()
    history = fold_together(ZOE.id, [steps.added(ZO), merged(steps)])
    assert (history.attendee.id, history.attendee.name, history.attendee.ticket_code) == (ZOE.id, ZO.name, "T2")


def test_the_first_arrival_and_the_exit_of_either_count():
    steps = Steps()
    first = here(steps, ZO)
    visit = fold_together(ZOE.id, [first, *[*two(steps), here(steps, ZOE), merged(steps)]]).visit("accueil")
    assert (visit.arrived, visit.people, visit.is_inside) == (first, 1, True), "the first arrival of either counts"
    steps = Steps()
    arrival = here(steps, ZOE)
    entries = [*two(steps), merged(steps), here(steps, ZO, EntryKind.CHECKED_OUT)]
    visit = fold_together(ZOE.id, [arrival, *entries]).visit("accueil")
    assert (visit.arrived, visit.is_inside) == (arrival, False), "an exit of one ends the visit of both"


def test_an_arrival_undone_before_the_merge_stays_undone_and_told():
    steps = Steps()
    entries = [*two(steps), here(steps, ZO)]
    entries += [steps.entry(EntryKind.UNDONE, ZO.id, targets=[entries[-1].id.hex()]), merged(steps)]
    history = fold_together(ZOE.id, entries)
    assert history.visit("accueil").arrived is None
    assert [c.field for c in history.corrections] == ["checked_in:accueil", "merged"]
    assert history.corrections[1].old == f"{ZO.name} (T2)"


def test_a_place_in_the_line_is_kept_and_given_up_under_either_record():
    steps = Steps()
    joined = steps.entry(EntryKind.WAITING_JOINED, ZO.id, session="atelier-b")
    entries = [*two(steps), merged(steps), joined, steps.entry(EntryKind.WAITING_JOINED, ZOE.id, session="atelier-b")]
    assert fold_together(ZOE.id, entries).waiting == {"atelier-b": joined}
    entries.append(steps.entry(EntryKind.WAITING_LEFT, ZOE.id, session="atelier-b"))
    assert fold_together(ZOE.id, entries).waiting == {}


def test_a_group_on_two_records_is_not_counted_twice():
    steps = Steps()
    group, twin = an_attendee(1, places=3), an_attendee(2, places=3)
    entries = [steps.added(group), steps.added(twin), here(steps, group, people=3), here(steps, twin, people=3)]
    assert fold_together(group.id, [*entries, merged(steps, twin, group)]).visit("accueil").people == 3
    entries[3] = here(steps, twin, people=1)
    entries[2] = here(steps, group, people=1)
    together = sorted([*entries, merged(steps, twin, group)], key=lambda e: e.id)
    assert fold_together(group.id, together).visit("accueil").people == 2


DOING = st.lists(
    st.one_of(
        st.tuples(st.sampled_from((ZOE, ZO)), st.sampled_from((EntryKind.CHECKED_IN, EntryKind.CHECKED_OUT))),
        st.tuples(st.sampled_from((ZOE, ZO)), st.just(EntryKind.CODE_REPLACED)),
        st.tuples(st.sampled_from((ZOE, ZO)), st.just(EntryKind.UNDONE)),
    ),
    max_size=10,
)


def acted(steps, doing):
    """Entries about either of two known people, one for each of `doing`; undone is the last passage of that person."""
    entries = two(steps)
    for who, kind in doing:
        ways = (EntryKind.CHECKED_IN, EntryKind.CHECKED_OUT)
        passages = [e for e in entries if e.subject == who.id and e.kind in ways]
        if kind == EntryKind.CODE_REPLACED:
            entries.append(steps.entry(kind, who.id, new=f"N{steps.at:%M%S}"))
        elif kind != EntryKind.UNDONE:
            entries.append(here(steps, who, kind))
        elif passages:
            entries.append(steps.entry(kind, who.id, targets=[passages[-1].id.hex()]))
    return entries


@given(DOING, st.integers(0, 10), st.randoms())
def test_the_entries_of_two_records_give_one_history_whatever_the_order_they_came_in(doing, when, chance):
    steps = Steps()
    entries = [*acted(steps, doing[:when]), merged(steps)]
    entries += [e for e in acted(steps, doing[when:]) if e.kind != EntryKind.ATTENDEE_ADDED]
    history = fold_together(ZOE.id, chance.sample(entries, len(entries)))
    assert history == fold_together(ZOE.id, entries)
    assert history.attendee == fold_history(e for e in entries if e.subject == ZOE.id).attendee
    apart = [fold_history(e for e in entries if e.subject == who.id) for who in (ZOE, ZO)]
    firsts = [h.visit("accueil").arrived for h in apart if h.visit("accueil").arrived]
    assert bool(history.visit("accueil").arrived) == bool(firsts)
    assert history.visit("accueil").people <= 1
    had = {c for h in apart for c in (h.attendee.ticket_code, *h.revoked_codes, *h.other_codes)}
    opening, revoked = codes(history)
    assert opening | revoked | {history.attendee.ticket_code} == had
    assert not opening & revoked


@given(DOING, DOING)
def test_a_merge_that_was_undone_leaves_both_as_they_would_have_been(before, after):
    steps = Steps()
    entries = acted(steps, before)
    merge = merged(steps)
    undo = steps.entry(EntryKind.UNDONE, ZO.id, targets=[merge.id.hex()])
    entries += [e for e in acted(steps, after) if e.kind != EntryKind.ATTENDEE_ADDED]
    assert persons_by_record([merge], {merge.id.hex()}) == {}
    for who in (ZOE, ZO):
        own = [e for e in entries if e.subject == who.id]
        with_it = sorted([*own, *([merge, undo] if who is ZO else [])], key=lambda e: e.id)
        assert fold_history(with_it) == fold_history(own)
        assert fold_together(who.id, with_it) == fold_history(own)


def a_chain(steps, count):
    """Each record merged into the next, and a badge replaced at its end."""
    people = [an_attendee(n + 1) for n in range(count)]
    merges = [merged(steps, *pair) for pair in pairwise(people)]
    return [*merges, steps.entry(EntryKind.CODE_REPLACED, people[-1].id, new="N")]


def a_chain_from_its_end(steps, count):
    people = [an_attendee(n + 1) for n in range(count)]
    return [merged(steps, *pair) for pair in reversed([*pairwise(people)])]


def many_into_one(steps, count):
    """Half as many records, all merged into one person whose badge is replaced again and again."""
    records = [an_attendee(n + 2) for n in range(count // 2)]
    merges = [entry for who in records for entry in (steps.added(who), merged(steps, who, ZOE))]
    replaced = [steps.entry(EntryKind.CODE_REPLACED, ZOE.id, new=f"N{who.id}") for who in records]
    return [steps.added(ZOE), *merges, *replaced]


def many_doors(steps, count):
    merges = [merged(steps, an_attendee(n + 2), ZOE) for n in range(count)]
    return [*merges, *(steps.entry(EntryKind.CHECKED_IN, ZOE.id, control_point=f"p{n}") for n in range(count))]


@pytest.mark.parametrize("shape", [a_chain, a_chain_from_its_end, many_into_one, many_doors])
def test_four_times_as_many_merges_cost_about_four_times_as_much(shape):
    small, large = (shape(Steps(), count) for count in (100, 400))
    person = ZOE.id if shape in (many_into_one, many_doors) else None
    cost = [lines_run(lambda e=entries: fold_records(person or e[0].subject, e)) for entries in (small, large)]
    assert cost[1] < 5 * cost[0]
    merges = [[m for m in entries if m.kind == EntryKind.ATTENDEE_MERGED] for entries in (small, large)]
    told = [lines_run(lambda m=m: persons_by_record(m)) for m in merges]
    assert told[1] < 5 * told[0]


SAYS = {"organisation": "Mairie", "phone": "1", "email": "z@x.example", "role": "Maire", "category": "presse"}
LONG = "é" * (LONGEST_NOTE // 2 - 1)
OWN = {"status": Status.UNPAID, "presence": Presence.REMOTE, "has_consented": True}
REST = {name: SAYS[name] for name in ("email", "role", "category")}


@pytest.mark.parametrize(
    ("keep", "drop", "both"),
    [
        ({}, SAYS, SAYS),
        ({"organisation": "Région", "phone": "2"}, SAYS, REST),
        ({"first_name": "", "ticket_code": ""}, OWN, {}),  # names, codes, states and consent are its own
        ({"sessions": ("a",)}, {"sessions": ("b", "a", "c")}, {"sessions": ("a", "b", "c")}),
        ({"sessions": ("a", "b")}, {"sessions": ("b",)}, {}),
        ({"note": ""}, {"note": "VIP"}, {"note": "VIP"}),
        ({"note": "VIP"}, {"note": "Presse"}, {"note": "VIP\nPresse"}),
        ({"note": "VIP\nPresse"}, {"note": "Presse"}, {}),
        ({"note": "VIP"}, {"note": ""}, {}),
        ({"note": LONG}, {"note": "Presse"}, {}),  # too long for one entry
        ({}, {"note": LONG}, {"note": LONG}),
        ({"places": 2}, {"places": 3}, {"places": "3"}),
        ({"places": 3}, {"places": 2}, {}),
        ({"custom": {"Repas": "non"}}, {"custom": {"Repas": "oui", "Train": "10:42"}}, {"custom:Train": "10:42"}),
    ],
)
def test_what_a_record_that_goes_leaves_to_the_one_that_stays(keep, drop, both):
    assert merge_fields(an_attendee(1, **keep), an_attendee(2, **drop)) == both
