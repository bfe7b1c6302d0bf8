# SPDX-License-Identifier: GPL-3.0-or-later
"""The help window (F1): keys, guides, news, components. Only shows; its buttons emit signals."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6 import QtGui
from PySide6.QtCore import QPointF, QSize, Qt, QUrl, Signal
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QPushButton, QSizePolicy, QTabWidget, QTextBrowser, QWidget

from checkin.core.message import Message
from checkin.core.support import Release
from checkin.core.sync.sync_status import OtherDesk
from checkin.services.computer.release_notes import ProgramPart
from checkin.translation import day_text, translate
from checkin.ui.look.drawing import draw_key_cap
from checkin.ui.look.theme import SMALL, TEXT, design_painter, design_rect, scale_px, scaled_font, text_scale, tokens
from checkin.ui.widgets.boxes import REST, column_of, row_of, wide
from checkin.ui.widgets.buttons import push_button
from checkin.ui.widgets.dialogs import Dialog
from checkin.ui.widgets.form_fields import label, stack
from checkin.ui.widgets.keyboard import KeyBinding
from checkin.ui.widgets.row_list import read_by_tab
from checkin.ui.widgets.screen_page import scroll_to, scroll_unless_large

CAP, KEY_HEIGHT = 96, 28
"""Pixels of the space for one key."""
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}


class KeyTable(QWidget):
    """The keys of the desk in two columns, drawn as key caps: one Tab stop, in which the arrows go from key to key."""

    def __init__(self, keys: Sequence[KeyBinding]) -> None:
        super().__init__()
        self._caps: list[QWidget] = []
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 12, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(1)
        half = (len(keys) + 1) // 2
        for number, key in enumerate(keys):
            row, column = number % half, 2 * (number // half)
            cap, does = _Cap(key.text), label(key.does, TEXT)
            for part in (cap, does):
                part.setAccessibleName(translate(Message("help", "{key}: {does}"), key=key.text, does=key.does))
            self._caps.append(cap)
            cap.left.connect(lambda step, cap=cap: self._move(cap, step))
            grid.addWidget(cap, row, column)
            grid.addWidget(does, row, column + 1)
        read_by_tab(*self._caps)
        for other in self._caps[1:]:
            other.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrows reach it
        for column in (1, 3):
            grid.setColumnStretch(column, 1)
        column_of(scroll_unless_large(stack(table)), of=self)

    def _move(self, cap: QWidget, step: int) -> None:
        at = min(max(self._caps.index(cap) + step, 0), len(self._caps) - 1)
        self._caps[at].setFocus()
        scroll_to(self._caps[at])


class _Cap(QWidget):
    left = Signal(int)
    """Emitted by the arrows, with 1 for the next key and -1 for the one before."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return scale_px(QSize(CAP, KEY_HEIGHT))

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        if step := _STEPS.get(Qt.Key(event.key())):
            self.left.emit(step)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = design_painter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        draw_key_cap(
            painter,
            QPointF(design_rect(self).width(), design_rect(self).height() / 2),
            self._text,
            tokens(self.palette()),
        )


# A guide shipped with the program, shown in a window: text and pictures fitted to its width.

GUIDE_WIDTH, GUIDE_HEIGHT = 820, 640
MARGIN = 24
"""Pixels around the text."""
_ELSEWHERE = re.compile(r"\s*→ \[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\([^)]*\)")


class GuideWindow(QDialog):
    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        text = strip_links(path.read_text("utf-8"))
        self.setWindowTitle(guide_title(text))
        self.page = GuidePage(text, path.parent)
        column_of(self.page, of=self)
        self.resize(GUIDE_WIDTH, GUIDE_HEIGHT)


class GuidePage(QTextBrowser):
    """The text of a guide; `folder` contains its pictures."""

    def __init__(self, text: str, folder: Path) -> None:
        super().__init__()
        self.setAccessibleName(guide_title(text))
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        document = self.document()
        document.setBaseUrl(QUrl.fromLocalFile(f"{folder}/"))
        document.setDefaultFont(scaled_font(TEXT))
        document.setDocumentMargin(MARGIN)
        self.setMarkdown(text)
        _space(document)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        _fit_pictures(self.document(), self.viewport().width() - 2 * MARGIN)


def guide_title(text: str) -> str:
    """Return the first heading."""
    return text.splitlines()[0].lstrip("# ")


def strip_links(text: str) -> str:
    """Return `text` without links to pages that are not shipped."""
    return _LINK.sub(r"\1", _ELSEWHERE.sub("", text))


def _space(document: QtGui.QTextDocument) -> None:
    """Set the space after paragraphs and before headings."""
    line = QtGui.QFontMetricsF(document.defaultFont()).height()
    block = document.begin()
    while block.isValid():
        kind = block.blockFormat()
        kind.setBottomMargin(line / 2)
        kind.setTopMargin(line if kind.headingLevel() > 1 else 0)
        QtGui.QTextCursor(block).setBlockFormat(kind)
        block = block.next()


def _fit_pictures(document: QtGui.QTextDocument, width: float) -> None:
    block = document.begin()
    while block.isValid():
        _fit_in(block, width)
        block = block.next()


def _fit_in(block: QtGui.QTextBlock, width: float) -> None:
    for fragment in _fragments(block):
        picture = fragment.charFormat().toImageFormat()
        if picture.isValid() and picture.width() != width:
            picture.setWidth(width)
            cursor = QtGui.QTextCursor(block)
            cursor.setPosition(fragment.position())
            cursor.setPosition(fragment.position() + fragment.length(), QtGui.QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(picture)


def _fragments(block: QtGui.QTextBlock) -> list[QtGui.QTextFragment]:
    """Return all fragments of a block at once: changing one would end the iteration."""
    found, each = [], block.begin()
    while not each.atEnd():
        found.append(each.fragment())
        each += 1
    return found


WIDTH, HEIGHT = 900, 600
"""Pixels; fits the smallest window."""
INDENT, LARGE_TEXT = 22, 1.25
"""Indent in pixels; text scale above which buttons are stacked and pages take the full width."""
ABOVE, ABOVE_HEADING = 8, 16
"""Pixels above a paragraph and a heading."""
NEWS = 1
"""The index of the news page."""


@dataclass(frozen=True, slots=True)
class HelpContent:
    """The content of the window. `newer` is another desk with a newer version.

    `is_at_desk`: an event is open, so the button that removes everything is not shown.
    """

    keys: Sequence[KeyBinding]
    news: Sequence[Release]
    parts: Sequence[ProgramPart]
    guides: Sequence[Path]
    today: date
    newer: OtherDesk | None = None
    is_at_desk: bool = True


class HelpWindow(Dialog):
    report_wanted = Signal()
    removal_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, about: HelpContent, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(translate(Message("help", "Help")), parent)
        self._about, self._spoken = about, spoken
        self.pages = QTabWidget()
        self.report = push_button(translate(Message("help", "Report a problem…")), self.report_wanted)
        self.removal = push_button(translate(Message("help", "Remove all data…")), self.removal_wanted)
        self.folder = push_button(translate(Message("help", "Log folder")), self.folder_wanted)
        self.leave = QPushButton(translate(Message("help", "Close")))
        self._fill()
        is_row = text_scale() <= LARGE_TEXT or self._about.is_at_desk  # three buttons have room at any size of text
        if self._about.is_at_desk:
            self.removal.hide()
        self.leave.clicked.connect(self.accept)
        self.leave.setDefault(True)
        buttons = (self.report, self.removal, self.folder, REST, self.leave)
        self.arrange(
            *map(label, _sentences(self._about, self._spoken)),
            wide(self.pages),
            row_of(*buttons, spacing=8) if is_row else column_of(*buttons, spacing=8),
            heading=f"Checkin {self._about.news[0].version}",
        )
        self.leave.setFocus()
        self.resize(WIDTH, HEIGHT)

    def show_news(self) -> None:
        self.pages.setCurrentIndex(NEWS)

    @property
    def guides(self) -> list[GuideWindow]:
        """The guide windows opened from here."""
        return self.findChildren(GuideWindow)

    def _fill(self) -> None:
        about = self._about
        self.pages.addTab(KeyTable(about.keys), translate(Message("help", "Keys")))
        self.pages.addTab(
            _page(translate(_NEWS), "\n\n".join(self._release(each) for each in about.news)), translate(_NEWS)
        )
        if about.guides:
            self.pages.addTab(_guides(about.guides), translate(Message("help", "Guides")))
        self.pages.addTab(_page(translate(_PARTS), _made_of(about.parts)), translate(_PARTS))

    def _release(self, release: Release) -> str:
        return f"### {release.version} – {day_text(release.day, self._spoken)}\n\n{release.news}"


def _sentences(about: HelpContent, spoken: str) -> list[str]:
    release = about.news[0]
    sentence = [translate(_VERSION, day=day_text(release.day, spoken))]
    if about.newer:
        sentence.append(translate(_NEWER, desk=about.newer.name, version=about.newer.version))
    elif release.is_old(about.today):
        sentence.append(translate(_OLD, months=release.months(about.today)))
    return sentence


def _page(name: str, markdown: str) -> QTextBrowser:
    """Return a page of our own Markdown text, without links."""
    page = QTextBrowser()
    page.setAccessibleName(name)
    page.setOpenLinks(False)
    page.setFrameShape(QFrame.Shape.NoFrame)
    page.viewport().setAutoFillBackground(False)
    page.document().setDefaultFont(scaled_font(TEXT))
    page.document().setIndentWidth(INDENT)
    page.setMarkdown(markdown)
    _space_out(page)
    page.setTabChangesFocus(True)
    return page


def _space_out(page: QTextBrowser) -> None:
    """Set the margins of a page, with space above headings and paragraphs."""
    document = page.document()
    around = document.rootFrame().frameFormat()
    around.setMargin(0)
    around.setTopMargin(scale_px(ABOVE_HEADING))
    document.rootFrame().setFrameFormat(around)
    block = document.begin()
    while block.isValid():
        cursor, spaced = QtGui.QTextCursor(block), QtGui.QTextBlockFormat()
        spaced.setTopMargin(scale_px(ABOVE_HEADING if block.blockFormat().headingLevel() else ABOVE))
        cursor.mergeBlockFormat(spaced)
        block = block.next()


def _made_of(parts: Sequence[ProgramPart]) -> str:
    lines = "\n".join("- " + " – ".join(filter(None, (f"{p.name} {p.version}".strip(), p.licence))) for p in parts)
    return f"{translate(_LICENCE)}\n\n{translate(_MADE_OF)}\n\n{lines}"


def _guides(guides: Sequence[Path]) -> QWidget:
    """Return the page of guides: cards to print open in their own program, the others here."""
    page = QWidget()
    column = column_of(
        label(translate(Message("help", "The card opens in this computer’s PDF viewer.")), SMALL),
        spacing=12,
        around=(0, 12, 0, 0),
        of=page,
    )
    for path in guides:
        button = push_button(
            translate(_CARD) if path.suffix == ".pdf" else guide_title(path.read_text("utf-8")),
            lambda _=False, file=path: _open(file, page),
        )
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    column.addStretch(1)
    return page


def _open(guide: Path, beside: QWidget) -> None:
    if guide.suffix == ".md":
        GuideWindow(guide, beside).show()
    else:
        QtGui.QDesktopServices.openUrl(QUrl.fromLocalFile(str(guide)))


_NEWS = Message("help", "What is new")
_PARTS = Message("help", "Licences")
_VERSION = Message(
    "help", "Version of {day}. Checkin never looks for updates: it does not use the network unless you ask it to."
)
_OLD = Message("help", "This version is {months} months old: check whether there is a newer one.")
_NEWER = Message("help", "“{desk}” has version {version}, which is newer: update this computer too.")
_LICENCE = Message(
    "help", "Checkin is free software: GNU General Public License, version 3 or later. It comes with no warranty."
)
_MADE_OF = Message("help", "It is made with these components, each under its own licence:")
_CARD = Message("help", "The card for volunteers (one page)")
