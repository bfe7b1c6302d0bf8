# SPDX-License-Identifier: GPL-3.0-or-later
"""Files in a shared folder beside the entries: heartbeats that show active desks, and invitations to whole events.

A heartbeat is one small file per process, and for display only. A file's time may be the server's or the writing
computer's; on a USB drive or in a synchronised folder this cannot be known. So the age of a heartbeat counts from when
its file was *seen to change*, in this computer's own seconds.
"""

import contextlib
import errno
import hashlib
import hmac
import json
import os
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from checkin.core.message import Message, SyncError, UserError
from checkin.core.sync.invitation import CarriedEvent, invitation_in, is_sayable
from checkin.storage.journal_purge import erase_file
from checkin.storage.regular_files import open_regular_file, remove_path, replace_path, retry_while_held, sync_folder
from checkin.sync.peer import Heartbeat, ReceivedHeartbeat

# Safe file access on FAT drives and network shares: regular files only, replaced whole, synced.
# Raises `OSError`; `translated_folder_errors` turns it into a message for the user.

Lines = tuple[list[bytes], int]


def read_lines(file: Path, offset: int, piece: int, longest: int, end: int = sys.maxsize) -> Iterator[Lines]:
    """Yield the lines between `offset` and `end` without line breaks, some at a time, each time with their size in
    bytes.

    A line longer than `longest` comes in parts. An end without a line break comes last, with size 0: its writer may
    still complete it.
    """
    with open(retry_while_held(lambda: open_regular_file(file)), "rb") as opened:
        opened.seek(offset)
        rest = b""
        while read := opened.read(min(piece, end - opened.tell())):
            before = len(rest) + len(read)
            *lines, rest = (rest + read).split(b"\n")
            if len(rest) > longest:
                lines, rest = [*lines, rest], b""
            if lines:
                yield lines, before - len(rest)
        if rest:
            yield [rest], 0


def marked_files(folder: Path, mark: str) -> Iterator[tuple[os.DirEntry[str], os.stat_result | None]]:
    """Yield the files with this mark in their names, each with its state; None for anything but a regular file, and
    for one that a share cannot show. A file that another desk deletes at this moment is left out.
    """
    with os.scandir(folder) as files:
        for file in files:
            if mark in file.name:
                try:
                    state = file.stat(follow_symlinks=False)
                except FileNotFoundError:
                    if os.path.exists(file.path) or not os.path.isdir(folder):
                        raise  # not the file was deleted: the folder was unplugged, and may be back
                    continue
                except OSError:  # this file alone cannot be looked at, or the folder is away
                    os.stat(folder)
                    yield file, None
                    continue
                yield file, state if stat.S_ISREG(state.st_mode) else None


def replace_file(part: Path, file: Path) -> None:
    """Rename `part` to `file`. Some FAT drivers cannot replace a file; it is missing for a moment.

    On Windows this waits for other desks that are reading `file` at this moment.
    """
    try:
        replace_path(part, file)
    except FileExistsError:
        remove_path(file)
        replace_path(part, file)


def discard_file(file: Path) -> None:
    """Overwrite and delete a file; only delete it where the account may not write it. A missing file is no error."""
    try:
        erase_file(file)
    except PermissionError:
        remove_path(file)


@contextlib.contextmanager
def translated_folder_errors() -> Iterator[None]:
    """Turn file system errors into a `SyncError` whose message is meant for the user."""
    try:
        yield
    except OSError as exc:
        match exc.errno:
            case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
                raise SyncError(_FULL) from exc
            case errno.EROFS | errno.EACCES | errno.EPERM:
                raise SyncError(_READ_ONLY) from exc
        raise SyncError(_GONE) from exc


_FULL = Message("sync", "The folder or drive is full. Everything is saved here; make room there, or use another one.")
_READ_ONLY = Message(
    "sync",
    "The folder or drive can be read but not written to. Everything is saved here; allow writing, or use another one.",
)
_GONE = Message(
    "sync", "The folder or drive cannot be reached. Everything is saved here and will be sent when it is back."
)


# Lines of a shared file, each authenticated with a seal made of the event's secret.

SEAL = 16
"""Hexadecimal digits of a line's seal: 64 bits, which also tell a torn line from a complete one."""


class LineAuthenticator:
    """Writes and reads sealed lines with one event's `secret`. Lines of others, or torn ones, are ignored."""

    def __init__(self, secret: bytes) -> None:
        self._key = hmac.digest(secret, b"checkin folder", "sha256")

    def sealed(self, value: object) -> bytes:
        """Return one sealed line with its line break; `value` must be JSON."""
        data = json.dumps(value, ensure_ascii=False).encode("utf-8")
        return self._seal(data) + b" " + data + b"\n"

    def unseal(self, line: bytes) -> object:
        """Return the content of a line without its line break; None if the seal is wrong."""
        seal, _, data = line.partition(b" ")
        if not hmac.compare_digest(seal, self._seal(data)):
            return None
        with contextlib.suppress(ValueError, RecursionError):
            return json.loads(data)
        return None

    def _seal(self, data: bytes) -> bytes:
        return hmac.digest(self._key, data, "sha256").hex()[:SEAL].encode()


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


# Invitations to whole events on a USB drive, one file each beside the entries. Raises `SyncError`.
# A file has two lines: the text of the invitation, and a sealed summary of the event. It is written under another
# name and renamed when it is on the disk, so a drive that is pulled out has the earlier file, the new one, or none.

INVITATION_MARK = ".checkin-invitation"
PART = ".part"
LARGEST_INVITATION = 100_000
"""Bytes; a larger file is ignored."""
MOST = 1 << 40
"""Greatest number of people or entries that a summary may claim."""


def write_carried_event(folder: Path, carried: CarriedEvent) -> None:
    """Write or replace the file of an event, complete or not at all."""
    file = _file(folder, carried.event)
    part = file.with_name(file.name + PART)
    with translated_folder_errors():
        try:
            remove_path(part)
            with open(open_regular_file(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as draft:
                draft.write(_lines(carried))
                draft.flush()
                os.fsync(draft.fileno())
            replace_file(part, file)
            sync_folder(folder)
        except OSError:
            with contextlib.suppress(OSError):
                remove_path(part)
            raise


def read_carried_events(folder: Path) -> tuple[tuple[CarriedEvent, ...], int]:
    """Return the events in a folder, and the number of incomplete event files."""
    with translated_folder_errors():
        files = [
            Path(file.path)
            for file, state in marked_files(folder, INVITATION_MARK)
            if state and file.name.endswith(INVITATION_MARK)
        ]
    texts = [_text(file) for file in sorted(files)]
    events = [_carried(text) for text in texts]
    return tuple(filter(None, events)), events.count(None)


def read_carried_event(folder: Path, event: str) -> CarriedEvent | None:
    """Return the summary of one event in a folder; None if it is missing or incomplete."""
    with translated_folder_errors():
        file = _file(folder, event)
        return _carried(_text(file)) if file.is_file() and not file.is_symlink() else None


def remove_carried_event(folder: Path, event: str) -> None:
    """Overwrite and remove the file of an event, and the rest of an interrupted write. A missing file is no error."""
    file = _file(folder, event)
    with translated_folder_errors():
        for path in (file, file.with_name(file.name + PART)):
            discard_file(path)


def _file(folder: Path, event: str) -> Path:
    """Return the path, named by a hash: an id may be any text, and every file system accepts hexadecimal digits."""
    return folder / f"{hashlib.sha256(event.encode()).hexdigest()[:16]}{INVITATION_MARK}"


def _text(file: Path) -> bytes:
    """Return the content, b"" if the file cannot be read: other files may be readable."""
    with contextlib.suppress(OSError), open(open_regular_file(file), "rb") as opened:
        return opened.read(LARGEST_INVITATION)
    return b""


def _lines(carried: CarriedEvent) -> bytes:
    described = {
        "at": carried.at.isoformat(),
        "people": carried.people,
        "entries": carried.entries,
        "desks": list(carried.desks),
        "day": carried.day.isoformat() if carried.day else "",
        "hub": carried.has_hub,
        "purge": carried.purge,
    }
    lines = LineAuthenticator(carried.invitation.key.secret)
    return carried.invitation.text().encode("ascii") + b"\n" + lines.sealed(described)


def _carried(text: bytes) -> CarriedEvent | None:
    """Return the event in the file; None unless it is sealed by the event that the invitation names."""
    first, _, second = text.partition(b"\n")
    try:
        invitation = invitation_in(first.decode("ascii"))
    except (UserError, UnicodeDecodeError):
        return None
    with contextlib.suppress(ValueError):
        contents: Any = LineAuthenticator(invitation.key.secret).unseal(second.rstrip(b"\n"))
        match contents:
            case {"at": str(at), "people": int(people), "entries": int(entries), "desks": [str(first_desk), *more]} if (
                is_sayable(first_desk) and _is_number(people) and _is_number(entries)
            ):
                day = str(contents.get("day", ""))
                return CarriedEvent(
                    invitation,
                    _time(at),
                    people,
                    entries,
                    (first_desk, *filter(is_sayable, more)),
                    date.fromisoformat(day) if day else None,
                    bool(contents.get("hub")),
                    str(contents.get("purge", "")),
                )
    return None


def _is_number(count: int) -> bool:
    return 0 <= count <= MOST


def _time(text: str) -> datetime:
    """Return the time. Raises `ValueError` without a time zone or for an impossible year."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None or not 1900 <= at.year <= 9000:
        raise ValueError
    return at
