# SPDX-License-Identifier: GPL-3.0-or-later
"""The screen of all people at 100,000 attendees; beside it, in the same run, what Qt gives for a table.

    python tests/bench/bench_people.py [--people 100000] [--typed 12]

Five things a person does and waits for, each until the rows are painted: open the screen, sort by another column, go
to the end, type a letter in the filter (the middle and the slowest of all that were typed). The peers: a QSqlTableModel
over the same columns in a table of its own, indexed for the sort, LIKE for the filter; and a QStandardItemModel behind
a QSortFilterProxyModel, which holds everybody in memory. Both show plain text in the same view; ours draws its cells,
its filter knows word beginnings, initials and typing errors, and its counts are of everybody. QSqlTableModel knows only
the 256 rows it has fetched, and no count, until it goes to the end. Prints milliseconds and how many times as long a
peer takes.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtSql import QSqlDatabase, QSqlQuery, QSqlTableModel
from PySide6.QtWidgets import QApplication, QTableView

from checkin.core.attendee import Attendee
from checkin.core.people_list import AttendeeColumn
from checkin.core.text_folding import fold_text
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries, FormChoices
from checkin.services.event_file import EventFile
from checkin.services.people_queries import PeopleQueries
from checkin.ui.look.theme import Appearance, Theme
from checkin.ui.people.people_screen import PeopleContext, PeopleScreen
from checkin.ui.people.people_table import COLUMNS
from checkin.ui.supervision.supervision_flow import SupervisionFlow
from tests.bench.bench_search import prepared
from tests.bench.invented import people
from tests.builders import MORNING
from tests.fakes import FakeClock

SIZE = (1270, 728)
ORGANISATION = COLUMNS.index(AttendeeColumn.ORGANISATION)


@dataclass(frozen=True)
class Table:
    """What is measured of one way to show everybody. `view` is made anew by `open`."""

    name: str
    open: Callable[[], QTableView]
    sort: Callable[[QTableView], None]
    filter: Callable[[QTableView, str], None]


def ours(event: EventFile) -> Table:
    desk = Desk(event, FakeClock(MORNING), "Accueil 1")
    screens: list[PeopleScreen] = []

    def open_screen() -> QTableView:
        sources = PeopleContext(
            desk, PeopleQueries(event, desk), FormChoices(desk, DeskQueries(event)), SupervisionFlow(event, desk, None)
        )
        screens[:] = [PeopleScreen(sources)]
        screens[0].resize(*SIZE)
        screens[0].refresh()
        screens[0].show()
        return screens[0].list.table

    def type_in(view: QTableView, text: str) -> None:
        screens[0].list.bar.box.setText(text)

    return Table(
        "Checkin", open_screen, lambda view: view.sortByColumn(ORGANISATION, Qt.SortOrder.AscendingOrder), type_in
    )


def sql(everyone: Sequence[Attendee], folder: Path) -> Table:
    """A table of its own, so that it is not charged for our JSON; indexed for the column it is sorted by."""
    database = QSqlDatabase.addDatabase("QSQLITE")
    database.setDatabaseName(str(folder / "peer.sqlite"))
    assert database.open()
    database.transaction()
    query = QSqlQuery(database)
    query.exec("CREATE TABLE people (name, organisation, category, state, sessions, code, folded)")
    query.exec("CREATE INDEX by_organisation ON people (organisation)")
    query.prepare("INSERT INTO people VALUES (?, ?, ?, ?, ?, ?, ?)")
    for attendee in everyone:
        for value in (*texts(attendee), fold_text(f"{attendee.name} {attendee.organisation}")):
            query.addBindValue(value)
        query.exec()
    database.commit()

    def open_view() -> QTableView:
        model = QSqlTableModel(db=database)
        model.setTable("people")
        model.select()
        return shown(model)

    def type_in(view: QTableView, text: str) -> None:
        words = " AND ".join(f"folded LIKE '%{word}%'" for word in fold_text(text).split())
        view.model().setFilter(words)  # type: ignore[attr-defined]

    return Table("QSqlTableModel", open_view, lambda view: view.model().sort(1, Qt.SortOrder.AscendingOrder), type_in)


def proxy(everyone: Sequence[Attendee]) -> Table:
    def open_view() -> QTableView:
        source = QStandardItemModel(0, len(COLUMNS))
        for attendee in everyone:
            source.appendRow([QStandardItem(text) for text in texts(attendee)])
        model = QSortFilterProxyModel()
        model.setFilterKeyColumn(-1)
        model.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        model.setSourceModel(source)
        view = shown(model)
        view.kept = source  # type: ignore[attr-defined]
        return view

    return Table(
        "QStandardItemModel",
        open_view,
        lambda view: view.model().sort(1, Qt.SortOrder.AscendingOrder),
        lambda view, text: view.model().setFilterFixedString(text),  # type: ignore[attr-defined]
    )


def texts(attendee: Attendee) -> list[str]:
    sessions = ", ".join(attendee.sessions)
    return [attendee.name, attendee.organisation, attendee.category, "", sessions, attendee.ticket_code[-4:]]


def shown(model: object) -> QTableView:
    view = QTableView()
    view.setModel(model)  # type: ignore[arg-type]
    view.resize(*SIZE)
    view.show()
    return view


def milliseconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    for _ in range(3):  # what was put off to the next moment, and the painting
        QApplication.processEvents()
    return (time.perf_counter() - began) * 1000


def to_the_end(view: QTableView) -> None:
    """Of everybody, not of those who were fetched so far."""
    while view.model().canFetchMore(QModelIndex()):
        view.model().fetchMore(QModelIndex())
    view.scrollToBottom()


def measure(table: Table, typed: Sequence[str]) -> dict[str, float]:
    views: list[QTableView] = []
    figures = {"open": milliseconds(lambda: views.append(table.open()))}
    view = views[0]
    figures["sort"] = milliseconds(lambda: table.sort(view))
    figures["to the end"] = milliseconds(lambda: to_the_end(view))
    letters = sorted(milliseconds(lambda t=text: table.filter(view, t)) for text in typed)
    figures["a letter"], figures["slowest letter"] = letters[len(letters) // 2], letters[-1]
    view.window().close()
    return figures


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--people", type=int, default=100_000)
    arguments.add_argument("--typed", type=int, default=12)
    chosen = arguments.parse_args()
    app = QApplication([])
    Appearance(app).use(Theme.LIGHT)
    draw = random.Random(5)
    everyone = [replace(a, category=draw.choice(["participant", "officiel"])) for a in people(chosen.people)]
    wanted = [fold_text(a.last_name) for a in draw.sample(everyone, chosen.typed)]
    typed = ["de", *(name[:end] for name in wanted for end in range(2, len(name) + 1))]
    with tempfile.TemporaryDirectory(dir=".") as folder:
        event = prepared(Path(folder), everyone)
        measured = {t.name: measure(t, typed) for t in (ours(event), sql(everyone, Path(folder)), proxy(everyone))}
        event.close()
    mine = measured.pop("Checkin")
    print(f"Checkin, {chosen.people} people, ms: " + ", ".join(f"{what} {span:.0f}" for what, span in mine.items()))
    for name, figures in measured.items():
        print(f"{name}, ms: " + ", ".join(f"{what} {span:.0f}" for what, span in figures.items()))
        print("  times as long: " + ", ".join(f"{what} {span / mine[what]:.1f}" for what, span in figures.items()))


if __name__ == "__main__":
    main()
