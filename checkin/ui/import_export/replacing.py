# SPDX-License-Identifier: GPL-3.0-or-later
"""The question before an export replaces files that no file dialog asked about: those beside a CSV, or with an added
suffix.
"""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from checkin.core.exports.export_file_names import names_beside
from checkin.core.message import Message
from checkin.language import translate
from checkin.ui.widgets.dialog_buttons import ask_confirmation


def confirm_replace(parent: QWidget, path: Path, typed: str) -> bool:
    """Ask about an export to `path`; `typed` is what the file dialog asked about.

    Return True if no other file exists.
    """
    beside = [path.with_name(name) for name in names_beside(path.name)]
    there = [each.name for each in (path, *beside) if each != Path(typed) and each.exists()]
    return not there or ask_confirmation(
        parent, (translate(_THERE, names=", ".join(there)), translate(_WHAT_HAPPENS)), translate(_REPLACE)
    )


_THERE = Message("file", "Already in this folder: {names}.")
_WHAT_HAPPENS = Message("file", "The new files replace them; a file this export does not write stays as it is.")
_REPLACE = Message("file", "Replace")
