# SPDX-License-Identifier: GPL-3.0-or-later
"""The question before a badge template is removed from the event."""

from PySide6.QtWidgets import QWidget

from checkin.core.message import Message
from checkin.language import translate
from checkin.ui.widgets.dialog_buttons import ask_confirmation


def confirm_removal(name: str, parent: QWidget) -> bool:
    return ask_confirmation(
        parent, (translate(_QUESTION, name=name), translate(_DETAIL)), translate(_REMOVE), translate(_KEEP)
    )


_REMOVE = Message("badges", "Remove")
_KEEP = Message("badges", "Keep")
_QUESTION = Message("badges", "Remove the badge “{name}” from this event?")
_DETAIL = Message(
    "badges", "These people will get the badge for all other categories. Badges already printed stay valid."
)
