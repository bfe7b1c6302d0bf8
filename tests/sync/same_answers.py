# SPDX-License-Identifier: GPL-3.0-or-later
"""The comparison of the desk's answers with those of a real ticketing server, over all its events and lists.

To see the table: `python -m tests.sync.same_answers [SCANS [SEED]]`.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from tests.patience import PATIENCE_S
from tests.pretix_server.server import PretixServer
from tests.sync.invented_ticketing import Inventor
from tests.sync.ticketing_comparison import ComparisonTable, PulledTicketing, ScanGenerator


def compare_answers(server: PretixServer, *, scans: int, lists: int, seed: int, every: bool = False) -> ComparisonTable:
    """Ask the server and the desk about the same scans: `scans` of each event, after as many passages as a third of
    them; with `every`, of each ticket at each list too.
    """
    table = ComparisonTable()
    with _client(server, f"Token {server.seeded['api_token']}") as organiser:
        series = _invent(Inventor(organiser, server.organizer, server.main.slug, seed), server, lists)
    events = ((server.main.slug, 0), (server.main.slug, 1), (series, 0), (server.signed.slug, 0))
    for event, device in events:
        with _client(server, f"Device {server.device_token(device)}") as client:
            pulled = PulledTicketing(client, server.organizer, event)
            generator = ScanGenerator(pulled, _special(server, event), seed)
            if not device:
                generator.add_passages(scans // 3)
            for scan in generator.every_scan() if every else generator.scans(scans):
                table.compare(pulled, scan)
            if pulled.ticketing.keys:
                for scan in generator.scans(scans):
                    table.compare(pulled, scan, has_pulled=False)
    return table


def _invent(inventor: Inventor, server: PretixServer, lists: int) -> str:
    items = server.main.items
    variations = inventor.enrich()
    inventor.workshops(items["presentiel"], [items["atelier_a"], items["atelier_b"]])
    inventor.lists(lists, list(items.values()), variations)
    return inventor.series()


def _special(server: PretixServer, event: str) -> list[str]:
    """Return the secrets of the tickets with a name, former ones too."""
    found = {server.main.slug: server.main, server.signed.slug: server.signed}.get(event)
    special = found.special.values() if found else ()
    current = [position["secret"] for ticket in special for position in ticket["positions"]]
    return current + [ticket["secret_after"] for ticket in special if "secret_after" in ticket]


@contextmanager
def _client(server: PretixServer, token: str) -> Iterator[httpx.Client]:
    headers = {"Authorization": token, "Accept-Language": "en"}
    with httpx.Client(base_url=f"{server.url}/api/v1/", headers=headers, timeout=PATIENCE_S) as client:
        yield client


def main() -> None:
    """Print the table."""
    scans, seed = (int(text) for text in (*sys.argv[1:], "300", "1")[:2])
    with PretixServer() as server:
        table = compare_answers(server, scans=scans, lists=max(20, scans // 8), seed=seed)
    sys.stdout.write(table.report() + "\n")
    sys.exit(bool(table.unexplained))


if __name__ == "__main__":
    main()
