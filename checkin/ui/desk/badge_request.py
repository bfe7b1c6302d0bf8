# SPDX-License-Identifier: GPL-3.0-or-later
"""The request for another badge of one person, the same from every screen. Prints nothing itself."""

from PySide6.QtWidgets import QWidget

from checkin.core.attendee import Attendee
from checkin.core.message import Message
from checkin.core.printing.print_jobs import OPEN_JOB_STATES, RequestedBadge
from checkin.services.badge_print_requests import Printing
from checkin.translation import translate
from checkin.ui.widgets.justification_box import JustificationRequest, ask_justification


def request_badge(printing: Printing, person: Attendee, parent: QWidget | None) -> tuple[RequestedBadge | None, str]:
    """Request a badge; return it with the sentence to show, which stays true whatever becomes of the job.

    A badge that is still on its way is returned instead of a new one. A reason is asked for if a badge was printed
    before. Return (None, "") if the user cancelled. Raise `UserError` without a printer.
    """
    newest = printing.newest_of(person.id)
    if newest and newest.state in OPEN_JOB_STATES:
        return printing.asked(newest.id), translate(_ON_ITS_WAY, name=person.name)
    is_to_be_explained = bool(printing.plan.printer) and printing.wants_reason(person.id)
    why = ask_justification(reprint_request(person.name), parent) if is_to_be_explained else ""
    if is_to_be_explained and not why:
        return None, ""
    return printing.asked(printing.ask(person.id, why)), translate(_ASKED, name=person.name)


def reprint_request(name: str) -> JustificationRequest:
    """Return the question why the badge of the attendee `name` is printed again."""
    return JustificationRequest(
        title=translate(Message("printing", "Print the badge again")),
        question=translate(_QUESTION, name=name),
        detail=translate(_DETAIL),
        does=translate(Message("printing", "Print")),
        whys=tuple(map(translate, _WHYS)),
        missing=translate(_WHY_IS_MISSING),
    )


_ASKED = Message("printing", "The badge for {name} was sent to print.")
_ON_ITS_WAY = Message("printing", "A badge for {name} was already waiting to print. No second one was added.")
_WHY_IS_MISSING = Message("printing", "First say why: choose with ↓, or type. Then Enter prints.")
_WHYS = (
    Message("printing", "Badly printed"),
    Message("printing", "Damaged"),
    Message("printing", "Lost"),
    Message("printing", "Spelling corrected"),
)
_QUESTION = Message("printing", "Print the badge of {name} again?")
_DETAIL = Message("printing", "A badge has probably been printed already. The reason is kept in the history.")
