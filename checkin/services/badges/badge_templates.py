# SPDX-License-Identifier: GPL-3.0-or-later
"""Badge templates of an event: listed, saved, duplicated, withdrawn, imported, exported. Each change is an entry.

They take precedence over shipped templates of the same name.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain
from pathlib import Path

from checkin.badges.badge_problems import Badge, longest_names, people_in_other_scripts
from checkin.badges.painter import BadgeRecipient
from checkin.badges.pictures import shrink_picture
from checkin.core.attendee import CUSTOM, Attendee
from checkin.core.badges import badge_file
from checkin.core.badges.badge_file import badge_text
from checkin.core.badges.template import (
    FIELDS,
    BadgeTemplate,
    ImageElement,
    TemplateProblem,
    badge_field_values,
    idle_columns,
    template_for,
    unknown_fields,
)
from checkin.core.entries import EntryKind
from checkin.core.message import Message, UserError
from checkin.core.picture_entries import join_pictures, picture_digest, picture_entries
from checkin.core.programme.programme import Programme
from checkin.core.text_folding import fold_text
from checkin.documents.atomic_write import write_file_atomically
from checkin.documents.input_table import LargeFileError, read_chosen_file
from checkin.services.badges.badge_building import (
    LARGEST_PICTURE,
    BadgeOrder,
    LoadedTemplate,
    category_of,
    make_badges,
    photographs_for,
    read_template,
    select_wearers,
    shipped_template_files,
    sort_wearers,
)
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.photographs import read_photographs

FALLBACK_TEMPLATE = "a6"
"""The shipped template for people without a template of the event."""

NAMED_LIKE_IT = 50
"""Numbered names that are tried before a name is used twice."""


def own_templates(event: EventFile) -> tuple[LoadedTemplate, ...]:
    """Return the templates kept in the event, oldest first."""
    found = badge_file.fold_templates(event.journal.entries_of_kinds(badge_file.TEMPLATE_KINDS))
    wanted = {name for badge in found for name in badge.pictures.values()}
    kept = join_pictures(event.journal.entries_of_kinds([EntryKind.BADGE_PICTURE_KEPT]), wanted) if wanted else {}
    return tuple(
        LoadedTemplate(b.template, {name: kept[key] for name, key in b.pictures.items() if key in kept}, b.id)
        for b in found
    )


def shipped_templates() -> tuple[LoadedTemplate, ...]:
    """Return the shipped templates, the fallback first."""
    return tuple(
        read_template(name)
        for name in sorted(shipped_template_files(), key=lambda name: (name != FALLBACK_TEMPLATE, name))
    )


def find_templates(event: EventFile, names: Sequence[str], otherwise: str = FALLBACK_TEMPLATE) -> list[LoadedTemplate]:
    """Return templates by name: the event's own, else shipped, else files.

    Without names these are all of the event's own, then `otherwise` for everyone else.
    """
    own = own_templates(event)
    if not names:
        return [*own, read_template(otherwise)]
    by_name = {fold_text(each.name): each for each in reversed(own)}
    return [by_name.get(fold_text(name)) or read_template(name) for name in names]


class BadgeTemplates:
    """The template operations of a desk. Pictures are shrunk before they are kept, to be small enough to sync."""

    def __init__(self, event: EventFile, desk: Desk, randomness: Callable[[int], bytes] = secrets.token_bytes) -> None:
        self._event, self._desk, self._randomness = event, desk, randomness

    def own(self) -> tuple[LoadedTemplate, ...]:
        return own_templates(self._event)

    def save(self, loaded: LoadedTemplate) -> LoadedTemplate:
        """Save a template, as a new one if it has no id, and return it as kept.

        Raises `UserError` if it holds more than an entry can; nothing is written then.
        """
        kept = replace(loaded, id=loaded.id or f"badge:{self._randomness(8).hex()}")
        with self._event.transaction():
            self.append(kept)
        return kept

    def append(self, kept: LoadedTemplate, source: str = "") -> None:
        """Save a template that has an id, in the caller's transaction. `source` is the digest of what a program made it
        from. Raises as `save` does.
        """
        found = self._event.journal.entries_of_kinds([EntryKind.BADGE_PICTURE_KEPT])
        known = set(join_pictures(found, _digests(kept)))
        rows = [badge_file.saved_entry(kept.id, kept.template, kept.files, source)]
        for data in kept.files.values():
            if (name := picture_digest(data)) not in known:
                rows += picture_entries(data)
                known.add(name)
        self._event.journal.append_all(rows, at=self._desk.now(), desk=self._desk.name)

    def duplicate(self, loaded: LoadedTemplate) -> LoadedTemplate:
        """Save a copy."""
        return self.save(self.copy(loaded))

    def copy(self, loaded: LoadedTemplate) -> LoadedTemplate:
        """Return a copy that is not saved yet, without categories: two templates of one category would conflict."""
        named = replace(loaded.template, name=self.free_name(loaded.name), categories=())
        return replace(loaded, id="", template=named)

    def withdraw(self, loaded: LoadedTemplate) -> None:
        """Withdraw a template. Its entries stay: saving it again brings it back."""
        with self._event.transaction():
            self.append_withdrawal(loaded.id)

    def append_withdrawal(self, template_id: str, source: str = "") -> None:
        """Withdraw a template in the caller's transaction; `source` as in `append`."""
        row = badge_file.withdrawn_entry(template_id, source)
        self._event.journal.append_all([row], at=self._desk.now(), desk=self._desk.name)

    def import_file(self, path: Path) -> LoadedTemplate:
        """Save the template of a file (docs/badges.md) with the pictures beside it. Raises `UserError`."""
        read = read_template(str(path))
        named = replace(read.template, name=self.free_name(read.name or path.stem))
        return self.save(LoadedTemplate(named, {name: shrink_picture(data) for name, data in read.files.items()}))

    def photographs(self) -> dict[str, bytes]:
        """Return all photographs, by person: for an editor whose badge shows them from now on."""
        return read_photographs(self._event)

    def free_name(self, name: str, template_id: str = "") -> str:
        """Return `name`, or the first numbered variant that no template of the event has, besides that of this id."""
        taken = {fold_text(each.name) for each in self.own() if each.id != template_id}
        offered = [name, *(f"{name} {number}" for number in range(2, NAMED_LIKE_IT))]
        return next((each for each in offered if fold_text(each) not in taken), name)


def export_template(loaded: LoadedTemplate, path: Path) -> None:
    """Write a template's file, and its pictures beside it. Raises `StorageError` if the disk fails."""
    for name, data in loaded.files.items():
        write_file_atomically(path.with_name(Path(name).name), data)
    write_file_atomically(path, badge_text(loaded.template).encode("utf-8"), ".toml")


def picture_file(path: Path) -> tuple[str, bytes]:
    """Return (name, data) of a picture as it will be kept. Raises `UserError` for what is no picture."""
    try:
        data = shrink_picture(read_chosen_file(path, LARGEST_PICTURE))
    except LargeFileError as exc:
        raise UserError(_HEAVY, name=path.name, most=LARGEST_PICTURE // 1_000_000) from exc
    except OSError as exc:
        raise UserError(_UNREADABLE, name=path.name) from exc
    return f"{path.stem}.{'png' if data.startswith(_PNG) else 'jpg'}", data


def drop_unused_pictures(loaded: LoadedTemplate) -> LoadedTemplate:
    """Return the template without the pictures that no element shows."""
    shown = {element.name for element in loaded.template.elements if isinstance(element, ImageElement)}
    return replace(loaded, files={name: data for name, data in loaded.files.items() if name in shown})


def _digests(loaded: LoadedTemplate) -> list[str]:
    return [picture_digest(data) for data in loaded.files.values()]


_PNG = b"\x89PNG"
_HEAVY = Message("badge", "“{name}” is larger than {most} MB. Nothing was changed; choose a smaller picture.")
_UNREADABLE = Message("badge", "The picture “{name}” cannot be read. Nothing was changed; choose another file.")


# The badges screen's data, read at once: templates, people, and the template of each category. Values only.


class Sample(StrEnum):
    """A sample of people whose badges to step through."""

    EVERYONE = "everyone"
    LONGEST = "longest"
    NO_ORGANISATION = "no_organisation"
    OTHER_LETTERS = "other_letters"


@dataclass(frozen=True, slots=True)
class CategoryTemplate:
    """A category (its id, its displayed name) with its number of badges and its template."""

    category: str
    name: str
    count: int
    template: LoadedTemplate


Samples = Mapping[Sample, Sequence[Attendee]]


@dataclass(frozen=True, slots=True)
class TemplateFields:
    """The fields that a template may show: their `names`, besides the list's own columns, and their `values` for one
    person.
    """

    names: Sequence[str]
    values: Callable[[Attendee, Programme], Mapping[str, str]]


BADGE_FIELDS = TemplateFields(FIELDS, badge_field_values)


@dataclass(frozen=True, slots=True)
class BadgeOverview:
    """Everyone who gets a badge, by name, and the templates: `own` of the event, `shipped` with the program.

    Of tickets (`services/tickets/ticket_overview`) the `fields` are others, and one template is everybody's:
    `is_by_category` is false.
    """

    programme: Programme
    people: tuple[Attendee, ...]
    by_category: Mapping[str, tuple[Attendee, ...]]
    own: tuple[LoadedTemplate, ...]
    shipped: tuple[LoadedTemplate, ...]
    fallback: LoadedTemplate
    samples: Mapping[tuple[str, ...], Samples] = field(default_factory=dict, compare=False)
    """The samples of the people of these categories, one for each template in use; of everyone for no category."""
    columns: tuple[str, ...] = field(default=(), compare=False)
    """The titles of the list's extra columns, in the order they are first met."""
    photographs: Mapping[str, bytes] = field(default_factory=dict)
    """The photographs by person, if a template in use shows them."""
    fields: TemplateFields = field(default=BADGE_FIELDS, compare=False)
    is_by_category: bool = True

    @property
    def in_use(self) -> list[LoadedTemplate]:
        """The templates badges are drawn with; the first one that claims a category is used."""
        return [*self.own, self.fallback]

    def template_of(self, category: str) -> LoadedTemplate:
        """Return the template of a category."""
        in_use = self.in_use
        found = template_for(category, [each.template for each in in_use])
        return next((each for each in in_use if each.template is found), self.fallback)

    def template_for(self, person: Attendee) -> LoadedTemplate:
        return self.template_of(category_of(person, self.programme))

    def claims(self) -> list[CategoryTemplate]:
        """Return every category in use, those of the programme first, in its order."""
        found, name = self.by_category, self.programme.category_name
        ordered = self.programme.sort_categories(found)
        return [CategoryTemplate(each, name(each), len(found[each]), self.template_of(each)) for each in ordered]

    def samples_of(self, loaded: LoadedTemplate) -> Samples:
        """Return samples of the people whose badge this is; for an unused template of everyone, so that it can be
        looked at.
        """
        return self.samples[tuple(claim.category for claim in self.claims() if claim.template == loaded)]

    def wearers(self, loaded: LoadedTemplate) -> Sequence[Attendee]:
        """Return the people whose badge this is, everyone for an unused template."""
        return self.samples_of(loaded)[Sample.EVERYONE]

    def without_people(self) -> "BadgeOverview":
        """Return the same templates with nobody, after a purge."""
        return replace(self, people=(), by_category={}, samples={(): _samples(())}, photographs={})

    def unknown_fields(self, template: BadgeTemplate) -> list[TemplateProblem]:
        """Return a problem for each field of a template that neither Checkin nor the list has, and for each column that
        is empty for all who get it.
        """
        unknown = unknown_fields(template, [*self.fields.names, *(CUSTOM + title for title in self.columns)])
        told = {fields["field"] for _, fields in unknown}
        theirs = (self.by_category[c] for c in self.by_category if template_for(c, [template]) is template)
        idle = idle_columns(template, chain.from_iterable(theirs) if self.is_by_category else self.people)
        return unknown + [each for each in idle if each[1]["field"] not in told]

    def badge(self, loaded: LoadedTemplate, person: Attendee) -> Badge:
        """Return a person's badge with this template, whatever their category."""
        category, face = category_of(person, self.programme), self.photographs.get(person.id, b"")
        subject = BadgeRecipient(self.fields.values(person, self.programme), category, face)
        return Badge(loaded.template, subject, loaded.pictures)


def make_sorted_badges(
    overview: BadgeOverview, people: Sequence[Attendee], order: BadgeOrder = BadgeOrder.NAME
) -> list[Badge]:
    """Return these people's badges, sorted, each with the template of their category. For any thread."""
    ordered = sort_wearers(people, order, overview.programme)
    return make_badges(ordered, overview.programme, overview.in_use, overview.photographs)


def read_badge_overview(event: EventFile) -> BadgeOverview:
    """Return the overview of now. Reads everyone: 4 s for 100,000 people."""
    programme = event.programme()
    people = sort_wearers(select_wearers(event, programme), BadgeOrder.NAME, programme)
    otherwise, own = read_template(FALLBACK_TEMPLATE), own_templates(event)
    grouped, faces = people_by_category(people, programme), photographs_for(event, own)
    return with_samples(
        BadgeOverview(programme, tuple(people), grouped, own, shipped_templates(), otherwise, photographs=faces)
    )


def people_by_category(people: Sequence[Attendee], programme: Programme) -> dict[str, tuple[Attendee, ...]]:
    """Return the people of each category, by its id."""
    by_category: dict[str, list[Attendee]] = {}
    for person in people:
        by_category.setdefault(category_of(person, programme), []).append(person)
    return {category: tuple(group) for category, group in by_category.items()}


def with_samples(read: BadgeOverview) -> BadgeOverview:
    """Return the overview with samples of its people, and the columns that their list has."""
    columns = dict.fromkeys(title for person in read.people for title in person.custom)
    return replace(read, samples=dict(_samples_by_categories(read)), columns=tuple(columns))


def _samples_by_categories(read: BadgeOverview) -> Iterator[tuple[tuple[str, ...], Samples]]:
    everyone = _samples(read.people)
    yield (), everyone
    claims = read.claims()
    for loaded in read.in_use:
        categories = tuple(claim.category for claim in claims if claim.template == loaded)
        if len(categories) == len(claims):
            yield categories, everyone
        elif categories:
            theirs = {person.id for category in categories for person in read.by_category[category]}
            yield categories, _samples([person for person in read.people if person.id in theirs])


def _samples(people: Sequence[Attendee]) -> Samples:
    return {
        Sample.EVERYONE: people,
        Sample.LONGEST: longest_names(people),
        Sample.NO_ORGANISATION: [person for person in people if not person.organisation],
        Sample.OTHER_LETTERS: people_in_other_scripts(people),
    }
