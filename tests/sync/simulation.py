# SPDX-License-Identifier: GPL-3.0-or-later
"""Many desks and one log, everything that can go wrong, and time that is told: one seed is one run.

The desks run the program's own journal, outbox and exchange. `python -m tests.sync.simulation SEEDS [FIRST]` runs more
than the suite does; it prints the seed of every failure.
"""

import json
import random
import sys
import time
from dataclasses import replace
from datetime import timedelta

from checkin.core.entries import EntryKind
from checkin.core.history import fold_history
from checkin.core.message import Message, SyncError
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.storage.connection import transaction
from checkin.sync.exchange import Exchange
from checkin.sync.peer import EntryPage
from tests.sync.desks import START, SyncDesk
from tests.sync.memory import MemoryLog, MemoryPeer

CUT = Message("test", "cut")
SKEWS = (0, 0, 5, 600, -600, 75 * 365 * 86_400)
"""Seconds by which the clocks of desks are wrong."""
MOST_DESKS = 6
CHANCES = {
    "write_down": 50,
    "meet": 36,
    "back_up": 2,
    "restore": 3,
    "clone": 2,
    "back_up_log": 2,
    "restore_log": 2,
    "lose_log": 0.5,
    "set_clock": 2.5,
}


class FlakyPeer(MemoryPeer):
    """A line that is cut anywhere, told twice, told in part; and another desk that comes in between."""

    def __init__(self, world, chance):
        super().__init__(world.log, page=world.random.choice((1, 2, 5, 1000)))
        self._world, self.chance = world, chance

    def _perhaps_cut(self):
        if self._world.random.random() < self.chance:
            raise SyncError(CUT)

    def push(self, entries):
        self._world.perhaps_interleave(self.chance)
        self._perhaps_cut()
        some = list(entries)
        if self.chance and self._world.random.random() < self.chance:
            super().push(some[: self._world.random.randint(0, len(some))])
            raise SyncError(CUT)
        if self.chance and self._world.random.random() < 0.1:
            self._world.random.shuffle(some)
        super().push(some)
        self._perhaps_cut()

    def pull(self, cursor):
        self._world.perhaps_interleave(self.chance)
        self._perhaps_cut()
        page: EntryPage = super().pull(cursor)
        self._perhaps_cut()
        return self._world.perhaps_the_last(page)


class World:
    """`check` after `run`: everything acknowledged is everywhere, once, in one order, and means the same."""

    def __init__(self, seed, steps=60, make=SyncDesk, insider=False, stays=False):
        self._chances = {**CHANCES, "tell_in_two_ways": 6} if insider else CHANCES
        self.told_twice = set()
        self.random = random.Random(seed)
        self.now, self.log, self._make = START, MemoryLog(), make
        self.desks, self._skews = [], {}
        self._backups, self._log_backups = [], []
        self.acknowledged, self._gone = {}, set()
        self._steps, self._depth = steps, 0
        self._kept = {} if stays else None
        """The exchange of each desk with its peer, if it stays the same all day; else each round has its own."""
        for _ in range(self.random.randint(2, 4)):
            self._add()

    def _add(self, copy_of=None):
        name = f"Accueil {len(self._skews) + 1}"
        self._skews[name] = self.random.choice(SKEWS)
        self.desks.append(self._made(name, copy_of))

    def _made(self, name, copy_of):
        def clock():
            return self.now + timedelta(seconds=self._skews[name])

        desk = self._make(name, clock, self.random.randbytes, copy_of=copy_of)
        with transaction(desk.db):  # a person agreed to clocks that are far ahead
            desk.journal.take_until(self.now + timedelta(seconds=2 * max(SKEWS)))
        return desk

    def run(self):
        for _ in range(self._steps):
            self.now += timedelta(seconds=self.random.random() * 20)
            self._step(self.random.randrange(len(self.desks)))
        for _ in range(3):
            for desk in self.desks:
                self._exchange(desk, 0)

    def _step(self, number):
        happens = self.random.choices(list(self._chances), self._chances.values())[0]
        getattr(self, f"_{happens}")(number)

    def _write_down(self, number):
        self._write(self.desks[number])

    def _meet(self, number):
        self._exchange(self.desks[number], 0.15)

    def _back_up(self, number):
        desk = self.desks[number]
        self._backups.append((number, desk.name, SyncDesk("", desk.clock, None, copy_of=desk.db.conn)))

    def _restore(self, _):
        if self._backups:
            number, name, backup = self.random.choice(self._backups)
            self.desks[number] = self._made(name, backup.db.conn)
            self._note_gone()

    def _clone(self, number):
        """A copy of a disk, in a second laptop."""
        if len(self.desks) < MOST_DESKS:
            self._add(copy_of=self.desks[number].db.conn)

    def _back_up_log(self, _):
        self._log_backups.append(list(self.log.entries))

    def _restore_log(self, _):
        if self._log_backups:
            self._replace_log(self.random.choice(self._log_backups))

    def _lose_log(self, _):
        self._replace_log(())

    def _tell_in_two_ways(self, number):
        """Somebody who has the event's secret tells a desk, or the log, another entry under an id that is taken."""
        if self.acknowledged:
            entry = self.random.choice(list(self.acknowledged.values()))
            body = json.dumps({**entry.body, "twin": self.random.randint(0, 2)})
            twin = SealedEntry(entry.id, entry.kind, entry.subject, entry.desk, entry.at.isoformat(), body)
            self.told_twice.add(entry.id)
            if self.random.random() < 0.3:
                self.log.put([twin])
            else:
                self.desks[number].outbox.absorb([twin])

    def _set_clock(self, number):
        self._skews[self.desks[number].name] = self.random.choice(SKEWS)

    def _replace_log(self, entries):
        """The hub is restored from a backup, or is a new one."""
        self.log.__init__(entries)
        self._note_gone()

    def _note_gone(self):
        """Where every disk that held an entry was put back, nobody can have it."""
        kept = set(self.log.ids).union(*(desk.ids() for desk in self.desks))
        self._gone |= set(self.acknowledged) - kept

    def _write(self, desk):
        person = self.random.choice("ABCDE")
        before = desk.ids()
        kind = self.random.choice(
            [EntryKind.CHECKED_IN] * 4 + [EntryKind.CHECKED_OUT, EntryKind.UNDONE, EntryKind.ATTENDEE_CORRECTED]
        )
        body = {"control_point": "accueil"}
        if kind is EntryKind.UNDONE:
            body = {"targets": [self.random.choice(before).hex()]} if before else {"targets": []}
        if kind is EntryKind.ATTENDEE_CORRECTED:
            body = {"changes": {"note": ["", str(self.random.randint(0, 9))]}}
        entry = desk.append(kind, person, **body)
        assert not before or entry.id > before[-1], "a new entry comes after all that were there"
        self.acknowledged[entry.id] = entry

    def _exchange(self, desk, chance):
        exchange, peer = (self._kept and self._kept.pop(desk, None)) or self._begun(desk, chance)
        peer.chance = chance
        try:
            exchange.run_round()
        except SyncError:
            assert chance, "nothing was cut"
        if self._kept is not None:
            self._kept[desk] = exchange, peer

    def _begun(self, desk, chance):
        peer = FlakyPeer(self, chance)
        return Exchange(desk.outbox, peer, desk.clock), peer

    def perhaps_the_last(self, page):
        """A page at the end of the log, which says so or not."""
        is_end = page.cursor.position == len(self.log.entries)
        return replace(page, is_last=is_end and self._kept is not None and self.random.random() < 0.5)

    def perhaps_interleave(self, chance):
        if chance and self._depth < 2 and self.random.random() < 0.08:
            self._depth += 1
            try:
                self._exchange(self.random.choice(self.desks), chance)
            finally:
                self._depth -= 1

    def check(self):
        everywhere = [desk.entries() for desk in self.desks]
        ids = {row[0] for row in everywhere[0]}
        assert all({row[0] for row in entries} == ids for entries in everywhere), "desks differ"
        once = [[row for row in entries if row[0] not in self.told_twice] for entries in everywhere]
        assert all(entries == once[0] for entries in once), "desks differ"
        assert len(self.log.entries) == len(self.log.ids), "twice in the log"
        assert self.log.ids == ids, "the log differs"
        assert set(self.acknowledged) - ids <= self._gone, "an acknowledged entry is lost"
        for person in "ABCDE":
            told = [desk.journal.history(person) for desk in self.desks]
            assert all(history == told[0] for history in told), "desks mean different things"
            oracle = [e for i, e in sorted(self.acknowledged.items()) if e.subject == person and i in ids]
            assert fold_history(oracle).visits.keys() == told[0].visits.keys(), "not what happened"
        return len(ids)


def failures(seeds, **how):
    """(seed, what) of each run that did not end well; how many entries there were in all."""
    found, entries = [], 0
    for seed in seeds:
        world = World(seed, **how)
        try:
            world.run()
            entries += world.check()
        except AssertionError as wrong:
            found.append((seed, str(wrong).split("\n")[0]))
    return found, entries


def main():
    count, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    began = time.monotonic()
    found, entries = failures(range(first, first + count))
    print(f"{count} seeds from {first}, {entries} entries, {time.monotonic() - began:.0f} s: {len(found)} failures")
    for seed, what in found[:20]:
        print(f"  seed {seed}: {what}")


if __name__ == "__main__":
    main()
