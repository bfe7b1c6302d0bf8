# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings that all papers of one run share."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from PySide6.QtGui import QImage

from checkin.language import Translator


@dataclass(frozen=True, slots=True)
class PaperContext:
    """The settings of one run: language, time zone, time of making, logo, and the journal's fingerprint
    (`JournalFingerprint`). A certificate is in the language its attendee asked for, if any.
    """

    voice: Translator
    zone: tzinfo
    made: datetime
    logo: QImage | None = None
    fingerprint: str = ""
