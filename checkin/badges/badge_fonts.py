# SPDX-License-Identifier: GPL-3.0-or-later
"""The bundled faces of badges. Sizes are in `UNIT`s of the badge, never in points of a device."""

import threading
import unicodedata
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QRawFont

from checkin.paths import resources

UNIT = 100.0
"""Of the painter: 1/100 mm. Whole pixels of this size make one layout on every device."""

FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans CJK SC", "Noto Sans CJK JP")
"""In the order they are asked for a letter. Chinese, Japanese and Korean come from the system, where it has them."""

UNKNOWN = "\ufffd"
"""In place of a letter that cannot be drawn. The bundled faces have it."""

_JOINERS = "\u200c\u200d"
"""That Arabic and Persian are written with."""

_FILES = "NotoSans*.ttf"


@lru_cache(maxsize=1)
def load() -> tuple[str, ...]:
    """The families known to Qt from here on. Needs a QGuiApplication; again is harmless."""
    names: list[str] = []
    for path in sorted((resources() / "fonts").glob(_FILES)):
        names += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
    return tuple(names)


def badge_font(size: float, *, is_bold: bool = False) -> QFont:
    """`size` mm. Without hinting, so that the widths are the same on a screen and on paper."""
    load()
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(max(1, round(size * UNIT)))
    made.setBold(is_bold)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


_HERE = threading.local()
"""Qt's raw fonts belong to the thread that made them, and badges are drawn in several."""


def _bundled() -> tuple[QRawFont, ...]:
    """Of this thread. Needs a QGuiApplication."""
    if not hasattr(_HERE, "faces"):
        _HERE.faces = tuple(QRawFont(str(path), 16.0) for path in sorted((resources() / "fonts").glob(_FILES)))
    return tuple(_HERE.faces)


@lru_cache(maxsize=8192)
def _is_bundled(letter: str) -> bool:
    return any(raw.supportsCharacter(ord(letter)) for raw in _bundled())


@lru_cache(maxsize=8192)
def _is_drawn(letter: str) -> bool:
    """By a bundled face, or by any that this computer has. Qt must not be asked to set a letter of which no face knows
    anything: it says so in the log at every try, and older versions end the program.
    """
    return _is_bundled(letter) or QFontMetricsF(badge_font(1.0)).inFontUcs4(ord(letter))


def missing_letters(text: str) -> str:
    """Letters that none of the bundled faces has: each computer has others, or none."""
    return "".join(c for c in dict.fromkeys(text) if not _is_mark(c) and not _is_bundled(c))


@lru_cache(maxsize=1024)
def drawable_text(text: str) -> tuple[str, str]:
    """`text` as it can be drawn on this computer, and the letters of which it cannot: each stands there as `UNKNOWN`.

    What is no letter (marks of a script that nobody has, signs that only steer) is left out without a word.
    """
    unknown = "".join(c for c in dict.fromkeys(text) if not _is_mark(c) and not _is_drawn(c))
    return "".join(_shown(c) for c in text), unknown


def _shown(letter: str) -> str:
    if letter.isspace() or letter in _JOINERS:
        return letter
    if unicodedata.category(letter).startswith("C"):
        return ""
    return letter if _is_drawn(letter) else "" if _is_mark(letter) else UNKNOWN


def _is_mark(letter: str) -> bool:
    """Spaces, control and format characters, and marks that stand on another letter: no face need have them."""
    return letter.isspace() or unicodedata.category(letter)[0] in "CM"
