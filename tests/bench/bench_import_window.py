# SPDX-License-Identifier: GPL-3.0-or-later
"""The window while a long list comes in: the longest time in which it did not answer, phase by phase.

    python tests/bench/bench_import_window.py [--people 60000]

A real window without a screen brings a list of invented people into an empty event, and then the same list with one
person in a hundred changed. A timer of 20 ms runs in the window's thread all the while; for each phase (reading and
comparing, showing the comparison, writing) the largest gap between two of its ticks is printed, and as a ratio to the
time of the whole phase: 1.0 means that the window was frozen all along. Meanwhile another desk, a connection of its
own, records an arrival every 50 ms; printed is the longest that one of them took.
"""

import argparse
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from checkin.core.entries import EntryKind
from checkin.core.message import CheckinError
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.storage.connection import transaction
from checkin.ui.import_export.import_dialog import ImportDialog
from checkin.ui.import_export.import_flow import ImportFlow, ImportReport
from checkin.ui.import_export.list_difference_dialog import ListDifferenceDialog
from tests.bench.invented import people
from tests.builders import KEY, MORNING, a_programme

TICK_MS, SCAN_EVERY_S = 20, 0.05
CHANGED_OF = 100


class Watch:
    """The largest gap between two ticks of the window's thread, by phase."""

    def __init__(self) -> None:
        self.phase, self.longest, self.spent = "reading and comparing", dict[str, float](), dict[str, float]()
        self._last = time.perf_counter()
        self._timer = QTimer(interval=TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    def tick(self) -> None:
        now = time.perf_counter()
        gap, self._last = now - self._last, now
        self.longest[self.phase] = max(self.longest.get(self.phase, 0), gap)
        self.spent[self.phase] = self.spent.get(self.phase, 0) + gap

    def enter(self, phase: str) -> None:
        self.tick()
        self.phase = phase


class Hands:
    """Agrees to everything, and says which phase begins."""

    def __init__(self, watch: Watch) -> None:
        self._watch, self._shown = watch, False
        self._timer = QTimer(interval=TICK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        window = QApplication.activeModalWidget()
        if isinstance(window, ImportDialog) and window.go_on.isEnabled() and window._seen:
            self._watch.enter("writing" if window._seen.is_first else "showing the comparison")
            window.go_on.click()
        elif isinstance(window, ListDifferenceDialog) and not self._shown:
            self._shown = True
            QTimer.singleShot(500, lambda: (self._watch.enter("writing"), window.accept()))
        elif isinstance(window, ImportReport):
            self._watch.enter("after")
            window.accept()


class OtherDesk:
    """A desk beside it that records an arrival every 50 ms, on a connection of its own."""

    def __init__(self, path: Path) -> None:
        self._path, self._over = path, threading.Event()
        self.took, self.refused = list[float](), 0
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        with closing(EventFile.open(self._path)) as event:
            while not self._over.wait(SCAN_EVERY_S):
                began = time.perf_counter()
                try:
                    with transaction(event.db):
                        body = {"control_point": "accueil", "how": "code", "reason": "welcome"}
                        event.journal.append(EntryKind.CHECKED_IN, "AAAAAAAAAAA", body, at=MORNING, desk="Accueil 2")
                except CheckinError:
                    self.refused += 1
                self.took.append(time.perf_counter() - began)

    def end(self) -> None:
        self._over.set()
        self._thread.join()


def lines(count: int, changed: bool) -> Iterator[str]:
    yield "Prénom;Nom;Société;E-mail;Remarque"
    for number, person in enumerate(people(count)):
        note = "autre salle" if changed and number % CHANGED_OF == 0 else ""
        yield ";".join((person.first_name, person.last_name, person.organisation, person.email, note))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--people", type=int, default=60_000)
    count = parser.parse_args().people
    qapp = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        event = EventFile.create(Path(folder) / "bench.checkin", KEY)
        event.plan(a_programme(), at=MORNING, desk="d")
        window = QWidget()
        window.resize(1366, 768)
        window.show()
        flow = ImportFlow(event, Desk(event, lambda: MORNING, "Accueil 1"), window)
        for name, changed in (("into an empty event", False), (f"again, one in {CHANGED_OF} changed", True)):
            path = Path(folder) / f"list-{changed}.csv"
            path.write_text("\n".join(lines(count, changed)), encoding="utf-8")
            watch, desk = Watch(), OtherDesk(event.path)
            hands = Hands(watch)
            flow.bring_list(path)
            watch.tick()
            desk.end()
            hands._timer.stop()
            print(f"{count} people {name}:", flush=True)
            for phase, longest in watch.longest.items():
                whole = watch.spent[phase]
                print(f"  {phase}: {whole:.1f} s, longest gap {longest * 1000:.0f} ms ({longest / whole:.3f})")
            print(f"  another desk: {len(desk.took)} arrivals, longest {max(desk.took):.2f} s, {desk.refused} refused")
        event.close()
    qapp.quit()


if __name__ == "__main__":
    main()
