# SPDX-License-Identifier: GPL-3.0-or-later
"""The purge of an event: a preview of what it removes, the purge itself, and its dated record."""

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from checkin.core.desk_settings import COMMAND_LINE_DESK
from checkin.core.entries import EntryKind
from checkin.core.local_time import written_day
from checkin.core.message import Message, ReportProgress, Translate, UserError, ignore_progress
from checkin.core.programme.programme import Programme
from checkin.core.purge import (
    BACKUPS_GONE,
    BEYOND,
    COPY_LEFT,
    DESK_BEYOND,
    DRAFTS_GONE,
    DRIVE_EMPTIED,
    DRIVE_LEFT,
    FILE_UNKNOWN,
    FOLDER_EMPTIED,
    FOLDER_LEFT,
    FOLDER_OTHER,
    FOLDER_UNSEEN,
    FOLDER_UNSIGNED,
    GOES,
    STAYS,
    ErasedDrives,
    PurgedEvent,
    PurgedRemains,
    PurgePreview,
    PurgeResult,
    kept_until,
)
from checkin.core.supervisor import KINDS, Authority, supervisors
from checkin.documents.atomic_write import remove_dead_drafts, write_file_atomically
from checkin.services.attendance.attendance_evidence import read_fingerprint
from checkin.services.event_file import EventFile
from checkin.services.privacy import purge_day
from checkin.services.privacy.purge_day import export_folders, keep_folders
from checkin.services.rehearsal import remove_old_rehearsals
from checkin.services.sync.usb_exchange import unerased_names
from checkin.storage import journal_purge as storage
from checkin.storage import settings_store
from checkin.storage.regular_files import remove_path

HeardDesks = Iterable[tuple[str, datetime]]
"""The other desks that the sync knows, with when each was last heard."""


def preview(event: EventFile, desk: str, heard: HeardDesks = ()) -> PurgePreview:
    """Return what a purge would remove now. Writes nothing."""
    programme = event.programme()
    return PurgePreview(
        programme.event.title,
        storage.people(event.db),
        len(programme.speakers),
        len(supervisors(event.journal.entries_of_kinds(KINDS))),
        event.attendees.arrivals(),
        event.journal.count(),
        tuple(each.name for each in storage.beside(event.db).backups),
        _other_desks(event, desk, heard),
        storage.has_new_texts(event.db),
        _described(event, programme),
    )


def _described(event: EventFile, programme: Programme) -> PurgedEvent:
    register, about = purge_day.load(event), programme.event
    controller = register.controller or about.organiser
    return PurgedEvent(about.day, about.place, controller, kept_until(register, programme), about.last_day)


def _other_desks(event: EventFile, desk: str, heard: HeardDesks) -> tuple[tuple[str, datetime], ...]:
    """Return the desks that wrote in the journal or were heard, by name, with the later of the two times."""
    own = (desk, settings_store.load(event.db).desk, COMMAND_LINE_DESK)
    newest = event.journal.newest_by_desk()
    for name, at in heard:
        newest[name] = max(at, newest.get(name, at))
    return tuple((name, newest[name]) for name in sorted(newest) if name not in own)


def purge(  # noqa: PLR0913 (whose decision it is, where and when, and who waits for it)
    event: EventFile,
    authority: Authority,
    *,
    at: datetime,
    desk: str,
    heard: HeardDesks = (),
    report: ReportProgress = ignore_progress,
) -> PurgeResult:
    """Remove all people from this file in one transaction, then the old bytes. Raises `UserError` if there are none.

    Nothing is removed if `report` raises; it is called no more once the transaction is committed.
    """
    with event.transaction():
        found, before = preview(event, desk, heard), str(read_fingerprint(event))
        if found.is_empty:
            raise UserError(NOBODY)
        decision = purge_day.purge_decision(event, authority)
        body = decision | {"people": found.people, "before": before}
        event.journal.append(EntryKind.EVENT_PURGED, "", body, at=at, desk=desk)
        event.journal.empty(storage.EVERYTHING, report)  # also what a wrong clock dated later
        settings_store.PURGE_DECIDED.write(event.db, {})
        after = str(read_fingerprint(event))
    remove_old_rehearsals(event)
    is_clean = storage.remove_old_bytes(event.db)
    drives, remains = ErasedDrives(left=unerased_names(event)), _remove_remains(event, len(found.backups))
    return PurgeResult(found, at, desk, authority.name, authority.why, before, after, is_clean, drives, remains)


def _remove_remains(event: EventFile, backups: int) -> PurgedRemains:
    """Remove the drafts that killed programs left where this event's lists were written, and return what is left
    besides. `backups` is the number of backups before the purge.
    """
    folders = dict.fromkeys((event.path.absolute().parent, *export_folders(event), Path(tempfile.gettempdir())))
    drafts = {folder: remove_dead_drafts(folder) for folder in folders}
    unseen = [folder for folder, found in drafts.items() if found.is_left]
    keep_folders(event, (folder for folder in export_folders(event) if folder in unseen))
    beside = storage.beside(event.db)
    return PurgedRemains(
        sum(found.removed for found in drafts.values()),
        backups - len(beside.backups),
        tuple(map(str, unseen)),
        tuple(each.name for each in (*beside.backups, *beside.unknown)),
        tuple(each.name for each in beside.copies),
    )


def purge_with_record(do: Callable[[], PurgeResult], path: Path, translate: Translate) -> PurgeResult:
    """Run a purge and write its record to `path`.

    A place that cannot be written is found before the purge; an existing file is kept, and raises `UserError`.
    """
    if path.exists():
        raise UserError(_TAKEN, name=path.name)
    write_file_atomically(path, b"", ".txt")
    try:
        done = do()
    except BaseException:
        remove_path(path)
        raise
    write_file_atomically(path, purge_record_text(done, translate).encode())
    return done


def add_drives_to_record(done: PurgeResult, drives: ErasedDrives, path: Path, translate: Translate) -> None:
    """Write the record of a purge at `path` anew, with what has become of the USB drives since."""
    write_file_atomically(path, purge_record_text(replace(done, drives=drives), translate).encode())


def purge_record_text(done: PurgeResult, translate: Translate) -> str:
    """Return the dated record of a purge, one page of text. The only name in it is who decided it."""
    found, when = done.preview, f"{done.at:%d/%m/%Y %H:%M:%S} ({_zone(done.at)})"
    sentence = [
        translate(Message("privacy", "RECORD OF ERASURE OF PERSONAL DATA")),
        "",
        translate(Message("privacy", "Event: {title}"), title=found.title),
        *_event_lines(found.event, translate),
        translate(_DONE, when=when, desk=done.desk, by=done.by),
        translate(Message("privacy", "Reason: {why}"), why=done.why),
        translate(_COUNT, people=found.people, speakers=found.speakers, supervisors=found.supervisors),
        translate(_KEPT, arrivals=found.arrivals, entries=found.entries),
        *([] if done.is_clean else [translate(UNFINISHED)]),
        *_listed(Message("privacy", "What was erased"), GOES, translate),
        *_drive_lines(DRIVE_EMPTIED, done.drives.emptied, translate),
        *_folder_line(FOLDER_EMPTIED, done.drives.folder, translate),
        *_counted(BACKUPS_GONE, done.remains.backups, translate),
        *_counted(DRAFTS_GONE, done.remains.drafts, translate),
        *_listed(Message("privacy", "What stayed"), STAYS, translate),
        *_listed(Message("privacy", "What could not be reached from here"), BEYOND, translate),
        *_drive_lines(DRIVE_LEFT, done.drives.left, translate),
        *_folder_line(FOLDER_LEFT, done.drives.folder_left, translate),
        *_folder_others(done.drives, translate),
        *_remains_lines(done.remains, translate),
        *(f"  – {translate(DESK_BEYOND, desk=desk, at=f'{last:%d/%m/%Y %H:%M}')}" for desk, last in found.desks),
        "",
        translate(Message("privacy", "Control line before: {line}"), line=done.before),
        translate(Message("privacy", "Control line after: {line}"), line=done.after),
    ]
    return "\n".join(sentence) + "\n"


def purge_record_path(event: EventFile, at: datetime, translate: Translate) -> Path:
    """Return the default path of a purge record, beside the event and with the time in its name."""
    return event.path.with_name(f"{event.path.stem} – {translate(_FILE)} {at:%Y-%m-%d %H-%M-%S}.txt")


def _event_lines(event: PurgedEvent, translate: Translate) -> list[str]:
    """Return what is known of when, where, by whom and until when."""
    days = dict.fromkeys(filter(None, (written_day(event.day), written_day(event.last_day))))
    where = ", ".join(filter(None, (" – ".join(days), event.place)))
    lines = (
        translate(Message("privacy", "Day and place: {where}"), where=where) if where else "",
        translate(Message("privacy", "Responsible: {name}"), name=event.controller) if event.controller else "",
        translate(_UNTIL, day=written_day(event.until)) if event.until else "",
    )
    return [line for line in lines if line]


def _zone(at: datetime) -> str:
    """Return the time zone by its name and offset: "Indian/Reunion, UTC+04:00"."""
    offset = f"{at:%z}"
    return ", ".join(filter(None, (getattr(at.tzinfo, "key", ""), f"UTC{offset[:3]}:{offset[3:5]}")))


def _listed(title: Message, lines: tuple[Message, ...], translate: Translate) -> list[str]:
    return ["", translate(title), *(f"  – {translate(line)}" for line in lines)]


def _drive_lines(line: Message, keys: tuple[str, ...], translate: Translate) -> list[str]:
    return [f"  – {translate(line, key=drive)}" for drive in keys]


def _folder_line(line: Message, folder: str, translate: Translate) -> list[str]:
    return [f"  – {translate(line, folder=folder)}"] if folder else []


def _folder_others(drives: ErasedDrives, translate: Translate) -> list[str]:
    return [
        f"  – {translate(FOLDER_OTHER if desk else FOLDER_UNSIGNED, folder=drives.folder, desk=desk)}"
        for desk in drives.folder_others
    ]


def _counted(line: Message, count: int, translate: Translate) -> list[str]:
    return [f"  – {translate(line, count=count)}"] if count else []


def _remains_lines(remains: PurgedRemains, translate: Translate) -> list[str]:
    return [
        *(f"  – {translate(FOLDER_UNSEEN, folder=folder)}" for folder in remains.folders),
        *(f"  – {translate(FILE_UNKNOWN, name=name)}" for name in remains.files),
        *(f"  – {translate(COPY_LEFT, name=name)}" for name in remains.copies),
    ]


_FILE = Message("privacy", "record of erasure")
UNFINISHED = Message(
    "privacy",
    "Another window has the file open: the people are gone from the event, but traces may remain on the disk. "
    "Close the other windows and open the event once more.",
)
NOBODY = Message("privacy", "This event’s personal data is already erased. Nothing was changed.")
_TAKEN = Message("privacy", "There is already a file “{name}”. Nothing was erased; give the record another name.")
_UNTIL = Message("privacy", "Personal data was to be kept until {day} at the latest")
_DONE = Message("privacy", "Done on {when} at “{desk}”, decided by {by}")
_COUNT = Message(
    "privacy",
    "Data erased: {people} {people:registration|registrations}, {speakers} {speakers:speaker|speakers}, {supervisors} "
    "{supervisors:supervisor|supervisors}",
)
_KEPT = Message(
    "privacy",
    "Kept without names: {arrivals} {arrivals:arrival|arrivals} (one per person and control point), {entries} "
    "{entries:entry|entries} of the journal",
)
