# SPDX-License-Identifier: GPL-3.0-or-later
"""A person's entries become lines that hide nothing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.attendee import Presence
from checkin.core.entries import EntryKind
from checkin.core.people.person_timeline import TimelineChange, TimelineKind, merged_records, read_timeline
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
    kinds = data.draw(st.lists(st.sampled_from([*map(str, EntryKind), "of_tomorrow"]), max_size=8))
    own = [steps.entry(kind, **data.draw(st.dictionaries(FIELDS, TOLD, max_size=4))) for kind in kinds]
    if own:  # an undo of anything, itself too
        own.append(steps.entry(EntryKind.UNDONE, targets=[data.draw(st.sampled_from(own)).id.hex()]))
    lines = read_timeline(data.draw(st.permutations(own)))
    assert [line.entry for line in lines] == sorted((entry.id for entry in own), reverse=True)
    arrivals = {entry.id for entry in own if entry.kind == EntryKind.CHECKED_IN}
    assert {line.entry for line in lines if line.what is TimelineKind.ARRIVED} == arrivals
    if own:
        assert sum(line.is_undone for line in lines) >= 1


def test_an_arrival_that_was_taken_back_stays_and_the_undo_says_which_it_was():
    steps = Steps()
    added = steps.added(an_attendee())
    corrected = steps.entry(EntryKind.ATTENDEE_CORRECTED, changes={"presence": ["remote", "on_site"]})
    arrived = steps.entry(EntryKind.CHECKED_IN, control_point="accueil", how="code", over="remote", people=3)
    undone = steps.entry(EntryKind.UNDONE, targets=[corrected.id.hex(), arrived.id.hex()])
    undo, arrival, change, first = read_timeline([added, corrected, arrived, undone])
    assert (undo.what, undo.target) == (TimelineKind.UNDONE, arrival)
    assert (arrival.what, arrival.people, arrival.over) == (TimelineKind.ARRIVED, 3, "remote")
    assert [line.is_undone for line in (undo, arrival, change, first)] == [False, True, True, False]
    assert not arrival.can_undo
    assert change.changes == (TimelineChange("presence", (Presence.REMOTE,), (Presence.ON_SITE,)),)
    assert first.what is TimelineKind.ADDED


def test_what_a_list_said_is_not_what_a_desk_corrected():
    steps, listed = Steps(), {"by": "list", "import": "x"}
    again = steps.entry(EntryKind.ATTENDEE_CORRECTED, listed={"note": "x"}, changes={}, **listed)
    left = steps.entry(
        EntryKind.ATTENDEE_CORRECTED, gone=True, changes={"status": ["confirmed", "cancelled"]}, **listed
    )
    off = steps.entry(
        EntryKind.ATTENDEE_CORRECTED, changes={"status": ["confirmed", "blocked"]}, why="Badge volé", allowed_by="Ana"
    )
    lines = [replace(line, entry=b"") for line in read_timeline([again, left, off])]
    assert [line.what for line in lines] == [TimelineKind.CORRECTED, TimelineKind.LEFT_LIST, TimelineKind.SEEN_BY_LIST]
    assert [line.is_from_list for line in lines] == [False, True, True]
    assert (lines[0].why, lines[0].allowed_by) == ("Badge volé", "Ana")


def test_a_walk_in_names_whom_they_replace_and_the_other_by_whom():
    steps = Steps()
    new = steps.entry(EntryKind.ATTENDEE_ADDED, how="walk_in", replaces="B")
    old = steps.entry(EntryKind.ATTENDEE_CORRECTED, changes={"status": ["confirmed", "cancelled"]}, replaced_by="A")
    assert [(line.what, line.other) for line in read_timeline([new, old])] == [
        (TimelineKind.CORRECTED, "A"),
        (TimelineKind.REGISTERED, "B"),
    ]


def test_a_merge_is_told_until_it_is_taken_back():
    steps = Steps()
    filled = steps.entry(EntryKind.ATTENDEE_CORRECTED, "A", changes={"phone": ["", "06"]}, merged="B")
    merged = steps.entry(EntryKind.ATTENDEE_MERGED, "B", into="A")
    lines = read_timeline([filled, merged])
    assert [(line.what, line.record, line.other) for line in lines] == [
        (TimelineKind.MERGED, "B", "A"),
        (TimelineKind.FILLED, "A", ""),
    ]
    assert merged_records(lines) == ("B",)
    undone = steps.entry(EntryKind.UNDONE, "B", targets=[merged.id.hex()])
    assert merged_records(read_timeline([filled, merged, undone])) == ()
    assert read_timeline([filled, merged, undone])[0].target.what is TimelineKind.MERGED


DOOR = {"control_point": "a"}


@pytest.mark.parametrize(
    ("kind", "body", "what", "told"),
    [
        (EntryKind.CODE_REPLACED, {"new": "N"}, TimelineKind.CODE_REPLACED, {"code": "N"}),
        (
            EntryKind.CHECKED_IN,
            {**DOOR, "how": "search", "reason": "welcome", "over": "full", "people": 2, "checked": True},
            TimelineKind.ARRIVED,
            {**DOOR, "how": "search", "reason": "welcome", "over": "full", "people": 2, "is_checked": True},
        ),
        (
            EntryKind.WAITING_JOINED,
            {"session": "s", "how": "code"},
            TimelineKind.WAITS,
            {"session": "s", "how": "code"},
        ),
        (EntryKind.BADGE_PRINTED, {"copy": 2}, TimelineKind.PRINTED, {"copy": 2}),
        (EntryKind.REMOTE_SEEN, {"source": "zoom"}, TimelineKind.WATCHED, {"how": "zoom"}),
        (EntryKind.THING_LENT, {**DOOR, "thing": "12"}, TimelineKind.LENT, {**DOOR, "thing": "12"}),
        (EntryKind.PAYMENT_RECEIVED, {"means": "card", "cents": 50}, TimelineKind.PAID, {"means": "card", "cents": 50}),
        (EntryKind.PHOTOGRAPH_SET, {"picture": "d"}, TimelineKind.PHOTOGRAPHED, {}),
        (EntryKind.PHOTOGRAPH_SET, {"picture": ""}, TimelineKind.PHOTOGRAPH_REMOVED, {}),
    ],
)
def test_what_an_entry_says_is_told_under_its_name(kind, body, what, told):
    (line,) = read_timeline([Steps().entry(kind, **body)])
    assert line.what is what
    assert {name: getattr(line, name) for name in told} == told


def test_what_comes_back_is_what_was_lent_last_and_not_taken_back():
    steps = Steps()
    lent = [steps.entry(EntryKind.THING_LENT, thing=thing, **DOOR) for thing in ("12", "13")]
    undone = steps.entry(EntryKind.UNDONE, targets=[lent[1].id.hex()])
    back, again = (steps.entry(EntryKind.CHECKED_OUT, **DOOR) for _ in range(2))
    lines = read_timeline([*lent, undone, back, again])
    assert [(line.what, line.thing) for line in lines[:2]] == [(TimelineKind.EXITED, ""), (TimelineKind.EXITED, "12")]
    assert read_timeline([*lent, back])[0].thing == "13"


def test_what_came_back_is_told_by_the_return_that_was_not_undone():
    steps = Steps()
    lent = steps.entry(EntryKind.THING_LENT, control_point="casques", thing="12")
    mistake = steps.entry(EntryKind.CHECKED_OUT, control_point="casques")
    undone = steps.entry(EntryKind.UNDONE, targets=[mistake.id.hex()])
    returned = steps.entry(EntryKind.CHECKED_OUT, control_point="casques")
    later = steps.entry(EntryKind.CHECKED_OUT, control_point="casques")
    lines = {line.entry: line.thing for line in read_timeline([lent, mistake, undone, returned, later])}
    assert [lines[each.id] for each in (mistake, returned, later)] == ["12", "12", ""]
