# SPDX-License-Identifier: GPL-3.0-or-later
"""A printer without paper: writes every badge as a PDF to a folder, to print elsewhere or later. Replaces no file."""

import contextlib
import errno
import os
import re
import shutil
from pathlib import Path
from uuid import uuid4

from checkin.core.message import Message
from checkin.core.printing.print_jobs import JobProgress, JobState, PrinterState, PrinterTrouble
from checkin.devices.printer import PrintDocument, PrinterError, PrintFormat
from checkin.storage.held_files import remove_path, retry_while_held
from checkin.translation import translate

LEAST_FREE = 5_000_000
"""Bytes of free space below which badges wait: the event file needs the same disk."""

_NOT_IN_NAMES = re.compile(r"[^\w.-]+")


class PdfFolderPrinter:
    """A folder as printer; files have the names of their jobs."""

    form = PrintFormat.PDF

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def state(self) -> PrinterState:
        if not self._folder.is_dir():
            return PrinterState(PrinterTrouble.GONE, str(self._folder), reports_paper=False)
        words = None
        if not os.access(self._folder, os.W_OK):
            words = _NOT_ALLOWED
        elif shutil.disk_usage(self._folder).free < LEAST_FREE:
            words = _FULL
        return PrinterState(
            PrinterTrouble.OTHER if words else PrinterTrouble.NONE,
            translate(words) if words else "",
            reports_paper=False,
        )

    def send(self, document: PrintDocument) -> str:
        draft = self._folder / f".{uuid4().hex}.part"
        try:
            _write(draft, document.content)
            retry_while_held(lambda: os.replace(draft, self._free_name(document.title)))
        except OSError as exc:
            raise PrinterError(_words(exc)) from exc
        finally:
            with contextlib.suppress(OSError):
                remove_path(draft)
        return ""

    def follow(self, reference: str) -> JobProgress:
        return JobProgress(JobState.PRINTED)

    def cancel(self, reference: str) -> None:
        """Do nothing: the file is already written."""

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


def _words(exc: OSError) -> Message:
    if exc.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return _FULL
    return _NOT_ALLOWED if exc.errno in (errno.EACCES, errno.EPERM, errno.EROFS) else _FAILED


_FULL = Message("printing", "The disk is full. No badge was written; make room or choose another folder.")
_NOT_ALLOWED = Message("printing", "Badges cannot be written to this folder. None was written; choose another folder.")
_FAILED = Message("printing", "The badge could not be written. Nothing was printed; choose another folder.")
