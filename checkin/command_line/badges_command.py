# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin badges`: all badges as a PDF, one per page or on label sheets."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from checkin.badges.badge_output import Badge
from checkin.badges.badge_problems import find_problems
from checkin.command_line.event_argument import add_event, open_event_file
from checkin.command_line.exit_codes import DONE, FOUND_PROBLEMS
from checkin.core.badges.stocks import SHEETS, Stock, find_stock
from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.services.badges.badge_building import (
    BadgeOrder,
    LoadedTemplate,
    make_badges,
    photographs_for,
    select_wearers,
    shipped_template_files,
    sort_wearers,
    write_badges,
)
from checkin.services.badges.badge_templates import find_templates
from checkin.services.event_file import EventFile
from checkin.translation import translate

MOST_TOLD = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("out", metavar="OUT.pdf")
    parser.add_argument(
        "--template",
        metavar="NAME|FILE.toml",
        action="append",
        help="of the event, of Checkin, or a file; several, each for its categories; all of the event if left out",
    )
    parser.add_argument("--sheet", metavar="PAPER", help="on stationery; a page a badge if left out")
    parser.add_argument("--used", metavar="N", type=int, default=0, help="cells of the first sheet used already")
    parser.add_argument("--category", metavar="NAME", action="append", default=[], help="only these people")
    parser.add_argument("--order", choices=("name", "organisation", "category"), default="name")


def run(chosen: argparse.Namespace) -> int:
    stock = stock_named(chosen.sheet)
    otherwise = chosen.sheet if chosen.sheet in shipped_template_files() else "a6"
    with open_event_file(chosen.event) as event:
        templates = find_templates(event, chosen.template or (), otherwise)
        badges = _badges_for(event, templates, chosen.category, BadgeOrder(chosen.order))
    return FOUND_PROBLEMS if _write(Path(chosen.out), badges, stock, max(0, chosen.used)) else DONE


def _badges_for(
    event: EventFile, templates: Sequence[LoadedTemplate], who: Sequence[str], order: BadgeOrder
) -> list[Badge]:
    """Return the badges of these categories, or of everyone who gets one, each by the template of its category."""
    programme = event.programme()
    people = sort_wearers(select_wearers(event, programme, who), order, programme)
    return make_badges(people, programme, templates, photographs_for(event, templates))


def _write(out: Path, badges: Sequence[Badge], stock: Stock | None, used: int) -> bool:
    """Write the PDF; return whether a badge has a problem: a text cut, a character or a picture missing."""
    pages = write_badges(out, badges, stock, used)
    print(translate(_DONE, badges=len(badges), pages=pages, name=out.name))
    return _print_problems(badges)


def stock_named(name: str | None) -> Stock | None:
    """Return the label sheet, None for one badge per page. Raises `UserError` for an unknown name."""
    if name is None:
        return None
    if (stock := find_stock(name)) is None:
        raise UserError(_NO_STOCK, name=name, known=", ".join(each.id for each in SHEETS))
    return stock


def _print_problems(badges: Iterable[Badge]) -> bool:
    problems = find_problems(badges)
    for words, fields in problems[:MOST_TOLD]:
        print(translate(words, **fields), file=sys.stderr)
    if len(problems) > MOST_TOLD:
        print(translate(Message("file", "and {count} more"), count=len(problems) - MOST_TOLD), file=sys.stderr)
    return bool(problems)


_DONE = Message("badge", "{badges} {badges:badge|badges} on {pages} {pages:page|pages} written to {name}.")
_NO_STOCK = Message("badge", "“{name}” is not a known paper. Nothing was written; choose one of these: {known}.")
