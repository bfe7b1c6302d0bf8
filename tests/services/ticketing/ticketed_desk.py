# SPDX-License-Identifier: GPL-3.0-or-later
"""A desk of an event that has a ticketing, and a real pretix as the tests look into it."""

import shutil
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from checkin.core.desk_settings import Settings
from checkin.core.entries import EntryKind
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file
from checkin.services.ticketing.ticketing_joining import (
    add_device,
    announce_device,
    join_ticketing,
    keep_token,
    read_token,
)
from checkin.services.ticketing.ticketing_sync import TicketingSync
from checkin.storage import settings_store
from checkin.storage.settings_store import TicketingLink
from checkin.sync.pretix_client import PretixClient
from checkin.sync.pretix_device_code import DeviceCode
from tests.fakes import FakeClock

PASSAGES = (EntryKind.CHECKED_IN, EntryKind.CHECKED_OUT)


def now() -> FakeClock:
    """Return a clock that begins with the true time: a ticketing's server has its own."""
    return FakeClock(datetime.now(ZoneInfo("Europe/Paris")).replace(microsecond=0))


class TicketedDesk:
    """A desk that is a device of a pretix, with an event file of its own; one that gets everything from other desks
    where `event` is given and no device code.
    """

    def __init__(self, event, name, clock, through=""):
        self.event, self.name, self.clock = event, name, clock
        self.link = settings_store.load_link(event.db)
        self.through = through
        self._desk = None

    @classmethod
    def join(cls, pretix, folder, name="Accueil 1", number=0, **more):
        code = DeviceCode.read(pretix.device_code(number))
        event = join_ticketing(code, folder / f"{name}.checkin", name, lambda _: pretix.main.slug)
        return cls(event, name, more.pop("clock", None) or now(), **more)

    @classmethod
    def copy(cls, fetched, folder, name="Accueil 1", **more):
        """A desk that had fetched the list when it was copied (`Fetched`), as another test left nothing behind."""
        path = folder / f"{name}.checkin"
        shutil.copyfile(fetched, path)
        return cls(EventFile.open(path), name, more.pop("clock", None) or now(), **more)

    def become_device(self, pretix, number):
        add_device(self.event, DeviceCode.read(pretix.device_code(number)), self.name, lambda _: pretix.main.slug)
        self.link = settings_store.load_link(self.event.db)

    @property
    def desk(self):
        """With what was fetched until now."""
        if self._desk is None:
            self._desk = Desk(self.event, self.clock, self.name)
        self._desk.reload()
        return self._desk

    def at(self, number, *, leaving=False):
        self.desk.move_to(f"list-{number}{'-exit' * leaving}")
        return self.desk

    def scan(self, code, number, *, leaving=False, later=60):
        """At the check-in list of this number, a minute after what was before."""
        self.clock.pass_by(seconds=later)
        return self.at(number, leaving=leaving).scan(code)

    @contextmanager
    def connected(self):
        link = self.link if not self.through else replace(self.link, address=self.through)
        client = PretixClient(link.address, link.organizer, read_token(self.event, link))
        sync = TicketingSync(self.event, link, self.clock, client)
        try:
            yield sync
        finally:
            sync.leave()

    def sync(self, *, fetches=True):
        """One round. Returns what was received and sent; raises what the server does."""
        with self.connected() as sync:
            return sync.run_round(fetches=fetches)

    def waiting(self):
        with self.connected() as sync:
            return sync.waiting()

    def quarantined(self):
        """The words of what the server refused, by the kind of entry."""
        found = settings_store.quarantined(self.event.db)
        return [(self.event.journal.entry(entry).kind, why) for entry, why in found]

    def person(self, code):
        (holder,) = self.event.attendees.holders(code)
        return self.event.attendees.get(holder)

    def visit(self, code, number):
        return self.event.journal.history(self.person(code).id).visit(f"list-{number}")

    def passages(self, number=0):
        """The arrivals and exits that count, at one list or all: (kind, person, time), in order of time."""
        found = []
        undone = self.event.journal.undone({e.subject for e in self.event.journal.entries_of_kinds(PASSAGES)})
        for entry in self.event.journal.entries_of_kinds(PASSAGES):
            if entry.id.hex() not in undone and number in (0, self._list_of(entry)):
                found.append((str(entry.kind), entry.subject, entry.happened_at))
        return sorted(found, key=lambda each: each[2])

    def _list_of(self, entry):
        return int(str(entry.body["control_point"]).removeprefix("list-"))

    def count(self, kind):
        return len(self.event.journal.entries_of_kinds([kind]))

    def is_sound(self):
        """Whether the tables are those that the journal gives."""
        return check_file(self.event).problems == ()

    def close(self):
        self.event.close()


def fetch_event_file(pretix, path, device=0, desk="Accueil 1", slug="", *, fetches=True):  # noqa: PLR0913
    """Make an event file of a device that is set up already, with the whole list."""
    with (
        closing(EventFile.create(path)) as event,
        PretixClient(pretix.url, pretix.organizer, pretix.device_token(device)) as client,
    ):
        settings_store.save(event.db, Settings(desk=desk, identity=f"identity-{device}"))
        there = client.info()
        link = TicketingLink(pretix.url, there.organizer, slug or pretix.main.slug, there.device_id, there.serial)
        settings_store.save_link(event.db, link)
        keep_token(event, link, pretix.device_token(device))
        announce_device(event, there, desk)
        if fetches:
            TicketingSync(event, link, now(), client).run_round()
        event.checkpoint_wal()
    return path


def successful(pretix, number=0):
    """The check-ins that count at the server: (list, position, type, device, forced), in order of time."""
    where = "WHERE c.successful = 1" + (f" AND c.list_id = {number}" if number else "")
    return pretix.execute(
        "SELECT c.list_id, c.position_id, c.type, d.device_id, c.forced FROM pretixbase_checkin c "
        f"LEFT JOIN pretixbase_device d ON d.id = c.device_id {where} ORDER BY c.datetime, c.id"
    )


def failed(pretix):
    """The refused scans that the server knows: (reason, raw barcode, position)."""
    return pretix.execute(
        "SELECT error_reason, raw_barcode, position_id FROM pretixbase_checkin WHERE successful = 0 ORDER BY id"
    )


def status(pretix, number):
    """(positions checked in, inside) as the server counts them."""
    _, body = pretix.ask(f"events/{pretix.main.slug}/checkinlists/{number}/status/")
    return body["checkin_count"], body["inside_count"]


def organiser(pretix, path, body=None, method=""):
    """Change something as the organiser does."""
    code, answer = pretix.ask(f"events/{pretix.main.slug}/{path}", body, method=method)
    assert code < 300, answer
    return answer
