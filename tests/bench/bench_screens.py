# SPDX-License-Identifier: GPL-3.0-or-later
"""The screens of the real window among 100,000 people and 200,000 passages; beside them, in the same run, a bare table.

    python tests/bench/bench_screens.py [--people 100000] [--times 3]

Each screen is entered as its key enters it, once before it was ever built (its modules are imported by then, as a few
seconds after the start of a desk) and then `--times` again after the desk, and
so is the window of the difference of a list that comes again (one person in twenty new, one in twenty gone, one in ten
changed). Printed for each, in milliseconds: until the window is painted and its thread is free, the first time and the
median of the others, which is also given as the time of the processor, undisturbed by a busy machine; the longest that
the window's thread worked after that without a pause, while the screen was filled beside it; until nothing was left to
do; and for one of the screen's keys the longest that the window's thread worked, and the longest until it was free:
the latter also holds what threads beside it took of the interpreter. So for the letters of a search at the desk. The
peer is a bare QTableView of the same size with the rows it has room for, read by one SQL statement; the ratio is that
of the processor's time.
"""

import argparse
import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QThread
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from checkin.application.desk_program import DeskProgram
from checkin.application.qt_application import application
from checkin.command_line.main import import_as_python_does
from checkin.core.attendee import Attendee, attendee_body
from checkin.core.entries import EntryKind, body_text, next_id
from checkin.core.lists.known_people import mark
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.paths import resources
from checkin.services.event_file import EventFile
from checkin.services.lists.list_preview import build_preview, read_basis, read_list
from checkin.services.programme.programme_importing import load_programme
from checkin.services.threads import EventReading
from checkin.storage.connection import transaction
from checkin.storage.sqlite_library import fetch_rows
from checkin.ui.import_export.list_difference_dialog import ListDifferenceDialog
from tests.bench.invented import people
from tests.builders import KEY, MORNING
from tests.fakes import FakeClock

NOON = MORNING + timedelta(hours=4, seconds=17)
PEER_ROWS = 16
QUIET_S = 0.2
"""Seconds without anything happening after which a screen counts as filled, once nothing is being read."""

CATEGORIES = ("participant", "participant", "participant", "partenaire", "presse", "officiel", "equipe", "")
Fact = tuple[str, str, dict[str, object]]


def everyone_of(count: int) -> list[Attendee]:
    return [
        replace(
            each,
            category=CATEGORIES[number % len(CATEGORIES)],
            sessions=(f"atelier-{'abcd'[number % 4]}",) if number % 2 else (),
        )
        for number, each in enumerate(people(count))
    ]


def prepared(folder: Path, everyone: Sequence[Attendee]) -> Path:
    """Write an event in which nine in ten have arrived, half have eaten, four in ten have left, some were refused.

    All of it in one insertion, as if it came from another desk: each person's tables are written once.
    """
    event = EventFile.create(folder / "bench.checkin", KEY)
    event.plan(load_programme(resources() / "demo" / "programme.toml"), at=MORNING, desk="d")
    entries, last = list[SealedEntry](), event.journal.entries_of_kinds([EntryKind.EVENT_DESCRIBED])[-1].id

    def add(at: datetime, desk: str, facts: Iterable[Fact]) -> None:
        nonlocal last
        for kind, subject, body in facts:
            last = next_id(last, int(at.timestamp() * 1e9), os.urandom(8))
            entries.append(SealedEntry(last, str(kind), subject, desk, at.isoformat(), body_text(body)))

    add(MORNING, "d", ((EntryKind.ATTENDEE_ADDED, a.id, attendee_body(a) | mark("first")) for a in everyone))
    for number, person in enumerate(everyone):
        minute = number * 200 // len(everyone)
        add(MORNING + timedelta(minutes=minute), f"Accueil {minute % 6}", _passages(person.id, number))
    with transaction(event.db):
        event.journal.insert(entries)
    event.close()
    return event.path


def _passages(person: str, number: int) -> Iterator[Fact]:
    came = {"how": "code", "reason": "welcome"}
    if number % 10:
        yield EntryKind.CHECKED_IN, person, {"control_point": "accueil", **came}
    if number % 2:
        yield EntryKind.CHECKED_IN, person, {"control_point": "dejeuner", **came}
    if number % 5 < 2:
        yield EntryKind.CHECKED_OUT, person, {"control_point": "accueil", **came}
    if number % 5 == 4:
        refused = {"how": "code", "verdict": "duplicate", "reason": "already_arrived"}
        yield EntryKind.REFUSED, person, {"control_point": "accueil", **refused}


class Painted(QObject):
    """Notes when anything of the application was last painted or changed."""

    def __init__(self) -> None:
        super().__init__()
        self.at = time.perf_counter()

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Paint, QEvent.Type.MetaCall):
            self.at = time.perf_counter()
        return False


@dataclass(frozen=True, slots=True)
class Opening:
    """The milliseconds of one opening: until the window was free, on the processor, held after that, until filled."""

    free: float
    processor: float
    held: float
    filled: float


def opening(begin: Callable[[], object], window: Callable[[], QWidget]) -> Opening:
    """Return how long it takes to open a screen, and to fill it."""
    gc.collect()
    painted = Painted()
    began, worked = time.perf_counter(), time.thread_time()
    begin()
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    free, worked = time.perf_counter() - began, time.thread_time() - worked
    QApplication.instance().installEventFilter(painted)  # type: ignore[union-attr]
    painted.at, held = time.perf_counter(), 0.0
    while time.perf_counter() - painted.at < QUIET_S or any(r.is_reading for r in window().findChildren(EventReading)):
        before = time.thread_time()
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        held = max(held, time.thread_time() - before)
        QThread.msleep(1)
    QApplication.instance().removeEventFilter(painted)  # type: ignore[union-attr]
    return Opening(free * 1000, worked * 1000, held * 1000, max(free, painted.at - began) * 1000)


def longest_key(window: QWidget, keys: Sequence[tuple[Qt.Key | str, Qt.KeyboardModifier]]) -> tuple[float, float]:
    """Return the longest that one of the keys held the window: in milliseconds of the processor, and until it was
    free.
    """
    works, waits = [], []
    for key, modifier in keys:
        target = QApplication.focusWidget() or window.focusWidget() or window
        began, worked = time.perf_counter(), time.thread_time()
        QTest.keyClick(target, key, modifier)  # type: ignore[call-overload]
        QApplication.processEvents()
        waits.append(time.perf_counter() - began)
        works.append(time.thread_time() - worked)
    return max(works) * 1000, max(waits) * 1000


PLAIN, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
DOWN, END, TAB = (Qt.Key.Key_Down, PLAIN), (Qt.Key.Key_End, PLAIN), (Qt.Key.Key_Tab, PLAIN)
NEXT = (Qt.Key.Key_Right, CONTROL)
SCREENS = {
    "Attendees": (1, [*((letter, PLAIN) for letter in "marl"), *[DOWN] * 4, END, TAB, *[DOWN] * 3]),
    "Programme": (2, [*[DOWN] * 6, TAB, DOWN, DOWN, END]),
    "Tickets": (3, [*[DOWN] * 3, TAB, DOWN, END]),
    "Badges": (4, [*[NEXT] * 4, *[DOWN] * 3, NEXT, NEXT]),
    "Live": (5, [TAB, DOWN, END, DOWN]),
    "Closing": (6, [DOWN, TAB, TAB, TAB, *((letter, PLAIN) for letter in "abcd")]),
}
"""The number of each screen, and the keys that are pressed on it."""


def changed_list(path: Path, everyone: Sequence[Attendee]) -> None:
    """Write the list again: some are gone, some are new, some have another organisation."""
    lines = ["Prénom;Nom;Société;E-mail;Catégorie;Code"]
    for number, each in enumerate(everyone):
        if number % 20 == 7:
            continue
        organisation = f"{each.organisation} bis" if number % 10 == 3 else each.organisation
        lines.append(
            ";".join((each.first_name, each.last_name, organisation, each.email, each.category, each.ticket_code))
        )
    for each in people(len(everyone) // 20, seed=9):
        lines.append(
            ";".join((each.first_name, each.last_name, each.organisation, f"n.{each.email}", "participant", ""))
        )
    path.write_text("\n".join(lines), encoding="utf-8")


def bare_table(event: EventFile) -> QWidget:
    """Return the peer: the people for whom there is room, in a table without anything of ours."""
    rows = fetch_rows(
        event.db,
        "SELECT id, body ->> '$.last_name', body ->> '$.first_name', body ->> '$.organisation', category, status "
        "FROM attendees ORDER BY sort_key, id LIMIT ?",
        [PEER_ROWS],
    )
    model = QStandardItemModel(len(rows), 6)
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            model.setItem(row, column, QStandardItem(str(text)))
    view = QTableView()
    view.setModel(model)
    model.setParent(view)
    view.resize(1366, 768)
    view.show()
    return view


def report(name: str, first: Opening | None, again: Sequence[Opening], key: tuple[float, float], peer: float) -> None:
    free = statistics.median(each.free for each in again)
    worked = statistics.median(each.processor for each in again)
    held = max(each.held for each in ([first] if first else []) + [*again])
    filled = statistics.median(each.filled for each in again)
    before = f"{first.free:6.0f} (processor {first.processor:5.0f})" if first else "–"
    print(
        f"{name:12} first {before}  again {free:6.0f} (processor {worked:5.0f})  held {held:5.0f}  filled {filled:6.0f}"
        f"  key {key[1]:5.0f} (processor {key[0]:5.0f}) ms  ratio {worked / peer:5.1f}",
        flush=True,
    )


def measure(path: Path, everyone: Sequence[Attendee], times: int) -> None:
    qapp = application()
    event = EventFile.open(path)
    bare_table(event).repaint()
    views: list[QWidget] = []

    def open_peer() -> None:
        views[:] = [bare_table(event)]

    bare = [opening(open_peer, lambda: views[0]) for _ in range(5)]
    views.clear()
    peer = statistics.median(each.processor for each in bare)
    whole = statistics.median(each.free for each in bare)
    print(f"{'bare table':12} {whole:6.0f} ms (processor {peer:5.0f}): the peer")
    program = DeskProgram(event, FakeClock(NOON))
    program.shell.show()
    program.shell.activateWindow()
    opening(program.window.refresh, lambda: program.shell)
    while program.built.screens.import_next():  # as in the first seconds of a desk
        pass
    program.window.stage.search.setFocus()
    waited = longest_key(program.shell, [(letter, PLAIN) for letter in "martin"])
    print(f"{'Desk':12} a letter of a search: {waited[1]:.0f} ms (processor {waited[0]:.0f})", flush=True)
    program.window.stage.search.dismiss()
    for name, (number, keys) in SCREENS.items():
        first = opening(lambda n=number: program.shell.enter(n), lambda: program.shell)  # type: ignore[misc]
        again = []
        for _ in range(times):
            opening(program.shell.enter_desk, lambda: program.shell)
            again.append(opening(lambda n=number: program.shell.enter(n), lambda: program.shell))  # type: ignore[misc]
        key = longest_key(program.shell, keys)
        program.shell.enter_desk()
        report(name, first, again, key, peer)
    opened, key = difference_window(event, program, everyone, times)
    report("Difference", opened[0], opened[1:], key, peer)
    program.stop()
    program.shell.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def difference_window(
    event: EventFile, program: DeskProgram, everyone: Sequence[Attendee], times: int
) -> tuple[list[Opening], tuple[float, float]]:
    list_path = event.path.with_name("again.csv")
    changed_list(list_path, everyone)
    preview = build_preview(read_basis(event), read_list(list_path))
    shown: list[QWidget] = []

    def show() -> None:
        here = event.attendees.have_come([change.person.id for change in preview.difference.changed])
        dialog = ListDifferenceDialog(preview, program.desk.programme, program.shell, here=here)
        dialog.open()
        shown[:] = [dialog]

    opened, keys = [], []
    for _ in range(times + 1):
        opened.append(opening(show, lambda: shown[0]))
        shown[0].activateWindow()
        keys.append(longest_key(shown[0], [DOWN, END, TAB, DOWN, (Qt.Key.Key_Tab, CONTROL), DOWN, END]))
        shown[0].close()
        shown[0].deleteLater()
    return opened, (max(work for work, _ in keys), max(wait for _, wait in keys))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--people", type=int, default=100_000)
    arguments.add_argument("--times", type=int, default=3)
    chosen = arguments.parse_args()
    import_as_python_does()  # as the program does: a screen's modules come when it is first opened
    everyone = everyone_of(chosen.people)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        path = prepared(Path(folder), everyone)
        print(f"{chosen.people} people and their passages: {time.perf_counter() - began:.0f} s", flush=True)
        measure(path, everyone, chosen.times)


if __name__ == "__main__":
    main()
