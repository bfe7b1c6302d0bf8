# SPDX-License-Identifier: GPL-3.0-or-later
"""How badges are spoken of on their screen: sizes, whose they are, whose to look at."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from checkin.core.badges.remarks import Problem
from checkin.core.badges.starts import SIZES
from checkin.core.badges.stocks import BOUGHT, Stock
from checkin.core.badges.template import BadgeTemplate, Fold
from checkin.core.model import Attendee
from checkin.core.programme.programme import Programme
from checkin.core.words import Words
from checkin.desk.badges.badges import Loaded
from checkin.desk.badges.board import BadgeBoard, Sample
from checkin.language import say


class BadgeFormat(NamedTuple):
    """A size to choose a badge by: a usual one, or that of a paper people buy. `name` is what a new badge is called."""

    name: str
    text: str
    size: tuple[float, float]


Group = tuple[str, Sequence[Attendee]]
"""What it is called, and who is in it."""

LONGEST = 20
"""Letters of a text that is quoted in a sentence beside a badge."""

SAMPLES = {
    Sample.EVERYONE: Words("badges", "Everyone ({count})"),
    Sample.LONGEST: Words("badges", "The longest names ({count})"),
    Sample.NO_ORGANISATION: Words("badges", "Without organisation ({count})"),
    Sample.OTHER_LETTERS: Words("badges", "In other letters ({count})"),
}
TO_LOOK_AT = Words("badges", "To check ({count})")


def badge_formats() -> list[BadgeFormat]:
    """Return the usual sizes, then the papers people buy."""
    usual = [BadgeFormat(name, name, size) for name, size in SIZES.items()]
    return [*usual, *(BadgeFormat(each.name, stock_text(each), (each.width, each.height)) for each in BOUGHT)]


def stock_text(stock: Stock) -> str:
    """Return what a paper is called, how large its places are and how many are on a sheet."""
    if stock.is_cut:
        return say(_CUT, name=stock.name, count=stock.per_page)
    size = {"width": f"{stock.width:g}", "height": f"{stock.height:g}"}
    text = say(_STOCK, name=stock.name, count=stock.per_page, **size)
    return f"{text} ({stock.also})" if stock.also else text


def size_text(template: BadgeTemplate) -> str:
    """Millimetres, and what becomes of its second side."""
    size = f"{template.width:g} × {template.height:g} mm"
    if template.sides == 1:
        return size
    return f"{size} · {say(_FOLDED if template.fold is not Fold.NONE else _TWO_SIDES)}"


def whose_text(template: BadgeTemplate, programme: Programme) -> str:
    """Of which categories it is."""
    if not template.categories:
        return say(_OTHERS)
    return ", ".join(map(programme.category_name, template.categories))


def somebody() -> Attendee:
    """Nobody of the list: whose badge is shown while nobody is on it."""
    name, organisation = say(_FIRST_NAME), say(_ORGANISATION)
    return Attendee("", name, say(_LAST_NAME), "BCDEFGHJKLNPRSTUVXBC", organisation, say(_ROLE))


def groups_of(board: BadgeBoard, loaded: Loaded) -> list[Group]:
    """Whose badges of a template there are to step through: everyone first."""
    wearers = board.wearers(loaded)
    found = [(words, board.sample(wearers, which)) for which, words in SAMPLES.items()]
    shown: list[Group] = [(say(words, count=len(people)), people) for words, people in found if people]
    return shown or [(say(SAMPLES[Sample.EVERYONE], count=0), ())]


def with_found(groups: Sequence[Group], found: Collection[str]) -> list[Group]:
    """With those to look at, by their ids, after the others."""
    people = [person for person in groups[0][1] if person.id in found]
    return [*groups, (say(TO_LOOK_AT, count=len(people)), people)] if people else list(groups)


def count_text(count: int) -> str:
    return say(_ONE if count == 1 else _MANY, count=count)


def problem_text(problem: Problem) -> str:
    """One sentence; of a long name its beginning, the whole stands on the badge."""
    words, fields = problem
    short = {n: f"{v[:LONGEST]}…" if isinstance(v, str) and len(v) > LONGEST + 1 else v for n, v in fields.items()}
    return say(words, **short)


def listed(parts: Sequence[str]) -> str:
    """What is there, between dots."""
    return " · ".join(part for part in parts if part)


_FIRST_NAME, _LAST_NAME = Words("badges", "Camille"), Words("badges", "Example")
_ORGANISATION, _ROLE = Words("badges", "An organisation"), Words("badges", "A role")
_TWO_SIDES = Words("badges", "two sides")
_FOLDED = Words("badges", "folded")
_STOCK = Words("badges", "{name} – {width} × {height} mm, {count} a sheet")
_CUT = Words("badges", "{name}, {count} on a plain A4 to be cut")
_OTHERS = Words("badges", "For all others")
_ONE = Words("badges", "1 badge")
_MANY = Words("badges", "{count} badges")
