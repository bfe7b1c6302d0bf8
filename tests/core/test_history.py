# SPDX-License-Identifier: GPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.attendee import Presence, Status, attendee_body, attendee_from_body
from checkin.core.entries import EntryKind
from checkin.core.history import HistoryFold, fold_history, passages_at
from tests.builders import Steps, an_attendee
from tests.counted_lines import lines_run


def test_the_first_arrival_counts_until_it_is_undone_and_who_left_and_came_back_is_inside():
    steps = Steps()
    first = steps.entry(EntryKind.CHECKED_IN, control_point="accueil")
    second = steps.entry(EntryKind.CHECKED_IN, control_point="accueil", desk="Accueil 2")
    visit = fold_history([first, second]).visit("accueil")
    assert (visit.arrived, visit.entered, visit.people, visit.is_inside) == (first, second, 1, True)
    leaving = steps.entry(EntryKind.CHECKED_OUT, control_point="accueil")
    back = steps.entry(EntryKind.CHECKED_IN, control_point="accueil")
    assert not fold_history([first, leaving]).visit("accueil").is_inside
    visit = fold_history([first, leaving, back]).visit("accueil")
    assert (visit.arrived, visit.last_exit, visit.is_inside) == (first, leaving, True)
    undo = steps.entry(EntryKind.UNDONE, targets=[first.id.hex()])
    again = steps.entry(EntryKind.CHECKED_IN, control_point="accueil")
    assert not fold_history([first, undo]).visit("accueil").is_inside
    assert fold_history([first, undo, again]).visit("accueil").arrived == again


def corrected(person, *changes, **fields):
    """The history of a person whose record was changed so, step by step; a text is a code that a desk gave."""
    steps, person = Steps(), person or an_attendee(**fields)
    entries = [steps.added(person)]
    for change in changes:
        is_code = isinstance(change, str)
        kind = EntryKind.CODE_REPLACED if is_code else EntryKind.ATTENDEE_CORRECTED
        entries.append(steps.entry(kind, person.id, **({"new": change} if is_code else {"changes": change})))
    return fold_history(entries)


def test_a_correction_keeps_old_and_new_also_of_another_column_of_the_list():
    history = corrected(None, {"presence": ["remote", "on_site"]}, presence=Presence.REMOTE)
    assert history.attendee.presence is Presence.ON_SITE
    assert [(c.field, c.old, c.new) for c in history.corrections] == [("presence", "remote", "on_site")]
    changes = {"custom:Repas": ["oui", "non"], "custom:Train": ["10:42", ""], "sessions": [["a"], ["b", "c"]]}
    history = corrected(None, changes, custom={"Repas": "oui", "Train": "10:42"})
    assert (history.attendee.custom, history.attendee.sessions) == ({"Repas": "non"}, ("b", "c"))
    assert [(c.field, c.old, c.new) for c in history.corrections][2] == ("sessions", "a", "b, c")


OURS = an_attendee()
LISTED = an_attendee(ticket_code="T1")


def exchanged(old, new):
    return {"ticket_code": [old, new]}


@pytest.mark.parametrize(
    ("person", "changes", "code", "revoked", "others"),
    [
        (OURS, ["NEW"], "NEW", (OURS.ticket_code,), ()),
        (LISTED, [exchanged("T1", "T2")], "T2", ("T1",), ()),
        (LISTED, [exchanged("T1", "T2"), exchanged("T2", "T1")], "T1", ("T2",), ()),
        (OURS, [exchanged("", "T1")], OURS.ticket_code, (), ("T1",)),
        (OURS, [exchanged("", "T1"), exchanged("T1", "T2")], OURS.ticket_code, ("T1",), ("T2",)),
        (LISTED, ["DESK", exchanged("T1", "T2")], "DESK", ("T1",), ("T2",)),
        (LISTED, [exchanged("", "T2"), "DESK"], "DESK", ("T1", "T2"), ()),
    ],
    ids=["replaced", "by the list", "and back", "besides ours", "and another", "after the desk's", "before the desk's"],
)
def test_a_code_that_is_exchanged_opens_nothing_more_and_one_that_is_given_besides_does(
    person, changes, code, revoked, others
):
    history = corrected(person, *changes)
    assert (history.attendee.ticket_code, history.revoked_codes, history.other_codes) == (code, revoked, others)


def test_what_another_version_or_desk_wrote_stops_nobody():
    steps = Steps()
    added = steps.added(an_attendee())
    assert fold_history([added, steps.entry("teleported", added.subject, x=1)]) == fold_history([added])
    steps, told = Steps(), ({"custom": [None, True]}, {"custom:Table": [None, "7"]})
    entries = [steps.entry(EntryKind.ATTENDEE_CORRECTED, an_attendee().id, changes=changes) for changes in told]
    assert fold_history([steps.added(an_attendee()), *entries]).attendee.custom == {"Table": "7"}


@given(
    st.builds(
        an_attendee,
        st.integers(1, 9),
        first_name=st.text(max_size=9),
        note=st.text(max_size=9),
        status=st.sampled_from(Status),
        presence=st.sampled_from(Presence),
        sessions=st.lists(st.text(min_size=1, max_size=3), max_size=3).map(tuple),
        custom=st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=3),
    )
)
def test_an_attendee_survives_the_journal(attendee):
    assert attendee_from_body(attendee.id, attendee_body(attendee)) == attendee


def test_passages_at_a_control_point_are_those_that_count():
    steps = Steps()
    arrived = steps.entry(EntryKind.CHECKED_IN, control_point="list-1")
    left = steps.entry(EntryKind.CHECKED_OUT, control_point="list-1")
    elsewhere = steps.entry(EntryKind.CHECKED_IN, control_point="list-2")
    refused = steps.entry(EntryKind.REFUSED, control_point="list-1")
    undone = steps.entry(EntryKind.UNDONE, targets=[left.id.hex()])

    assert passages_at([arrived, left, elsewhere, refused], "list-1") == (arrived, left)
    assert passages_at([arrived, left, elsewhere, refused, undone], "list-1") == (arrived,)


VALUES = st.sampled_from(("", "a", "b", 3, None, [], ["x"], {"c": "1", "d": ""}, "cancelled", "T1"))
FIELDS = ("note", "status", "places", "sessions", "custom", "custom:c", "custom:d", "ticket_code", "position")
CHANGES = st.dictionaries(st.sampled_from(FIELDS), st.lists(VALUES, min_size=2, max_size=2), max_size=4)
CODES = st.sampled_from(("T1", "T2", "T3", ""))
POINTS = st.sampled_from(("accueil", "dejeuner"))
BODIES = {
    EntryKind.ATTENDEE_ADDED: st.fixed_dictionaries({"ticket_code": CODES, "custom": st.just({"c": "", "d": "x"})}),
    EntryKind.ATTENDEE_CORRECTED: st.fixed_dictionaries({"changes": CHANGES, "tied": st.booleans()}),
    EntryKind.CODE_REPLACED: st.fixed_dictionaries({"new": CODES}),
    EntryKind.CHECKED_IN: st.fixed_dictionaries({"control_point": POINTS, "people": st.integers(0, 3)}),
    EntryKind.CHECKED_OUT: st.fixed_dictionaries({"control_point": POINTS}),
    EntryKind.THING_LENT: st.fixed_dictionaries({"control_point": POINTS, "thing": CODES}),
    EntryKind.WAITING_JOINED: st.fixed_dictionaries({"session": POINTS}),
    EntryKind.WAITING_LEFT: st.fixed_dictionaries({"session": POINTS}),
    EntryKind.CONFLICT_SETTLED: st.fixed_dictionaries({"conflict": CODES}),
    EntryKind.PHOTOGRAPH_SET: st.just({}),
    EntryKind.REFUSED: st.just({}),
}
TOLD = st.lists(st.sampled_from([*BODIES]).flatmap(lambda kind: st.tuples(st.just(kind), BODIES[kind])), max_size=25)


@given(TOLD)
def test_entries_folded_one_by_one_give_what_they_give_at_once_and_no_later_one_changes_it(told):
    steps, fold = Steps(), HistoryFold()
    entries = [steps.added(an_attendee(places=2)), *(steps.entry(kind, **body) for kind, body in told)]
    given = []
    for entry in entries:
        fold.take(entry)
        given.append(fold.history())
    assert given == [fold_history(entries[: count + 1]) for count in range(len(entries))]


KINDS_BY_THE_THOUSAND = {
    "waits": (EntryKind.WAITING_JOINED, lambda n: {"session": f"s{n}"}),
    "double arrivals": (EntryKind.CHECKED_IN, lambda _: {"control_point": "accueil"}),
    "doors": (EntryKind.CHECKED_IN, lambda n: {"control_point": f"p{n}"}),
    "corrections": (EntryKind.ATTENDEE_CORRECTED, lambda n: {"changes": {"note": [f"{n}", f"{n + 2}"]}}),
    "columns": (EntryKind.ATTENDEE_CORRECTED, lambda n: {"changes": {f"custom:c{n}": ["", "x"]}}),
    "ties": (EntryKind.ATTENDEE_CORRECTED, lambda n: {"changes": {"ticket_code": ["", f"c{n}"]}, "tied": True}),
    "badges": (EntryKind.CODE_REPLACED, lambda n: {"new": f"c{n}"}),
    "resolutions": (EntryKind.CONFLICT_SETTLED, lambda n: {"conflict": f"c{n}", "how": "x"}),
}


@pytest.mark.parametrize("what", KINDS_BY_THE_THOUSAND)
def test_an_entry_costs_the_same_however_many_came_before(what):
    kind, body = KINDS_BY_THE_THOUSAND[what]
    steps = Steps()
    entries = [steps.added(an_attendee()), *(steps.entry(kind, **body(n)) for n in range(800))]
    assert lines_run(lambda: fold_history(entries)) < 4.5 * lines_run(lambda: fold_history(entries[:200]))


def test_who_came_in_place_of_somebody_is_known_while_that_registration_is_cancelled():
    steps, person = Steps(), an_attendee()
    added = steps.added(person)
    off = {"changes": {"status": ["confirmed", "cancelled"]}, "replaced_by": "Z"}
    entries = [added, steps.entry(EntryKind.ATTENDEE_CORRECTED, person.id, **off)]
    assert fold_history(entries).replaced_by == "Z"
    entries.append(steps.entry(EntryKind.ATTENDEE_CORRECTED, person.id, changes={"phone": ["", "1"]}))
    assert fold_history(entries).replaced_by == "Z"
    again = steps.entry(EntryKind.ATTENDEE_CORRECTED, person.id, changes={"status": ["cancelled", "confirmed"]})
    assert fold_history([*entries, again]).replaced_by == ""


def test_the_rest_of_a_group_is_no_second_admission_and_one_more_than_all_is():
    steps, person = Steps(), an_attendee(places=3)
    entries = [steps.added(person)]
    for people, there in ((2, 2), (1, 3)):
        body = {"control_point": "a", "people": people}
        entries.append(steps.entry(EntryKind.CHECKED_IN, person.id, f"Accueil {people}", **body))
        history = fold_history(entries)
        assert (history.visit("a").people, list(history.conflicts)) == (there, [])
    larger = steps.entry(EntryKind.ATTENDEE_CORRECTED, person.id, changes={"places": [3, 4]})
    fourth = steps.entry(EntryKind.CHECKED_IN, person.id, "Accueil 3", control_point="a", people=1)
    assert list(fold_history([*entries, fourth]).conflicts) != []
    assert list(fold_history([*entries, larger, fourth]).conflicts) == []


def test_a_payment_confirms_a_registration_that_became_unpaid_and_no_cancelled_one():
    steps, person = Steps(), an_attendee()
    entries = [
        steps.added(person),
        steps.entry(EntryKind.ATTENDEE_CORRECTED, person.id, changes={"status": ["confirmed", "unpaid"]}),
    ]
    paid = steps.entry(EntryKind.PAYMENT_RECEIVED, person.id, means="cash")
    assert fold_history(entries).attendee.status == "unpaid"
    assert fold_history([*entries, paid]).attendee.status == "confirmed"
    off = steps.entry(EntryKind.ATTENDEE_CORRECTED, person.id, changes={"status": ["unpaid", "cancelled"]})
    late = steps.entry(EntryKind.PAYMENT_RECEIVED, person.id, means="cash")
    assert fold_history([*entries, off, late]).attendee.status == "cancelled"
