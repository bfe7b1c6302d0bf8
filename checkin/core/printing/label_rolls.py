# SPDX-License-Identifier: GPL-3.0-or-later
"""Labels left on a printer's roll: what was on it when it was put in, less what was printed since.

A count, not a measurement: it misses labels torn off by hand or fed by the printer itself, so it warns early.
"""

from dataclasses import dataclass

from checkin.core.message import Message

LOW = 20


@dataclass(frozen=True, slots=True)
class LabelRoll:
    """A roll that held `labels`, of which `printed` are gone, those of uncertain jobs included."""

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
        """The warning to show, with the field `left`; None while enough are left."""
        if self.left == 0:
            return _EMPTY
        return _LOW if self.is_low else None


_LOW = Message("printing", "About {left} {left:label is|labels are} left on the roll. Have a new one ready.")
_EMPTY = Message("printing", "The roll should be empty. Put in a new one, then click “New roll…”.")
