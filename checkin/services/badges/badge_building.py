# SPDX-License-Identifier: GPL-3.0-or-later
"""Badge making: people sorted, matched with templates, and turned into badges. `checkin.badges` does the drawing."""

import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage

from checkin.badges.badge_fonts import load
from checkin.badges.badge_problems import Badge, PageProgress, problems_of_person, write_pdf
from checkin.badges.painter import BadgeRecipient
from checkin.badges.pictures import read_picture, read_stored_picture
from checkin.core.attendee import Attendee
from checkin.core.badges.badge_file import read_badge
from checkin.core.badges.imposition import Stock
from checkin.core.badges.template import BadgeTemplate, ImageElement, badge_field_values, gets_badge, template_for
from checkin.core.message import Message, UserError
from checkin.core.programme.programme import Programme
from checkin.core.text_folding import fold_text
from checkin.documents.input_table import read_chosen_file
from checkin.paths import resources
from checkin.services.event_file import EventFile
from checkin.services.photographs import read_photographs
from checkin.services.threads import Worker

LARGEST_TEMPLATE = 1_000_000
"""Bytes of a template's file. The largest that is shipped has a few thousand."""
LARGEST_PICTURE = 20_000_000
"""Largest picture file in bytes."""


class BadgeOrder(StrEnum):
    """The order of printed badges, as they will lie on the table."""

    NAME = "name"
    ORGANISATION = "organisation"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class LoadedTemplate:
    """A badge template with its picture files.

    `template` is the design (a value, see `core.badges.template`); `files` maps the names its image elements use to the
    content of the picture files; `id` is the template's id in the event, "" for one that is not kept there. A picture
    that is missing from `files` is left out, and the badge says so when it is drawn.

        loaded = read_template("a6")
        badge = make_badge(person, programme, loaded)
    """

    template: BadgeTemplate
    files: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    id: str = ""

    @property
    def name(self) -> str:
        return self.template.name

    @property
    def pictures(self) -> dict[str, QImage]:
        return {name: _kept_image(data) if self.id else _image(data) for name, data in self.files.items()}


def shipped_template_files() -> dict[str, Path]:
    """Return the files of the templates shipped with the program, by name."""
    return {path.stem: path for path in sorted((resources() / "badges").glob("*.toml"))}


def read_template(name: str) -> LoadedTemplate:
    """Return a shipped template, or that of a file, with the picture files of the same folder, unread.

    Missing pictures are left out: the badge says so when it is drawn. Raises `UserError` for a file that is no
    template.
    """
    path = shipped_template_files().get(name, Path(name))
    try:
        template = read_badge(tomllib.loads(read_chosen_file(path, LARGEST_TEMPLATE).decode("utf-8-sig")))
    except OSError as exc:
        raise UserError(_NO_FILE, name=path.name, known=", ".join(shipped_template_files())) from exc
    except (ValueError, RecursionError) as exc:  # not TOML, not UTF-8, or nested too deeply
        raise UserError(_NOT_TOML, name=path.name, what=str(exc)) from exc
    return LoadedTemplate(template, dict(_pictures(template, path.parent)))


def _pictures(template: BadgeTemplate, folder: Path) -> Iterator[tuple[str, bytes]]:
    for name in {element.name for element in template.elements if isinstance(element, ImageElement)}:
        with suppress(OSError):  # never outside the template's own folder
            yield name, read_chosen_file(folder / Path(name).name, LARGEST_PICTURE)


def select_wearers(event: EventFile, programme: Programme, categories: Sequence[str] = ()) -> list[Attendee]:
    """Return who gets a badge: on site, not cancelled, blocked or purged, and in `categories` if given.

    `categories` are ids or names.
    """
    ids = {found.id if (found := programme.category_named(name)) else name for name in categories}
    people = (attendee for attendee, _ in event.attendees.all())
    return [a for a in people if gets_badge(a) and (not ids or category_of(a, programme) in ids)]


def sort_wearers(people: Sequence[Attendee], order: BadgeOrder, programme: Programme) -> list[Attendee]:
    """Return people by `order` and then by name; categories in programme order."""
    categories = programme.sort_categories({category_of(a, programme) for a in people})
    place = {category: number for number, category in enumerate(categories)}
    first: dict[BadgeOrder, Callable[[Attendee], tuple[int, str]]] = {
        BadgeOrder.NAME: lambda _: (0, ""),
        BadgeOrder.ORGANISATION: lambda a: (0, fold_text(a.organisation)),
        BadgeOrder.CATEGORY: lambda a: (place[category_of(a, programme)], ""),
    }
    return sorted(people, key=lambda a: (first[order](a), fold_text(f"{a.last_name} {a.first_name}"), a.id))


def make_badges(
    people: Sequence[Attendee],
    programme: Programme,
    templates: Sequence[LoadedTemplate],
    photographs: Mapping[str, bytes] = MappingProxyType({}),
) -> list[Badge]:
    """Return a badge for each person, by the template of their category. `photographs` are those of people, by id.
    Raises `UserError` if one has no template.
    """
    pictures = [each.pictures for each in templates]
    of_category: dict[str, int] = {}
    made = []
    for person in people:
        category = category_of(person, programme)
        if category not in of_category:
            of_category[category] = _place_for(category, templates, person, programme)
        place = of_category[category]
        face = photographs.get(person.id, b"")
        subject = BadgeRecipient(badge_field_values(person, programme), category, face)
        made.append(Badge(templates[place].template, subject, pictures[place]))
    return made


def make_badge(person: Attendee, programme: Programme, loaded: LoadedTemplate, photograph: bytes = b"") -> Badge:
    """Return a badge made with this template, whatever the person's category."""
    return Badge(
        loaded.template,
        BadgeRecipient(badge_field_values(person, programme), category_of(person, programme), photograph),
        loaded.pictures,
    )


def photographs_for(
    event: EventFile, templates: Iterable[LoadedTemplate], people: Collection[str] | None = None
) -> dict[str, bytes]:
    """Return the photographs of these people, by default of all; none are read if no template shows them."""
    return read_photographs(event, people) if any(each.template.has_photograph for each in templates) else {}


def _place_for(category: str, templates: Sequence[LoadedTemplate], person: Attendee, programme: Programme) -> int:
    found = template_for(category, [each.template for each in templates])
    if found is None:
        raise UserError(_NO_TEMPLATE, category=programme.category_name(person.category))
    return next(place for place, each in enumerate(templates) if each.template is found)


def write_badges(
    path: Path, badges: Sequence[Badge], stock: Stock | None, first: int = 0, report: PageProgress | None = None
) -> int:
    """Write the PDF and return its number of pages. An existing file is replaced completely or not at all.

    Raises `UserError` without badges.
    """
    if not badges:
        raise UserError(_NOBODY)
    return write_pdf(path, badges, stock, first, report)


def category_of(person: Attendee, programme: Programme) -> str:
    """Return the id of a person's category, or the category as the list wrote it if it is unknown."""
    known = programme.category_named(person.category)
    return known.id if known else person.category


@lru_cache(maxsize=64)
def _image(data: bytes) -> QImage:
    return read_picture(data)


@lru_cache(maxsize=64)
def _kept_image(data: bytes) -> QImage:
    return read_stored_picture(data)


_NO_FILE = Message(
    "badge", "The badge “{name}” cannot be read. Nothing was written; choose a file, or one of these: {known}."
)
_NOT_TOML = Message("badge", "The badge “{name}” has a mistake in it: {what}. Nothing was written.")
_NO_TEMPLATE = Message(
    "badge", "There is no badge for the category “{category}”. Nothing was written; add a badge for all categories."
)
_NOBODY = Message("badge", "Nobody would get a badge. Nothing was written; check the categories you asked for.")


# A check of each badge before printing. It knows no event: what it draws is handed in as immutable values.

TELL_EVERY = 20
"""Badges between two progress reports."""

REST_MS = 2
"""Milliseconds of rest between two badges, so that scanning goes first."""


class BadgeChecker(Worker):
    """Checks one badge after another, from `first` of `total` on. `found` carries a badge's number and its problems.

    Each badge is made when its turn comes: made all at once, those of 100,000 people would take seconds, which nothing
    ends early and for which all other threads wait.
    """

    progressed = Signal(int, int)
    found = Signal(int, list)

    def __init__(self, make: Callable[[int], Badge], total: int, first: int = 0) -> None:
        super().__init__(REST_MS)
        load()
        self._make, self._total, self._next = make, total, first

    def step(self) -> bool:
        """Check one badge, and return whether there are more."""
        if self._next >= self._total:
            self.progressed.emit(self._total, self._total)
            self.end()
            return False
        if problems := problems_of_person(self._make(self._next)):
            self.found.emit(self._next, problems)
        self._next += 1
        if self._next % TELL_EVERY == 0:
            self.progressed.emit(self._next, self._total)
        return True

    def start_afresh(self) -> None:
        self.end()  # the badge would fail again
