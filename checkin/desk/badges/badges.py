# SPDX-License-Identifier: GPL-3.0-or-later
"""The badges of an event: which template is whose, in which order, on which paper. Drawing is for `badges`."""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from PySide6.QtGui import QImage

from checkin.badges.outputs import Badge, Tell, write_pdf
from checkin.badges.painter import Subject
from checkin.badges.pictures import image_of, kept_image_of
from checkin.core.badges.fields import fields_of
from checkin.core.badges.file import read_badge
from checkin.core.badges.stocks import Stock
from checkin.core.badges.template import BadgeTemplate, Image, template_for
from checkin.core.errors import UserError
from checkin.core.model import Attendee, Presence, Status
from checkin.core.privacy.anonymous import is_anonymous
from checkin.core.programme.programme import Programme
from checkin.core.search import fold
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


@dataclass(frozen=True, slots=True)
class Loaded:
    """A template with its pictures, as their files are. `id` is "" for one that is not kept in the event."""

    template: BadgeTemplate
    files: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    id: str = ""

    @property
    def name(self) -> str:
        return self.template.name

    @property
    def pictures(self) -> dict[str, QImage]:
        return {name: _kept_image(data) if self.id else _image(data) for name, data in self.files.items()}


def shipped() -> dict[str, Path]:
    """The templates that come with the program, by the name to ask for them."""
    return {path.stem: path for path in sorted((resources() / "badges").glob("*.toml"))}


def load_template(name: str) -> tuple[BadgeTemplate, dict[str, QImage]]:
    """A template that comes with the program, or a file of one's own, with its pictures from the same folder.

    A picture that is not there is left out: the badge says so when it is drawn. Raises `UserError` for a file that is
    no template.
    """
    loaded = read_template(name)
    return loaded.template, loaded.pictures


def read_template(name: str) -> Loaded:
    """The same, its pictures as their files are."""
    path = shipped().get(name, Path(name))
    try:
        template = read_badge(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as exc:
        raise UserError(_NO_FILE, name=path.name, known=", ".join(shipped())) from exc
    except ValueError as exc:  # not TOML, or not UTF-8
        raise UserError(_NOT_TOML, name=path.name, what=str(exc)) from exc
    return Loaded(template, dict(_pictures(template, path.parent)))


def _pictures(template: BadgeTemplate, folder: Path) -> Iterator[tuple[str, bytes]]:
    for name in {element.name for element in template.elements if isinstance(element, Image)}:
        path = folder / Path(name).name  # never out of the template's own folder
        if path.is_file() and path.stat().st_size <= LARGEST_PICTURE:
            yield name, path.read_bytes()


def wanted(event: EventFile, programme: Programme, categories: Sequence[str] = ()) -> list[Attendee]:
    """Who gets a badge: on site and not cancelled, blocked or forgotten, of some categories (ids or names) if given."""
    ids = {found.id if (found := programme.category_named(name)) else name for name in categories}
    people = (attendee for attendee, _ in event.attendees.all())
    return [
        a
        for a in people
        if a.status not in (Status.CANCELLED, Status.BLOCKED)
        and a.presence is not Presence.REMOTE
        and not is_anonymous(a.id)
        and (not ids or category_of(a, programme) in ids)
    ]


def in_order(people: Sequence[Attendee], order: Order, programme: Programme) -> list[Attendee]:
    """By name within what comes first; categories as the programme has them."""
    categories = programme.in_category_order({category_of(a, programme) for a in people})
    place = {category: number for number, category in enumerate(categories)}
    first: dict[Order, Callable[[Attendee], tuple[int, str]]] = {
        Order.NAME: lambda _: (0, ""),
        Order.ORGANISATION: lambda a: (0, fold(a.organisation)),
        Order.CATEGORY: lambda a: (place[category_of(a, programme)], ""),
    }
    return sorted(people, key=lambda a: (first[order](a), fold(f"{a.last_name} {a.first_name}"), a.id))


def badges_of(people: Sequence[Attendee], programme: Programme, templates: Sequence[Loaded]) -> list[Badge]:
    """A badge for each person, with the template of their category. Raises `UserError` if there is none for one."""
    pictures = [each.pictures for each in templates]
    of_category: dict[str, int] = {}
    made = []
    for person in people:
        category = category_of(person, programme)
        if category not in of_category:
            of_category[category] = _place_for(category, templates, person, programme)
        place = of_category[category]
        subject = Subject(fields_of(person, programme), category)
        made.append(Badge(templates[place].template, subject, pictures[place]))
    return made


def badge_of(person: Attendee, programme: Programme, loaded: Loaded) -> Badge:
    """With a template that need not be that of their category."""
    return Badge(
        loaded.template, Subject(fields_of(person, programme), category_of(person, programme)), loaded.pictures
    )


def _place_for(category: str, templates: Sequence[Loaded], person: Attendee, programme: Programme) -> int:
    found = template_for(category, [each.template for each in templates])
    if found is None:
        raise UserError(_NO_TEMPLATE, category=programme.category_name(person.category))
    return next(place for place, each in enumerate(templates) if each.template is found)


def write_badges(
    path: Path, badges: Sequence[Badge], stock: Stock | None, first: int = 0, tell: Tell | None = None
) -> int:
    """The PDF; returns its number of pages. An existing file is replaced whole or not at all."""
    if not badges:
        raise UserError(_NOBODY)
    return write_pdf(path, badges, stock, first, tell)


def category_of(person: Attendee, programme: Programme) -> str:
    """Its id, where the programme knows it; else as their list says."""
    known = programme.category_named(person.category)
    return known.id if known else person.category


@lru_cache(maxsize=64)
def _image(data: bytes) -> QImage:
    return image_of(data)


@lru_cache(maxsize=64)
def _kept_image(data: bytes) -> QImage:
    return kept_image_of(data)


_NO_FILE = Words(
    "badge", "The badge “{name}” cannot be read. Nothing was written; choose a file, or one of these: {known}."
)
_NOT_TOML = Words("badge", "The badge “{name}” is not written as it should be: {what}. Nothing was written.")
_NO_TEMPLATE = Words(
    "badge", "No badge is meant for the category “{category}”. Nothing was written; add one without categories."
)
_NOBODY = Words("badge", "Nobody is to have a badge. Nothing was written; look at the categories asked for.")
