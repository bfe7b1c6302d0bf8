# SPDX-License-Identifier: GPL-3.0-or-later
"""Crash notes: what Python's faulthandler writes when the program dies inside a library, stripped of paths.

The raw file holds full paths; at the next start its redacted lines move to the notes.
"""

import contextlib
import faulthandler
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from checkin.core.support.log_redaction import redact_path
from checkin.storage.regular_files import open_regular_file, read_regular_file

RAW, NOTES = "crash.txt", "crashes.txt"
LARGEST = 64 * 1024
"""Largest size of either file in bytes; the newest part is kept."""
MOST = 1 << 24
"""Bytes that are read of either."""

_FATAL = re.compile(
    r"Fatal Python error: (Segmentation fault|Aborted|Bus error|Illegal instruction|Floating[- ]point exception)", re.I
)
_THREAD = re.compile(r"(Current thread|Thread) 0x[0-9a-f]+.*:")
_FRAME = re.compile(r'  File "(.*)", line (\d+|\?\?\?) in ([\w.<>]+)')
_WINDOWS = re.compile(r"Windows fatal exception: ([\w ]{1,40}|code 0x[0-9a-f]+)")


def watch_crashes(folder: Path) -> TextIO | None:
    """Enable the fault handler, after turning an earlier crash into notes. None if nothing can be written.

    The returned file must stay open as long as the program runs.
    """
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        collect_crashes(folder)
        descriptor = open_regular_file(folder / RAW, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        raw = os.fdopen(descriptor, "a", encoding="utf-8")
        faulthandler.enable(raw)
        return raw
    return None


def collect_crashes(folder: Path) -> None:
    """Move the raw crash into the notes, redacted. Raises `OSError`."""
    raw, notes = folder / RAW, folder / NOTES
    written = _read(raw)[-LARGEST:]
    if lines := list(redact_crash(written)):
        before = _read(notes)
        notes.write_text((before + "\n".join(lines) + "\n")[-LARGEST:], "utf-8", newline="")
        raw.write_bytes(b"")  # another window may have it open


def _read(file: Path) -> str:
    """Return the text, "" for a file that is not there. Raises `OSError`."""
    return read_regular_file(file, MOST).decode("utf-8", "replace") if file.exists() else ""


def redact_crash(written: str) -> Iterator[str]:
    """Yield the recognised lines, without the folders of their files."""
    for line in written.splitlines():
        if found := _FATAL.match(line) or _WINDOWS.match(line):
            yield found[0]
        elif found := _THREAD.match(line):
            yield f"{found[1]}:"
        elif found := _FRAME.fullmatch(line):
            yield f"  {redact_path(found[1])}:{found[2]} {found[3]}"
