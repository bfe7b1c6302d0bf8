# SPDX-License-Identifier: GPL-3.0-or-later
"""A guide shipped with the program, shown in a window: text and pictures fitted to its width."""

import re
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QFontMetricsF, QResizeEvent, QTextBlock, QTextCursor, QTextDocument, QTextFragment
from PySide6.QtWidgets import QDialog, QFrame, QTextBrowser, QVBoxLayout, QWidget

from checkin.ui.look.measure import scaled_font
from checkin.ui.look.theme import TEXT

WIDTH, HEIGHT = 820, 640
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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.resize(WIDTH, HEIGHT)


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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        _fit_pictures(self.document(), self.viewport().width() - 2 * MARGIN)


def guide_title(text: str) -> str:
    """Return the first heading."""
    return text.splitlines()[0].lstrip("# ")


def strip_links(text: str) -> str:
    """Return `text` without links to pages that are not shipped."""
    return _LINK.sub(r"\1", _ELSEWHERE.sub("", text))


def _space(document: QTextDocument) -> None:
    """Set the space after paragraphs and before headings."""
    line = QFontMetricsF(document.defaultFont()).height()
    block = document.begin()
    while block.isValid():
        kind = block.blockFormat()
        kind.setBottomMargin(line / 2)
        kind.setTopMargin(line if kind.headingLevel() > 1 else 0)
        QTextCursor(block).setBlockFormat(kind)
        block = block.next()


def _fit_pictures(document: QTextDocument, width: float) -> None:
    block = document.begin()
    while block.isValid():
        _fit_in(block, width)
        block = block.next()


def _fit_in(block: QTextBlock, width: float) -> None:
    for fragment in _fragments(block):
        picture = fragment.charFormat().toImageFormat()
        if picture.isValid() and picture.width() != width:
            picture.setWidth(width)
            cursor = QTextCursor(block)
            cursor.setPosition(fragment.position())
            cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(picture)


def _fragments(block: QTextBlock) -> list[QTextFragment]:
    """Return all fragments of a block at once: changing one would end the iteration."""
    found, each = [], block.begin()
    while not each.atEnd():
        found.append(each.fragment())
        each += 1
    return found
