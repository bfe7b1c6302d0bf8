# SPDX-License-Identifier: GPL-3.0-or-later
"""What all papers of one time have in common, beside what they say."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from PySide6.QtGui import QImage

from checkin.language import Voice


@dataclass(frozen=True, slots=True)
class Setting:
    """In which language, on which clock, when it is made, with which picture, from which journal (`ControlSheet`). A
    certificate whose person asked for another language has that."""

    voice: Voice
    zone: tzinfo
    made: datetime
    logo: QImage | None = None
    control: str = ""
