# SPDX-License-Identifier: GPL-3.0-or-later
import itertools
import time

import pytest

from checkin.core.entries import EntryKind
from checkin.core.message import UserError
from checkin.storage.database import transaction
from checkin.storage.journal import Journal
from tests.builders import MORNING, an_attendee


def rows(event):
    """Everything the read side holds."""
    return {t: sorted(map(repr, event.db.execute(f"SELECT * FROM {t}"))) for t in ("attendees", "tickets", "visits")}


def test_ids_rise_in_the_order_of_appending(event):
    with transaction(event.db):
        for _ in range(50):
            event.journal.append(EntryKind.REFUSED, "", {"x": 1}, at=MORNING, desk="d")
    stored = event.journal.entries_of_kinds([EntryKind.REFUSED])
    assert [e.id for e in stored] == sorted({e.id for e in stored})


def test_a_clock_set_back_does_not_reorder(event):
    far = Journal(event.db, event.attendees, lambda n: b"\xff" * n)
    low = Journal(event.db, event.attendees, lambda n: b"\x00" * n)
    with transaction(event.db):
        first = far.append(EntryKind.REFUSED, "", {}, at=MORNING, desk="d")
        second = low.append(EntryKind.REFUSED, "", {}, at=MORNING, desk="d")
    assert second.id > first.id


def test_the_tables_rebuilt_from_the_journal_are_the_tables(event, desk, clock):
    desk.scan(an_attendee(1).ticket_code)
    clock.pass_by(minutes=1)
    undone = desk.scan(an_attendee(2).ticket_code)
    desk.undo(undone.entry)
    desk.replace_code(an_attendee(3).id)
    before = rows(event)
    with transaction(event.db):
        event.journal.rebuild()
    assert rows(event) == before
    assert len(before["attendees"]) == 3
    assert len(before["visits"]) == 1


def test_a_passage_after_other_entries_of_its_transaction_counts_them_too(event):
    person, body = an_attendee(1).id, {"control_point": "accueil", "how": "code"}
    with transaction(event.db):
        known = event.journal.known(person)
        gone = event.journal.append(EntryKind.CHECKED_OUT, person, body, at=MORNING, desk="d")
        corrected = {"changes": {"category": ["participant", "presse"]}}
        event.journal.append(EntryKind.ATTENDEE_CORRECTED, person, corrected, at=MORNING, desk="d")
        came, since = event.journal.append_passage((EntryKind.CHECKED_IN, person, body), known, at=MORNING, desk="d")
    assert since == event.journal.history(person)
    assert (came.id > gone.id, since.attendee.category) == (True, "presse")
    before = rows(event)
    with transaction(event.db):
        event.journal.rebuild()
    assert rows(event) == before


def test_an_entry_of_an_unknown_kind_is_kept_untouched(event):
    with transaction(event.db):
        event.journal.append("teleported", "A", {"to": "Mars"}, at=MORNING, desk="d")
    (entry,) = event.journal.entries_of_kinds(["teleported"])
    assert entry.body == {"to": "Mars"}


def test_a_poisonous_body_saves_nothing(event):
    before = event.journal.count()
    with pytest.raises(UserError), transaction(event.db):
        event.journal.append(EntryKind.REFUSED, "", {"read": "\0"}, at=MORNING, desk="d")
    assert event.journal.count() == before


def test_each_entry_of_many_has_its_own_random_part(event):
    drawn, told = [], itertools.count(1)

    def randomness(count):
        drawn.append(count)
        return b"".join(next(told).to_bytes(8, "big") for _ in range(count // 8))

    moments = itertools.count(time.time_ns() + 10**12, 1_000_000)  # each later than all before
    journal = Journal(event.db, event.attendees, randomness, lambda: next(moments))
    with transaction(event.db):
        entries = journal.append_all([("teleported", "A", {})] * 501, at=MORNING, desk="d")
    assert drawn == [4000, 8]
    assert [int.from_bytes(entry.id[8:]) % 2**62 for entry in entries] == list(range(1, 502))
