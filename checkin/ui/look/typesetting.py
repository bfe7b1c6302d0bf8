# SPDX-License-Identifier: GPL-3.0-or-later
"""Plain text fitted to a width: broken at spaces and hyphens, then made smaller, never cut."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QWidget

from checkin.ui.look.theme import font

SMALLEST = 9.0
"""Pixels. Smaller text is unreadable; the text rather leaves its box than being cut."""

SHORT_NAME = 24
"""Letters of a name that any line has room for."""
_DOT = "\u00a0·"
_SIGN = re.compile(r" (?=[?!:;»])|(?<=«) ")
"""A space that no line ends at, however it was typed: “Viendrez-vous ?”."""
_WORDS = re.compile(r"[^ \t\n]+")
_PARTS = re.compile(r"[^-‐]+[-‐]*|[-‐]+")


@dataclass(frozen=True, slots=True)
class WrappedText:
    """Wrapped lines and the font they fit in."""

    lines: tuple[str, ...]
    font: QFont

    @property
    def line_height(self) -> float:
        return QFontMetricsF(self.font).height()

    @property
    def height(self) -> float:
        return self.line_height * len(self.lines)

    @property
    def width(self) -> float:
        metrics = QFontMetricsF(self.font)
        return max((metrics.horizontalAdvance(line) for line in self.lines), default=0.0)


def unbroken(name: str) -> str:
    """Return a short name so that no line ends within it; a long one may have to be broken."""
    return name.replace(" ", "\u00a0") if len(name) <= SHORT_NAME else name


def wrap(text: str, metrics: QFontMetricsF, width: float, widest: float = 0.0) -> list[str]:
    """Return `text` in lines of `width`. Only words wider than `widest` (default `width`) are broken at hyphens.

    A part that is still wider gets a line of its own. A dash ends a line rather than begins one; a dot between two
    things is dropped at the end of a line.
    """
    lines = [line for _, line in _glued_lines(text, metrics, width, widest)]
    return [line.removesuffix(_DOT) for line in lines[:-1]] + lines[-1:]


def _glued_lines(text: str, metrics: QFontMetricsF, width: float, widest: float = 0.0) -> list[tuple[str, str]]:
    """Return the lines of `wrap`, each after what joins it to the one before: a space, or nothing within a word."""
    lines: list[tuple[str, str]] = []
    words = _WORDS.findall(_SIGN.sub("\u00a0", text).replace(" – ", "\u00a0– ").replace(" · ", f"{_DOT} "))
    whole = " ".join(words)
    if metrics.horizontalAdvance(whole) <= width:  # as most texts do
        return [("", whole)] if whole else []
    for glue, piece in _pieces(words, metrics, widest or width):
        before, last = lines[-1] if lines else ("", "")
        joined = last + glue + piece
        if lines and metrics.horizontalAdvance(joined) <= width:
            lines[-1] = before, joined
        else:
            lines.append((glue if lines else "", piece))
    return lines


def wrap_all(text: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """Return `text` as `wrap` does, and break anywhere what is still too wide, such as an e-mail address."""
    lines: list[str] = []
    for line in wrap(text, metrics, width):
        while len(line) > 1 and metrics.horizontalAdvance(line) > width:
            fits = (n for n in range(len(line) - 1, 1, -1) if metrics.horizontalAdvance(line[:n]) <= width)
            end = next(fits, 1)
            lines.append(line[:end])
            line = line[end:]
        lines.append(line)
    return lines


def _pieces(words: Iterable[str], metrics: QFontMetricsF, widest: float) -> Iterator[tuple[str, str]]:
    """Yield the unbreakable pieces of these words, each with what joins it to the piece before."""
    for word in words:
        parts = _PARTS.findall(word) if metrics.horizontalAdvance(word) > widest else [word]
        yield " ", parts[0]
        yield from (("", part) for part in parts[1:])


def fit(parts: Sequence[str], size: float, weight: int, box: tuple[float, float]) -> WrappedText:
    """Return `parts` on one line if that fits `box` (width, height), else one line each, else wrapped, else smaller.

    `size` is the largest size tried; the first that fits is taken, or `SMALLEST`.
    """
    width, height = box
    while True:
        made = font(size, weight)
        setting = WrappedText(_break(parts, QFontMetricsF(made), width), made)
        if (setting.width <= width and setting.height <= height) or size <= SMALLEST:
            return setting
        size = max(SMALLEST, size * 0.95)


def _break(parts: Sequence[str], metrics: QFontMetricsF, width: float) -> tuple[str, ...]:
    whole = " ".join(parts)
    if metrics.horizontalAdvance(whole) <= width:
        return (whole,) if whole else ()
    if len(parts) > 1:
        return tuple(line for part in parts for line in balanced(part, metrics, width))
    return tuple(balanced(whole, metrics, width))


def balanced(text: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """Return as few lines as greedy wrapping needs, of similar length, so that no word is alone on the last line."""
    fewest = len(wrap(text, metrics, width))
    narrow = width
    while narrow > width / 2 and len(wrap(text, metrics, narrow - width / 24, width)) == fewest:
        narrow -= width / 24
    return wrap(text, metrics, narrow, width)


def cut(text: str, metrics: QFontMetricsF, width: float, most: int) -> list[str]:
    """Return `text` in at most `most` lines, elided where there is more. For lists, not for answers."""
    glued = _glued_lines(text, metrics, width)
    kept = [line if number == len(glued) - 1 else line.removesuffix(_DOT) for number, (_, line) in enumerate(glued)]
    kept, rest = kept[: most - 1], "".join(glue + line for glue, line in glued[most - 1 :]).strip()
    return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, width + 0.5) for line in (*kept, rest) if line]


# Escaping of texts in which Qt would take an & as a mnemonic: on buttons, check boxes, menus and tabs.
# Labels with a buddy would do so too; none of ours has one, a field is named by `set_accessible_name`.


def escape_mnemonic(text: str) -> str:
    """Return `text` so that a button, check box, menu or tab shows it unchanged."""
    return text.replace("&", "&&")


def set_accessible_name(field: QWidget, name: str) -> None:
    """Set the accessible name of `field` unless it has one, because labels are not set as buddies."""
    if not field.accessibleName():
        field.setAccessibleName(name)
