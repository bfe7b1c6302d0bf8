# SPDX-License-Identifier: GPL-3.0-or-later
"""The people whose badges show first what is wrong with a template: the longest names as they are drawn, the rarest
letters. Reads names, keeps none.
"""

import unicodedata
from collections.abc import Iterable
from heapq import nlargest

from PySide6.QtGui import QFontMetricsF

from checkin.badges.badge_fonts import badge_font
from checkin.core.attendee import Attendee

WORST = 10
"""How many are shown: more is not looked at."""


def longest_names(people: Iterable[Attendee], count: int = WORST) -> list[Attendee]:
    """By the width of what is widest: the first or the last name, each has a line; then of both."""
    metrics = QFontMetricsF(badge_font(1.0, is_bold=True))

    def width(person: Attendee) -> tuple[float, float]:
        first, last = (metrics.horizontalAdvance(part) for part in (person.first_name, person.last_name))
        return max(first, last), first + last

    return nlargest(count, people, key=width)


def is_in_other_script(text: str) -> bool:
    """Whether a letter of it is not Latin; a raised one ("9ᵉ") is."""
    plain = unicodedata.normalize("NFKC", text)
    return any(c.isalpha() and "LATIN" not in unicodedata.name(c, "LATIN") for c in plain)


def people_in_other_scripts(people: Iterable[Attendee]) -> list[Attendee]:
    return [person for person in people if is_in_other_script(f"{person.name}{person.organisation}")]
