# SPDX-License-Identifier: GPL-3.0-or-later
"""A programme being edited: as opened, as it is now, and every step between. Values only."""

from dataclasses import dataclass, replace

from checkin.core.programme.programme import Programme

MOST_STEPS = 500
"""The most steps that can be undone."""


@dataclass(frozen=True, slots=True)
class ProgrammeDraft:
    """A programme being edited. `touched` names the field that the last step changed: more typing in it is the same
    step.
    """

    opened: Programme
    now: Programme
    past: tuple[Programme, ...] = ()
    future: tuple[Programme, ...] = ()
    touched: tuple[str, ...] = ()

    @property
    def is_changed(self) -> bool:
        return self.now != self.opened

    def with_change(self, new: Programme, touched: tuple[str, ...] = ()) -> "ProgrammeDraft":
        """Return the draft after a step; unchanged if `new` is. A new step ends what could be redone."""
        if new == self.now:
            return self
        if touched and touched == self.touched:
            return replace(self, now=new, future=())
        return ProgrammeDraft(self.opened, new, (*self.past, self.now)[-MOST_STEPS:], (), touched)

    def undone(self) -> "ProgrammeDraft":
        if not self.past:
            return self
        return ProgrammeDraft(self.opened, self.past[-1], self.past[:-1], (self.now, *self.future))

    def redo(self) -> "ProgrammeDraft":
        if not self.future:
            return self
        return ProgrammeDraft(self.opened, self.future[0], (*self.past, self.now), self.future[1:])
