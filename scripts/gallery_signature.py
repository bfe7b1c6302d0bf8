# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of somebody signing on the screen: `python -m scripts.gallery_signature FOLDER`.

Draws them off screen over the demonstration, in every language and theme, and a sign-in sheet. Not part of the program.
"""

import argparse
import math
import os
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from checkin import language
from checkin.core.model import Attendee
from checkin.core.registration_form import RegistrationForm
from checkin.core.signature import Signature
from checkin.core.signature_capture import captured
from checkin.desk import papers
from checkin.desk.board import Board
from checkin.desk.demo import make_demo
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.desk.papers import SheetsWish
from checkin.language import Voice
from checkin.paths import resources
from checkin.ui.desk_window import DeskWindow
from checkin.ui.signature_dialog import SignatureDialog
from checkin.ui.theme import Appearance, Theme

SIZES = ((1366, 768), (1100, 640))


def written(number: int) -> list[list[tuple[float, float, float]]]:
    """Something like a name written fast, another one for each number."""
    slant, wide = 0.1 + number % 5 * 0.04, 0.36 + number % 7 * 0.04

    def at(n: int) -> tuple[float, float, float]:
        share = n / 160
        x = 0.5 - wide / 2 + share * wide + 0.02 * math.sin(share * (30 + number % 3 * 9))
        y = 0.24 - slant * (share - 0.5) + 0.06 * math.cos(share * (30 + number * 5 % 17)) * (1.2 - share)
        return x, y, 0.3 + 0.5 * abs(math.sin(share * 20))

    below = [(0.35 + n * 0.01, 0.33 - n * 0.0016, 0.2 + n * 0.02) for n in range(33)]
    return [[at(n) for n in range(160)], below]


def signature(number: int = 1) -> Signature:
    found = captured(written(number), 0.4)
    assert found
    return found


def pad(desk: Desk, person: Attendee, size: tuple[int, int]) -> SignatureDialog:
    dialog = SignatureDialog(desk, person)
    dialog.resize(*size)
    return dialog


def write_on(dialog: SignatureDialog) -> None:
    """With a mouse, as a person does."""
    wide, high = dialog.pad.width(), dialog.pad.height() * 2.3
    for stroke in written(3):
        places = [QPointF(x * wide, y * high).toPoint() for x, y, _ in stroke]
        QTest.mousePress(dialog.pad, Qt.MouseButton.LeftButton, pos=places[0])
        for place in places[1:]:
            QTest.mouseMove(dialog.pad, place)
        QTest.mouseRelease(dialog.pad, Qt.MouseButton.LeftButton, pos=places[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    look = Appearance(app)
    with tempfile.TemporaryDirectory() as place:
        event, clock = make_demo(Path(place), resources() / "demo", lambda: 0.0)
        desk = Desk(event, clock, "Accueil 1")
        desk.signing.is_wanted = True
        fresh, signed = [row[0].id for row in list(event.attendees.all())[:2]]
        desk.signing.sign(signed, desk.signing.occasions()[0].id, signature())
        long = desk.registration.walk_in(
            RegistrationForm("Marie-Françoise Bernadette", "de Rochechouart-Montmorency-Laval de La Trémoille")
        ).attendee
        assert long
        for spoken in ("fr", "en"):
            language.install(app, spoken)
            for theme in (Theme.LIGHT, Theme.DARK, Theme.CONTRAST):
                look.use(theme)
                for size in SIZES:
                    for name, who in (("empty", fresh), ("signed", signed), ("long", long.id)):
                        known = event.attendees.get(who)
                        assert known
                        dialog = pad(desk, known, size)
                        save(dialog, folder / f"{name}-{spoken}-{theme}-{size[0]}.png", writes=name == "long")
                window = DeskWindow(desk, Board(event), spoken)
                window.verbs.check_in(fresh)
                window.resize(*SIZES[1])
                save(window, folder / f"desk-{spoken}-{theme}.png")
        sheet(event, desk, folder / "sheet.pdf")
        event.close()


def sheet(event: EventFile, desk: Desk, path: Path) -> None:
    """A morning for which every other person has signed."""
    half = desk.signing.occasions()[0].id
    for number, (person, *_) in enumerate(list(event.attendees.all())[:60]):
        if number % 3:
            desk.check_in(person.id)
        if number % 2:
            desk.signing.sign(person.id, half, signature(number))
    for name, is_blank in (("sheet", False), ("blank", True)):
        made = papers.sign_in_sheets(event, SheetsWish((half,), is_blank))
        setting = papers.setting_for(event, Voice("fr"), desk.now())
        papers.write_sheets(path.with_stem(name), made, setting)


def save(widget: QWidget, path: Path, *, writes: bool = False) -> None:
    widget.show()
    settle()
    if writes and isinstance(widget, SignatureDialog):
        write_on(widget)
        settle()
    picture = QPixmap(widget.size())
    widget.render(picture)
    picture.save(str(path))
    widget.close()
    widget.deleteLater()


def settle() -> None:
    for _ in range(10):
        QApplication.processEvents()


if __name__ == "__main__":
    main()
