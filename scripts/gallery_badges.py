# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the screen of badges, in every language and theme: `python -m scripts.gallery_badges FOLDER`.

Draws the demonstration's badges off screen. Not part of the program.
"""

import argparse
import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from checkin import language
from checkin.core.entries import Kind
from checkin.core.history import attendee_body
from checkin.core.model import Attendee
from checkin.desk.badge_templates import BadgeTemplates
from checkin.desk.badges import read_template
from checkin.desk.board import Board
from checkin.desk.demo import make_demo
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.paths import resources
from checkin.ui.badges_browser import BadgeDesk
from checkin.ui.badges_pdf import SOME, PdfDialog
from checkin.ui.badges_screen import BadgesScreen
from checkin.ui.desk_window import DeskWindow
from checkin.ui.rail import BADGES
from checkin.ui.shell import Screen, Shell
from checkin.ui.theme import Appearance, Theme

Scene = Callable[[BadgesScreen], QWidget | None]
"""Returns a window to draw in its place, if there is one."""

ODD = (
    ("Ἀλέξανδρος", "Παπαδόπουλος", "Δήμος Αθηναίων"),
    ("عبد الرحمن", "الخطيب", "بلدية تونس"),
    ("张伟", "王", "北京市人民政府"),
    ("Marie-Françoise Bernadette-Alexandrine", "de Rochechouart-Montmorency-Laval de La Trémoille", ""),
    ("Wolfeschlegelsteinhausenbergerdorff" * 4, "Keihanaikukauakahihuliheekahaunaele", "Ville de X"),
)


def prepared(folder: Path, *, has_own: bool) -> tuple[EventFile, Callable[[], datetime]]:
    """The demonstration with a few people whose names are hard to print, and, if wanted, badges of its own."""
    event, clock = make_demo(folder, resources() / "demo", lambda: 0.0)
    people = [
        Attendee(f"odd-{n}", first, last, f"376{n:09}", organisation, category="participant")
        for n, (first, last, organisation) in enumerate(ODD)
    ]
    with event.writing():
        rows = [(Kind.ATTENDEE_ADDED, person.id, attendee_body(person)) for person in people]
        event.journal.append_all(rows, at=clock(), desk="Accueil 1")
    if has_own:
        templates = BadgeTemplates(event, Desk(event, clock, "Accueil 1"))
        templates.duplicate(read_template("a6-fold"))
        card = templates.duplicate(read_template("90x55"))
        press = replace(card.template, name="Presse et intervenants", categories=("presse", "intervenant"))
        templates.save(replace(card, template=press))
    return event, clock


def shell_of(event: EventFile, clock: Callable[[], datetime], spoken: str) -> Shell:
    desk = Desk(event, clock, "Accueil 1")
    screen = Screen(BADGES, "id-card", lambda: BadgesScreen(BadgeDesk(event, desk)))
    return Shell(DeskWindow(desk, Board(event), spoken), [screen])


def longest(screen: BadgesScreen) -> None:
    screen.browser.people.choose(1)


def other_letters(screen: BadgesScreen) -> None:
    screen.browser.people.choose(3)
    screen.browser.people.step(2)


def second_template(screen: BadgesScreen) -> None:
    screen.browser.list.choose(screen.browser.board.own[1].id)


def pdf(screen: BadgesScreen) -> QWidget:
    dialog = PdfDialog(screen.browser.board, screen.browser.people.person, screen)
    dialog.whose.setCurrentIndex(SOME)
    for box in dialog.categories[:2]:
        box.setChecked(True)
    dialog.paper.setCurrentIndex(1)
    dialog.sheet._move(1)
    return dialog


def editing(*places: int) -> Scene:
    """The editor with these elements in hand."""

    def scene(screen: BadgesScreen) -> None:
        screen.edit(screen.browser.board.own[0])
        assert screen.editor
        assert screen.editor.editing
        screen.editor.editing.look(screen.editor.editing.draft.select(places))

    return scene


def drawing_new(screen: BadgesScreen) -> None:
    screen.browser._begin("86 × 54 mm")


SCENES: dict[str, tuple[bool, Scene]] = {
    "first": (False, lambda screen: None),
    "own": (True, lambda screen: None),
    "longest": (False, longest),
    "letters": (False, other_letters),
    "second": (True, second_template),
    "pdf": (False, pdf),
    "editor": (True, editing()),
    "editor-text": (True, editing(3)),
    "editor-band": (True, editing(0)),
    "editor-several": (True, editing(3, 4, 5)),
    "editor-new": (False, drawing_new),
}


def save(shell: Shell, scene: Scene, path: Path, size: tuple[int, int]) -> None:
    shell.resize(*size)
    shell.show()
    shell.enter(1)
    screen = shell._made[1]
    assert isinstance(screen, BadgesScreen)
    instead = scene(screen)
    for _ in range(200):
        QApplication.processEvents()
    drawn = instead or shell
    if instead:
        instead.show()
        QApplication.processEvents()
    picture = QPixmap(drawn.size() if instead else QSize(*size))
    drawn.render(picture)
    picture.save(str(path))
    if instead:
        instead.close()
    shell.close()
    shell.deleteLater()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    appearance = Appearance(app)
    shapes = [(Theme.LIGHT, "fr", (1366, 768)), (Theme.LIGHT, "en", (1156, 680)), (Theme.LIGHT, "fr", (1156, 680))]
    shapes += [(Theme.DARK, "fr", (1366, 768)), (Theme.CONTRAST, "fr", (1366, 768))]
    with tempfile.TemporaryDirectory() as folder:
        events = {}
        for has_own in (False, True):
            inside = Path(folder) / str(has_own)
            inside.mkdir()
            events[has_own] = prepared(inside, has_own=has_own)
        for theme, spoken, size in shapes:
            appearance.use(theme)
            language.install(app, spoken)
            for name, (has_own, scene) in SCENES.items():
                if chosen.only in name:
                    path = chosen.folder / f"{name}-{theme}-{spoken}-{size[0]}.png"
                    save(shell_of(*events[has_own], spoken), scene, path, size)
        for event, _ in events.values():
            event.close()


if __name__ == "__main__":
    main()
