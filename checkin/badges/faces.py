# SPDX-License-Identifier: GPL-3.0-or-later
"""The bundled faces of badges. Sizes are in `UNIT`s of the badge, never in points of a device."""

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QRawFont

from checkin.paths import resources

UNIT = 100.0
"""Of the painter: 1/100 mm. Whole pixels of this size make one layout on every device."""

FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans CJK SC", "Noto Sans CJK JP")
"""In the order they are asked for a letter. Chinese, Japanese and Korean come from the system, where it has them."""

_FILES = "NotoSans*.ttf"


@lru_cache(maxsize=1)
def load() -> tuple[str, ...]:
    """The families known to Qt from here on. Needs a QGuiApplication; again is harmless."""
    names: list[str] = []
    for path in sorted((resources() / "fonts").glob(_FILES)):
        names += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
    return tuple(names)


def face(size: float, *, is_bold: bool = False) -> QFont:
    """`size` mm. Without hinting, so that the widths are the same on a screen and on paper."""
    load()
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(max(1, round(size * UNIT)))
    made.setBold(is_bold)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


@lru_cache(maxsize=1)
def _bundled() -> tuple[QRawFont, ...]:
    return tuple(QRawFont(str(path), 16.0) for path in sorted((resources() / "fonts").glob(_FILES)))


def missing_letters(text: str) -> str:
    """Letters that none of the bundled faces has: on a computer without others they are boxes."""
    wanted = dict.fromkeys(c for c in text if not c.isspace())
    return "".join(c for c in wanted if not any(raw.supportsCharacter(ord(c)) for raw in _bundled()))
