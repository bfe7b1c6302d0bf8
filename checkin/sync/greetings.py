# SPDX-License-Identifier: GPL-3.0-or-later
"""Who was in a folder lately: one small file a desk, written anew at each greeting. Only shown; nothing hangs on it."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from checkin.sync.lines import Lines
from checkin.sync.peer import Greeting, Heard

MARK = ".checkin-here"
OLD_S = 86_400.0
"""Seconds after which nobody asks any more what became of a desk."""


class Greetings:
    """`own` names this process's file; the folder's clock is read off the time the folder gives it."""

    def __init__(self, folder: Path, own: str, lines: Lines) -> None:
        self._folder, self._lines = folder, lines
        self._own = folder / f"{own}{MARK}"

    def exchange(self, me: Greeting) -> tuple[Heard, ...]:
        """The newest greeting of each desk. Raises `OSError`."""
        part = self._own.with_name(self._own.name + ".part")
        part.write_bytes(self._lines.sealed([me.mark, me.desk, me.at.isoformat(), me.waiting]))
        os.replace(part, self._own)
        now = self._own.stat().st_mtime
        newest: dict[str, Heard] = {}
        for greeting, at in self._all():
            heard = Heard(greeting, max(0.0, now - at), greeting.at.timestamp() - at)
            before = newest.get(greeting.identity)
            if heard.age < OLD_S and (before is None or before.age > heard.age):
                newest[greeting.identity] = heard
        return tuple(newest.values())

    def leave(self) -> None:
        self._own.unlink(missing_ok=True)

    def _all(self) -> Iterator[tuple[Greeting, float]]:
        for file in os.scandir(self._folder):
            if MARK in file.name and not file.name.endswith(".part") and file.is_file():
                said = self._lines.said(Path(file.path).read_bytes().rstrip(b"\n"))
                if greeting := _greeting(said):
                    yield greeting, file.stat().st_mtime


def _greeting(said: object) -> Greeting | None:
    match said:
        case [str(mark), str(desk), str(at), int(waiting)]:
            try:
                moment = datetime.fromisoformat(at)
            except ValueError:
                return None
            return Greeting.marked(mark, desk, moment if moment.tzinfo else moment.replace(tzinfo=UTC), waiting)
    return None
