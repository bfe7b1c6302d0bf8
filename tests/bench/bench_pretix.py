# SPDX-License-Identifier: GPL-3.0-or-later
"""A list fetched from a real pretix, and arrivals sent to it; beside both, in the same run, the plain interface: the
same pages read, and as many tickets redeemed, by a loop of httpx that keeps nothing.

    python tests/bench/bench_pretix.py [--people 2000] [--scans 100] [--turns 2]

The server of the tests is made at first (minutes), and works on this same computer: most of the time is its own.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import httpx

from checkin.core.desk_settings import Settings
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.ticketing.ticketing_joining import announce_device, read_token
from checkin.services.ticketing.ticketing_pull import TicketingPull
from checkin.services.ticketing.ticketing_push import TicketingPush
from checkin.storage import settings_store
from checkin.storage.settings_store import TicketingLink
from checkin.sync.pretix_client import WITHOUT, PretixClient
from tests.builders import KEY
from tests.pretix_server.server import PretixServer

DESK = "Accueil 1"


@dataclass
class Bench:
    """A server with an event of so many tickets, and what is asked of it."""

    server: PretixServer
    people: int

    @property
    def slug(self) -> str:
        return str(self.server.charge.slug)

    def bare_pull(self) -> int:
        """Read the pages of all orders; return how many tickets they have."""
        left = [("exclude", field) for field in WITHOUT]
        url = f"{self.server.url}/api/v1/organizers/{self.server.organizer}/events/{self.slug}/orders/"
        parameters, found = [("page_size", "50"), ("testmode", "false"), ("ordering", "datetime"), *left], 0
        with self._http() as http:
            body = http.get(url, params=parameters).json()
            while True:
                found += sum(len(order["positions"]) for order in body["results"])
                if not body["next"]:
                    return found
                body = http.get(body["next"]).json()

    def bare_push(self, codes: list[str], check_in_list: int) -> int:
        """Redeem these tickets; return how many were let in."""
        url = f"{self.server.url}/api/v1/organizers/{self.server.organizer}/checkinrpc/redeem/"
        with self._http() as http:
            bodies = ({"secret": code, "lists": [check_in_list], "force": True, "nonce": code} for code in codes)
            return sum(http.post(url, json=body).status_code == 201 for body in bodies)

    def _http(self) -> httpx.Client:
        return httpx.Client(headers={"Authorization": f"Device {self.server.device_token(1)}"}, timeout=120)

    def client(self, event: EventFile) -> PretixClient:
        link = settings_store.load_link(event.db)
        assert link
        return PretixClient(self.server.url, self.server.organizer, read_token(event, link))

    def an_event(self, path: Path) -> EventFile:
        """Return the file of a device that has fetched nothing yet."""
        event = EventFile.create(path, KEY)
        settings_store.save(event.db, Settings(desk=DESK, identity="bench"))
        with PretixClient(self.server.url, self.server.organizer, self.server.device_token()) as client:
            device = client.info()
        link = TicketingLink(self.server.url, device.organizer, self.slug, device.device_id, device.serial)
        settings_store.save_link(event.db, link)
        settings_store.save_token(event.db, self.server.device_token())
        announce_device(event, device, DESK)
        return event

    def pull(self, event: EventFile) -> int:
        with self.client(event) as client:
            link = settings_store.load_link(event.db)
            assert link
            return TicketingPull(event, client, link, event.clock()).run().people

    def scan(self, event: EventFile, codes: list[str], check_in_list: int) -> None:
        desk = Desk(event, event.clock(), DESK, f"list-{check_in_list}")
        for code in codes:
            desk.scan(code)

    def push(self, event: EventFile) -> int:
        link, ticketing = settings_store.load_link(event.db), event.ticketing()
        assert link
        assert ticketing
        with self.client(event) as client:
            return TicketingPush(event, client, link, event.clock(), ticketing).run()


def timed(name: str, work: Callable[[], int]) -> float:
    """Print how long some work took, on the clock and of this process alone; return the seconds on the clock."""
    began, own = time.perf_counter(), time.process_time()
    number = work()
    took, own = time.perf_counter() - began, time.process_time() - own
    print(f"  {name:<28} {number:6d} in {took:7.2f} s  {number / took:7.1f}/s  own processor {own:6.2f} s", flush=True)
    return took


def measure(bench: Bench, folder: Path, chosen: argparse.Namespace, turn: int) -> None:
    bench.server.reset(big=bench.people)
    bare = timed("plain: pages read", bench.bare_pull)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with closing(bench.an_event(folder / f"{turn}.checkin")) as event:
        ours = timed("fetched and stored", lambda: bench.pull(event))
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        print(f"  {'ratio to the plain pages':<28} {ours / bare:6.2f}   memory grew by {grown:.0f} MB")
        timed("nothing new", lambda: bench.pull(event))
        codes = [person.ticket_code for person, _ in event.attendees.all()]
        here = next(iter(bench.server.charge.lists.values()))
        plain = timed("plain: redeemed", lambda: bench.bare_push(codes[: chosen.scans], here))
        bench.scan(event, codes[chosen.scans : 2 * chosen.scans], here)
        sent = timed("sent", lambda: bench.push(event))
        print(f"  {'ratio to the plain redeems':<28} {sent / plain:6.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--scans", type=int, default=100)
    parser.add_argument("--turns", type=int, default=2)
    chosen = parser.parse_args()
    with PretixServer() as server, tempfile.TemporaryDirectory() as folder:
        for turn in range(chosen.turns):
            print(f"turn {turn + 1}")
            measure(Bench(server, chosen.people), Path(folder), chosen, turn)


if __name__ == "__main__":
    main()
