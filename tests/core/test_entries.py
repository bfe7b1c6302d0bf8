# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
import json
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core import entries as core_entries
from checkin.core.journal_fingerprint import (
    ExportOrigin,
    JournalFingerprint,
    entries_named,
    find_export_origin,
    find_fingerprint,
    journal_digest,
)
from checkin.core.message import UserError
from checkin.core.sync.sealed_entry import SealedEntry

LATEST_NS = int(core_entries.LATEST.timestamp()) * 10**9
DAY_NS = 86_400 * 10**9
nanoseconds = st.integers(0, LATEST_NS - DAY_NS)
randomness = st.binary(min_size=8, max_size=8)


@given(st.lists(st.tuples(nanoseconds, randomness), min_size=2, max_size=50))
def test_ids_rise_whatever_the_clock_does(moments):
    greatest = None
    for ns, rnd in moments:
        new = core_entries.next_id(greatest, ns, rnd)
        assert greatest is None or new > greatest
        assert uuid.UUID(bytes=new).version == 7
        assert uuid.UUID(bytes=new).variant == uuid.RFC_4122
        greatest = new


@given(nanoseconds, randomness, randomness)
def test_an_id_carries_its_time_and_of_two_desks_the_later_one_is_later(ns, rnd, other):
    assert core_entries.next_id(None, ns, rnd) < core_entries.next_id(None, ns + 250, other)
    assert int.from_bytes(core_entries.next_id(None, ns, rnd)[:6], "big") == ns // 1_000_000


@given(st.binary(min_size=16, max_size=16))
def test_an_id_follows_even_the_last_of_a_millisecond(value):
    ns = int.from_bytes(value, "big") % (LATEST_NS - 1_000_000) // 1_000_000 * 1_000_000 + 999_999
    top = core_entries.next_id(None, ns, b"\xff" * 8)
    assert core_entries.next_id(top, 0, b"\x00" * 8) > top
    assert core_entries.next_id(top, -ns, b"\x00" * 8) > top
    assert core_entries.next_id(None, -1, bytes(8)) == core_entries.next_id(None, 0, bytes(8))


@given(st.binary(min_size=16, max_size=16), st.integers(0, 2**62), randomness)
def test_no_id_leaves_a_desk_without_one_that_others_take(seen, ns, rnd):
    assert core_entries.next_id(seen, ns, rnd) < core_entries.FIRST_REFUSED_ID or seen < core_entries.next_id(
        None, ns, rnd
    )


def test_desks_that_were_pushed_by_one_id_write_others_and_a_list_stays_where_it_is():
    pushed = core_entries.next_id(None, LATEST_NS - DAY_NS, b"\x00" * 8)
    one, other = (core_entries.next_id(pushed, 0, bytes(6) + bytes([n]) * 2) for n in (1, 2))
    assert one != other
    step = int.from_bytes(core_entries.next_id(pushed, 0, b"\xff" * 8)[8:], "big") - int.from_bytes(pushed[8:], "big")
    assert step * 100_000 < 2**74


@pytest.mark.parametrize(
    "body", [{"a": float("nan")}, {"a": "\ud800"}, {"a": "x\0y"}, {"a": "é" * core_entries.BODY_LIMIT}, {"a": object()}]
)
def test_a_poisonous_body_is_refused(body):
    with pytest.raises(UserError):
        core_entries.body_text(body)
    assert core_entries.body_text({"a": "\\u0000"}) == r'{"a":"\\u0000"}'


@pytest.mark.parametrize(
    ("value", "is_one"),
    [
        ("2023-07-04T08:40:00+02:00", True),
        (core_entries.EARLIEST.isoformat(), True),
        ((core_entries.LATEST - timedelta(seconds=1)).isoformat(), True),
        (core_entries.LATEST.isoformat(), False),
        ((core_entries.EARLIEST - timedelta(seconds=1)).isoformat(), False),
        ("2023-07-04T08:40:00", False),
        ("Tuesday", False),
        (5, False),
    ],
)
def test_a_moment_is_of_the_years_of_the_program_and_has_its_offset(value, is_one):
    assert (core_entries.parse_moment(value) is not None) is is_one


ONE = {"a": 1}


@pytest.mark.parametrize(
    ("text", "body"),
    [
        *((text, ONE) for text in ('{"a": 1} ', ' {"a": 1}', '{"a": 1}', '{"a": 1}\n')),
        *((text, {}) for text in ("[1]", '"a"', "[{}]", "5")),
        ('{"a": "x\\ud800"}', {"a": "x?"}),
    ],
)
def test_a_body_is_read_whoever_wrote_it(text, body):
    assert core_entries.readable_body(text) == body


@given(st.integers(0, LATEST_NS // 1_000_000 - 1), randomness)
def test_the_first_id_after_a_millisecond_is_after_all_of_it_and_after_none_of_the_next(milliseconds, rnd):
    first = core_entries.first_id_after(milliseconds)
    assert core_entries.next_id(None, milliseconds * 1_000_000 + 999_999, b"\xff" * 8) < first
    assert first <= core_entries.next_id(None, (milliseconds + 1) * 1_000_000, rnd)


EVENT = "d0f1a2b3c4d5e6f7"


def entries(count):
    last, found = None, []
    for number in range(count):
        last = core_entries.next_id(last, (1_700_000_000_000 + number) * 1_000_000, bytes(8))
        about = ("checked_in", "A", "Accueil 1", "2023-07-04T08:41:00+02:00")
        found.append(SealedEntry(last, *about, f'{{"n":{number}}}'))
    return found


def sheet_of(found, event=EVENT):
    return JournalFingerprint(event, len(found), journal_digest(found))


def test_the_chain_can_be_made_again_in_a_few_lines_of_any_language():
    link = hashlib.sha256(b"checkin journal").digest()
    for e in entries(3):
        letters = json.dumps([e.kind, e.subject, e.desk, e.at, e.body], ensure_ascii=False, separators=(",", ":"))
        link = hashlib.sha256(link + e.id + letters.encode()).digest()
    assert journal_digest(entries(3)) == link.hex()
    assert journal_digest([]) == hashlib.sha256(b"checkin journal").hexdigest()


def test_a_sheet_is_found_again_wherever_it_is_printed_and_is_not_of_another_event_or_file():
    sheet = sheet_of(entries(3))
    assert find_fingerprint(f'<si><t>{sheet}</t></si>, "control": "{sheet}"') == sheet
    assert find_fingerprint("checkin:1:12:abc:event") is None
    journal = entries(3)
    assert find_export_origin(sheet_of(journal, "another"), EVENT, journal) is ExportOrigin.OTHER_EVENT
    assert find_export_origin(sheet_of(journal), EVENT, journal[:2]) is ExportOrigin.NOT_HERE
    assert find_export_origin(sheet_of(journal[1:]), EVENT, journal) is ExportOrigin.NOT_HERE


@given(st.permutations(range(12)), st.integers(0, 12))
def test_an_export_belongs_to_the_file_it_was_made_from_whatever_came_later(order, then):
    """Entries of other desks come in any order, with ids before those that were there already."""
    journal = entries(12)
    arrived = [journal[n] for n in order]
    sheet = sheet_of(arrived[:then])
    assert find_export_origin(sheet, EVENT, arrived) is (ExportOrigin.NOW if then == 12 else ExportOrigin.EARLIER)


@given(st.permutations(range(10)), st.permutations(range(10)), st.integers(1, 9))
def test_another_desk_knows_it_too_by_the_entries_it_names(here, there, then):
    journal = entries(10)
    made_there = [journal[n] for n in there][:then]
    named = entries_named(" ".join(e.id.hex() for e in made_there))
    assert find_export_origin(sheet_of(made_there), EVENT, [journal[n] for n in here], named) is ExportOrigin.EARLIER


@given(st.integers(0, 9), st.integers(1, 10))
def test_one_changed_letter_of_what_was_exported_is_seen(which, then):
    journal = entries(10)
    sheet = sheet_of(journal[:then])
    journal[which] = replace(journal[which], body='{"n":99}')
    is_touched = which < then
    expected = ExportOrigin.NOT_HERE if is_touched else ExportOrigin.NOW if then == 10 else ExportOrigin.EARLIER
    assert find_export_origin(sheet, EVENT, journal) is expected
