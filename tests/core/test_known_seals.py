# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose seals count at a desk, and for how long. How desks tell each other is in tests/hostile/test_told_decisions."""

import pytest

from checkin.core.entries import EntryKind
from checkin.core.supervisor import PinKey, Supervisor, named_body, public_key
from checkin.core.sync.sealed_entry import SealedEntries, devices_to_vouch_for, joined_body, ticketing_signer
from tests.builders import Steps

EVENT = "event"
ANA = Supervisor("a", "Ana", PinKey(bytes(16), public_key(b"a" * 32)), b"a" * 32)
DEVICE = ticketing_signer(EVENT, "token of the device")


class Told(Steps):
    """Entries with seals."""

    def sealed(self, signer, kind, subject="", once=b"1", **body):
        return self.entry(kind, subject, **signer.sealed(EVENT, kind, subject, body, once, 0))

    def named(self):
        return self.entry(EntryKind.SUPERVISOR_NAMED, ANA.id, **named_body(ANA))

    def removed(self):
        return self.sealed(ANA, EntryKind.SUPERVISOR_REMOVED, ANA.id, b"9")

    def joined(self, signer=None):
        kind = EntryKind.TICKETING_JOINED
        return (
            self.sealed(signer, kind, **joined_body({}, DEVICE))
            if signer
            else self.entry(kind, **joined_body({}, DEVICE))
        )


def test_a_seal_counts_once_and_is_needed_once_a_supervisor_is_known():
    told = Told()
    named, purge = told.named(), told.sealed(ANA, EntryKind.EVENT_PURGED)
    assert not SealedEntries(EVENT, []).is_seal_needed(purge)
    assert not SealedEntries(EVENT, []).proves(purge)
    known = SealedEntries(EVENT, [named])
    assert (known.is_seal_needed(purge), known.proves(purge)) == (True, True)
    assert not SealedEntries("another", [named]).proves(purge)
    known.add(purge)
    assert not known.proves(purge)


def test_who_was_removed_seals_nothing_more_but_what_was_planned_before_counts():
    told = Told()
    named, plan, gone = told.named(), told.sealed(ANA, EntryKind.EVENT_DESCRIBED), told.removed()
    late = told.sealed(ANA, EntryKind.EVENT_DESCRIBED, once=b"2")
    known = SealedEntries(EVENT, [gone, named])
    assert [known.proves(entry) for entry in (plan, late)] == [True, False]
    assert not known.proves(told.sealed(ANA, EntryKind.EVENT_PURGED, once=b"3"))


def test_of_the_programme_what_is_before_its_sealed_beginning_says_nothing_more():
    told = Told()
    named, old = told.named(), told.entry(EntryKind.EVENT_DESCRIBED)
    begun, new = told.sealed(ANA, EntryKind.EVENT_DESCRIBED), told.entry(EntryKind.EVENT_DESCRIBED)
    known = SealedEntries(EVENT, [named, begun])
    assert [known.is_seal_needed(entry) for entry in (old, new)] == [False, True]
    told = Told()
    purge, described = told.entry(EntryKind.EVENT_PURGED), told.named()
    known = SealedEntries(EVENT, [described, told.sealed(ANA, EntryKind.EVENT_DESCRIBED)])
    assert known.is_seal_needed(purge), "a purge is no part of the programme"


@pytest.mark.parametrize(("signer", "counts"), [(ANA, True), (None, False)])
def test_a_device_plans_where_a_supervisor_joined_it_and_purges_nowhere(signer, counts):
    told = Told()
    known = SealedEntries(EVENT, [told.named(), told.joined(signer)])
    assert known.proves(told.sealed(DEVICE, EntryKind.EVENT_DESCRIBED)) is counts
    assert not known.proves(told.sealed(DEVICE, EntryKind.EVENT_PURGED))


def test_vouched_for_is_the_newest_of_each_device_that_a_supervisor_joined_or_any_before_the_first():
    told = Told()
    before, named, joined, again = told.joined(), told.named(), told.joined(ANA), told.joined(ANA)
    assert devices_to_vouch_for(EVENT, [again, joined, named, before], is_first=False) == [again]
    assert devices_to_vouch_for(EVENT, [before], is_first=True) == [before]
    assert devices_to_vouch_for(EVENT, [named, before], is_first=False) == []
