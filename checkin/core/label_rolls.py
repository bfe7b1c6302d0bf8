# SPDX-License-Identifier: GPL-3.0-or-later
"""How many labels a roll still has: what was on it when it was put in, less what was printed since.

A count, not a measurement: labels torn off by hand or fed by the printer itself are not in it. So it warns early.
"""

from dataclasses import dataclass

from checkin.core.message import Message

LOW = 20


@dataclass(frozen=True, slots=True)
class LabelRoll:
    """`labels` were on it, `printed` of them are gone, those counted too of which nobody knows."""

    labels: int
    printed: int

    @property
    def left(self) -> int:
        return max(0, self.labels - self.printed)

    @property
    def is_low(self) -> bool:
        return self.left < LOW

    @property
    def warning(self) -> Message | None:
        """What to say of it, with the field `left`."""
        if self.left == 0:
            return _EMPTY
        return _LOW if self.is_low else None


_LOW = Message("printing", "About {left} {left:label is|labels are} left on the roll. Lay a new one ready.")
_EMPTY = Message("printing", "The roll should be empty. Put in a new one, then say that it is new.")
