# SPDX-License-Identifier: GPL-3.0-or-later
"""A badge being edited: the template, its selected elements, and the history for undo. Values only.

Every change makes a new value; undo goes back to an old one. Selecting elements or turning the badge is no change.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from checkin.core.badges.template import BadgeTemplate, Element

MOST_STEPS = 500
"""The most changes that can be undone."""


@dataclass(frozen=True, slots=True)
class BadgeDraft:
    """A template being edited. `selected` are the indices of elements in the template, all of them on `side`."""

    template: BadgeTemplate
    selected: frozenset[int] = frozenset()
    side: int = 1

    @property
    def elements(self) -> tuple[Element, ...]:
        return self.template.elements

    @property
    def chosen(self) -> list[Element]:
        """The selected elements, from the lowest to the highest."""
        return [self.elements[place] for place in sorted(self.selected)]

    @property
    def only(self) -> int | None:
        """The index of the one selected element; None for none or several."""
        return next(iter(self.selected)) if len(self.selected) == 1 else None

    def places(self) -> list[int]:
        """Return the indices of the elements on this side, from the lowest to the highest."""
        return [place for place, element in enumerate(self.elements) if element.side == self.side]

    def select(self, places: Iterable[int]) -> "BadgeDraft":
        here = set(self.places())
        return replace(self, selected=frozenset(place for place in places if place in here))

    def turn(self, side: int) -> "BadgeDraft":
        """Return the draft turned to the other side, with nothing selected."""
        return replace(self, side=side, selected=frozenset()) if side != self.side else self

    def step(self, by: int) -> "BadgeDraft | None":
        """Return the draft with the next (1) or previous (-1) element of this side selected; None beyond the last or
        first.
        """
        places = self.places()
        at = places.index(max(self.selected)) + by if self.selected else (0 if by > 0 else len(places) - 1)
        return self.select([places[at]]) if 0 <= at < len(places) else None


Edit = Callable[[BadgeDraft], BadgeDraft]


@dataclass(frozen=True, slots=True)
class DraftHistory:
    """The present draft with those before and after it. Successive changes with the same `key` are undone together."""

    present: BadgeDraft
    past: tuple[BadgeDraft, ...] = ()
    future: tuple[BadgeDraft, ...] = ()
    key: str = ""

    def apply(self, edit: Edit, key: str = "", *, is_from_start: bool = False) -> "DraftHistory":
        """Return the history after a change.

        `is_from_start`: while the key goes on, the change is applied to the draft before the first of them, so that
        many small steps add up to the same as one.
        """
        goes_on = bool(key) and key == self.key
        made = edit(self.past[-1] if is_from_start and goes_on else self.present)
        if made.template == self.present.template:
            return self.look(made)
        if goes_on:
            if made.template == self.past[-1].template:
                # Changed and changed back: nothing to undo, and the key ends so that what follows is a step of its own.
                return DraftHistory(made, self.past[:-1])
            return replace(self, present=made, future=())
        return DraftHistory(made, (*self.past, self.present)[-MOST_STEPS:], (), key)

    def look(self, draft: BadgeDraft) -> "DraftHistory":
        """Return the history with another selection or side, the template unchanged."""
        return self if draft == self.present else replace(self, present=draft, key="")

    def undo(self) -> "DraftHistory":
        if not self.past:
            return self
        return DraftHistory(self.past[-1], self.past[:-1], (self.present, *self.future))

    def redo(self) -> "DraftHistory":
        if not self.future:
            return self
        return DraftHistory(self.future[0], (*self.past, self.present), self.future[1:])
