# SPDX-License-Identifier: GPL-3.0-or-later
"""What the screen of badges shows, read at once: templates, people, whose badge is which. Values only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from checkin.badges.badge_output import Badge
from checkin.badges.painter import BadgeRecipient
from checkin.badges.samples import longest_names, people_in_other_scripts
from checkin.core.attendee import Attendee
from checkin.core.badges.badge_fields import badge_field_values
from checkin.core.badges.template import template_for
from checkin.core.programme.programme import Programme
from checkin.desk.badges.badge_making import (
    BadgeOrder,
    LoadedTemplate,
    category_of,
    make_badges,
    read_template,
    select_wearers,
    sort_wearers,
)
from checkin.desk.badges.badge_templates import FALLBACK_TEMPLATE, own_templates, shipped_templates
from checkin.desk.event_file import EventFile


class Sample(StrEnum):
    """Whose badges to step through."""

    EVERYONE = "everyone"
    LONGEST = "longest"
    NO_ORGANISATION = "no_organisation"
    OTHER_LETTERS = "other_letters"


@dataclass(frozen=True, slots=True)
class CategoryTemplate:
    """How many people of a category (its id, and what it is called) have a badge, and which."""

    category: str
    name: str
    count: int
    template: LoadedTemplate


@dataclass(frozen=True, slots=True)
class BadgeOverview:
    """`people` are all who get a badge, by name; `own` the templates of the event, `shipped` those of the program."""

    programme: Programme
    people: tuple[Attendee, ...]
    by_category: Mapping[str, tuple[Attendee, ...]]
    own: tuple[LoadedTemplate, ...]
    shipped: tuple[LoadedTemplate, ...]
    fallback: LoadedTemplate

    @property
    def in_use(self) -> list[LoadedTemplate]:
        """Those that badges are drawn with, the first that claims somebody goes first."""
        return [*self.own, self.fallback]

    def template_of(self, category: str) -> LoadedTemplate:
        """That of a category."""
        in_use = self.in_use
        found = template_for(category, [each.template for each in in_use])
        return next((each for each in in_use if each.template is found), self.fallback)

    def template_for(self, person: Attendee) -> LoadedTemplate:
        return self.template_of(category_of(person, self.programme))

    def claims(self) -> list[CategoryTemplate]:
        """Every category that somebody has, those of the programme in its order."""
        found, name = self.by_category, self.programme.category_name
        ordered = self.programme.sort_categories(found)
        return [CategoryTemplate(each, name(each), len(found[each]), self.template_of(each)) for each in ordered]

    def wearers(self, loaded: LoadedTemplate) -> list[Attendee]:
        """Whose badge it is; for a template that is in use by nobody yet, everyone: it is looked at all the same."""
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
        """The titles of the list's other columns, in the order in which they are met."""
        return list(dict.fromkeys(title for person in self.people for title in person.custom))

    def badge(self, loaded: LoadedTemplate, person: Attendee) -> Badge:
        """Of one person, with a template that need not be theirs."""
        subject = BadgeRecipient(badge_field_values(person, self.programme), category_of(person, self.programme))
        return Badge(loaded.template, subject, loaded.pictures)


def make_sorted_badges(
    board: BadgeOverview, people: Sequence[Attendee], order: BadgeOrder = BadgeOrder.NAME
) -> list[Badge]:
    """Of these people, each with the template that is theirs. In any thread."""
    return make_badges(sort_wearers(people, order, board.programme), board.programme, board.in_use)


def read_badge_overview(event: EventFile) -> BadgeOverview:
    programme = event.programme()
    people = sort_wearers(select_wearers(event, programme), BadgeOrder.NAME, programme)
    otherwise = read_template(FALLBACK_TEMPLATE)
    by_category: dict[str, list[Attendee]] = {}
    for person in people:
        by_category.setdefault(category_of(person, programme), []).append(person)
    grouped = {category: tuple(group) for category, group in by_category.items()}
    return BadgeOverview(programme, tuple(people), grouped, own_templates(event), shipped_templates(), otherwise)
