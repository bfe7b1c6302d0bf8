# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the programme editor, in every language and theme: `python -m scripts.gallery_programme_editor FOLDER`.

Draws the demonstration's programme off screen. Not part of the program.
"""

import argparse
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from checkin import language
from checkin.core.programme import Event, Programme, Requirement
from checkin.core.programme_edits import with_part
from checkin.desk.demo import make_demo
from checkin.desk.programme_use import ProgrammeUse, use_of
from checkin.paths import resources
from checkin.ui.programme_editor import LEAST, SIZE, ProgrammeEditor
from checkin.ui.theme import Appearance, Theme

Scene = Callable[[ProgrammeEditor], None]


def type_in(field, text: str) -> None:
    field.line.setText(text)
    field.line.textEdited.emit(text)


def talk(editor: ProgrammeEditor) -> None:
    editor.tabs.setCurrentIndex(1)
    editor.sessions.page.choose("competences")


def workshop(editor: ProgrammeEditor) -> None:
    editor.tabs.setCurrentIndex(1)
    editor.sessions.page.choose("atelier-b")


def mistakes(editor: ProgrammeEditor) -> None:
    workshop(editor)
    type_in(editor.sessions.form.fields["ends"], "13:00")
    type_in(editor.sessions.form.fields["waiting"], "3")
    type_in(editor.sessions.form.fields["capacity"], "")
    editor.sessions.speakers.add.click()
    editor.accept()


def unreadable(editor: ProgrammeEditor) -> None:
    workshop(editor)
    type_in(editor.sessions.form.fields["starts"], "deux heures")


def point(editor: ProgrammeEditor) -> None:
    editor.tabs.setCurrentIndex(2)
    lunch = editor.draft.now.control_point("dejeuner")
    assert lunch
    required = (Requirement("custom:Repas", ("oui", "végétarien")), Requirement("", ()))
    editor._take(with_part(editor.draft.now, lunch.__class__(**{**_values(lunch), "requires": required})), ())
    editor.points.page.choose("dejeuner")


def _values(item) -> dict:
    return {name: getattr(item, name) for name in item.__dataclass_fields__}


def category(editor: ProgrammeEditor) -> None:
    editor.tabs.setCurrentIndex(3)
    editor.categories.page.choose("officiel")


def event_page(editor: ProgrammeEditor) -> None:
    editor.tabs.setCurrentIndex(0)


SCENES: dict[str, Scene] = {
    "event": event_page,
    "talk": talk,
    "workshop": workshop,
    "mistakes": mistakes,
    "unreadable": unreadable,
    "point": point,
    "category": category,
}


def save(editor: ProgrammeEditor, path: Path, size: QSize) -> None:
    editor.resize(size)
    editor.show()
    QApplication.processEvents()
    editor.grab().save(str(path))
    editor.deleteLater()
    editor.setParent(None)
    editor.hide()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    appearance = Appearance(app)
    with tempfile.TemporaryDirectory() as place:
        event, _ = make_demo(Path(place), resources() / "demo", lambda: 0.0)
        programme, use = event.programme(), use_of(event)
        for theme in (Theme.LIGHT, Theme.DARK, Theme.CONTRAST):
            appearance.use(theme)
            for spoken in ("fr", "en"):
                language.install(app, spoken)
                for name, scene in SCENES.items():
                    editor = ProgrammeEditor(programme, use, print)
                    scene(editor)
                    save(editor, folder / f"{theme}-{spoken}-{name}.png", SIZE)
        appearance.use(Theme.LIGHT)
        language.install(app, "fr")
        for name, scene in SCENES.items():
            editor = ProgrammeEditor(programme, use, print)
            scene(editor)
            save(editor, folder / f"small-{name}.png", LEAST)
        empty = ProgrammeEditor(Programme(Event("journée")), ProgrammeUse(), print)
        save(empty, folder / "empty-event.png", LEAST)
        empty = ProgrammeEditor(Programme(Event("journée")), ProgrammeUse(), print)
        empty.tabs.setCurrentIndex(1)
        save(empty, folder / "empty-sessions.png", LEAST)
        event.close()


if __name__ == "__main__":
    main()
