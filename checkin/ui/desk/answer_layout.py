# SPDX-License-Identifier: GPL-3.0-or-later
"""Where each part of an answer stands in its panel, and in which font size: nothing is cut, however long the name.

Paints nothing; the sizes it begins with are in `look/theme`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont

from checkin.ui.desk.answer_content import LONGEST_CHIP, AnswerContent, Chip
from checkin.ui.look.drawing import photograph_size
from checkin.ui.look.theme import COLUMN, DETAIL, LARGE, LARGE_CHIP_TEXT, NAME, SENTENCE, TITLE, TOUCH, text_scale
from checkin.ui.look.typesetting import WrappedText, fit
from checkin.ui.widgets.camera_preview import CodeCard, layout_code_card

DRAWN_FOR = QSizeF(890, 636)
"""Size of the answer panel on a screen of 1366x768, in pixels. The layout grows and shrinks in proportion to it."""
PADDING, ICON = 44, 86
PHOTOGRAPH, PHOTOGRAPH_GAP = QSizeF(120, 160), 24
"""The most pixels of a photograph, left of the name, and the space between both."""
STEP, STEPS_GAP, NOTE = 48, 12, 20
CHIP, LARGE_CHIP, CHIP_GAP = 38, 56, 10
"""Heights of a small chip and of one to be read at two metres, and the gap between chips."""
LONG_CHIP_LINES = 4
"""The lines that a text too long for one line may have in a large chip before it becomes smaller."""
NAME_GIVES = 0.2
"""How much further than the other parts a name shrinks with large text, in shares of the drawn size."""
LEAST = 0.6
"""The share of its drawn size that a name may shrink to before the other parts shrink too."""

TIGHT = 0.4
"""The share of the space between the parts that is left where they would otherwise be smaller."""
SHRINKS, SMALLEST = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6, 0.5), 0.4
FINE_SHRINKS = (1.0, 0.97, 0.94, 0.91, 0.88, 0.85, 0.82, 0.79, 0.76, 0.73, 0.7, 0.65, 0.6, 0.5)
"""Those of large text, which has the least room: a step is hardly seen."""
NOTES_GROW, HEAD_KEEPS = (1.0, 0.8, 0.6, 0.4, 0.2), 0.97
"""How far large text makes the notes larger, in shares of how much it makes other text larger, and what the other parts
keep of their size for that: the notes are what is to be done.
"""
READABLE, HIGHEST = 0.68, 1200
"""The least scale at which an answer with large text is seen whole, and the height in pixels that its panel may grow to
where it would be smaller.
"""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Wrapped text, set from the top of `box`."""

    setting: WrappedText
    box: QRectF


@dataclass(frozen=True, slots=True)
class PlacedChip:
    """A chip in its box; `unit` is the height of one line of it."""

    chip: Chip
    box: QRectF
    setting: WrappedText
    unit: float

    @property
    def font(self) -> QFont:
        return self.setting.font

    @property
    def is_long(self) -> bool:
        return len(self.setting.lines) > 1


@dataclass(frozen=True, slots=True)
class AnswerLayout:
    """The boxes of all parts of an answer, in panel coordinates.

    `strips` are the notes, `steps` the area of the buttons; `code` is the code card at the right of head and name,
    `photograph` the place left of the name, empty for a person without one.
    """

    scale: float
    icon: QRectF
    title: TextBlock
    lines: TextBlock
    detail: TextBlock
    chips: tuple[PlacedChip, ...]
    strips: tuple[TextBlock, ...]
    steps: QRectF
    code: CodeCard | None = None
    columns: tuple[TextBlock, ...] = ()
    photograph: QRectF = field(default_factory=QRectF)

    @property
    def under_text(self) -> float:
        """The lower edge of name, photograph, detail, chips and columns."""
        parts = (self.lines.box, self.detail.box, self.photograph, *(chip.box for chip in self.chips))
        boxes = (*parts, *(line.box for line in self.columns))
        return max(box.bottom() for box in boxes)


def answer_scale(size: QSizeF) -> float:
    """Return the scale of an answer in a panel of `size`, 0.6 to 2: a full screen is read from further away.

    With large text the scale starts higher where there is width; `layout_answer` shrinks whatever is then too high.
    """
    wide, high = size.width() / DRAWN_FOR.width(), size.height() / DRAWN_FOR.height()
    ratio = min(wide * (3 + text_scale()) / 4, high * (2 + text_scale()) / 3)
    return min(2.0, max(0.6, ratio))


def step_height(scale: float) -> float:
    """Return the height of a button in pixels, at least `TOUCH`, the height a finger needs."""
    return max(TOUCH, STEP * scale)


def side_padding(size: QSizeF) -> float:
    """Return the space at the left and right, which large text does not widen."""
    return PADDING * min(answer_scale(size), size.width() / DRAWN_FOR.width())


def steps_width(size: QSizeF) -> float:
    return size.width() - 2 * side_padding(size)


def layout_answer(content: AnswerContent, size: QSizeF, steps: float) -> AnswerLayout:
    """Return the layout of `content` in a panel of `size`, with buttons as high as `steps`.

    The space between the parts shrinks first, with the name down to `LEAST`; then all parts together. With large text
    they shrink together as far as that makes the name larger, and the notes take what room is left.
    """
    return _attempt(content, size, steps).arrangement()


def answer_height(content: AnswerContent, size: QSizeF, height_of_steps: Callable[[QSizeF], float]) -> float:
    """Return the height that a panel as wide as `size` needs so that its text is readable: at least that of `size`,
    which is what is seen without scrolling. `height_of_steps` is asked how high the
    buttons are in a panel.
    """
    place = QSizeF(size)
    while place.height() < HIGHEST and not _with_plain_notes(content, place, height_of_steps(place)).is_readable:
        place.setHeight(place.height() + 20)
    return place.height()


def _attempt(content: AnswerContent, size: QSizeF, steps: float) -> "_Attempt":
    found = _with_plain_notes(content, size, steps)
    if text_scale() == 1 or not content.notes:
        return found
    return next(_with_larger_notes(found, size, steps), found)


def _with_larger_notes(plain: "_Attempt", size: QSizeF, steps: float) -> Iterator["_Attempt"]:
    """Yield layouts with larger notes in which the other parts are hardly smaller than in `plain`, the best first."""
    for share in NOTES_GROW:
        grow = 1 + share * (text_scale() - 1)
        for shrink in (each for each in FINE_SHRINKS if plain.shrink * HEAD_KEEPS <= each <= plain.shrink):
            made = _Attempt(plain.content, size, _Degree(shrink, grow=grow), steps)
            if made.fits(LEAST) and made.size_of_name >= plain.size_of_name * HEAD_KEEPS:
                yield made


def _with_plain_notes(content: AnswerContent, size: QSizeF, steps: float) -> "_Attempt":
    is_large = text_scale() > 1
    roomy = _Attempt(content, size, _Degree(1.0, 1.0), steps)
    if roomy.fits(1.0 if is_large else LEAST):
        return roomy
    if is_large and (readable := [each for each in _tight(content, size, steps) if each.is_readable]):
        return max(readable, key=lambda each: each.balance)
    fitting = (each for each in _tight(content, size, steps) if each.fits(LEAST))
    return next(fitting, None) or _Attempt(content, size, _Degree(SMALLEST), steps)


def _tight(content: AnswerContent, size: QSizeF, steps: float) -> Iterator["_Attempt"]:
    """Yield layouts with little space between the parts, the largest first."""
    for shrink in FINE_SHRINKS if text_scale() > 1 else SHRINKS:
        yield _Attempt(content, size, _Degree(shrink), steps)


class _Degree(NamedTuple):
    """How much smaller the parts are, and how much of the space between them is left; the notes are `grow` times as
    large as the other parts.
    """

    shrink: float
    air: float = TIGHT
    grow: float = 1.0


class _Attempt:
    """A layout at one degree of shrinking: head at the top, steps and notes at the bottom, the name between."""

    def __init__(self, content: AnswerContent, size: QSizeF, degree: _Degree, steps: float) -> None:
        self.content, self._is_tight, self.shrink = content, degree.air < 1, degree.shrink
        self._scale = answer_scale(size)
        self._u, self._grow, air = self._scale * degree.shrink, degree.grow, degree.air
        self._gap = self._u * air
        pad, edge = side_padding(size), self._scale * PADDING * 0.85 * air
        self._whole = QRectF(0, 0, size.width(), size.height()).adjusted(pad, edge, -pad, -edge)
        self._code = layout_code_card(content.code, self._whole.topRight(), self._scale) if content.code else None
        self._inside = self._beside(self._code)
        self._steps = self._whole.adjusted(0, self._whole.height() - steps, 0, 0)
        self._icon, self._title = self._head()
        self._photograph = photograph_size(content.photograph, PHOTOGRAPH * self._u)
        self._body = self._inside.adjusted(self._indent(), 0, 0, 0)
        self._strips = self._notes(self._steps.top() - (20 * self._gap if steps else 0))
        self._detail = self._text(content.detail)
        self._top = max(self._icon.bottom(), self._title.box.bottom()) + 32 * self._gap
        self._room = self._floor() - self._top - self._below()
        self._lines = self._text_lines()

    def fits(self, share: float) -> bool:
        """Whether all parts have room, the name in at least this share of its drawn size."""
        least = round(share * self._size_of_lines())
        lowest = max(self._top + self._photograph.height(), self._code.card.bottom() if self._code else 0.0)
        is_free = lowest <= self._floor()
        return is_free and self._lines.height <= self._room and self.size_of_name >= least

    @property
    def size_of_name(self) -> int:
        """The height of the letters of the name in pixels."""
        return self._lines.font.pixelSize()

    @property
    def balance(self) -> float:
        """How large the parts and the name are, of their drawn size; the name may shrink further than they."""
        name = self.shrink * self.size_of_name / self._size_of_lines()
        return min(self.shrink, name + NAME_GIVES)

    @property
    def is_readable(self) -> bool:
        return self._u >= READABLE and self.fits(LEAST)

    def arrangement(self) -> AnswerLayout:
        under = self._top + self._lines.height + 8 * self._gap
        chips_top = under + (self._detail.height + 20 * self._gap if self._detail.lines else 12 * self._gap)
        chips = self._chips(chips_top)
        return AnswerLayout(
            scale=self._scale,
            icon=self._icon,
            title=self._title,
            lines=self._block(self._lines, self._top),
            detail=self._block(self._detail, under),
            chips=tuple(chips),
            columns=tuple(self._columns(_bottom(chips) + 14 * self._gap if chips else chips_top)),
            strips=self._strips,
            steps=self._steps,
            code=self._code,
            photograph=QRectF(QPointF(self._inside.left(), self._top), self._photograph),
        )

    def _beside(self, code: CodeCard | None) -> QRectF:
        """Return the area of head and name, which ends left of the code card."""
        room = QRectF(self._whole)
        if code:
            room.setRight(code.card.left() - 24 * self._u)
        return room

    def _indent(self) -> float:
        """Return how far name, detail and chips stand from the left: past the photograph."""
        return 0.0 if self._photograph.isEmpty() else self._photograph.width() + PHOTOGRAPH_GAP * self._u

    def _floor(self) -> float:
        return (self._strips[0].box.top() if self._strips else self._steps.top()) - 20 * self._gap

    def _below(self) -> float:
        """Return the height of detail, chips and columns below the name."""
        height = self._detail.height + 8 * self._gap if self._detail.lines else 0.0
        if chips := self._chips(0.0):
            height += _bottom(chips) + 20 * self._gap
        columns = [*self._columns(0.0)]
        return height + (columns[-1].box.bottom() + 14 * self._gap if columns else 0.0)

    def _size_of_lines(self) -> float:
        return (NAME if self.content.is_person else SENTENCE) * self._u

    def _text_lines(self) -> WrappedText:
        return fit(self.content.lines, self._size_of_lines(), 700, (self._body.width(), max(1, self._room)))

    def _text(self, text: str) -> WrappedText:
        size = DETAIL * self._u
        return fit((text,) if text else (), size, 400, (self._body.width(), size * 4))

    def _head(self) -> tuple[QRectF, TextBlock]:
        u, inside = self._u, self._inside
        side = (TITLE if self._is_tight else ICON) * u
        icon = QRectF(inside.left() - side / 24, inside.top(), side, side)  # its strokes, not its box
        left = icon.right() + 24 * u
        setting = fit((self.content.title,), TITLE * u, 700, (inside.right() - left, 112 * u))
        top = max(inside.top(), icon.center().y() - setting.height / 2)
        icon.moveTop(max(icon.top(), top + setting.height / 2 - side / 2))
        return icon, TextBlock(setting, QRectF(left, top, inside.right() - left, setting.height))

    def _block(self, setting: WrappedText, top: float) -> TextBlock:
        return TextBlock(setting, QRectF(self._body.left(), top, self._body.width(), setting.height))

    def _chips(self, top: float) -> list[PlacedChip]:
        """Return the chips from left to right in as many rows as needed, each as wide as its text, at most
        a whole row. Small ones begin a row of their own if there is room for it.
        """
        inside, gap = self._body, CHIP_GAP * self._u
        placed: list[PlacedChip] = []
        x, row = inside.left(), QRectF(0, top, 0, 0)
        for chip in map(self._chip, self.content.chips):
            before = placed[-1] if placed else None
            is_other = before and before.chip.is_large != chip.chip.is_large and not self._is_tight
            is_alone = is_other or (before and (before.is_long or chip.is_long))
            if before and (is_alone or x + chip.box.width() > inside.right()):
                x, row = inside.left(), QRectF(0, _bottom(placed) + gap, 0, 0)
            row.setHeight(max(row.height(), chip.box.height()))
            chip.box.moveTo(x, row.center().y() - chip.box.height() / 2)
            placed.append(chip)
            x = chip.box.right() + gap
        return placed

    def _chip(self, chip: Chip) -> PlacedChip:
        """Return a chip as large as its text; a long one has several lines."""
        high, size = (LARGE_CHIP, LARGE_CHIP_TEXT) if chip.is_large else (CHIP, LARGE)
        unit = high * self._u
        around = unit * (32 + 26 * bool(chip.icon)) / CHIP
        lines = LONG_CHIP_LINES if chip.is_large and len(chip.text) > LONGEST_CHIP else 1
        place = (self._body.width() - around, unit * 28 / CHIP * lines)
        setting = fit((chip.text,), size * self._u, 600, place)
        height = unit + setting.line_height * (len(setting.lines) - 1)
        return PlacedChip(chip, QRectF(0, 0, setting.width + around, height), setting, unit)

    def _columns(self, top: float) -> Iterator[TextBlock]:
        """Yield the chosen columns that are lines of text, one below the other."""
        for line in self.content.columns:
            size = COLUMN * self._u
            setting = fit((line,), size, 600, (self._body.width(), size * 4))
            yield self._block(setting, top)
            top += setting.height

    def _notes(self, bottom: float) -> tuple[TextBlock, ...]:
        """Return the notes stacked upwards from `bottom`, in the order they are read."""
        return tuple(reversed(list(self._upwards(bottom))))

    def _upwards(self, bottom: float) -> Iterator[TextBlock]:
        u, whole = self._u * self._grow, self._whole
        for note in reversed(self.content.notes):
            setting = fit((note,), NOTE * u, 600, (whole.width() - 72 * u, 160 * u))
            height = setting.height + (24 if self._is_tight else 32) * u
            yield TextBlock(setting, QRectF(whole.left(), bottom - height, whole.width(), height))
            bottom -= height + 8 * u


def _bottom(chips: list[PlacedChip]) -> float:
    return max(chip.box.bottom() for chip in chips)
