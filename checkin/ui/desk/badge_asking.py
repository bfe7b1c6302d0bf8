# SPDX-License-Identifier: GPL-3.0-or-later
"""One more badge for somebody, asked for by a person at this computer, wherever they look at them. Prints nothing."""

from PySide6.QtWidgets import QWidget

from checkin.core.model import Attendee
from checkin.core.printing import OPEN, AskedBadge
from checkin.core.words import Words
from checkin.desk.printing import Printing
from checkin.language import say
from checkin.ui.desk.reprint_dialog import ask_why
from checkin.ui.parts.printer_words import job_sentence


def ask_for_badge(printing: Printing, person: Attendee, parent: QWidget | None) -> tuple[AskedBadge | None, str]:
    """What was asked for, with a reason where there may be a badge already, and the sentence that tells of it.

    None while one waits; no sentence if they went back. Raises `UserError` without a printer.
    """
    newest = printing.newest_of(person.id)
    if newest and newest.state in OPEN:
        return None, job_sentence(newest)
    is_to_be_explained = bool(printing.plan.printer) and printing.wants_reason(person.id)
    why = ask_why(person.name, parent) if is_to_be_explained else ""
    if is_to_be_explained and not why:
        return None, ""
    return printing.asked(printing.ask(person.id, why)), say(_ASKED, name=person.name)


_ASKED = Words("printing", "A badge for {name} waits for the printer.")
