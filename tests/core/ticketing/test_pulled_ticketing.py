# SPDX-License-Identifier: GPL-3.0-or-later
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from checkin.core.entries import Entry, EntryKind, derived_id, next_id
from checkin.core.ticketing.pulled import code_digest, fold_ticketing, revocation_changes, ticketing_changes
from checkin.core.ticketing.ticket_rules import CheckInList
from tests.builders import Steps
from tests.core.ticketing.api import a_ticketing

DESKS = ("Nord", "Sud", "Est")


def entries_of(facts, steps):
    return [steps.entry(kind, subject, **body) for kind, subject, body in facts]


def told(pulled, before=None):
    return [*ticketing_changes(before, pulled.ticketing, [*pulled.lists.values()])]


def test_what_the_server_says_is_what_the_entries_say():
    pulled, steps = a_ticketing(), Steps()
    entries = entries_of(told(pulled), steps)
    found = fold_ticketing(entries)
    assert found.ticketing == pulled.ticketing
    assert found.lists == pulled.lists
    assert told(pulled, found) == []


def test_only_what_differs_is_written_and_what_is_gone_is_withdrawn():
    pulled, steps = a_ticketing(), Steps()
    entries = entries_of(told(pulled), steps)
    other = a_ticketing(lists=[CheckInList(1, "Entrée", all_products=True)])
    changes = told(other, fold_ticketing(entries))
    assert [(kind, subject) for kind, subject, _ in changes] == [
        (EntryKind.CHECK_IN_LIST_PLANNED, "5"),
        (EntryKind.CHECK_IN_LIST_PLANNED, "1"),
    ]
    assert fold_ticketing([*entries, *entries_of(changes, steps)]).lists == other.lists


@given(st.dictionaries(st.sampled_from("abcdef"), st.booleans()), st.sets(st.sampled_from("ghij")))
def test_codes_that_are_revoked_or_blocked_are_known_until_they_are_free_again(blocked, revoked):
    pulled, steps = a_ticketing(), Steps()
    entries = entries_of(told(pulled), steps)
    entries += entries_of(revocation_changes(None, ["g"], {"a": True}), steps)
    entries += entries_of(revocation_changes(fold_ticketing(entries), revoked, blocked), steps)
    found = fold_ticketing(entries)
    assert found.revoked == {code_digest(code) for code in {*revoked, "g"}}
    assert found.blocked == {code_digest(code) for code, state in ({"a": True} | blocked).items() if state}
    assert [*revocation_changes(found, revoked, blocked)] == []


def test_many_revoked_codes_are_several_entries_of_a_fitting_size():
    facts = [*revocation_changes(None, map(str, range(450)), {})]
    assert [len(body["revoked"]) for _, _, body in facts] == [200, 200, 50]


@st.composite
def journals(draw):
    """Entries of several desks, among them desks that became devices, some anew on the same computer."""
    steps, entries, before, number = Steps(), told_entries(), {}, 0
    for desk in draw(st.lists(st.sampled_from(DESKS), max_size=12)):
        if desk in before and draw(st.integers(0, 4)) == 0:
            entries.append(steps.entry(EntryKind.TICKETING_LEFT, desk=desk, device=before[desk]))
        elif draw(st.booleans()):
            number += 1
            replaces = {"replaces": before[desk]} if desk in before and draw(st.booleans()) else {}
            entries.append(steps.entry(EntryKind.TICKETING_JOINED, desk=desk, device=number, gate=0, **replaces))
            before[desk] = number
        else:
            entries.append(steps.entry(EntryKind.CHECKED_IN, desk=desk))
    return entries


def told_entries():
    steps = Steps()
    steps.at -= timedelta(hours=1)
    return entries_of(told(a_ticketing()), steps)


@given(journals(), st.randoms(use_true_random=False))
def test_each_entry_has_one_sender_whatever_order_the_entries_came_in(entries, chance):
    shuffled = list(entries)
    chance.shuffle(shuffled)
    found, again = fold_ticketing(entries), fold_ticketing(sorted(shuffled, key=lambda entry: entry.id))
    numbers = {device.number for device in found.devices}
    for entry in entries:
        sender = found.sender_of(entry)
        assert sender == again.sender_of(entry)
        assert sender in numbers or (sender == 0 and all(device.has_left(entry.id) for device in found.devices))


@given(journals())
def test_no_device_that_was_replaced_sends_anything(entries):
    found = fold_ticketing(entries)
    replaced = {device.replaces for device in found.devices} - {0}
    assert {found.sender_of(entry) for entry in entries}.isdisjoint(replaced)


def test_what_a_desk_does_is_sent_by_the_device_that_it_was_then():
    steps = Steps()
    entries = [
        *told_entries(),
        steps.entry(EntryKind.TICKETING_JOINED, desk="A", device=1),
        steps.entry(EntryKind.CHECKED_IN, desk="A"),
        steps.entry(EntryKind.TICKETING_JOINED, desk="A", device=2),
        steps.entry(EntryKind.CHECKED_IN, desk="A"),
        steps.entry(EntryKind.CHECKED_IN, desk="B"),
    ]
    found = fold_ticketing(entries)

    assert [found.sender_of(e) for e in entries if e.kind == EntryKind.CHECKED_IN] == [1, 2, 1]


@given(journals(), st.sampled_from(DESKS))
def test_a_device_that_joins_takes_over_no_entry_of_before_but_those_of_the_one_it_replaces(entries, desk):
    before = fold_ticketing(entries)
    greatest = max((entry.id for entry in entries), default=b"")
    joined = Entry(
        next_id(greatest or None, 0, bytes(8)), EntryKind.TICKETING_JOINED, "", desk, datetime.now(UTC), {"device": 99}
    )
    after = fold_ticketing([*entries, joined])
    for entry in entries:
        assert after.sender_of(entry) == (before.sender_of(entry) or 99)


def test_what_a_desk_does_once_it_has_left_is_sent_by_another_or_by_the_next_device():
    steps = Steps()
    alone = [
        *told_entries(),
        steps.entry(EntryKind.TICKETING_JOINED, desk="A", device=1),
        steps.entry(EntryKind.CHECKED_IN, desk="A"),
        steps.entry(EntryKind.TICKETING_LEFT, desk="A", device=1),
        steps.entry(EntryKind.CHECKED_IN, desk="A"),
    ]
    again = [*alone, steps.entry(EntryKind.TICKETING_JOINED, desk="A", device=2, replaces=1)]
    beside = [*alone[:1], steps.entry(EntryKind.TICKETING_JOINED, desk="B", device=3), *alone[1:]]

    def senders(entries):
        found = fold_ticketing(entries)
        return [found.sender_of(entry) for entry in entries if entry.kind == EntryKind.CHECKED_IN]

    assert senders(alone) == [1, 0]
    assert senders(again) == [2, 2]
    assert senders(beside) == [1, 3]


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), st.text(), st.text())
def test_a_derived_id_is_the_same_for_the_same_and_has_its_place_by_its_time(at, seed, other):
    at = at.replace(tzinfo=UTC)
    assert derived_id(at, seed) == derived_id(at, seed)
    assert (derived_id(at, seed) == derived_id(at, other)) is (seed == other)
    assert derived_id(at, seed) < derived_id(at + timedelta(milliseconds=1), other)
    assert len(derived_id(at, seed)) == 16
