# SPDX-License-Identifier: GPL-3.0-or-later
"""Atomic writing of files: one file, or several together, is written whole or not at all.

Content is written beside its place first, then renamed; until then the old file stays. The place of an event is never
taken: it is recognised by names alone, as opening and closing an event file would drop SQLite's locks
(`storage.connection`).
"""

import contextlib
import errno
import os
import platform
import re
import secrets
import shutil
import stat
import tempfile
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from checkin.core.message import Message, StorageError, UserError
from checkin.storage.journal_purge import erase_file, erase_folder
from checkin.storage.regular_files import remove_path, replace_path

# Drafts: hidden files and folders in which content is written before it takes its place (`atomic_write`).
# A program that is killed leaves its drafts, and whole lists may be in them. The name of a draft says that it is
# ours, on which computer and by which process it was written, so that it can be removed as soon as that process is
# gone.

LEFT_OVER_S = 86_400
"""Seconds after which a draft is one that a killed program left: nothing is written for as long."""

MOST_NAMES = 100_000
"""Names of a folder that are looked at. A folder with more is said not to have been looked through."""

_NAME = re.compile(r"\.([0-9a-f]{8})([0-9a-f]{8})([0-9a-f]{8})([0-9a-f]{8})\.part")


@dataclass(frozen=True, slots=True)
class FoundDrafts:
    """What became of the drafts in a folder: how many were removed, and whether any stayed or may be there unseen."""

    removed: int = 0
    is_left: bool = False


def new_draft(folder: Path) -> Path:
    """Return the path of a new draft of this process, after removing what killed programs left in the folder."""
    remove_dead_drafts(folder)
    ours = f"{_computer()}{os.getpid() & 0xFFFFFFFF:08x}{secrets.token_hex(4)}"
    return folder / f".{ours}{_seal(ours)}.part"


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """Yield a folder for files that are not to be kept, which only this account can read. If this process is killed,
    the next one removes it.
    """
    folder = new_draft(Path(tempfile.gettempdir()))
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_dead_drafts(folder: Path) -> FoundDrafts:
    """Overwrite and remove the drafts in a folder whose process is gone. Raises nothing: what cannot be looked at or
    removed is left.
    """
    removed, is_left = 0, False
    try:
        with os.scandir(folder) as names:
            for number, each in enumerate(names):
                if number >= MOST_NAMES:
                    return FoundDrafts(removed, is_left=True)
                draft = Path(each.path)
                if is_draft(each.name) and _is_own(draft):
                    is_gone = _is_dead(draft) and _is_removed(draft)
                    removed, is_left = removed + is_gone, is_left or not is_gone
    except OSError:
        return FoundDrafts(removed, is_left=True)
    return FoundDrafts(removed, is_left)


def is_draft(name: str) -> bool:
    """Whether a file or folder of this name is a draft of this program, on whichever computer."""
    found = _NAME.fullmatch(name)
    return bool(found and _seal("".join(found.groups()[:3])) == found[4])


def _computer() -> str:
    return f"{zlib.crc32(platform.node().encode()):08x}"


def _seal(text: str) -> str:
    return f"{zlib.crc32(f'checkin draft {text}'.encode()):08x}"


def _is_own(draft: Path) -> bool:
    """Whether a draft is this account's. A link is no draft, nor is anything but a file or folder."""
    try:
        found = draft.lstat()
    except OSError:
        return False
    is_own = os.name != "posix" or found.st_uid == os.geteuid()
    return is_own and (stat.S_ISDIR(found.st_mode) or stat.S_ISREG(found.st_mode))


def _is_dead(draft: Path) -> bool:
    """Whether nothing writes to a draft any more."""
    with contextlib.suppress(OSError):
        return _is_process_gone(draft.name) or time.time() - draft.lstat().st_mtime > LEFT_OVER_S
    return False


def _is_process_gone(name: str) -> bool:
    """Whether the process of a draft ran on this computer and has ended. Windows is not asked: its age decides."""
    found = _NAME.fullmatch(name)
    if os.name != "posix" or not found or found[1] != _computer():
        return False
    try:
        os.kill(int(found[2], 16), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _is_removed(draft: Path) -> bool:
    with contextlib.suppress(Exception):
        if draft.is_dir():
            erase_folder(draft)
        else:
            erase_file(draft)
    return not os.path.lexists(draft)


def write_file_atomically(path: Path, content: bytes, *suffixes: str) -> None:
    """Write `content` to the file at `path`, on disk when this returns.

    Raises `StorageError` if the disk fails, `UserError` for the place of an event, or a name that ends with none of
    `suffixes` (if any are given).
    """
    refuse_protected_path(path, suffixes)
    draft = new_draft(path.parent)
    try:
        with translated_disk_errors():
            _write(draft, content)
            replace_path(draft, path)
            _sync_folder(path.parent)
    finally:
        with contextlib.suppress(OSError):
            remove_path(draft)


@contextlib.contextmanager
def draft_of_files(path: Path, *suffixes: str) -> Iterator[Path]:
    """Yield a path for the file at `path` in a folder for drafts, to be written there piece by piece, and other files
    beside it. When the block ends, all of them take their places, or none. Raises the errors of
    `write_file_atomically`, also for what the block does.

        with draft_of_files(path) as draft, draft.open("xb") as file:
            file.writelines(pieces)
    """
    refuse_protected_path(path, suffixes)
    if not path.parent.is_dir():
        raise StorageError(_NO_FOLDER)
    with translated_disk_errors(), _drafts(path.parent) as drafts:
        yield drafts / path.name
        for name in os.listdir(drafts):
            refuse_protected_path(path.with_name(name))
            with (drafts / name).open("r+b") as file:
                os.fsync(file.fileno())


def write_folder_atomically(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write all of `files` (name, content) to `folder`, or none; return their number. Errors of `files` end the
    work.
    """
    is_new, count = not folder.exists(), 0
    make_folder(folder)
    try:
        with _drafts(folder) as drafts:
            for name, content in files:
                with translated_disk_errors():
                    _write(drafts / name, content)
                count += 1
        return count
    finally:
        if is_new:
            with contextlib.suppress(OSError):
                folder.rmdir()  # remove an empty new folder


@contextlib.contextmanager
def _drafts(folder: Path) -> Iterator[Path]:
    """Yield a new folder, whose files are moved to `folder` when the block ends."""
    drafts = new_draft(folder)
    with translated_disk_errors():
        drafts.mkdir(mode=0o700 if os.name == "posix" else 0o777)  # on Windows files would keep these rights
    try:
        yield drafts
        with translated_disk_errors():
            _put(drafts, folder, sorted(os.listdir(drafts)))
            _sync_folder(folder)
    finally:
        shutil.rmtree(drafts, ignore_errors=True)


def _put(draft: Path, folder: Path, names: Iterable[str]) -> None:
    """Move all files to their places. If one cannot be replaced (it is open in another program), restore those before
    it.
    """
    earlier = draft / "earlier"
    earlier.mkdir()
    done: list[str] = []
    try:
        for name in names:
            if (folder / name).exists():
                shutil.copyfile(folder / name, earlier / name)  # not moved: a power cut leaves the old or new file
            replace_path(draft / name, folder / name)
            done.append(name)
    except OSError:
        for name in done:
            _give_back(earlier / name, folder / name)
        raise


def _give_back(earlier: Path, place: Path) -> None:
    """Restore the earlier file, or remove the new one if there was none."""
    with contextlib.suppress(OSError):
        if earlier.exists():
            replace_path(earlier, place)
        else:
            remove_path(place)


def make_folder(path: Path) -> None:
    """Make `path` a folder; its parent must exist. Raises the same errors as `write_file_atomically`."""
    refuse_protected_path(path)
    with translated_disk_errors():
        path.mkdir(exist_ok=True)


@contextlib.contextmanager
def translated_disk_errors() -> Iterator[None]:
    """Turn disk errors into a `StorageError` that says what to do."""
    try:
        yield
    except OSError as exc:
        raise StorageError(_words(exc)) from exc


def _write(draft: Path, content: bytes) -> None:
    with draft.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make a new name survive a power cut. Windows has no call for it."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _words(exc: OSError) -> Message:
    if exc.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return _FULL
    if exc.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY):
        return NOT_ALLOWED
    if exc.errno in (errno.ENOENT, errno.ENOTDIR, errno.EEXIST):
        return _NO_FOLDER
    return _FAILED


_FULL = Message(
    "export",
    "The disk is full. The file was not written, and any earlier file is untouched; make room or choose another disk.",
)
NOT_ALLOWED = Message(
    "export",
    "The file cannot be written there, or it is open in another program. Any earlier file is untouched; close "
    "it, or choose another folder.",
)
_NO_FOLDER = Message("export", "The folder is no longer there. The file was not written; choose another folder.")
_FAILED = Message(
    "export", "The disk could not write the file. Any earlier file is untouched; choose another folder or another disk."
)


_SUFFIX = ".checkin"
_LOGS = ("-wal", "-journal")
_BESIDE = (*_LOGS, "-shm", ".lock")
"""Suffixes of the other files of an open event."""


def refuse_protected_path(path: Path, suffixes: tuple[str, ...] = ()) -> None:
    """Raise `UserError` for the path of an event file or its companions, and for a name with none of `suffixes`, if
    any.
    """
    if _is_an_events(path):
        raise UserError(_EVENT, name=path.name)
    if suffixes and path.suffix.lower() not in suffixes:
        raise UserError(_OTHER_SUFFIX, name=path.name, suffixes=", ".join(suffixes))


def _is_an_events(path: Path) -> bool:
    """Whether it is an event's path: by its suffix, or by the WAL beside an open event of another name."""
    beside = next((end for end in _BESIDE if path.name.endswith(end)), "")
    name = path.name.removesuffix(beside)
    is_open = any((path.parent / (name + end)).exists() for end in _LOGS) and bool(name)
    return name.lower().endswith(_SUFFIX) or is_open


_EVENT = Message(
    "export", "“{name}” is an event, or part of one. Nothing was written over it; give the file another name."
)
_OTHER_SUFFIX = Message(
    "export", "“{name}” is not a name for this type of file. Nothing was written; end it with {suffixes}."
)
