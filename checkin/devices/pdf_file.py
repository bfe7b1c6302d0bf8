# SPDX-License-Identifier: GPL-3.0-or-later
"""A printer without paper: every badge is a PDF in a folder, to be printed elsewhere or later. Replaces no file."""

import contextlib
import errno
import os
import re
import shutil
from pathlib import Path
from uuid import uuid4

from checkin.core.printing import JobState, PrinterState, Progress, Trouble
from checkin.core.words import Words
from checkin.devices.printer import Document, Form, PrinterError
from checkin.language import say

LEAST_FREE = 5_000_000
"""Bytes on the disk below which badges wait: the event file is written to it too."""

_NOT_IN_NAMES = re.compile(r"[^\w.-]+")


class PdfFolder:
    """The files are called as their jobs are."""

    form = Form.PDF

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def state(self) -> PrinterState:
        if not self._folder.is_dir():
            return PrinterState(Trouble.GONE, str(self._folder), tells_paper=False)
        words = None
        if not os.access(self._folder, os.W_OK):
            words = _NOT_ALLOWED
        elif shutil.disk_usage(self._folder).free < LEAST_FREE:
            words = _FULL
        return PrinterState(Trouble.OTHER if words else Trouble.NONE, say(words) if words else "", tells_paper=False)

    def send(self, document: Document) -> str:
        draft = self._folder / f".{uuid4().hex}.part"
        try:
            _write(draft, document.content)
            os.replace(draft, self._free_name(document.title))
        except OSError as exc:
            raise PrinterError(_words(exc)) from exc
        finally:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
        return ""

    def follow(self, reference: str) -> Progress:
        return Progress(JobState.PRINTED)

    def cancel(self, reference: str) -> None:
        """It is written already."""

    def _free_name(self, title: str) -> Path:
        stem = _NOT_IN_NAMES.sub("-", title).strip(".-") or "badge"
        path, number = self._folder / f"{stem}.pdf", 1
        while path.exists():
            number += 1
            path = self._folder / f"{stem}-{number}.pdf"
        return path


def _write(draft: Path, content: bytes) -> None:
    with draft.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _words(exc: OSError) -> Words:
    if exc.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return _FULL
    return _NOT_ALLOWED if exc.errno in (errno.EACCES, errno.EPERM, errno.EROFS) else _FAILED


_FULL = Words("printing", "The disk is full. No badge was written; make room or choose another folder.")
_NOT_ALLOWED = Words("printing", "Badges may not be written to this folder. None was written; choose another folder.")
_FAILED = Words("printing", "The badge could not be written. Nothing was printed; choose another folder.")
