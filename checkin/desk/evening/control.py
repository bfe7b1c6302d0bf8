# SPDX-License-Identifier: GPL-3.0-or-later
"""The control sheet of an event, and whether an export belongs to it. Writes nothing."""

from pathlib import Path

from checkin.core.entries import Entry, Kind
from checkin.core.errors import UserError
from checkin.core.exports.control_sheet import (
    ControlSheet,
    Origin,
    before_purge,
    digest,
    entries_named,
    found_in,
    origin,
)
from checkin.core.exports.names import account_name
from checkin.core.words import Words
from checkin.desk.event_file import EventFile
from checkin.documents.texts_of import texts_of
from checkin.storage.sealed_journal import as_arrived


def control_sheet(event: EventFile) -> ControlSheet:
    """Of the journal as it is now."""
    entries = as_arrived(event.db)
    return ControlSheet(event.key.event, len(entries), digest(entries))


def origin_of(event: EventFile, export: Path) -> tuple[Origin, ControlSheet]:
    """Whether the export was made from this file, or an earlier state of it; and what it says of itself."""
    text = texts_of(bearer_of(export))
    sheet = found_in(text)
    if sheet is None:
        raise UserError(_NONE, name=export.name)
    found = origin(sheet, event.key.event, as_arrived(event.db), entries_named(text))
    purge = purge_after(event, sheet) if found is Origin.NOT_HERE else None
    return before_purge(sheet, _line_before(purge)) if purge else found, sheet


def bearer_of(export: Path) -> Path:
    """The file of an export that has the control line: of a CSV the account beside it."""
    account = export.with_name(account_name(export.name))
    return account if account.exists() else export


def purge_after(event: EventFile, sheet: ControlSheet) -> Entry | None:
    """The first purge of a journal that had as many entries as the sheet says, or more."""
    purges = event.journal.of_kinds([Kind.EVENT_PURGED])
    return next((each for each in purges if _had(each) >= sheet.entries), None)


def _had(purge: Entry) -> int:
    before = found_in(_line_before(purge))
    return before.entries if before else 0


def _line_before(purge: Entry) -> str:
    return str(purge.body.get("before", ""))


_NONE = Words(
    "check",
    "“{name}” carries no control line, so nothing can be said of it. That of a CSV is in the file "
    "NAME-account.csv that was written with it: keep them side by side.",
)
