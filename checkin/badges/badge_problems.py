# SPDX-License-Identifier: GPL-3.0-or-later
"""Problems of badges, found before printing: cut texts, missing letters, codes too small.

Also chooses the people whose badges best show the faults of a template: the longest names as drawn, the rarest scripts.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from heapq import nlargest

from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from checkin.badges.badge_fonts import UNIT, badge_font, drawable_text
from checkin.badges.badge_output import Badge
from checkin.badges.painter import PaintReport, paint_side
from checkin.core.attendee import Attendee
from checkin.core.badges.template_checks import TemplateProblem, template_problems
from checkin.core.message import Message

LEAST_MODULE = 0.4
"""Millimetres of a code's module. A desk camera (720p, a field of 25 cm at a hand's distance) sees 5 px per mm, and
2.35 px per module were needed to read one (docs/adr/0007): 0.47 mm is safe at any angle, 0.4 is read when held closer.
"""

WORST = 10
"""Number of people shown: users look at no more."""


def inspect_badge(badge: Badge) -> PaintReport:
    """Draw all sides of a badge on a hidden image, and return the report."""
    whole = PaintReport()
    canvas = QImage(1, 1, QImage.Format.Format_RGB32)
    for side in range(1, badge.template.sides + 1):
        painter = QPainter(canvas)
        painter.scale(1 / UNIT, 1 / UNIT)
        whole.add(paint_side(painter, badge.template, badge.subject, badge.pictures, side))
        painter.end()
    return whole


def find_problems(badges: Iterable[Badge]) -> list[TemplateProblem]:
    """Return the problems in the order of the badges; a problem of the template itself is returned once."""
    found: dict[tuple[Message, str], TemplateProblem] = {}
    for badge in badges:
        report = inspect_badge(badge)
        for problem in (*_of_template(badge, report), *_of_person(badge, report)):
            found.setdefault((problem[0], repr(problem[1])), problem)
    return list(found.values())


def problems_of_person(badge: Badge) -> list[TemplateProblem]:
    """Return the problems of this badge alone, without those of its template."""
    return list(_of_person(badge, inspect_badge(badge)))


def undrawable_letters(texts: Iterable[str]) -> TemplateProblem | None:
    """Return the problem of letters that will be replaced by a sign, in any texts drawn with badge fonts; None if
    none.
    """
    letters = dict.fromkeys(letter for text in texts for letter in drawable_text(text)[1])
    return (_UNKNOWN, {"letters": "".join(letters)}) if letters else None


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


def _of_template(badge: Badge, report: PaintReport) -> Iterator[TemplateProblem]:
    yield from template_problems(badge.template)
    for name in report.pictures:
        yield _PICTURE, {"name": name}
    if report.module is not None and report.module < LEAST_MODULE:
        yield _SMALL_CODE, {"template": badge.template.name, "least": f"{LEAST_MODULE:g}"}


def _of_person(badge: Badge, report: PaintReport) -> Iterator[TemplateProblem]:
    from checkin.badges.badge_visibility import (
        find_unseen_texts,  # loads numpy, which a badge that is printed needs not
    )

    for text in report.cut:
        yield _CUT, {"text": text.replace("\n", " ")}
    for one, other in report.crossed:
        yield _CROSSED, {"one": one.replace("\n", " "), "other": other.replace("\n", " ")}
    unseen = find_unseen_texts(badge)
    for text in unseen.covered:
        yield _COVERED, {"text": text.replace("\n", " ")}
    for text in unseen.faint:
        yield _FAINT, {"text": text.replace("\n", " ")}
    if report.unknown:
        yield _UNKNOWN, {"letters": "".join(dict.fromkeys(report.unknown))}
    if borrowed := "".join(c for c in dict.fromkeys(report.letters) if c not in report.unknown):
        yield _LETTERS, {"letters": borrowed}


_COVERED = Message("badge", "Something covers “{text}”, at least in part. Move one of them.")
_FAINT = Message("badge", "“{text}” can hardly be read: its colour is like the one below it. Choose another colour.")
_CUT = Message("badge", "“{text}” does not fit and was cut off. Give it more room, or a smaller minimum size.")
_CROSSED = Message("badge", "“{one}” and “{other}” overlap. Move one of them.")
_LETTERS = Message(
    "badge", "The characters {letters} are not in any of the built-in fonts; check them before printing."
)
_UNKNOWN = Message(
    "badge",
    "This computer cannot draw the characters {letters}; a symbol replaces them. Write them differently, or "
    "install a font that has them.",
)
_PICTURE = Message("badge", "The picture “{name}” is not next to the badge file; its place is left empty.")
_SMALL_CODE = Message(
    "badge",
    "The code on “{template}” is too small to scan well: its smallest squares are under {least} mm. Make it larger.",
)
