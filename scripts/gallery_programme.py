# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the programme screen, in every language and theme: `python -m scripts.gallery_programme FOLDER`.

Draws the demonstration's programme off screen, half past nine, with some of its people in. Not part of the program.
"""

import argparse
import os
import tempfile
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from checkin import language
from checkin.core.programme import Event, Programme
from checkin.desk.board import Board
from checkin.desk.demo import make_demo
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.desk.programme_board import ProgrammeBoard
from checkin.desk.speakers import Speakers
from checkin.paths import resources
from checkin.ui.desk_window import DeskWindow
from checkin.ui.programme_actions import Act
from checkin.ui.programme_screen import ProgrammeDesk, ProgrammeScreen
from checkin.ui.shell import Screen, Shell
from checkin.ui.theme import Appearance, Theme
from checkin.ui.wording import Words

Scene = Callable[[ProgrammeScreen], None]


def prepared(folder: Path) -> tuple[EventFile, Callable[[], datetime]]:
    """The demonstration at 9:42: most speakers of the morning are in, two are replaced, workshops fill up."""
    event, clock = make_demo(folder, resources() / "demo", lambda: 0.0)
    at = datetime.combine(clock().date(), time(9, 42), clock().tzinfo)
    desk = Desk(event, lambda: at, "Accueil 1")
    lines = ProgrammeBoard(event).read(at).speakers
    for line in lines[:3] + lines[5:7] + lines[8:11]:
        if line.attendee:
            desk.check_in(line.attendee.id)
    speakers = Speakers(event, desk)
    speakers.substitute(
        "modeles/2", "Marie-Françoise de Rochechouart-Montmorency-Laval", "Vice-présidente", "Cités-Unies France"
    )
    speakers.substitute("odd/1", "Moana Teriitahi", "", "Haut-commissariat, Polynésie française")
    everyone = [person for person, _ in event.attendees.all()]
    for number, workshop in enumerate(("atelier-a", "atelier-c", "atelier-d")):
        door = Desk(event, lambda: at.replace(hour=14), "Atelier", workshop)
        for person in [p for p in everyone if workshop in p.sessions][: 12 + 20 * number]:
            door.check_in(person.id)
    return event, lambda: at


def shell_of(event: EventFile, clock: Callable[[], datetime], spoken: str) -> Shell:
    desk = Desk(event, clock, "Accueil 1")

    def make() -> ProgrammeScreen:
        return ProgrammeScreen(ProgrammeDesk(ProgrammeBoard(event), Speakers(event, desk), desk), spoken)

    return Shell(DeskWindow(desk, Board(event), spoken), [Screen(Words("rail", "Programme"), "calendar", make)])


def choose(session: str, speaker: int = 0) -> Scene:
    def scene(screen: ProgrammeScreen) -> None:
        screen.sessions.choose(session)
        screen.speakers.list.setCurrentIndex(screen.speakers.list.content.index(speaker))

    return scene


def replacing(screen: ProgrammeScreen) -> None:
    choose("societe-civile")(screen)
    screen.act(Act.SUBSTITUTE)


SCENES: dict[str, Scene | None] = {
    "all": lambda screen: screen.show_alerts(),
    "session": choose("modeles", 1),
    "workshop": choose("atelier-d"),
    "replace": replacing,
    "replaced": choose("odd"),
    "desk": None,
}


def save(shell: Shell, scene: Scene | None, path: Path, size: tuple[int, int]) -> None:
    """A picture of a scene of the screen; of the desk with None."""
    shell.resize(*size)
    shell.show()
    QApplication.processEvents()
    if scene:
        shell.enter(1)
        QApplication.processEvents()
        scene(shell._made[1])  # type: ignore[arg-type]
        shell.tell("Sylvain Reymond : venue confirmée.")
    QApplication.processEvents()
    drawn = QPixmap(QSize(*size))
    shell.render(drawn)
    drawn.save(str(path))
    shell.close()
    shell.deleteLater()
    QApplication.processEvents()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    appearance = Appearance(app)
    with tempfile.TemporaryDirectory() as place:
        event, clock = prepared(Path(place))
        empty = EventFile.create(Path(place) / "Rencontre.checkin")
        empty.plan(Programme(Event("Rencontre des pionniers")), at=clock(), desk="d")
        for theme in (Theme.LIGHT, Theme.DARK, Theme.CONTRAST):
            appearance.use(theme)
            for spoken in ("fr", "en"):
                language.install(app, spoken)
                for size in ((1366, 768), (1156, 640), (1920, 1080)):
                    for name, scene in SCENES.items():
                        path = folder / f"{theme}-{spoken}-{size[0]}-{name}.png"
                        save(shell_of(event, clock, spoken), scene, path, size)
                save(
                    shell_of(empty, clock, spoken), lambda _: None, folder / f"{theme}-{spoken}-empty.png", (1366, 768)
                )
        event.close()
        empty.close()


if __name__ == "__main__":
    main()
