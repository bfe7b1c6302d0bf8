# SPDX-License-Identifier: GPL-3.0-or-later
"""A badge while it is drawn: the template, which elements are taken in hand, and what it was before. Values only.

Every change makes a new value; undoing goes back to an old one. What is only looked at (another side, other elements in
hand) is no change.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from checkin.core.badges.template import BadgeTemplate, Element

MOST_STEPS = 500
"""That can be undone."""


@dataclass(frozen=True, slots=True)
class BadgeDraft:
    """`selected` are the places of elements in the template, all of them on `side`."""

    template: BadgeTemplate
    selected: frozenset[int] = frozenset()
    side: int = 1

    @property
    def elements(self) -> tuple[Element, ...]:
        return self.template.elements

    @property
    def chosen(self) -> list[Element]:
        """The elements in hand, from the lowest to the highest."""
        return [self.elements[place] for place in sorted(self.selected)]

    @property
    def only(self) -> int | None:
        """The place of the one element in hand; None for none or several."""
        return next(iter(self.selected)) if len(self.selected) == 1 else None

    def places(self) -> list[int]:
        """Of the elements on this side, from the lowest to the highest."""
        return [place for place, element in enumerate(self.elements) if element.side == self.side]

    def select(self, places: Iterable[int]) -> "BadgeDraft":
        here = set(self.places())
        return replace(self, selected=frozenset(place for place in places if place in here))

    def turn(self, side: int) -> "BadgeDraft":
        """To the other side, with empty hands."""
        return replace(self, side=side, selected=frozenset()) if side != self.side else self

    def step(self, by: int) -> "BadgeDraft | None":
        """The next element of this side in hand, or the one before; None beyond the last and the first."""
        places = self.places()
        at = places.index(max(self.selected)) + by if self.selected else (0 if by > 0 else len(places) - 1)
        return self.select([places[at]]) if 0 <= at < len(places) else None


Edit = Callable[[BadgeDraft], BadgeDraft]


@dataclass(frozen=True, slots=True)
class DraftHistory:
    """`key` names what goes on: changes of the same key that follow each other are undone together."""

    present: BadgeDraft
    past: tuple[BadgeDraft, ...] = ()
    future: tuple[BadgeDraft, ...] = ()
    key: str = ""

    def apply(self, edit: Edit, key: str = "", *, is_from_start: bool = False) -> "DraftHistory":
        """Return what a change makes of it. `is_from_start`: while the key goes on, the change is made to what there
        was before the first of them, so that many small steps come to the same as one.
        """
        goes_on = bool(key) and key == self.key
        made = edit(self.past[-1] if is_from_start and goes_on else self.present)
        if made.template == self.present.template:
            return self.look(made)
        if goes_on:
            if made.template == self.past[-1].template:
                # Gone and come back: nothing to undo, and the key ends so that what follows is a step of its own.
                return DraftHistory(made, self.past[:-1])
            return replace(self, present=made, future=())
        return DraftHistory(made, (*self.past, self.present)[-MOST_STEPS:], (), key)

    def look(self, draft: BadgeDraft) -> "DraftHistory":
        """Something else in hand; the template is the same."""
        return self if draft == self.present else replace(self, present=draft, key="")

    def undo(self) -> "DraftHistory":
        if not self.past:
            return self
        return DraftHistory(self.past[-1], self.past[:-1], (self.present, *self.future))

    def redo(self) -> "DraftHistory":
        if not self.future:
            return self
        return DraftHistory(self.future[0], (*self.past, self.present), self.future[1:])
