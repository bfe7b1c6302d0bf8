# SPDX-License-Identifier: GPL-3.0-or-later
"""The combo box for a printer's paper: a known size, a typed one such as "62 x 100", or the badge's own size."""

import re
from collections.abc import Iterable

from checkin.core.message import Message
from checkin.core.print_plan import Medium
from checkin.language import translate
from checkin.ui.widgets.typed_choice import TypedChoice

LEAST, MOST = 10.0, 500.0
"""Least and greatest side in millimetres."""

_SIZE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:mm)?\s*[x×*/]\s*(\d+(?:[.,]\d+)?)", re.IGNORECASE)


class PaperBox(TypedChoice):
    """The combo box; `paper` returns None for the badge's own size."""

    def __init__(self) -> None:
        super().__init__(translate(Message("printing", "Paper")))

    def offer(self, papers: Iterable[Medium], chosen: Medium | None) -> None:
        """Set the sizes to choose from."""
        sizes = dict.fromkeys((m.width, m.height) for m in papers)
        self.clear()
        self.addItem(translate(_AS_THE_BADGE))
        self.addItems([paper_size_text(*size) for size in sizes])
        self.setEditText(paper_size_text(chosen.width, chosen.height) if chosen else translate(_AS_THE_BADGE))

    def paper(self, dpi: int) -> Medium | None:
        """Return the chosen or typed paper, None for the badge's own size."""
        found = _SIZE.search(self.currentText())
        if found is None:
            return None
        width, height = (float(side.replace(",", ".")) for side in found.groups())
        return Medium(width, height, dpi)

    @property
    def is_understood(self) -> bool:
        """Whether the text is a plausible paper size or the first entry."""
        if self.currentText().strip() in ("", translate(_AS_THE_BADGE)):
            return True
        paper = self.paper(0)
        return paper is not None and all(LEAST <= side <= MOST for side in (paper.width, paper.height))


def paper_size_text(width: float, height: float) -> str:
    return f"{width:g} × {height:g} mm"


_AS_THE_BADGE = Message("printing", "Same size as the badge")
