# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a badge is really to be taken out of the event. Only asks."""

from PySide6.QtWidgets import QWidget

from checkin.core.words import Words
from checkin.language import say
from checkin.ui.parts.dialog_buttons import is_meant


def confirms_removal(name: str, parent: QWidget) -> bool:
    return is_meant(parent, (say(_QUESTION, name=name), say(_DETAIL)), say(_REMOVE), say(_KEEP))


_REMOVE = Words("badges", "Remove")
_KEEP = Words("badges", "Keep")
_QUESTION = Words("badges", "Remove the badge “{name}” from this event?")
_DETAIL = Words("badges", "Its people then have the badge that is for all other categories. Printed badges stay valid.")
