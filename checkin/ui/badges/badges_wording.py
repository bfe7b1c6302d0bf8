# SPDX-License-Identifier: GPL-3.0-or-later
"""The texts of the badges screen: sizes, categories, groups of people, problems."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from checkin.core.attendee import Attendee
from checkin.core.badges.badge_defaults import SIZES
from checkin.core.badges.stocks import BOUGHT, Stock
from checkin.core.badges.template import BadgeTemplate, FoldDirection
from checkin.core.badges.template_checks import TemplateProblem
from checkin.core.message import Message
from checkin.services.badges.badge_building import LoadedTemplate
from checkin.services.badges.badge_overview import BadgeOverview, Sample
from checkin.translation import translate


class BadgeFormat(NamedTuple):
    """A size for a new badge: a usual one, or that of a commercial paper. `name` becomes the template's name."""

    name: str
    text: str
    size: tuple[float, float]


Group = tuple[str, Sequence[Attendee]]
"""The name of a group and its people."""

LONGEST = 20
"""Most letters of a text quoted in a sentence."""

SAMPLES = {
    Sample.EVERYONE: Message("badges", "Everyone ({count})"),
    Sample.LONGEST: Message("badges", "The longest names ({count})"),
    Sample.NO_ORGANISATION: Message("badges", "Without organisation ({count})"),
    Sample.OTHER_LETTERS: Message("badges", "In other alphabets ({count})"),
}
TO_LOOK_AT = Message("badges", "To check ({count})")


def badge_formats() -> list[BadgeFormat]:
    """Return the usual sizes, then the commercial papers."""
    usual = [BadgeFormat(name, name, size) for name, size in SIZES.items()]
    return [*usual, *(BadgeFormat(each.name, stock_text(each), (each.width, each.height)) for each in BOUGHT)]


def stock_text(stock: Stock) -> str:
    """Return the name of a paper, the size of its places and their number per sheet."""
    if stock.is_cut:
        return translate(_CUT, name=stock.name, count=stock.per_page)
    size = {"width": f"{stock.width:g}", "height": f"{stock.height:g}"}
    text = translate(_STOCK, name=stock.name, count=stock.per_page, **size)
    return f"{text} ({stock.also})" if stock.also else text


def template_size_text(template: BadgeTemplate) -> str:
    """Return the size in millimetres, and what becomes of the second side."""
    size = f"{template.width:g} × {template.height:g} mm"
    if template.sides == 1:
        return size
    return f"{size} · {translate(_FOLDED if template.fold is not FoldDirection.NONE else _TWO_SIDES)}"


def whose_text(overview: BadgeOverview, loaded: LoadedTemplate) -> str:
    """Return the categories that get the template."""
    if categories := loaded.template.categories:
        return ", ".join(map(overview.programme.category_name, categories))
    first = next((each for each in overview.own if not each.template.categories), None)
    if loaded.id and first and first.id != loaded.id:
        return translate(_UNUSED, name=first.name)
    return translate(_OTHERS)


def sample_person() -> Attendee:
    """Return an invented person whose badge is shown while there are no attendees."""
    name, organisation = translate(_FIRST_NAME), translate(_ORGANISATION)
    return Attendee("", name, translate(_LAST_NAME), "BCDEFGHJKLNPRSTUVXBC", organisation, translate(_ROLE))


def list_groups(overview: BadgeOverview, loaded: LoadedTemplate) -> list[Group]:
    """Return the groups of people to step through, everyone first."""
    samples = overview.samples_of(loaded)
    found = [(words, samples[which]) for which, words in SAMPLES.items()]
    shown: list[Group] = [(translate(words, count=len(people)), people) for words, people in found if people]
    return shown or [(translate(SAMPLES[Sample.EVERYONE], count=0), ())]


def add_found_group(groups: Sequence[Group], found: Collection[str]) -> list[Group]:
    """Return the groups with the people of the ids in `found` as the last one."""
    people = [person for person in groups[0][1] if person.id in found]
    return [*groups, (translate(TO_LOOK_AT, count=len(people)), people)] if people else list(groups)


def count_text(count: int) -> str:
    return translate(_ONE if count == 1 else _MANY, count=count)


def problem_text(problem: TemplateProblem) -> str:
    """Return a problem as one sentence, with long names shortened."""
    words, fields = problem
    short = {n: f"{v[:LONGEST]}…" if isinstance(v, str) and len(v) > LONGEST + 1 else v for n, v in fields.items()}
    return translate(words, **short)


def join_parts(parts: Sequence[str]) -> str:
    """Return the parts that are not empty, joined by dots."""
    return " · ".join(part for part in parts if part)


_FIRST_NAME, _LAST_NAME = Message("badges", "Camille"), Message("badges", "Example")
_ORGANISATION, _ROLE = Message("badges", "An organisation"), Message("badges", "A role")
_TWO_SIDES = Message("badges", "two sides")
_FOLDED = Message("badges", "folded")
_STOCK = Message("badges", "{name} – {width} × {height} mm, {count} per sheet")
_CUT = Message("badges", "{name}, {count} on plain A4 to be cut")
_OTHERS = Message("badges", "For everyone else")
_UNUSED = Message("badges", "“{name}” comes first")
_ONE = Message("badges", "1 badge")
_MANY = Message("badges", "{count} badges")
