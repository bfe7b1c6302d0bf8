# SPDX-License-Identifier: GPL-3.0-or-later
"""The fingerprint (control line) of an event's journal, and whether an export was made from this event. Read-only."""

from pathlib import Path

from checkin.core.entries import Entry, EntryKind
from checkin.core.errors import UserError
from checkin.core.exports.journal_fingerprint import (
    ExportOrigin,
    JournalFingerprint,
    before_purge,
    chain_digest,
    entries_named,
    find_export_origin,
    find_fingerprint,
)
from checkin.core.message import Message
from checkin.core.proposed_file_names import day_report_name
from checkin.documents.text_extraction import extract_text
from checkin.services.event_file import EventFile
from checkin.storage.sealed_journal import entries_by_arrival, entries_by_id


def read_fingerprint(event: EventFile) -> JournalFingerprint:
    """Return the fingerprint of the journal as it is now."""
    entries, digest = chain_digest(entries_by_id(event.db))
    return JournalFingerprint(event.key.event, entries, digest)


def find_origin(event: EventFile, export: Path) -> tuple[ExportOrigin, JournalFingerprint]:
    """Return where an export comes from, this file's present or earlier state or elsewhere, and its fingerprint.

    Raises `UserError` for a file without a control line.
    """
    text = extract_text(fingerprint_file(export))
    sheet = find_fingerprint(text)
    if sheet is None:
        raise UserError(_NONE, name=export.name)
    found = find_export_origin(sheet, event.key.event, entries_by_arrival(event.db), entries_named(text))
    purge = purge_after(event, sheet) if found is ExportOrigin.NOT_HERE else None
    return before_purge(sheet, _line_before(purge)) if purge else found, sheet


def fingerprint_file(export: Path) -> Path:
    """Return the file that carries the control line: for a CSV the day report beside it."""
    day_report = export.with_name(day_report_name(export.name))
    return day_report if day_report.exists() else export


def purge_after(event: EventFile, sheet: JournalFingerprint) -> Entry | None:
    """Return the first purge of a journal with at least as many entries as the fingerprint says."""
    purges = event.journal.entries_of_kinds([EntryKind.EVENT_PURGED])
    return next((each for each in purges if _had(each) >= sheet.entries), None)


def _had(purge: Entry) -> int:
    before = find_fingerprint(_line_before(purge))
    return before.entries if before else 0


def _line_before(purge: Entry) -> str:
    return str(purge.body.get("before", ""))


_NONE = Message(
    "check",
    "“{name}” has no control line, so it cannot be checked. For a CSV, that line is in the file "
    "NAME-account.csv written with it: keep them side by side.",
)
