# SPDX-License-Identifier: GPL-3.0-or-later
"""Heartbeat files in a shared folder: one small file per process that shows which desks are active. Display only.

A file's time may be the server's or the writing computer's; on a USB drive or in a synchronised folder this cannot be
known. So the age of a heartbeat counts from when its file was *seen to change*, in this computer's own seconds.
"""

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checkin.storage.held_files import remove_path
from checkin.storage.regular_files import open_regular_file
from checkin.sync.authenticated_lines import LineAuthenticator
from checkin.sync.file_access import marked_files, replace_file
from checkin.sync.peer import Heartbeat, ReceivedHeartbeat

MARK = ".checkin-here"
OLD_S = 86_400.0
"""Seconds after which a desk is no longer listed."""
LARGEST = 1 << 14
"""Bytes of a heartbeat: names of desk and computer, and a time."""
MOST_FILES, MOST_FOREIGN = 4_000, 50_000
"""Greatest number of heartbeat files read at once that were not read before, and of foreign ones remembered."""
LIVE_S = 20.0
"""Seconds. A heartbeat that follows the one before by no more comes straight from its desk, not with a USB drive hours
later; its time then gives the desk's clock, to within the delay and the pause between two checks.
"""


@dataclass(frozen=True, slots=True)
class _Seen:
    """One file as it was last read. `since`: when it became so, in this computer's seconds."""

    greeting: Heartbeat
    since: float
    offset: float | None = None


class HeartbeatFiles:
    """The heartbeat files of a folder. `own` is the name of this process's file, `now` returns seconds."""

    def __init__(self, folder: Path, own: str, lines: LineAuthenticator, now: Callable[[], float]) -> None:
        self._folder, self._lines, self._now = folder, lines, now
        self._own = folder / f"{own}{MARK}"
        self._seen: dict[str, _Seen] = {}
        self._foreign: dict[str, tuple[int, int, int]] = {}
        """Files without a heartbeat of this event, with what tells that they are as they were."""
        self.strangers = 0
        """Number of files without a heartbeat of this event, and of files not read: too large, too many, closed to this
        account, or no regular files.
        """

    def exchange(self, me: Heartbeat) -> tuple[ReceivedHeartbeat, ...]:
        """Write this process's heartbeat and return all received in the last day. Raises `OSError`."""
        part = self._own.with_name(self._own.name + ".part")
        remove_path(part)
        with open(open_regular_file(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as draft:
            draft.write(self._lines.sealed([me.mark, me.desk, me.at.isoformat(), me.encoded_waiting]))
        replace_file(part, self._own)
        written, now = self._own.stat().st_mtime, self._now()
        ahead = me.at.timestamp() - written
        before, seen = self._seen, dict[str, _Seen]()
        for name, greeting, changed in self._all(before):
            if name == self._own.name:
                seen[name] = _Seen(greeting, now, ahead)
            else:
                unseen = _Seen(greeting, now - max(0.0, written - changed))
                seen[name] = _followed(before.get(name), unseen, me.at, ahead, now)
        self._seen = seen  # only now: a share may break off in the middle of its list
        self._take_away(me)
        received = (ReceivedHeartbeat(seen.greeting, now - seen.since, seen.offset) for seen in self._seen.values())
        return tuple(each for each in received if each.age < OLD_S)

    def read_all(self) -> tuple[Heartbeat, ...]:
        """Return all heartbeats that name a desk, of any age, and write none. Raises `OSError`."""
        return tuple(greeting for _, greeting, _ in self._all({}) if greeting.desk)

    def _take_away(self, me: Heartbeat) -> None:
        """Delete the files that earlier processes of this desk left."""
        for name, seen in list(self._seen.items()):
            is_over = seen.greeting.is_goodbye or not seen.greeting.desk
            if is_over and seen.greeting.identity == me.identity and seen.greeting.process != me.process:
                with contextlib.suppress(OSError):
                    (self._folder / name).unlink()
                del self._seen[name]

    def _all(self, before: Mapping[str, _Seen]) -> Iterator[tuple[str, Heartbeat, float]]:
        """Yield name, heartbeat and time of each file. One that another program holds is as it was `before`."""
        self.strangers, opened = 0, 0
        foreign, self._foreign = self._foreign, {}
        for file, state in marked_files(self._folder, MARK):
            if file.name.endswith(".part"):
                continue
            if state is None:
                self.strangers += 1
                continue
            mark = (state.st_ino, state.st_size, state.st_mtime_ns)
            has_room = opened < MOST_FILES or file.name in before
            if foreign.get(file.name) == mark:
                self._set_aside(file.name, mark)
            elif not has_room or state.st_size > LARGEST:
                self.strangers += 1
            else:
                opened += 1
                if found := self._heartbeat(file, mark, before):
                    yield file.name, found, state.st_mtime

    def _heartbeat(
        self, file: os.DirEntry[str], mark: tuple[int, int, int], before: Mapping[str, _Seen]
    ) -> Heartbeat | None:
        try:
            content = self._lines.unseal(_bytes(Path(file.path)).rstrip(b"\n"))
        except FileNotFoundError:  # deleted between listing and reading
            return None
        except OSError:  # it is being replaced at this moment (Windows), or a share lost it
            if file.name in before:
                return before[file.name].greeting
            self.strangers += 1
            return None
        greeting = _greeting(content)
        if not greeting:
            self._set_aside(file.name, mark)
        return greeting

    def _set_aside(self, name: str, mark: tuple[int, int, int]) -> None:
        self.strangers += 1
        if len(self._foreign) < MOST_FOREIGN:
            self._foreign[name] = mark


def _followed(before: _Seen | None, new: _Seen, at: datetime, ahead: float, now: float) -> _Seen:
    """Return what is known of a file after a new reading. For a file seen first, only its time tells its age."""
    if before is None:
        return new
    if before.greeting == new.greeting:
        return before
    greeting, pause = new.greeting, (new.greeting.at - before.greeting.at).total_seconds()
    offset = (greeting.at - at).total_seconds() + ahead if 0 <= pause <= LIVE_S else None
    return _Seen(greeting, now, offset)


def _bytes(file: Path) -> bytes:
    with open(open_regular_file(file), "rb") as opened:
        return opened.read(LARGEST)


def _greeting(value: object) -> Heartbeat | None:
    match value:
        case [str(mark), str(desk), str(at), int(told)]:
            return Heartbeat.parse(mark, desk, at, told)
    return None
