# SPDX-License-Identifier: GPL-3.0-or-later
"""How long the window's thread waits for its turn while another thread works, beside the wait for one that only counts.

    python tests/bench/bench_beside.py [--people 20000] [--drawn 1500] [--only csv,list]

The window's thread does nothing but ask for its turn every millisecond. Python hands over after `SWITCH_S` at the
latest, but only if the thread that works does not let go by itself before: one that does so often, as with each small
write, each hash of two kilobytes and each Qt object that it makes, takes its turn back at once, and the window can wait
for seconds. Printed for each kind of work, in a process of its own: its seconds, and the waits in milliseconds, p50,
p99 and longest. The peer is a loop in Python. Work that is drawn is done for `--drawn` people.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QThread

from checkin.application.qt_application import application
from checkin.badges.badge_fonts import load
from checkin.core.supervisor import Authority
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.services.badges.badge_building import make_badges, read_template, shipped_template_files, write_badges
from checkin.services.event_file import EventFile
from checkin.services.mail.ticket_mail import read_ticket_standings
from checkin.services.privacy.event_purge import purge
from checkin.services.ticket_making import TicketMaker, write_tickets
from tests.bench.bench_evening import certificates, check, export, prepare, sheets
from tests.bench.bench_import import bring, fresh, join, write_list

ASK_S = 0.001
COUNTED_S = 3.0


def count(_path: Path, _out: Path) -> None:
    """The peer."""
    until, number = time.perf_counter() + COUNTED_S, 0
    while time.perf_counter() < until:
        number += 1


def bring_list(path: Path, out: Path) -> None:
    bring(path, out / "list.csv")


def joining(path: Path, out: Path) -> None:
    """A desk that hears of everything at once."""
    with closing(EventFile.open(path)) as event:
        rows = event.db.conn.execute("SELECT id, kind, subject, desk, at, body FROM journal").fetchall()
    with closing(EventFile.open(fresh(out / "joining.checkin"))) as event:
        known = {row[0] for row in event.db.conn.execute("SELECT id FROM journal")}
    join(out / "joining.checkin", [SealedEntry(*row) for row in rows if row[0] not in known])


def purging(path: Path, out: Path) -> None:
    shutil.copy(path, out / "purged.checkin")
    with closing(EventFile.open(out / "purged.checkin")) as event:
        purge(event, Authority("A. B.", "bench"), at=event.clock()(), desk="Accueil 1")


def standings(path: Path, _out: Path) -> None:
    with closing(EventFile.open(path)) as event:
        read_ticket_standings(event, event.clock())


def tickets(path: Path, out: Path) -> None:
    with closing(EventFile.open(path)) as event:
        maker, everyone = TicketMaker(event), [person for person, _ in event.attendees.all()]
    write_tickets(everyone, maker, out / "tickets.pdf")


def badges(path: Path, out: Path) -> None:
    with closing(EventFile.open(path)) as event:
        programme, everyone = event.programme(), [person for person, _ in event.attendees.all()]
        made = make_badges(everyone, programme, [read_template(next(iter(shipped_template_files())))])
    write_badges(out / "badges.pdf", made, None)


Work = Callable[[Path, Path], None]
OF_MANY: dict[str, Work] = {
    "counting": count,
    "list": bring_list,
    "check": check,
    "csv": export("out.csv"),
    "xlsx": export("out.xlsx"),
    "json": export("out.json"),
    "standings": standings,
    "joining": joining,
    "purge": purging,
}
DRAWN: dict[str, Work] = {"sheets": sheets, "certificates": certificates, "badges": badges, "tickets": tickets}


class Working(QThread):
    def __init__(self, work: Work, path: Path, out: Path) -> None:
        super().__init__()
        self._work, self._at = work, (path, out)
        self.fault: Exception | None = None

    def run(self) -> None:  # Qt's name
        try:
            self._work(*self._at)
        except Exception as fault:
            self.fault = fault


def measure(name: str, path: Path, out: Path) -> None:
    """Do one kind of work in a thread, ask for the turn meanwhile, and print what was waited."""
    application()
    load()
    working, waits, began = Working((OF_MANY | DRAWN)[name], path, out), list[float](), time.perf_counter()
    working.start()
    while not working.isFinished():
        asked = time.perf_counter()
        time.sleep(ASK_S)
        waits.append((time.perf_counter() - asked - ASK_S) * 1000)
    if working.fault:
        raise working.fault
    waits.sort()
    p50, p99 = waits[len(waits) // 2], waits[int(len(waits) * 0.99)]
    took = time.perf_counter() - began
    print(f"{name:14}{took:6.1f} s   waits p50 {p50:6.1f}  p99 {p99:6.1f}  longest {waits[-1]:6.1f} ms", flush=True)
    os._exit(0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--drawn", type=int, default=1_500)
    parser.add_argument("--only", default="")
    for name in ("--run", "--event", "--out"):
        parser.add_argument(name, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.run:
        measure(chosen.run, Path(chosen.event), Path(chosen.out))
    with tempfile.TemporaryDirectory(dir=".") as folder:
        out = Path(folder)
        many, few, empty = out / "many.checkin", out / "few.checkin", fresh(out / "empty.checkin")
        prepare(many, chosen.people, 2 * chosen.people)
        prepare(few, chosen.drawn, 2 * chosen.drawn)
        write_list(out / "list.csv", chosen.people, False)
        for name in chosen.only.split(",") if chosen.only else [*OF_MANY, *DRAWN]:
            path = few if name in DRAWN else empty if name == "list" else many
            at = ["--run", name, "--event", str(path), "--out", str(out)]
            subprocess.run([sys.executable, __file__, *at], check=True)


if __name__ == "__main__":
    main()
