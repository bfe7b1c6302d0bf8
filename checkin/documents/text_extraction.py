# SPDX-License-Identifier: GPL-3.0-or-later
"""Extraction of all text of a file that Checkin once wrote, whatever program saved it again. Interprets nothing."""

import zipfile
import zlib
from pathlib import Path

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.documents.chosen_file import read_chosen_file

MOST_BYTES = 1_000_000_000
"""Bytes; more than a full workbook unpacks to. A file that claims more was not written by Checkin."""


def extract_text(path: Path) -> str:
    """Return the text of a workbook's parts (XLSX, ODS), or of any other file. Raises `UserError`."""
    try:
        if path.is_file() and zipfile.is_zipfile(path):
            return _of_parts(path)
        return read_chosen_file(path, MOST_BYTES).decode("utf-8", errors="replace")
    except (OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as exc:
        raise UserError(_UNREADABLE, name=path.name) from exc


def _of_parts(path: Path) -> str:
    with zipfile.ZipFile(path) as parts:
        wanted = [part for part in parts.infolist() if part.filename.endswith(".xml")]
        if sum(part.file_size for part in wanted) > MOST_BYTES:
            raise UserError(_UNREADABLE, name=path.name)
        return "\n".join(parts.read(part).decode("utf-8", errors="replace") for part in wanted)


_UNREADABLE = Message("check", "“{name}” cannot be read. Nothing was changed; is it a Checkin export?")
