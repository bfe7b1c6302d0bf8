# SPDX-License-Identifier: GPL-3.0-or-later
"""A programme being edited: as it was opened, as it is now, and every step between. A value: nothing is ever lost."""

from dataclasses import dataclass, replace

from checkin.core.programme.programme import Programme

MOST_STEPS = 500
"""Remembered to be undone."""


@dataclass(frozen=True, slots=True)
class ProgrammeDraft:
    """`touched` names the field that the last step changed: typing on in it is one step."""

    opened: Programme
    now: Programme
    past: tuple[Programme, ...] = ()
    future: tuple[Programme, ...] = ()
    touched: tuple[str, ...] = ()

    @property
    def is_changed(self) -> bool:
        return self.now != self.opened

    def with_change(self, new: Programme, touched: tuple[str, ...] = ()) -> "ProgrammeDraft":
        """After a step; nothing for one that changes nothing. What was undone cannot be done again any more."""
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
