# SPDX-License-Identifier: GPL-3.0-or-later
"""A log in memory: the smallest thing that is a `Peer`, and what the simulation of many desks runs on."""

import hashlib

from checkin.core.message import Message
from checkin.core.sync.sealed_entry import read_sealed
from checkin.sync.peer import Cursor, CursorLostError, EntryPage, ReceivedHeartbeat

LOST = Message("test", "lost")


class MemoryLog:
    """Shared by the peers of all desks."""

    def __init__(self, entries=()):
        self.entries, self.chains, self.ids = [], [b""], set()
        self.greetings, self.now = {}, 0.0
        self.put(entries)

    def put(self, entries):
        for entry in entries:
            if entry.id not in self.ids:
                self.ids.add(entry.id)
                self.entries.append(entry)
                self.chains.append(hashlib.sha256(self.chains[-1] + entry.id).digest())


class MemoryPeer:
    keeps_order = True
    strangers = 0
    news_socket = None
    quiet_s = 0.01

    def __init__(self, log, name="hub", page=3):
        self.log, self.name, self._page, self._pulled = log, name, page, 0

    def push(self, entries):
        self.log.put(entries)

    def pull(self, cursor):
        place = cursor.position
        if place > len(self.log.entries) or self.log.chains[place] != cursor.chain:
            raise CursorLostError(LOST)
        found = self.log.entries[place : place + self._page]
        self._pulled = place + len(found)
        return EntryPage(
            tuple(read_sealed(e.fields()) for e in found),
            Cursor(place + len(found), self.log.chains[place + len(found)]),
        )

    def exchange_heartbeats(self, me):
        self.log.greetings[me.mark] = me, self.log.now
        return tuple(
            ReceivedHeartbeat(greeting, self.log.now - at, 0.0) for greeting, at in self.log.greetings.values()
        )

    def forget(self, purge, emptied):
        new = {entry.id: entry for entry in emptied}
        self.log.entries = [new.get(entry.id, entry) for entry in self.log.entries]

    def has_news(self):
        return len(self.log.entries) != self._pulled

    def close(self):
        pass
