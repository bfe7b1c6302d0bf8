# SPDX-License-Identifier: GPL-3.0-or-later
"""The badges screen's data, read at once: templates, people, and the template of each category. Values only."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain

from checkin.badges.badge_output import Badge
from checkin.badges.badge_problems import longest_names, people_in_other_scripts
from checkin.badges.painter import BadgeRecipient
from checkin.core.attendee import Attendee
from checkin.core.attendee_body import CUSTOM
from checkin.core.badges.badge_fields import FIELDS, badge_field_values
from checkin.core.badges.template import BadgeTemplate, template_for
from checkin.core.badges.template_checks import TemplateProblem, idle_columns, unknown_fields
from checkin.core.programme.programme import Programme
from checkin.services.badges.badge_building import (
    BadgeOrder,
    LoadedTemplate,
    category_of,
    make_badges,
    photographs_for,
    read_template,
    select_wearers,
    sort_wearers,
)
from checkin.services.badges.badge_templates import FALLBACK_TEMPLATE, own_templates, shipped_templates
from checkin.services.event_file import EventFile


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
