# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of every screen in every state, language and theme, on one page to look at: `scripts/gallery [FOLDER]`.

A module `scripts/gallery_SCREEN.py` gives `scenes()`: pairs of a name and what makes a widget in that state, when it is
called, in the language and the theme of the moment (`backstage` has what it needs). Being there is enough.

Everything is drawn at 1366x768 in all languages and themes; in the first of the themes also in a window of the least
size and with text at 200 %, and in the first of the languages at the other scales, each in a process of its own as Qt
wants it, on a screen that is no larger than that: at 2 and 3 a 4K one. Not part of the program.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import product
from pathlib import Path
from pkgutil import iter_modules

from PySide6.QtCore import QSize

from checkin import error_handler, translation
from checkin.application import desk_program, qt_application
from checkin.core.desk_settings import Settings
from checkin.ui.desk.desk_window import LEAST_HEIGHT, LEAST_WIDTH
from checkin.ui.look.theme import Appearance
from checkin.ui.widgets.screen_page import NARROW
from scripts import backstage, contact_sheet
from scripts.backstage import Maker

PREFIX = "gallery_"
LEAST = QSize(LEAST_WIDTH + NARROW, LEAST_HEIGHT)
SIZES = {2.0: QSize(1920, 1080), 3.0: QSize(1280, 720)}
"""Of the window at a scale, in pixels that are as many dots; 1366x768 at the others."""


@dataclass(frozen=True, slots=True)
class Look:
    """How scenes are drawn. `name` is what tells it from others of the same scene."""

    theme: str
    spoken: str
    scale: float = 1.0
    is_least: bool = False
    text_size: int = 100

    @property
    def name(self) -> str:
        large = f"text{self.text_size}" if self.text_size != 100 else f"{self.scale:g}"
        return f"{self.theme} {self.spoken} {'least' if self.is_least else large}"

    @property
    def size(self) -> QSize:
        return LEAST if self.is_least else SIZES.get(self.scale, desk_program.SIZE)


def screens(only: str = "") -> list[str]:
    """The names of all screens, or those that begin so."""
    here = [str(Path(__file__).parent)]
    found = [module.name.removeprefix(PREFIX) for module in iter_modules(here) if module.name.startswith(PREFIX)]
    return [name for name in found if name.startswith(only)]


def scenes(screen: str) -> Iterator[tuple[str, Maker]]:
    """What there is to see of a screen."""
    yield from import_module(f"scripts.{PREFIX}{screen}").scenes()


def looks(themes: list[str], languages: list[str], scale: float) -> Iterator[Look]:
    """How much is drawn at a scale is a choice: the whole product would be looked at by nobody."""
    if scale != 1:
        yield Look(themes[0], languages[0], scale)
        return
    for theme, spoken in product(themes, languages):
        yield Look(theme, spoken)
    for spoken in languages:
        yield Look(themes[0], spoken, is_least=True)
        yield Look(themes[0], spoken, text_size=200)


def draw(folder: Path, only: str, look: Look) -> None:
    """One after another, in what is worn and spoken, as FOLDER/SCREEN/SCENE/LOOK.png."""
    for screen in screens(only):
        for name, make in scenes(screen):
            place = folder / screen / name
            place.mkdir(parents=True, exist_ok=True)
            with backstage.shown(make, look.size) as widget:
                if widget.width() == look.size.width() or not look.is_least:  # others have a size of their own
                    widget.grab().save(str(place / f"{look.name}.png"))


def main() -> None:
    chosen = _arguments()
    if chosen.is_part:
        _part(chosen)
        return
    for old in (old for screen in screens(chosen.only) for old in chosen.folder.glob(f"{screen}/*/*.png")):
        old.unlink()
    with tempfile.TemporaryDirectory() as around:
        for scale in chosen.scales.split(","):
            dots = Look("", "", float(scale)).size * float(scale)
            again = [sys.executable, "-m", "scripts.gallery", *sys.argv[1:], "--part", "--scales", scale]
            surroundings = backstage.on_screen_of(dots, Path(around)) | {"QT_SCALE_FACTOR": scale}
            subprocess.run(again, check=True, env=surroundings)
    print(contact_sheet.write(chosen.folder))


def _part(chosen: argparse.Namespace) -> None:
    """What is drawn at one scale."""
    program = qt_application.application()
    appearance = Appearance(program)
    error_handler.log_qt_messages()
    for look in looks(chosen.themes.split(","), chosen.languages.split(","), float(chosen.scales)):
        appearance.apply(Settings(theme=look.theme, text_size=look.text_size))
        translation.install(program, look.spoken)
        draw(chosen.folder, chosen.only, look)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("gallery-output"))
    parser.add_argument("--only", default="", metavar="SCREEN", help="screens whose names begin so")
    parser.add_argument("--languages", default="fr,en")
    parser.add_argument("--themes", default="light,dark,contrast")
    parser.add_argument("--scales", default="1,1.5,2,3")
    parser.add_argument("--part", dest="is_part", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
