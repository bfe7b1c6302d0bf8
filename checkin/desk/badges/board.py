# SPDX-License-Identifier: GPL-3.0-or-later
"""What the screen of badges shows, read at once: templates, people, whose badge is which. Values only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from checkin.badges.outputs import Badge
from checkin.badges.painter import Subject
from checkin.badges.samples import in_other_letters, longest_names
from checkin.core.badges.fields import fields_of
from checkin.core.badges.template import template_for
from checkin.core.model import Attendee
from checkin.core.programme.programme import Programme
from checkin.desk.badges.badges import Loaded, Order, badges_of, category_of, in_order, read_template, wanted
from checkin.desk.badges.templates import OTHERWISE, own_templates, shipped_templates
from checkin.desk.event_file import EventFile


class Sample(StrEnum):
    """Whose badges to step through."""

    EVERYONE = "everyone"
    LONGEST = "longest"
    NO_ORGANISATION = "no_organisation"
    OTHER_LETTERS = "other_letters"


@dataclass(frozen=True, slots=True)
class Claim:
    """How many people of a category (its id, and what it is called) have a badge, and which."""

    category: str
    name: str
    count: int
    template: Loaded


@dataclass(frozen=True, slots=True)
class BadgeBoard:
    """`people` are all who get a badge, by name; `own` the templates of the event, `shipped` those of the program."""

    programme: Programme
    people: tuple[Attendee, ...]
    by_category: Mapping[str, tuple[Attendee, ...]]
    own: tuple[Loaded, ...]
    shipped: tuple[Loaded, ...]
    otherwise: Loaded

    @property
    def in_use(self) -> list[Loaded]:
        """Those that badges are drawn with, the first that claims somebody goes first."""
        return [*self.own, self.otherwise]

    def template_of(self, category: str) -> Loaded:
        """That of a category."""
        in_use = self.in_use
        found = template_for(category, [each.template for each in in_use])
        return next((each for each in in_use if each.template is found), self.otherwise)

    def template_for(self, person: Attendee) -> Loaded:
        return self.template_of(category_of(person, self.programme))

    def claims(self) -> list[Claim]:
        """Every category that somebody has, those of the programme in its order."""
        found, name = self.by_category, self.programme.category_name
        ordered = self.programme.in_category_order(found)
        return [Claim(each, name(each), len(found[each]), self.template_of(each)) for each in ordered]

    def wearers(self, loaded: Loaded) -> list[Attendee]:
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
                return in_other_letters(people)
        return list(people)

    def columns(self) -> list[str]:
        """The titles of the list's other columns, in the order in which they are met."""
        return list(dict.fromkeys(title for person in self.people for title in person.custom))

    def badge(self, loaded: Loaded, person: Attendee) -> Badge:
        """Of one person, with a template that need not be theirs."""
        subject = Subject(fields_of(person, self.programme), category_of(person, self.programme))
        return Badge(loaded.template, subject, loaded.pictures)


def badges_in_order(board: BadgeBoard, people: Sequence[Attendee], order: Order = Order.NAME) -> list[Badge]:
    """Of these people, each with the template that is theirs. In any thread."""
    return badges_of(in_order(people, order, board.programme), board.programme, board.in_use)


def read_board(event: EventFile) -> BadgeBoard:
    programme = event.programme()
    people = in_order(wanted(event, programme), Order.NAME, programme)
    otherwise = read_template(OTHERWISE)
    by_category: dict[str, list[Attendee]] = {}
    for person in people:
        by_category.setdefault(category_of(person, programme), []).append(person)
    grouped = {category: tuple(group) for category, group in by_category.items()}
    return BadgeBoard(programme, tuple(people), grouped, own_templates(event), shipped_templates(), otherwise)
