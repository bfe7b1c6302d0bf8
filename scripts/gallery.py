# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of every screen in every state, language and theme, on one page to look at: `scripts/gallery [FOLDER]`.

A module `scripts/gallery_SCREEN.py` gives `scenes()`: pairs of a name and what makes a widget in that state, when it is
called, in the language and the theme of the moment (`backstage` has what it needs). Being there is enough.
Not part of the program.
"""

import argparse
from collections.abc import Iterator
from importlib import import_module
from itertools import product
from pathlib import Path
from pkgutil import iter_modules

from scripts import backstage
from scripts.backstage import Maker

PREFIX = "gallery_"


def screens(only: str = "") -> list[str]:
    """The names of all screens, or those that begin so."""
    here = [str(Path(__file__).parent)]
    found = [module.name.removeprefix(PREFIX) for module in iter_modules(here) if module.name.startswith(PREFIX)]
    return [name for name in found if name.startswith(only)]


def scenes(screen: str) -> Iterator[tuple[str, Maker]]:
    """What there is to see of a screen."""
    yield from import_module(f"scripts.{PREFIX}{screen}").scenes()


def main() -> None:
    from checkin import app, faults, language
    from checkin.ui.theme import Appearance, Theme

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("gallery"))
    parser.add_argument("--only", default="", metavar="SCREEN", help="screens whose names begin so")
    parser.add_argument("--languages", default="fr,en")
    parser.add_argument("--themes", default="light,dark,contrast")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    faults.log_what_qt_says()
    look = Appearance(app.application())
    for theme, spoken in product(chosen.themes.split(","), chosen.languages.split(",")):
        look.use(Theme(theme))
        language.install(app.application(), spoken)
        for screen in screens(chosen.only):
            for name, make in scenes(screen):
                with backstage.shown(make) as widget:
                    widget.grab().save(str(chosen.folder / f"{screen}-{name}-{theme}-{spoken}.png"))


if __name__ == "__main__":
    main()
