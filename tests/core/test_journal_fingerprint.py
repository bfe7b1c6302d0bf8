# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from checkin.core.entries import next_id
from checkin.core.journal_fingerprint import (
    ExportOrigin,
    JournalFingerprint,
    entries_named,
    find_export_origin,
    find_fingerprint,
    journal_digest,
)
from checkin.core.sync.sealed_entry import SealedEntry

EVENT = "d0f1a2b3c4d5e6f7"


def entries(count):
    last, found = None, []
    for number in range(count):
        last = next_id(last, (1_700_000_000_000 + number) * 1_000_000, bytes(8))
        found.append(
            SealedEntry(last, "checked_in", "A", "Accueil 1", "2023-07-04T08:41:00+02:00", f'{{"n":{number}}}')
        )
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


def test_a_sheet_is_found_again_wherever_it_is_printed():
    sheet = sheet_of(entries(3))
    assert find_fingerprint(f'<si><t>{sheet}</t></si>, "control": "{sheet}"') == sheet
    assert find_fingerprint("checkin:1:12:abc:event") is None


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


def test_what_is_of_another_event_or_knows_more_than_the_file_is_not_from_here():
    journal = entries(3)
    assert find_export_origin(sheet_of(journal, "another"), EVENT, journal) is ExportOrigin.OTHER_EVENT
    assert find_export_origin(sheet_of(journal), EVENT, journal[:2]) is ExportOrigin.NOT_HERE
    assert find_export_origin(sheet_of(journal[1:]), EVENT, journal) is ExportOrigin.NOT_HERE
