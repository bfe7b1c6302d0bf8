# SPDX-License-Identifier: GPL-3.0-or-later
"""The bundled fonts of badges, and which letters they can draw. Sizes are in `UNIT`s, never in points of a device."""

import re
import threading
import unicodedata
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QRawFont

from checkin.paths import resources

UNIT = 100.0
"""Painter units per millimetre: whole pixels of 1/100 mm give the same layout on every device."""

FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans CJK SC", "Noto Sans CJK JP")
"""Font families, in the order in which they are searched for a letter. Chinese, Japanese and Korean come from the
system.
"""

UNKNOWN = "\ufffd"
"""Drawn in place of a letter that cannot be drawn. The bundled fonts have it."""

PLAIN_TEXT = re.compile("[ -~À-ÿŒœŸ’–—·…]*")
"""A text of letters that the first of the bundled fonts has, as nearly all names here are."""

_JOINERS = "\u200c\u200d"
"""Joiners, which Arabic and Persian need."""

_FILES = "NotoSans*.ttf"


@lru_cache(maxsize=1)
def load() -> tuple[str, ...]:
    """Load the bundled fonts and return their families. Needs a QGuiApplication; calling it again is harmless."""
    names: list[str] = []
    for path in sorted((resources() / "fonts").glob(_FILES)):
        names += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
    return tuple(names)


def badge_font(size: float, *, is_bold: bool = False) -> QFont:
    """Return a font of `size` mm. Without hinting, so that widths are equal on screen and on paper."""
    return QFont(_font(max(1, round(size * UNIT)), is_bold))


@lru_cache(maxsize=256)
def _font(pixels: int, is_bold: bool) -> QFont:
    load()
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(pixels)
    made.setBold(is_bold)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


_HERE = threading.local()
"""Qt's raw fonts belong to the thread that made them, and badges are drawn in several threads."""


def _bundled() -> tuple[QRawFont, ...]:
    """Return the bundled fonts of this thread. Needs a QGuiApplication."""
    if not hasattr(_HERE, "faces"):
        _HERE.faces = tuple(QRawFont(str(path), 16.0) for path in sorted((resources() / "fonts").glob(_FILES)))
    return tuple(_HERE.faces)


@lru_cache(maxsize=8192)
def _is_bundled(letter: str) -> bool:
    return any(raw.supportsCharacter(ord(letter)) for raw in _bundled())


@lru_cache(maxsize=8192)
def _is_drawn(letter: str) -> bool:
    """Whether a bundled font, or any font of this computer, has the letter.

    Qt must not draw a letter that no font has: it logs a warning each time, and older versions crash.
    """
    return _is_bundled(letter) or QFontMetricsF(badge_font(1.0)).inFontUcs4(ord(letter))


def missing_letters(text: str) -> str:
    """Return the letters that no bundled font has: whether they can be drawn depends on the computer."""
    return "".join(c for c in dict.fromkeys(text) if not _is_mark(c) and not _is_bundled(c))


@lru_cache(maxsize=1024)
def drawable_text(text: str) -> tuple[str, str]:
    """Return `text` as this computer can draw it, with `UNKNOWN` in place of missing letters, and those letters.

    Characters that are no letters (marks of a script without font, control characters) are left out.
    """
    if PLAIN_TEXT.fullmatch(text):
        return text, ""
    unknown = "".join(c for c in dict.fromkeys(text) if not _is_mark(c) and not _is_drawn(c))
    return "".join(_shown(c) for c in text), unknown


def _shown(letter: str) -> str:
    if letter.isspace() or letter in _JOINERS:
        return letter
    if unicodedata.category(letter).startswith("C"):
        return ""
    return letter if _is_drawn(letter) else "" if _is_mark(letter) else UNKNOWN


def _is_mark(letter: str) -> bool:
    """Whether no font needs the character: spaces, control and format characters, combining marks."""
    return letter.isspace() or unicodedata.category(letter)[0] in "CM"
