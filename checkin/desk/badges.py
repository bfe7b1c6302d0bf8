# SPDX-License-Identifier: GPL-3.0-or-later
"""The badges of an event: which template is whose, in which order, on which paper. Drawing is for `badges`."""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from PySide6.QtGui import QImage

from checkin.badges.outputs import Badge, Tell, write_pdf
from checkin.badges.painter import Subject
from checkin.core.badge_fields import fields_of
from checkin.core.badge_file import read_badge
from checkin.core.badge_template import BadgeTemplate, Image, template_for
from checkin.core.errors import UserError
from checkin.core.model import Attendee, Presence, Status
from checkin.core.programme import Programme
from checkin.core.search import fold
from checkin.core.stocks import Stock
from checkin.core.words import Words
from checkin.desk.event_file import EventFile
from checkin.paths import resources

LARGEST_PICTURE = 20_000_000
"""Bytes of a logo."""


class Order(StrEnum):
    """How badges are sorted: as they will lie on the table."""

    NAME = "name"
    ORGANISATION = "organisation"
    CATEGORY = "category"


def shipped() -> dict[str, Path]:
    """The templates that come with the program, by the name to ask for them."""
    return {path.stem: path for path in sorted((resources() / "badges").glob("*.toml"))}


def load_template(name: str) -> tuple[BadgeTemplate, dict[str, QImage]]:
    """A template that comes with the program, or a file of one's own, with its pictures from the same folder.

    A picture that is not there is left out: the badge says so when it is drawn. Raises `UserError` for a file that is
    no template.
    """
    path = shipped().get(name, Path(name))
    try:
        template = read_badge(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as exc:
        raise UserError(_NO_FILE, name=path.name, known=", ".join(shipped())) from exc
    except ValueError as exc:  # not TOML, or not UTF-8
        raise UserError(_NOT_TOML, name=path.name, what=str(exc)) from exc
    return template, dict(_pictures(template, path.parent))


def _pictures(template: BadgeTemplate, folder: Path) -> Iterator[tuple[str, QImage]]:
    for name in {element.name for element in template.elements if isinstance(element, Image)}:
        path = folder / Path(name).name  # never out of the template's own folder
        if path.is_file() and path.stat().st_size <= LARGEST_PICTURE:
            yield name, QImage(str(path))


def wanted(event: EventFile, programme: Programme, categories: Sequence[str] = ()) -> list[Attendee]:
    """Who gets a badge: on site and not cancelled or blocked, of some categories (ids or names) if given."""
    ids = {found.id if (found := programme.category_named(name)) else name for name in categories}
    people = (attendee for attendee, _ in event.attendees.all())
    return [
        a
        for a in people
        if a.status not in (Status.CANCELLED, Status.BLOCKED)
        and a.presence is not Presence.REMOTE
        and (not ids or _category(a, programme) in ids)
    ]


def in_order(people: Sequence[Attendee], order: Order, programme: Programme) -> list[Attendee]:
    """By name within what comes first."""
    first: dict[Order, Callable[[Attendee], str]] = {
        Order.NAME: lambda _: "",
        Order.ORGANISATION: lambda a: fold(a.organisation),
        Order.CATEGORY: lambda a: fold(programme.category_name(a.category)),
    }
    return sorted(people, key=lambda a: (first[order](a), fold(f"{a.last_name} {a.first_name}"), a.id))


def badges_of(
    people: Sequence[Attendee],
    programme: Programme,
    templates: Sequence[BadgeTemplate],
    pictures: dict[str, QImage],
) -> list[Badge]:
    """A badge for each person, with the template of their category. Raises `UserError` if there is none for one."""
    made = []
    for person in people:
        category = _category(person, programme)
        template = template_for(category, templates)
        if template is None:
            raise UserError(_NO_TEMPLATE, category=programme.category_name(person.category))
        made.append(Badge(template, Subject(fields_of(person, programme), category), pictures))
    return made


def write_badges(
    path: Path, badges: Sequence[Badge], stock: Stock | None, first: int = 0, tell: Tell | None = None
) -> int:
    """The PDF; returns its number of pages. An existing file is replaced whole or not at all."""
    if not badges:
        raise UserError(_NOBODY)
    return write_pdf(path, badges, stock, first, tell)


def _category(person: Attendee, programme: Programme) -> str:
    known = programme.category_named(person.category)
    return known.id if known else person.category


_NO_FILE = Words(
    "badge", "The badge “{name}” cannot be read. Nothing was written; choose a file, or one of these: {known}."
)
_NOT_TOML = Words("badge", "The badge “{name}” is not written as it should be: {what}. Nothing was written.")
_NO_TEMPLATE = Words(
    "badge", "No badge is meant for the category “{category}”. Nothing was written; add one without categories."
)
_NOBODY = Words("badge", "Nobody is to have a badge. Nothing was written; look at the categories asked for.")
