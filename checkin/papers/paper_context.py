# SPDX-License-Identifier: GPL-3.0-or-later
"""What all papers of one time have in common, beside what they say."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from PySide6.QtGui import QImage

from checkin.language import Translator


@dataclass(frozen=True, slots=True)
class PaperContext:
    """What every paper of one run shares: its language, clock, time of making, logo, and the journal it was made from
    (`JournalFingerprint`). A certificate is in the language its attendee asked for, if any.
    """

    voice: Translator
    zone: tzinfo
    made: datetime
    logo: QImage | None = None
    fingerprint: str = ""
