# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the closing screen, in every language and theme: `python -m scripts.gallery_closing FOLDER`.

Draws it off screen over the demonstration, with some of its people in. Not part of the program.
"""

import argparse
import os
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtWidgets import QApplication

from checkin import language
from checkin.desk.board import Board
from checkin.desk.certificates import issue
from checkin.desk.demo import make_demo
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.paths import resources
from checkin.ui.closing_screen import ClosingDesk, ClosingScreen
from checkin.ui.desk_window import DeskWindow
from checkin.ui.rail import CLOSING
from checkin.ui.shell import Screen, Shell
from checkin.ui.theme import Appearance, Theme

Scene = Callable[[ClosingScreen, EventFile], None]


def prepared(folder: Path) -> tuple[EventFile, Callable[[], datetime]]:
    event, clock = make_demo(folder, resources() / "demo", lambda: 0.0)
    desk = Desk(event, clock, "Accueil 1")
    for person in [person for person, _ in event.attendees.all()][:30]:
        desk.check_in(person.id)
    return event, clock


def verified(screen: ClosingScreen, event: EventFile) -> None:
    screen.certificates.code.setText(issue(event)[0].code)
    screen.certificates.verify.click()


def drawing(screen: ClosingScreen, event: EventFile) -> None:
    screen.logo.image = QImage(300, 90, QImage.Format.Format_RGB32)
    screen.logo.image.fill(QColor("#8A1538"))
    screen.logo._show()
    screen.sheets.occasion.setCurrentIndex(8)
    screen.progress.tell(120, 348)


SCENES: dict[str, Scene] = {"first": lambda screen, event: None, "verified": verified, "drawing": drawing}


def save(at: ClosingDesk, clock: Callable[[], datetime], scene: Scene, path: Path, size: tuple[int, int]) -> None:
    screens = [Screen(CLOSING, "flag", lambda: ClosingScreen(at))]
    shell = Shell(DeskWindow(Desk(at.event, clock, "Accueil 1"), Board(at.event), at.spoken), screens)
    shell.resize(*size)
    shell.show()
    shell.enter(1)
    screen = shell._made[1]
    assert isinstance(screen, ClosingScreen)
    scene(screen, at.event)
    for _ in range(50):
        QApplication.processEvents()
    picture = QPixmap(QSize(*size))
    shell.render(picture)
    picture.save(str(path))
    shell.close()
    shell.deleteLater()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    appearance = Appearance(app)
    shapes = [(Theme.LIGHT, "fr", (1366, 768)), (Theme.LIGHT, "en", (1156, 640)), (Theme.LIGHT, "fr", (1156, 640))]
    shapes += [(Theme.DARK, "fr", (1366, 768)), (Theme.CONTRAST, "fr", (1366, 768))]
    with tempfile.TemporaryDirectory() as inside:
        event, clock = prepared(Path(inside))
        for theme, spoken, size in shapes:
            appearance.use(theme)
            at = ClosingDesk(event, Desk(event, clock, "Accueil 1"), language.install(app, spoken))
            for name, scene in SCENES.items():
                save(at, clock, scene, folder / f"{name}-{theme}-{spoken}-{size[0]}.png", size)
        event.close()


if __name__ == "__main__":
    main()
