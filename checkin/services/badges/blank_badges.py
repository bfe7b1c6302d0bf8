# SPDX-License-Identifier: GPL-3.0-or-later
"""Blanks: badges with codes of the event that are nobody's yet, to be tied to people as they come (docs/adr/0079).

Making some writes no entry: every desk recognises their codes by the MAC.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from checkin.badges.badge_output import Badge, PageProgress
from checkin.badges.painter import BadgeRecipient
from checkin.core.badges.blank_template import MOST_AT_ONCE, blank_template
from checkin.core.badges.stocks import Stock
from checkin.core.errors import UserError
from checkin.core.message import Message, Translate
from checkin.core.tokens import ID_BYTES, MOST_BLANKS, stock_name
from checkin.services.badges.badge_building import write_badges
from checkin.services.event_file import EventFile
from checkin.storage.settings_store import BLANKS_MADE, note

DEFAULT_SIZE = 86.0, 54.0
"""The size in mm of a blank where no sheet is chosen: a card."""


@dataclass(frozen=True, slots=True)
class BlankOrder:
    """How many blanks are wanted, from which number, on which sheet; None: a page each."""

    count: int
    first: int = 1
    sheet: Stock | None = None


def make_blanks(
    event: EventFile,
    count: int,
    first: int = 1,
    size: tuple[float, float] = DEFAULT_SIZE,
    randomness: Callable[[int], bytes] = secrets.token_bytes,
) -> list[Badge]:
    """Return so many blanks of a new stock, numbered from `first`. Raises `UserError` for numbers that do not fit."""
    if not 1 <= count <= MOST_AT_ONCE:
        raise UserError(_COUNT, most=MOST_AT_ONCE)
    if not 1 <= first <= MOST_BLANKS - count + 1:
        raise UserError(_FIRST, most=MOST_BLANKS - count + 1)
    stock, template, title = stock_name(randomness(ID_BYTES)), blank_template(*size), event.programme().event.title
    codes = ((number, event.key.blank(stock, number).code) for number in range(first, first + count))
    return [
        Badge(template, BadgeRecipient({"event": title, "number": f"{number}", "code": code})) for number, code in codes
    ]


def write_blanks(event: EventFile, path: Path, order: BlankOrder, report: PageProgress | None = None) -> int:
    """Write the PDF of a new stock, and return its number of pages. An existing file is replaced completely or not at
    all.
    """
    sheet = order.sheet
    size = (sheet.width, sheet.height) if sheet else DEFAULT_SIZE
    pages = write_badges(path, make_blanks(event, order.count, order.first, size), sheet, 0, report)
    note(event.db, BLANKS_MADE, "1")
    return pages


def blanks_sentence(order: BlankOrder, pages: int, name: str, translate: Translate) -> str:
    return translate(_DONE, count=order.count, pages=pages, name=name)


_DONE = Message("blank", "{count} {count:blank badge|blank badges} on {pages} {pages:page|pages} written to {name}.")
_COUNT = Message("blank", "Blanks are made in files of 1 to {most}. Nothing was written; choose another number.")
_FIRST = Message("blank", "The first number can be 1 to {most} here. Nothing was written; choose another one.")
