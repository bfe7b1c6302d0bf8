# SPDX-License-Identifier: GPL-3.0-or-later
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.entries import EntryKind
from checkin.core.history import fold_history
from checkin.core.message import UserError
from checkin.core.paper_entries import known_at, order_paper_entries, parse_paper_time
from tests.builders import MORNING, Steps
from tests.counted_lines import lines_run

NOW = datetime(2023, 7, 4, 11, 30, tzinfo=ZoneInfo("Europe/Paris"))


def passage(steps, kind, minute, written=None):
    """Recorded at `minute`; with `written`, of a paper that says that minute."""
    steps.at = MORNING + timedelta(minutes=minute)
    body = {"written_at": (MORNING + timedelta(minutes=written)).isoformat()} if written is not None else {}
    return steps.entry(kind, control_point="accueil", **body)


def test_the_paper_came_before_the_scan_that_is_known():
    steps = Steps()
    scanned, gone = passage(steps, EntryKind.CHECKED_IN, 30), passage(steps, EntryKind.CHECKED_OUT, 60)
    paper = passage(steps, EntryKind.CHECKED_IN, 90, written=5)
    visit = fold_history([scanned, gone, paper]).visit("accueil")
    assert (visit.arrived, visit.left, visit.is_inside) == (paper, gone, False)
    assert fold_history([scanned, gone, paper]).conflicts == ()


def test_what_was_undone_gives_the_arrival_back():
    steps = Steps()
    scanned = passage(steps, EntryKind.CHECKED_IN, 30)
    paper = passage(steps, EntryKind.CHECKED_IN, 90, written=5)
    undone = steps.entry(EntryKind.UNDONE, targets=[paper.id.hex()])
    assert fold_history([scanned, paper, undone]).visit("accueil").arrived == scanned


def test_what_was_known_then():
    steps = Steps()
    scanned = passage(steps, EntryKind.CHECKED_IN, 30)
    assert known_at([scanned], MORNING + timedelta(minutes=20)) == []
    assert known_at([scanned], MORNING + timedelta(minutes=31)) == [scanned]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 60), st.none() | st.integers(0, 60)), max_size=8))
def test_every_entry_stays_and_what_is_not_from_paper_keeps_its_order(drawn):
    steps, entries = Steps(), []
    for is_arrival, minute, written in drawn:
        entries.append(passage(steps, EntryKind.CHECKED_IN if is_arrival else EntryKind.CHECKED_OUT, minute, written))
    ordered = order_paper_entries(entries)
    assert sorted(e.id for e in ordered) == [e.id for e in entries]
    assert [e for e in ordered if not e.written_at] == [e for e in entries if not e.written_at]


@pytest.mark.parametrize("said", ["", "now", "25:00", 845, "2023-07-04T08:45:00"])
def test_a_time_that_is_none_is_none(said):
    entry = Steps().entry(EntryKind.CHECKED_IN, written_at=said)
    assert (entry.written_at, entry.happened_at) == (None, entry.at)


@pytest.mark.parametrize(
    ("typed", "hour", "minute", "day"), [("8:45", 8, 45, 4), ("9h", 9, 0, 4), ("3/7 18:30", 18, 30, 3)]
)
def test_times_are_read_on_the_clock_of_the_hall(typed, hour, minute, day):
    assert parse_paper_time(typed, NOW) == datetime(2023, 7, day, hour - 2, minute, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["", "soon", "11:31", "31/2 8:00"])
def test_no_time_or_one_to_come_is_told(typed):
    with pytest.raises(UserError):
        parse_paper_time(typed, NOW)


@pytest.mark.parametrize("way", [1, -1])
def test_a_paper_with_many_lines_is_ordered_in_steps_that_grow_with_its_lines(way):
    steps = Steps()
    scanned = [passage(steps, EntryKind.CHECKED_IN, 2_000)]
    papers = scanned + [passage(steps, EntryKind.CHECKED_IN, 3_000, written=1_000 + way * n) for n in range(800)]
    times = [entry.happened_at for entry in order_paper_entries(papers)]
    assert times == sorted(times)
    assert lines_run(lambda: order_paper_entries(papers)) < 4.5 * lines_run(lambda: order_paper_entries(papers[:200]))
