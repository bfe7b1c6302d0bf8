# SPDX-License-Identifier: GPL-3.0-or-later
"""One more badge for somebody, asked for by a person at this computer, wherever they look at them. Prints nothing."""

from PySide6.QtWidgets import QWidget

from checkin.core.model import Attendee
from checkin.core.printing import OPEN, AskedBadge
from checkin.core.words import Words
from checkin.desk.printing import Printing
from checkin.language import say
from checkin.ui.desk.reprint_dialog import ask_why


def ask_for_badge(printing: Printing, person: Attendee, parent: QWidget | None) -> tuple[AskedBadge | None, str]:
    """Return the badge that was asked for, with a reason where there may be one already, and the sentence that tells
    of it: true whatever becomes of the badge. Of somebody whose badge is on its way it is that one.

    None and "" if they went back. Raises `UserError` without a printer.
    """
    newest = printing.newest_of(person.id)
    if newest and newest.state in OPEN:
        return printing.asked(newest.id), say(_ON_ITS_WAY, name=person.name)
    is_to_be_explained = bool(printing.plan.printer) and printing.wants_reason(person.id)
    why = ask_why(person.name, parent) if is_to_be_explained else ""
    if is_to_be_explained and not why:
        return None, ""
    return printing.asked(printing.ask(person.id, why)), say(_ASKED, name=person.name)


_ASKED = Words("printing", "The badge of {name} was sent to be printed.")
_ON_ITS_WAY = Words("printing", "The badge of {name} had been sent to be printed already. No other was asked for.")
