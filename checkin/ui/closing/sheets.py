# SPDX-License-Identifier: GPL-3.0-or-later
"""Sign-in sheets: of what, in which order, blank or as scanned. Only asks; the screen writes."""

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtCore import Signal

from checkin.core.evening.sign_in import Occasion, SheetOrder
from checkin.core.words import Words
from checkin.desk.evening.papers import SheetsWish
from checkin.language import Voice, say
from checkin.papers.paper_words import what_and_when
from checkin.ui.closing.section import ClosingSection
from checkin.ui.parts.form_fields import Choice
from checkin.ui.parts.icon_button import WordButton
from checkin.ui.parts.labels import Paragraph

_ORDERS = {
    SheetOrder.NAME: Words("badges", "By name"),
    SheetOrder.ORGANISATION: Words("badges", "By organisation"),
}
_FORMS = {
    False: Words("closing", "With the times scanned"),
    True: Words("closing", "Blank, to be signed"),
}


class ClosingSheets(ClosingSection):
    """`wanted` carries a `SheetsWish`. Without times in the programme there is only the way to them."""

    wanted = Signal(object)
    programme_wanted = Signal()

    def __init__(self, voice: Voice) -> None:
        super().__init__("clipboard-pen", _TITLE, _WHY)
        self._voice = voice
        self._occasions: Sequence[Occasion] = ()
        self.occasion, self.form, self.order = Choice(say(_OCCASION)), Choice(say(_FORM)), Choice(say(_ORDER))
        self.form.addItems([say(words) for words in _FORMS.values()])
        self.order.addItems([say(words) for words in _ORDERS.values()])
        choices = self.add_choices((_OCCASION, self.occasion), (_FORM, self.form), (_ORDER, self.order))
        self.button = WordButton(say(_SAVE), "file-down")
        self.button.clicked.connect(lambda: self.wanted.emit(self.wish))
        self._made = (choices, self.add_row(self.button))
        missing, self.programme = Paragraph(), WordButton(say(_PROGRAMME), "calendar")
        missing.show_text(say(_NO_TIMES))
        self.add(missing)
        self.programme.clicked.connect(self.programme_wanted)
        self._missing = (missing, self.add_row(self.programme))

    def offer(self, occasions: Sequence[Occasion], zone: tzinfo) -> None:
        """What there is to sign in for; what was chosen stays, where it still is."""
        before = self._ids()
        self._occasions = occasions
        self.occasion.clear()
        self.occasion.addItem(say(_ALL))
        for occasion in occasions:
            title, when = what_and_when(occasion, self._voice, zone)
            self.occasion.addItem(" – ".join(filter(None, (title, when))))
        ids = [o.id for o in occasions]
        self.occasion.setCurrentIndex(1 + ids.index(before[0]) if before and before[0] in ids else 0)
        for part in self._made:
            part.setVisible(bool(occasions))
        for part in self._missing:
            part.setVisible(not occasions)

    @property
    def wish(self) -> SheetsWish:
        is_blank = list(_FORMS)[self.form.currentIndex()]
        return SheetsWish(self._ids(), is_blank, list(_ORDERS)[self.order.currentIndex()])

    def _ids(self) -> tuple[str, ...]:
        which = self.occasion.currentIndex()
        return (self._occasions[which - 1].id,) if which > 0 else ()


_TITLE = Words("closing", "Sign-in sheets")
_WHY = Words(
    "closing",
    "For a half-day or a session: blank before, to be signed; afterwards with the times that were scanned, and with "
    "every correction.",
)
_OCCASION = Words("closing", "Of what")
_FORM = Words("closing", "Filled in")
_ORDER = Words("badges", "Order")
_ALL = Words("closing", "Every half-day")
_NO_TIMES = Words(
    "closing",
    "The programme has no times yet. Sign-in sheets say when people were there: give the event one session with its "
    "times, such as the whole day.",
)
_PROGRAMME = Words("menu", "Event and programme…")
_SAVE = Words("badges", "Save the PDF…")
