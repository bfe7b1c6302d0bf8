# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the screen of all people, to look at: `python -m scripts.gallery_participants FOLDER`.

Off screen, with the people of the demonstration and a few whose names are long. Not part of the program.
"""

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from checkin import app, language, paths
from checkin.core.entries import Kind
from checkin.core.history import attendee_body
from checkin.core.model import Status
from checkin.core.registration_form import RegistrationForm
from checkin.core.supervisor import Authority
from checkin.desk.demo import make_demo
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.ui.participants_screen import ParticipantsScreen
from checkin.ui.rail import PARTICIPANTS
from checkin.ui.theme import Appearance, Theme
from scripts.gallery import LONGEST

Scene = Callable[[ParticipantsScreen], None]
CONTROL = Qt.KeyboardModifier.ControlModifier


def scenes() -> Iterator[tuple[str, Scene]]:
    yield "list", lambda screen: None
    yield "longest", lambda screen: look_for(screen, "rochechouart")
    yield "story", lambda screen: look_for(screen, "kermarrec jeanne")
    yield "several", several
    yield "merge", compared
    yield "nobody", lambda screen: type_in(screen, "zzz qqq")
    yield "form", lambda screen: (look_for(screen, "rochechouart"), press(screen, Qt.Key.Key_F4))
    yield "code-asked", lambda screen: (look_for(screen, "rochechouart"), press(screen, Qt.Key.Key_R, CONTROL))
    yield "code", replaced
    yield "by-state", lambda screen: screen.list.table.sortByColumn(3, Qt.SortOrder.DescendingOrder)


def type_in(screen: ParticipantsScreen, text: str) -> None:
    screen.list.bar.box.clear()
    QTest.keyClicks(screen.list.bar.box, text)


def look_for(screen: ParticipantsScreen, text: str) -> None:
    type_in(screen, text)
    QApplication.processEvents()
    press(screen, Qt.Key.Key_Down)


def press(screen: ParticipantsScreen, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(screen.list.bar.box, key, modifier or Qt.KeyboardModifier.NoModifier)
    QApplication.processEvents()


def replaced(screen: ParticipantsScreen) -> None:
    look_for(screen, "rochechouart")
    press(screen, Qt.Key.Key_R, CONTROL)
    QTest.keyClick(screen.code_page, Qt.Key.Key_Return)


def compared(screen: ParticipantsScreen) -> None:
    ids = [screen.list.model.id_at(row) for row in range(screen.list.model.rowCount())]
    standings = [screen.list.model.standing(row) for row in range(len(ids))]
    longest = next(each.attendee.id for each in standings if each and each.attendee.places > 1)
    screen.list.table.select_ids([longest, ids[3]], longest)
    QApplication.processEvents()
    press(screen, Qt.Key.Key_M, CONTROL)


def several(screen: ParticipantsScreen) -> None:
    type_in(screen, "le")
    for _ in range(3):
        press(screen, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)


def filled(event: EventFile, desk: Desk) -> None:
    """A morning: some came, one has a long story, one a long name and a group of five."""
    everyone = [attendee for attendee, _ in event.attendees.all()]
    for attendee in everyone[3:60:4]:
        desk.check_in(attendee.id)
    issued = event.issue_code()
    longest = replace(LONGEST, id=issued.id, ticket_code=issued.code, places=5, category="intervenant")
    longest = replace(longest, phone="+33 6 00 00 00 00", custom={"Régime alimentaire": "Sans gluten, sans lactose"})
    longest = replace(longest, email="marie-francoise.de-rochechouart-montmorency@syndicat-mixte-haute-vallee.example")
    with event.writing():
        facts = [(Kind.ATTENDEE_ADDED, longest.id, attendee_body(longest))]
        event.journal.append_all(facts, at=desk.now(), desk=desk.name)
    answer = desk.registration.walk_in(RegistrationForm("Jeanne", "Kermarec", "Ville de Brest"))
    assert answer.entry
    assert answer.attendee
    person = answer.attendee
    desk.registration.correct(person.id, {"last_name": "Kermarrec", "organisation": "Brest métropole"})
    desk.undo(answer.entry)
    desk.scan(person.ticket_code)
    desk.replace_code(person.id)
    desk.scan(person.ticket_code)
    ana = Authority("Ana", "Badge prêté à quelqu’un d’autre")
    desk.registration.set_status({person.id: Status.BLOCKED}, ana)
    desk.registration.set_status({person.id: Status.CONFIRMED}, Authority("Ana", "Accord de l’organisateur"))


def opened(folder: Path, spoken: str, *, is_empty: bool = False) -> app.DeskProgram:
    event, now = make_demo(folder, paths.resources() / "demo", lambda: 0.0)
    if is_empty:
        event.close()
        event = EventFile.create(folder / "vide.checkin")
        now = event.clock()
    program = app.DeskProgram(event, now, spoken)
    if not is_empty:
        filled(event, program.desk)
    return program


def draw(program: app.DeskProgram, scene: Scene, path: Path, size: tuple[int, int]) -> None:
    shell = program.shell
    shell.resize(*size)
    shell.show()
    shell.activateWindow()
    QTest.qWaitForWindowActive(shell)
    screen = shell.enter_called(PARTICIPANTS)
    assert isinstance(screen, ParticipantsScreen)
    QApplication.processEvents()
    scene(screen)
    for _ in range(3):
        QApplication.processEvents()
    shell.grab().save(str(path))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="part of a picture's name")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    sizes = {"": (1366, 768), "-small": (1156, 640)}
    for theme in (Theme.LIGHT, Theme.DARK, Theme.CONTRAST):
        for spoken in (language.FRENCH, language.ENGLISH):
            for name, scene in (*scenes(), ("empty", lambda screen: None)):
                for end, size in sizes.items():
                    picture = f"{theme}-{spoken}-{name}{end}"
                    if chosen.only in picture:
                        _one(picture, theme, scene, (chosen.folder, size))


def _one(picture: str, theme: Theme, scene: Scene, where: tuple[Path, tuple[int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        program = opened(Path(folder), picture.split("-")[1], is_empty="empty" in picture)
        Appearance(app.application()).use(theme)
        draw(program, scene, where[0] / f"{picture}.png", where[1])
        program.shell.close()
        program.stop()


if __name__ == "__main__":
    main()
