# SPDX-License-Identifier: GPL-3.0-or-later
"""The desks heard at a meeting place in one exchange of heartbeats. Values only."""

from collections.abc import Iterable
from dataclasses import dataclass

from checkin.core.sync.sync_status import OtherDesk, newest
from checkin.sync.peer import ReceivedHeartbeat


@dataclass(frozen=True, slots=True)
class HeardDesks:
    """Other desks heard at a place, and this computer's clock `offset` in seconds, None if unknown.

    `twins` are processes that use a copy of this desk's file under its identity, and whether they are there now.
    """

    others: tuple[OtherDesk, ...]
    twins: tuple[tuple[str, bool], ...] = ()
    offset: float | None = None

    @classmethod
    def of(cls, heard: Iterable[ReceivedHeartbeat], identity: str, known: frozenset[str]) -> "HeardDesks":
        """Return what these heartbeats say. `known` are the processes that use this very file."""
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
        """Whether this desk, not its twin, must take another identity. Both sides decide it alike."""
        return any(process > other or not is_there for other, is_there in self.twins)


def _other(heard: ReceivedHeartbeat) -> OtherDesk:
    said = heard.greeting
    closed_at = said.at if said.is_goodbye else None
    return OtherDesk(said.desk, heard.age, said.waiting, heard.offset, said.version, said.identity, closed_at)
