# SPDX-License-Identifier: GPL-3.0-or-later
"""Choice of people whose badges best show the faults of a template: the longest names as drawn, the rarest scripts."""

import unicodedata
from collections.abc import Iterable
from heapq import nlargest

from PySide6.QtGui import QFontMetricsF

from checkin.badges.badge_fonts import badge_font
from checkin.core.attendee import Attendee

WORST = 10
"""Number of people shown: users look at no more."""


def longest_names(people: Iterable[Attendee], count: int = WORST) -> list[Attendee]:
    """Return the people with the widest first or last name (each has a line of its own), then the widest both."""
    metrics = QFontMetricsF(badge_font(1.0, is_bold=True))

    def width(person: Attendee) -> tuple[float, float]:
        first, last = (metrics.horizontalAdvance(part) for part in (person.first_name, person.last_name))
        return max(first, last), first + last

    return nlargest(count, people, key=width)


def is_in_other_script(text: str) -> bool:
    """Whether the text has a letter that is not Latin; a superscript ("9ᵉ") is Latin."""
    plain = unicodedata.normalize("NFKC", text)
    return any(c.isalpha() and "LATIN" not in unicodedata.name(c, "LATIN") for c in plain)


def people_in_other_scripts(people: Iterable[Attendee]) -> list[Attendee]:
    return [person for person in people if is_in_other_script(f"{person.name}{person.organisation}")]
