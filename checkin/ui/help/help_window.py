# SPDX-License-Identifier: GPL-3.0-or-later
"""The help window (F1): keys, guides, news, components. Only shows; its buttons emit signals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QTabWidget, QTextBrowser, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.core.support.releases import Release
from checkin.core.sync.sync_status import OtherDesk
from checkin.services.computer.third_party_licences import ProgramPart
from checkin.translation import day_text, translate
from checkin.ui.help.guide_window import GuideWindow, guide_title
from checkin.ui.help.key_table import KeyTable
from checkin.ui.look.measure import scale_px, scaled_font, text_scale
from checkin.ui.look.theme import SMALL, TEXT
from checkin.ui.widgets.keyboard import KeyBinding
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.layouts import dialog_column

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


class HelpWindow(QDialog):
    report_wanted = Signal()
    removal_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, about: HelpContent, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate(_WINDOW))
        self._about, self._spoken = about, spoken
        self.pages = QTabWidget()
        self.report, self.removal, self.folder, self.leave = (
            QPushButton(translate(words)) for words in (_REPORT, _REMOVE, _FOLDER, _CLOSE)
        )
        self._fill()
        self._assemble()
        self.resize(WIDTH, HEIGHT)

    def show_news(self) -> None:
        self.pages.setCurrentIndex(NEWS)

    @property
    def guides(self) -> list[GuideWindow]:
        """The guide windows opened from here."""
        return self.findChildren(GuideWindow)

    def _fill(self) -> None:
        about = self._about
        self.pages.addTab(KeyTable(about.keys), translate(_KEYS))
        self.pages.addTab(
            _page(translate(_NEWS), "\n\n".join(self._release(each) for each in about.news)), translate(_NEWS)
        )
        if about.guides:
            self.pages.addTab(_guides(about.guides), translate(_GUIDES))
        self.pages.addTab(_page(translate(_PARTS), _made_of(about.parts)), translate(_PARTS))

    def _release(self, release: Release) -> str:
        return f"### {release.version} – {day_text(release.day, self._spoken)}\n\n{release.news}"

    def _assemble(self) -> None:
        column = dialog_column(self, f"Checkin {self._about.news[0].version}", 12)
        for sentence in _sentences(self._about, self._spoken):
            column.addWidget(label(sentence))
        column.addWidget(self.pages, 1)
        is_row = text_scale() <= LARGE_TEXT or self._about.is_at_desk  # three buttons have room at any size of text
        row = QHBoxLayout() if is_row else QVBoxLayout()
        row.setSpacing(8)
        for button, operation in (
            (self.report, self.report_wanted),
            (self.removal, self.removal_wanted),
            (self.folder, self.folder_wanted),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(operation)
            row.addWidget(button)
        if self._about.is_at_desk:
            self.removal.hide()
        row.addStretch(1)
        self.leave.clicked.connect(self.accept)
        self.leave.setDefault(True)
        row.addWidget(self.leave)
        column.addLayout(row)
        self.leave.setFocus()


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
        cursor, spaced = QTextCursor(block), QTextBlockFormat()
        spaced.setTopMargin(scale_px(ABOVE_HEADING if block.blockFormat().headingLevel() else ABOVE))
        cursor.mergeBlockFormat(spaced)
        block = block.next()


def _made_of(parts: Sequence[ProgramPart]) -> str:
    lines = "\n".join("- " + " – ".join(filter(None, (f"{p.name} {p.version}".strip(), p.licence))) for p in parts)
    return f"{translate(_LICENCE)}\n\n{translate(_MADE_OF)}\n\n{lines}"


def _guides(guides: Sequence[Path]) -> QWidget:
    """Return the page of guides: cards to print open in their own program, the others here."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 12, 0, 0)
    column.setSpacing(12)
    column.addWidget(label(translate(_GUIDES_ARE), SMALL))
    for path in guides:
        button = QPushButton(translate(_CARD) if path.suffix == ".pdf" else guide_title(path.read_text("utf-8")))
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False, file=path: _open(file, page))
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    column.addStretch(1)
    return page


def _open(guide: Path, beside: QWidget) -> None:
    if guide.suffix == ".md":
        GuideWindow(guide, beside).show()
    else:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(guide)))


_WINDOW = Message("help", "Help")
_KEYS = Message("help", "Keys")
_NEWS = Message("help", "What is new")
_GUIDES = Message("help", "Guides")
_PARTS = Message("help", "Licences")
_REPORT = Message("help", "Report a problem…")
_REMOVE = Message("help", "Remove all data…")
_FOLDER = Message("help", "Log folder")
_CLOSE = Message("help", "Close")
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
_GUIDES_ARE = Message("help", "The card opens in this computer’s PDF viewer.")
