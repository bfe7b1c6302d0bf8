# SPDX-License-Identifier: GPL-3.0-or-later
"""A person's entries become lines that hide nothing."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from checkin.core.entries import Kind
from checkin.core.model import Presence
from checkin.core.story import Changed, What, merged_records, story
from tests.builders import Steps, an_attendee

TOLD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    ["changes", "targets", "control_point", "how", "why", "people", "gone", "by", "copy", "new", "into", "merged"]
)


@given(data=st.data())
def test_any_entries_in_any_order_give_a_line_each_and_every_arrival_is_told(data):
    steps = Steps()
    kinds = data.draw(st.lists(st.sampled_from([*map(str, Kind), "of_tomorrow"]), max_size=8))
    own = [steps.entry(kind, **data.draw(st.dictionaries(FIELDS, TOLD, max_size=4))) for kind in kinds]
    if own:  # an undo of anything, itself too
        own.append(steps.entry(Kind.UNDONE, targets=[data.draw(st.sampled_from(own)).id.hex()]))
    lines = story(data.draw(st.permutations(own)))
    assert [line.entry for line in lines] == sorted((entry.id for entry in own), reverse=True)
    arrivals = {entry.id for entry in own if entry.kind == Kind.CHECKED_IN}
    assert {line.entry for line in lines if line.what is What.ARRIVED} == arrivals
    if own:
        assert sum(line.is_undone for line in lines) >= 1


def test_an_arrival_that_was_taken_back_stays_and_the_undo_says_which_it_was():
    steps = Steps()
    added = steps.added(an_attendee())
    corrected = steps.entry(Kind.ATTENDEE_CORRECTED, changes={"presence": ["remote", "on_site"]})
    arrived = steps.entry(Kind.CHECKED_IN, control_point="accueil", how="code", over="remote", people=3)
    undone = steps.entry(Kind.UNDONE, targets=[corrected.id.hex(), arrived.id.hex()])
    undo, arrival, change, first = story([added, corrected, arrived, undone])
    assert (undo.what, undo.target) == (What.UNDONE, arrival)
    assert (arrival.what, arrival.people, arrival.over) == (What.ARRIVED, 3, "remote")
    assert [line.is_undone for line in (undo, arrival, change, first)] == [False, True, True, False]
    assert not arrival.can_undo
    assert change.changes == (Changed("presence", (Presence.REMOTE,), (Presence.ON_SITE,)),)
    assert first.what is What.ADDED


def test_what_a_list_said_is_not_what_a_desk_corrected():
    steps, listed = Steps(), {"by": "list", "import": "x"}
    again = steps.entry(Kind.ATTENDEE_CORRECTED, listed={"note": "x"}, changes={}, **listed)
    left = steps.entry(Kind.ATTENDEE_CORRECTED, gone=True, changes={"status": ["confirmed", "cancelled"]}, **listed)
    off = steps.entry(
        Kind.ATTENDEE_CORRECTED, changes={"status": ["confirmed", "blocked"]}, why="Badge volé", allowed_by="Ana"
    )
    lines = [replace(line, entry=b"") for line in story([again, left, off])]
    assert [line.what for line in lines] == [What.CORRECTED, What.LEFT_LIST, What.SEEN_BY_LIST]
    assert [line.is_from_list for line in lines] == [False, True, True]
    assert (lines[0].why, lines[0].allowed_by) == ("Badge volé", "Ana")


def test_a_walk_in_names_whom_they_replace_and_the_other_by_whom():
    steps = Steps()
    new = steps.entry(Kind.ATTENDEE_ADDED, how="walk_in", replaces="B")
    old = steps.entry(Kind.ATTENDEE_CORRECTED, changes={"status": ["confirmed", "cancelled"]}, replaced_by="A")
    assert [(line.what, line.other) for line in story([new, old])] == [
        (What.CORRECTED, "A"),
        (What.REGISTERED, "B"),
    ]


def test_a_merge_is_told_until_it_is_taken_back():
    steps = Steps()
    filled = steps.entry(Kind.ATTENDEE_CORRECTED, "A", changes={"phone": ["", "06"]}, merged="B")
    merged = steps.entry(Kind.ATTENDEE_MERGED, "B", into="A")
    lines = story([filled, merged])
    assert [(line.what, line.record, line.other) for line in lines] == [
        (What.MERGED, "B", "A"),
        (What.FILLED, "A", ""),
    ]
    assert merged_records(lines) == ("B",)
    undone = steps.entry(Kind.UNDONE, "B", targets=[merged.id.hex()])
    assert merged_records(story([filled, merged, undone])) == ()
    assert story([filled, merged, undone])[0].target.what is What.MERGED
