# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the live screen, in every language and theme: `python -m scripts.gallery_live FOLDER`.

Draws the demonstration's day off screen, at several times: before, in the rush, with a queue, after; the projector and
the PDF too. Not part of the program.
"""

import argparse
import os
import random
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from checkin import language
from checkin.core.programme import ControlPoint, Event, Programme
from checkin.desk.board import Board
from checkin.desk.demo import make_demo
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.desk.live_board import LiveBoard
from checkin.paths import resources
from checkin.ui.desk_window import DeskWindow
from checkin.ui.live_paper import write_pdf
from checkin.ui.live_projection import LiveProjection
from checkin.ui.live_screen import LiveDesk, LiveScreen
from checkin.ui.rail import LIVE
from checkin.ui.shell import Screen, Shell
from checkin.ui.theme import Appearance, Theme

MINUTE = timedelta(minutes=1)
DESKS = ("Accueil 1", "Accueil 2", "Entrée des partenaires et de la presse")


def arrivals(event: EventFile, nine: datetime, desks: int = 3, seconds: float = 0.0) -> Iterator[datetime]:
    """Everybody who comes, in order, each at a desk; `seconds` a guest keep the others waiting. Yields the time."""
    draw = random.Random(4)
    everyone = [person for person, _ in event.attendees.all()]
    came = sorted(
        (draw.triangular(-30, 0, -10) if draw.random() < 0.8 else draw.uniform(-45, 30), n)
        for n in range(len(everyone))
        if draw.random() < 0.85
    )
    free = [-90.0] * desks
    for minutes, n in came:
        desk = min(range(desks), key=lambda d: (free[d] > minutes, draw.random() if free[d] <= minutes else free[d]))
        free[desk] = max(minutes, free[desk]) + seconds / 60
        at = nine + free[desk] * MINUTE
        yield at
        Desk(event, lambda at=at: at, DESKS[desk]).check_in(everyone[n].id)


def prepared(folder: Path, until: time, desks: int = 3, seconds: float = 0.0) -> tuple[EventFile, datetime]:
    """The demonstration's day at a time."""
    folder.mkdir()
    event, clock = make_demo(folder, resources() / "demo", lambda: 0.0)
    day, zone = clock().date(), clock().tzinfo
    end = datetime.combine(day, until, zone)
    for at in arrivals(event, datetime.combine(day, time(9), zone), desks, seconds):
        if at > end:
            break
    return event, end


def screen_of(event: EventFile, at: datetime, spoken: str) -> tuple[Shell, LiveScreen]:
    desk = Desk(event, lambda: at, "Accueil 1")
    made = LiveScreen(LiveDesk(LiveBoard(event), lambda: at, "/tmp", lambda: None), spoken)
    return Shell(DeskWindow(desk, Board(event), spoken), [Screen(LIVE, "chart-column", lambda: made)]), made


def save(event: EventFile, at: datetime, spoken: str, path: Path, size: tuple[int, int]) -> None:
    shell, _ = screen_of(event, at, spoken)
    shell.resize(*size)
    shell.show()
    shell.enter(1)
    _picture(shell, path, size)


def save_projection(event: EventFile, at: datetime, spoken: str, path: Path) -> None:
    projection = LiveProjection()
    projection.resize(1920, 1080)
    shell, screen = screen_of(event, at, spoken)
    screen.refresh()
    assert screen.reading
    projection.show_reading(screen.reading, screen.title)
    projection.show()
    _picture(projection, path, (1920, 1080))
    shell.deleteLater()


def _picture(window: LiveProjection | Shell, path: Path, size: tuple[int, int]) -> None:
    for _ in range(3):
        QApplication.processEvents()
    drawn = QPixmap(QSize(*size))
    window.render(drawn)
    drawn.save(str(path))
    window.close()
    window.deleteLater()
    QApplication.processEvents()


def scenes(place: Path) -> dict[str, tuple[EventFile, datetime]]:
    made = {
        "before": prepared(place / "before", time(7, 40)),
        "rush": prepared(place / "rush", time(8, 52)),
        "queue": prepared(place / "queue", time(8, 54), desks=2, seconds=21),
        "after": prepared(place / "after", time(18, 5)),
    }
    empty = EventFile.create(place / "Rencontre.checkin")
    empty.plan(
        Programme(Event("Rencontre"), control_points=(replace(ControlPoint("a", "A")),)), at=made["rush"][1], desk="d"
    )
    return {**made, "empty": (empty, made["rush"][1])}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quick", action="store_true", help="light and French only")
    chosen = parser.parse_args()
    folder: Path = chosen.folder
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    appearance = Appearance(app)
    drawn: list[tuple[Theme, str]] = [(theme, spoken) for theme in list(Theme)[1:] for spoken in ("fr", "en")]
    with tempfile.TemporaryDirectory() as place:
        days = scenes(Path(place))
        for theme, spoken in drawn[:1] if chosen.quick else drawn:
            appearance.use(theme)
            language.install(app, spoken)
            for name, (event, at) in days.items():
                for size in ((1366, 768), (1156, 640)):
                    save(event, at, spoken, folder / f"{theme}-{spoken}-{size[0]}-{name}.png", size)
                save_projection(event, at, spoken, folder / f"{theme}-{spoken}-full-{name}.png")
            shell, screen = screen_of(*days["queue"], spoken)
            screen.refresh()
            assert screen.reading
            write_pdf(screen.reading, screen.title, str(folder / f"{theme}-{spoken}.pdf"))
            shell.deleteLater()
        for event, _ in days.values():
            event.close()


if __name__ == "__main__":
    main()
