# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of badge templates as cards with a real badge: those of the event, then those shipped."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6 import QtWidgets
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap

from checkin.badges.badge_fonts import UNIT
from checkin.badges.badge_problems import Badge
from checkin.badges.painter import paint_side
from checkin.core.badges.template import TemplateProblem
from checkin.core.message import Message
from checkin.services.badges.badge_building import LoadedTemplate
from checkin.services.badges.badge_templates import BadgeOverview, CategoryTemplate
from checkin.translation import translate
from checkin.ui.badges.badges_heading import count_text, problem_text, sample_person, template_size_text, whose_text
from checkin.ui.look import drawing, theme
from checkin.ui.look.drawing import CENTRE, LEFT, RIGHT, draw_aligned, draw_card, draw_elided, draw_rounded, faded
from checkin.ui.widgets.form_fields import label
from checkin.ui.widgets.layouts import Sidebar, SidebarCard

EDGE, CAPTION = 24, 28
"""Pixels around the badges, and under each of two sides."""

_FRONT, _BACK = Message("badges", "Front"), Message("badges", "Back")


class BadgePreview(QtWidgets.QWidget):
    """A badge as printed, both sides, as large as there is room; `note` is shown when there is no badge."""

    def __init__(self) -> None:
        super().__init__()
        self._badge: Badge | None = None
        self._note = ""
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(240, 200))

    def show_badge(self, badge: Badge | None, name: str, note: str = "") -> None:
        """Show a badge; `name` describes its person to a screen reader."""
        self._badge, self._note = badge, note
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, QRectF(self.rect()), t)
        if self._badge is None:
            draw_aligned(painter, QRectF(self.rect()), self._note, (theme.font(theme.TEXT), t.quiet), CENTRE)
            return
        captions = [translate(_FRONT), translate(_BACK)]
        places = side_places(self._badge, QSizeF(self.size()))
        for side, place in enumerate(places, start=1):
            paint_badge(painter, self._badge, place, side)
            if len(places) == 2:
                below = QRectF(place.left(), place.bottom() + 4, place.width(), CAPTION - 4)
                draw_aligned(painter, below, captions[side - 1], (theme.font(theme.SMALL), t.quiet), CENTRE)


def side_places(badge: Badge, room: QSizeF) -> list[QRectF]:
    """Return the areas of the sides: beside each other, or above each other for a landscape badge."""
    count, template = badge.template.sides, badge.template
    is_row = count == 1 or template.height >= template.width
    across, down = (count, 1) if is_row else (1, count)
    captions = CAPTION if count == 2 else 0
    width = (room.width() - 2 * EDGE - (across - 1) * theme.GAP) / across
    height = (room.height() - 2 * EDGE - (down - 1) * theme.GAP) / down - captions
    size = QSizeF(template.width, template.height).scaled(
        QSizeF(max(1, width), max(1, height)), Qt.AspectRatioMode.KeepAspectRatio
    )
    step = QPointF(size.width() + theme.GAP, 0) if is_row else QPointF(0, size.height() + captions + theme.GAP)
    whole = QSizeF(
        size.width() * across + theme.GAP * (across - 1), (size.height() + captions) * down + theme.GAP * (down - 1)
    )
    corner = QPointF((room.width() - whole.width()) / 2, (room.height() - whole.height()) / 2)
    return [QRectF(corner + step * number, size) for number in range(count)]


def paint_badge(painter: QPainter, badge: Badge, place: QRectF, side: int = 1) -> None:
    """Paint one side in `place` with the shadow of paper."""
    draw_rounded(painter, place.adjusted(-1, 0, 1, 3), 3, faded(theme.SHADOW, 0.10))
    draw_rounded(painter, place.adjusted(-1, -1, 1, 1), 1, faded(theme.SHADOW, 0.16))
    painter.save()
    painter.translate(place.topLeft())
    scale = place.width() / (badge.template.width * UNIT)
    painter.scale(scale, scale)
    paint_side(painter, badge.template, badge.subject, badge.pictures, side)
    painter.restore()


def thumbnail(badge: Badge, room: QSize, ratio: float) -> QPixmap:
    """Return a small picture of the first side with its shadow."""
    made = QPixmap(room * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    inner = QSizeF(room) - QSizeF(8, 8)
    size = QSizeF(badge.template.width, badge.template.height).scaled(inner, Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(QPointF((room.width() - size.width()) / 2, (room.height() - size.height()) / 2), size)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_badge(painter, badge, place)
    painter.end()
    return made


CARD, HEADING, PICTURE = 108, 34, QSize(84, 92)
"""Heights of a card and of a section heading, and the space for the badge, in pixels."""

_Index = QModelIndex | QPersistentModelIndex
_CARD = Qt.ItemDataRole.UserRole
_SHIPPED = Message("badges", "Templates to copy")


@dataclass(frozen=True, slots=True)
class BadgeCard:
    """A card; `whose` and `detail` stand under the name."""

    loaded: LoadedTemplate
    picture: QPixmap
    whose: str
    detail: str

    @property
    def key(self) -> str:
        """The key that identifies the card after everything was read again."""
        return card_key(self.loaded)


def card_key(loaded: LoadedTemplate) -> str:
    return loaded.id or f"shipped:{loaded.name}"


def list_cards(overview: BadgeOverview, ratio: float) -> list[tuple[str, list[BadgeCard]]]:
    """Return the sections with their cards, each on the badge of an attendee who gets that template."""
    own = [_card_of(overview, loaded, ratio) for loaded in overview.own]
    shipped = [_card_of(overview, loaded, ratio) for loaded in overview.shipped]
    return ([(translate(Message("badges", "In this event")), own)] if own else []) + [(translate(_SHIPPED), shipped)]


def _card_of(overview: BadgeOverview, loaded: LoadedTemplate, ratio: float) -> BadgeCard:
    person = next(iter(overview.wearers(loaded)), None) or sample_person()
    count = sum(claim.count for claim in overview.claims() if claim.template == loaded)
    whose = whose_text(overview, loaded) if loaded.id else template_size_text(loaded.template)
    detail = count_text(count) if loaded.id or count else ""
    return BadgeCard(loaded, thumbnail(overview.badge(loaded, person), PICTURE, ratio), whose, detail)


class BadgeList(QtWidgets.QListWidget):
    """The list. `moved` when the user chose another card; `opened` on Enter and double click."""

    moved = Signal()
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.setAccessibleName(translate(Message("badges", "Badges")))
        self.setItemDelegate(_CardDelegate(self))
        self.setVerticalScrollMode(QtWidgets.QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("bare", True)
        self.currentItemChanged.connect(self.moved)
        self.itemActivated.connect(self.opened)

    @property
    def chosen(self) -> LoadedTemplate | None:
        item = self.currentItem()
        card = item.data(_CARD) if item else None
        return card.loaded if isinstance(card, BadgeCard) else None

    def show_cards(self, sections: Sequence[tuple[str, Sequence[BadgeCard]]], key: str) -> None:
        """Show the sections; the card with this key is chosen, else the first."""
        self.blockSignals(True)
        self.clear()
        for heading, cards in sections:
            self._add_heading(heading)
            for card in cards:
                item = QtWidgets.QListWidgetItem(
                    ", ".join(t for t in (card.loaded.name, card.whose, card.detail) if t), self
                )
                item.setData(_CARD, card)
                item.setSizeHint(theme.scale_px(QSize(0, CARD)))
        self.blockSignals(False)
        self.choose(key)

    def choose(self, key: str) -> None:
        items = [self.item(row) for row in range(self.count())]
        cards = [item for item in items if isinstance(item.data(_CARD), BadgeCard)]
        wanted = [item for item in cards if item.data(_CARD).key == key] or cards
        if wanted:
            self.setCurrentItem(wanted[0])
            self.scrollToItem(wanted[0])

    def _add_heading(self, text: str) -> None:
        item = QtWidgets.QListWidgetItem(text, self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setSizeHint(theme.scale_px(QSize(0, HEADING)))


class _CardDelegate(QtWidgets.QStyledItemDelegate):
    """The delegate for cards and headings."""

    def paint(self, painter: QPainter, option: QtWidgets.QStyleOptionViewItem, index: _Index) -> None:
        shown = index.data(_CARD)
        t = theme.tokens(option.palette)
        painter.save()
        box = theme.scale_painter(painter, QRectF(option.rect))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(shown, BadgeCard):
            _paint_card(painter, box.adjusted(0, 0, 0, -8), shown, (t, option.state))
        else:
            draw_aligned(painter, box, str(index.data()), (theme.font(theme.SMALL, 600), t.quiet), LEFT)
        painter.restore()


def _paint_card(
    painter: QPainter, box: QRectF, shown: BadgeCard, how: tuple[theme.Tokens, QtWidgets.QStyle.StateFlag]
) -> None:
    t, state = how
    is_chosen = bool(state & QtWidgets.QStyle.StateFlag.State_Selected)
    is_pointed_at = bool(state & QtWidgets.QStyle.StateFlag.State_MouseOver)
    ground = t.selected if is_chosen else t.hover if is_pointed_at else t.surface
    draw_rounded(painter, box, theme.RADIUS, ground, t.accent if is_chosen else t.line)
    painter.drawPixmap(box.topLeft() + QRectF(8, (box.height() - PICTURE.height()) / 2, 0, 0).topLeft(), shown.picture)
    text = box.adjusted(PICTURE.width() + 18, 0, -12, 0)
    lines = [line for line in (shown.loaded.name, shown.whose, shown.detail) if line]
    for number, words in enumerate(lines):
        face, ink = (theme.font(theme.SMALL), t.quiet) if number else (theme.font(theme.TEXT, 600), t.ink)
        top = box.center().y() - 11 * len(lines) + 22 * number
        draw_elided(painter, QRectF(text.left(), top, text.width(), 22), words, face, ink)


# The sidebar of the badges screen: counts by category, and warnings in words.

ICON, ROW = 18, 42

_REMARKS = Message("badges", "On this badge")
_GOOD = Message("badges", "Nothing sticks out, everything can be read.")
_NOBODY = Message("badges", "Nobody is on the list yet.")
_CHECKING = Message("badges", "Checked: {done} of {total}")
_ALL_GOOD = Message("badges", "{total} {total:badge|badges} checked: nothing sticks out, everything can be read.")
_OTHERS_GOOD = Message(
    "badges", "{total} {total:badge|badges} checked: nothing to correct besides what is said above of this badge."
)
_FOUND = Message("badges", "To check: {found} of {total} {total:badge|badges}")


class ClaimsCard(SidebarCard):
    """A row for each category: name, count, and its template where there are several."""

    def __init__(self) -> None:
        super().__init__(translate(Message("badges", "Badges by category")))

    def show_claims(self, claims: Sequence[CategoryTemplate]) -> None:
        self.replace([_ClaimRow(claim) for claim in claims] or [label(translate(_NOBODY))])


class _ClaimRow(QtWidgets.QWidget):
    """Two lines: category and count, then the template."""

    def __init__(self, claim: CategoryTemplate) -> None:
        super().__init__()
        self._claim, self._name = claim, claim.name or translate(Message("badges", "No category"))
        self.setAccessibleName(f"{self._name}: {count_text(claim.count)}, {claim.template.name}")
        self.setToolTip(self._name)
        self.setFixedHeight(theme.scale_px(ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens(self.palette())
        painter = theme.design_painter(self)
        upper, lower = (
            QRectF(0, 0, theme.design_rect(self).width(), 22),
            QRectF(0, 21, theme.design_rect(self).width(), 18),
        )
        count, face = f"{self._claim.count}", theme.font(theme.TEXT, 600, tabular=True)
        draw_aligned(painter, upper, count, (face, t.ink), RIGHT)
        draw_elided(painter, upper.adjusted(0, 0, -60, 0), self._name, theme.font(theme.TEXT), t.ink)
        draw_elided(painter, lower, self._claim.template.name, theme.font(theme.SMALL), t.quiet)


class RemarksCard(SidebarCard):
    """The problems of the badge or ticket shown."""

    def __init__(self, heading: str) -> None:
        super().__init__(heading)
        self._problems: Sequence[TemplateProblem] | None = None

    @property
    def problems(self) -> Sequence[TemplateProblem]:
        return self._problems or ()

    def show_problems(self, problems: Sequence[TemplateProblem]) -> None:
        if problems == self._problems:
            return
        self._problems = list(problems)
        self.replace(problem_labels(problems))


class ProblemLabel(QtWidgets.QLabel):
    """A sentence after an icon: a warning, or that all is well."""

    def __init__(self, icon: str, text: str) -> None:
        super().__init__(text)
        self._icon = icon
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.scaled_font(theme.TEXT))
        self.setWordWrap(True)
        self.setContentsMargins(theme.scale_px(ICON + 8), 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        t = theme.tokens(self.palette())
        ink = t.ok if self._icon == "circle-check" else t.warn
        drawing.draw(theme.design_painter(self), self._icon, QRectF(0, 1, ICON, ICON), ink)


def problem_labels(problems: Sequence[TemplateProblem]) -> list[ProblemLabel]:
    """Return a label for each problem, or one for "no problems"."""
    lines = [ProblemLabel("triangle-alert", problem_text(problem)) for problem in problems]
    return lines or [ProblemLabel("circle-check", translate(_GOOD))]


class ChecksCard(SidebarCard):
    """The progress of checking all badges, with a button to the findings."""

    shown = Signal()

    def __init__(self) -> None:
        super().__init__(translate(Message("badges", "All badges")))
        self._text = label("")
        self._show = QtWidgets.QPushButton(translate(Message("badges", "Show them")))
        self._show.clicked.connect(self.shown)
        self._show.hide()
        self.column.addWidget(self._text)
        self.column.addWidget(self._show)

    def show_progress(self, done: int, total: int, found: int, *, is_this_good: bool) -> None:
        """Show the progress. `is_this_good`: the badge shown, which may be of a template that nobody has, is well."""
        if found:
            text = translate(_FOUND, total=total, found=found)
        else:
            good = _ALL_GOOD if is_this_good else _OTHERS_GOOD
            text = translate(good if done == total else _CHECKING, done=done, total=total)
        self._text.setText(text)
        self._show.setVisible(bool(found))
        self.setVisible(bool(total))


class BadgesSidebar(Sidebar):
    """The three cards, below each other."""

    def __init__(self) -> None:
        self.remarks, self.checks, self.claims = RemarksCard(translate(_REMARKS)), ChecksCard(), ClaimsCard()
        super().__init__(self.remarks, self.checks, self.claims)
