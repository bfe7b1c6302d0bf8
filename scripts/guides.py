# SPDX-License-Identifier: GPL-3.0-or-later
"""What the guides are made with, drawn anew by `scripts/guides`: the volunteer's card and the pictures of screens.

All are in resources/guides, where the program finds them, but those of the pages in docs. Look at them before they are
committed. Not part of the program.
"""

from itertools import product
from pathlib import Path

from checkin import error_handler, translation
from checkin.application import desk_program, qt_application
from checkin.paths import resources
from checkin.ui.look.theme import Appearance, Theme
from scripts import backstage, guide_card, small_png
from scripts.gallery import scenes
from scripts.guide_card_words import CARDS

CARD_FOLDER = resources() / "guides"
PICTURES = CARD_FOLDER / "pictures"
COVER = resources().parent / "docs" / "desk.png"
WIDTH = 900

PICTURED = {
    "desk": ("desk", "scanned"),
    "list": ("import", "new"),
    "programme": ("programme", "session"),
    "badges": ("badges", "own"),
    "tickets": ("tickets", "refused"),
    "ready": ("ready", "morning"),
    "kiosk": ("kiosk", "welcome"),
    "printer": ("printing", "settings"),
    "queue": ("printing", "queue"),
    "live": ("live", "rush"),
    "closing": ("closing", "first"),
    "purge": ("privacy", "purge"),
}
"""Of the gallery: screen and scene."""

PAGE_PICTURES = COVER.parent / "pictures"
PICTURED_ON_PAGES = {"tickets-mailbox": ("tickets", "mailbox"), "tickets-send": ("tickets", "send")}
"""Dialogs that the pages in docs show. The pictures of other programs beside them are taken by hand."""


def picture_of(name: str, spoken: str) -> Path:
    return PICTURES / f"{name}-{spoken}.png"


def main() -> None:
    for folder in (CARD_FOLDER, PICTURES):
        folder.mkdir(parents=True, exist_ok=True)
    Appearance(qt_application.application()).use(Theme.LIGHT)
    error_handler.log_qt_messages()
    for spoken in CARDS:
        translation.install(qt_application.application(), spoken)
        print(guide_card.write(spoken, CARD_FOLDER))
    for (name, (screen, scene)), spoken in product(PICTURED.items(), CARDS):
        translation.install(qt_application.application(), spoken)
        _picture(screen, scene, picture_of(name, spoken))
    PAGE_PICTURES.mkdir(exist_ok=True)
    for (name, (screen, scene)), spoken in product(PICTURED_ON_PAGES.items(), CARDS):
        translation.install(qt_application.application(), spoken)
        _picture(screen, scene, PAGE_PICTURES / f"{name}-{spoken}.png")
    _picture(*PICTURED["desk"], COVER, desk_program.SIZE.width())


def _picture(screen: str, scene: str, path: Path, width: int = WIDTH) -> None:
    with backstage.shown(dict(scenes(screen))[scene]) as widget:
        image = widget.grab().toImage()
    small_png.save(image, path, min(width, image.width()))
    print(path)


if __name__ == "__main__":
    main()
