# SPDX-License-Identifier: GPL-3.0-or-later
"""The badges screen's data, read at once: templates, people, and the template of each category. Values only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from checkin.badges.badge_output import Badge
from checkin.badges.badge_problems import longest_names, people_in_other_scripts
from checkin.badges.painter import BadgeRecipient
from checkin.core.attendee import Attendee
from checkin.core.badges.badge_fields import badge_field_values
from checkin.core.badges.template import template_for
from checkin.core.programme.programme import Programme
from checkin.services.badges.badge_building import (
    BadgeOrder,
    LoadedTemplate,
    category_of,
    make_badges,
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


@dataclass(frozen=True, slots=True)
class BadgeOverview:
    """Everyone who gets a badge, by name, and the templates: `own` of the event, `shipped` with the program."""

    programme: Programme
    people: tuple[Attendee, ...]
    by_category: Mapping[str, tuple[Attendee, ...]]
    own: tuple[LoadedTemplate, ...]
    shipped: tuple[LoadedTemplate, ...]
    fallback: LoadedTemplate

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

    def wearers(self, loaded: LoadedTemplate) -> list[Attendee]:
        """Return the people whose badge this is; for an unused template everyone, so that it can be looked at."""
        claimed = [claim.category for claim in self.claims() if claim.template == loaded]
        theirs = {person.id for category in claimed for person in self.by_category[category]}
        return [person for person in self.people if person.id in theirs] or list(self.people)

    def sample(self, people: Sequence[Attendee], which: Sample) -> list[Attendee]:
        match which:
            case Sample.LONGEST:
                return longest_names(people)
            case Sample.NO_ORGANISATION:
                return [person for person in people if not person.organisation]
            case Sample.OTHER_LETTERS:
                return people_in_other_scripts(people)
        return list(people)

    def columns(self) -> list[str]:
        """Return the titles of the list's extra columns, in the order they are first met."""
        return list(dict.fromkeys(title for person in self.people for title in person.custom))

    def badge(self, loaded: LoadedTemplate, person: Attendee) -> Badge:
        """Return a person's badge with this template, whatever their category."""
        subject = BadgeRecipient(badge_field_values(person, self.programme), category_of(person, self.programme))
        return Badge(loaded.template, subject, loaded.pictures)


def make_sorted_badges(
    overview: BadgeOverview, people: Sequence[Attendee], order: BadgeOrder = BadgeOrder.NAME
) -> list[Badge]:
    """Return these people's badges, sorted, each with the template of their category. For any thread."""
    return make_badges(sort_wearers(people, order, overview.programme), overview.programme, overview.in_use)


def read_badge_overview(event: EventFile) -> BadgeOverview:
    programme = event.programme()
    people = sort_wearers(select_wearers(event, programme), BadgeOrder.NAME, programme)
    otherwise = read_template(FALLBACK_TEMPLATE)
    by_category: dict[str, list[Attendee]] = {}
    for person in people:
        by_category.setdefault(category_of(person, programme), []).append(person)
    grouped = {category: tuple(group) for category, group in by_category.items()}
    return BadgeOverview(programme, tuple(people), grouped, own_templates(event), shipped_templates(), otherwise)
