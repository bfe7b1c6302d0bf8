# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin badges`: everyone's badge as a PDF, one a page or on stationery."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from checkin.badges.outputs import Badge
from checkin.badges.report import problems_of
from checkin.core.errors import UserError
from checkin.core.stocks import SHEETS, Stock, sheet
from checkin.core.words import Words
from checkin.desk.badges import Loaded, Order, badges_of, in_order, wanted, write_badges
from checkin.desk.event_file import EventFile
from checkin.language import say

MOST_TOLD = 20


def badges_for(event: EventFile, templates: Sequence[Loaded], who: Sequence[str], order: Order) -> list[Badge]:
    """Of these categories, or of everyone who is to have one, each with the template of their category."""
    programme = event.programme()
    people = in_order(wanted(event, programme, who), order, programme)
    return badges_of(people, programme, templates)


def write(out: Path, badges: Sequence[Badge], stock: Stock | None, used: int) -> bool:
    """Returns whether something did not come out as it should: a text cut, a letter or a picture missing."""
    pages = write_badges(out, badges, stock, used)
    print(say(_DONE, badges=len(badges), pages=pages, name=out.name))
    return _tell_problems(badges)


def stock_named(name: str | None) -> Stock | None:
    """None for a page a badge. Raises `UserError` for paper nobody knows."""
    if name is None:
        return None
    if (stock := sheet(name)) is None:
        raise UserError(_NO_STOCK, name=name, known=", ".join(each.id for each in SHEETS))
    return stock


def _tell_problems(badges: Iterable[Badge]) -> bool:
    problems = problems_of(badges)
    for words, fields in problems[:MOST_TOLD]:
        print(say(words, **fields), file=sys.stderr)
    if len(problems) > MOST_TOLD:
        print(say(Words("file", "and {count} more"), count=len(problems) - MOST_TOLD), file=sys.stderr)
    return bool(problems)


_DONE = Words("badge", "{badges} badges on {pages} pages written to {name}.")
_NO_STOCK = Words("badge", "“{name}” is not a paper known here. Nothing was written; known are: {known}.")
