# SPDX-License-Identifier: GPL-3.0-or-later
"""What was heard at a place at once: the other desks, and what concerns oneself. Values only."""

from collections.abc import Iterable
from dataclasses import dataclass

from checkin.core.sync.sync_status import OtherDesk, newest
from checkin.sync.peer import ReceivedHeartbeat


@dataclass(frozen=True, slots=True)
class HeardDesks:
    """`twins` are processes that pass for this desk with a copy of its file, and whether they are there now. `offset`
    is of this computer's own clock.
    """

    others: tuple[OtherDesk, ...]
    twins: tuple[tuple[str, bool], ...] = ()
    offset: float | None = None

    @classmethod
    def of(cls, heard: Iterable[ReceivedHeartbeat], identity: str, known: frozenset[str]) -> "HeardDesks":
        """`known` are the processes that use this very file."""
        said = [h for h in heard if h.greeting.desk]
        own = [h for h in said if h.greeting.identity == identity and h.greeting.process in {"", *known}]
        others = [h for h in said if h not in own]
        twins = [h for h in others if h.greeting.identity == identity and not h.greeting.is_goodbye]
        return cls(
            newest(map(_other, others)),
            tuple((h.greeting.process, _other(h).is_there) for h in twins),
            min(own, key=lambda h: h.age).offset if own else None,
        )

    def must_change_identity(self, process: str) -> bool:
        """One of the two has to get another identity, and each knows which: this one, if the other cannot."""
        return any(process > other or not is_there for other, is_there in self.twins)


def _other(heard: ReceivedHeartbeat) -> OtherDesk:
    said = heard.greeting
    closed_at = said.at if said.is_goodbye else None
    return OtherDesk(said.desk, heard.age, said.waiting, heard.offset, said.version, said.identity, closed_at)
