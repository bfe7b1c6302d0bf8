# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the questions about personal data: `python -m scripts.gallery_privacy FOLDER`.

Draws them off screen over the demonstration, in every language and theme. Not part of the program.
"""

import argparse
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from checkin import language
from checkin.core.privacy_record import PrivacyRecord, proposed
from checkin.desk import privacy
from checkin.desk.demo import make_demo
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.paths import resources
from checkin.ui.closing_privacy import ClosingPrivacy
from checkin.ui.privacy_form import PrivacyForm
from checkin.ui.purge_dialog import PurgeDialog
from checkin.ui.theme import Appearance, Theme

Made = Callable[[EventFile], QWidget]


def purge(event: EventFile) -> QWidget:
    dialog = PurgeDialog(privacy.preview(event, ""), "")
    dialog.typed.setText(event.programme().event.title[:12])
    return dialog


def register(event: EventFile) -> QWidget:
    return PrivacyForm(PrivacyRecord(), proposed(event.programme().event.day))


def section(event: EventFile) -> QWidget:
    made = ClosingPrivacy()
    made.resize(1000, 150)
    return made


SCENES: dict[str, Made] = {"purge": purge, "register": register, "section": section}


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
        for number in (1, 2, 3):
            Desk(event, clock, f"Accueil {number}").check_in(next(event.attendees.all())[0].id)
        for spoken in ("fr", "en"):
            language.install(app, spoken)
            for theme in (Theme.LIGHT, Theme.DARK, Theme.CONTRAST):
                look.use(theme)
                for name, make in SCENES.items():
                    save(make(event), folder / f"{name}-{spoken}-{theme}.png")
        event.close()


def save(widget: QWidget, path: Path) -> None:
    widget.show()
    for _ in range(20):
        QApplication.processEvents()
    picture = QPixmap(widget.size())
    widget.render(picture)
    picture.save(str(path))
    widget.close()
    widget.deleteLater()


if __name__ == "__main__":
    main()
