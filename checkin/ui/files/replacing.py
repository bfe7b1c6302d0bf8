# SPDX-License-Identifier: GPL-3.0-or-later
"""The question before an export takes the place of files for which no file dialog asked: those that lie beside a CSV,
and the one whose ending was not typed. Asks only.
"""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from checkin.core.exports.names import names_beside
from checkin.core.words import Words
from checkin.language import say
from checkin.ui.parts.dialog_buttons import is_meant


def may_replace(parent: QWidget, path: Path, typed: str) -> bool:
    """Of an export to `path`, where `typed` is what the file dialog asked for. True where none of them is there."""
    beside = [path.with_name(name) for name in names_beside(path.name)]
    there = [each.name for each in (path, *beside) if each != Path(typed) and each.exists()]
    return not there or is_meant(parent, (say(_THERE, names=", ".join(there)), say(_WHAT_HAPPENS)), say(_REPLACE))


_THERE = Words("file", "Already in this folder: {names}.")
_WHAT_HAPPENS = Words("file", "What this export writes takes their place; a file it does not write stays as it is.")
_REPLACE = Words("file", "Replace")
