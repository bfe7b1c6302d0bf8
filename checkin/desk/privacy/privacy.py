# SPDX-License-Identifier: GPL-3.0-or-later
"""The right to be forgotten: what a purge would take from an event, the purge itself, its dated record."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from checkin.core.entries import Kind
from checkin.core.errors import UserError
from checkin.core.privacy.privacy import BEYOND, GOES, STAYS, Purged, PurgePreview
from checkin.core.supervisor import KINDS, Authority, supervisors
from checkin.core.words import Words
from checkin.desk.evening.control import control_sheet
from checkin.desk.event_file import EventFile
from checkin.desk.rehearsal import remove_leftovers
from checkin.documents.aside import write_aside
from checkin.storage import purge as storage

Say = Callable[..., str]


def preview(event: EventFile, desk: str) -> PurgePreview:
    """As it stands now. Writes nothing."""
    programme = event.programme()
    others = tuple((name, at) for name, at in event.journal.newest_by_desk().items() if name != desk)
    return PurgePreview(
        programme.event.title,
        storage.people(event.db),
        len(programme.speakers),
        len(supervisors(event.journal.of_kinds(KINDS))),
        sum(visit.people for visit in event.attendees.visits()),
        event.journal.count(),
        tuple(each.name for each in storage.backups(event.path)),
        others,
        storage.says_more(event.db),
    )


def purge(event: EventFile, authority: Authority, *, at: datetime, desk: str) -> Purged:
    """Everybody is forgotten in this file in one transaction; then the old bytes go. `UserError` if nobody is known."""
    with event.writing():
        found, before = preview(event, desk), str(control_sheet(event))
        if found.is_empty:
            raise UserError(NOBODY)
        body = {"by": authority.name, "why": authority.why, "people": found.people, "before": before}
        event.journal.append(Kind.EVENT_PURGED, "", body, at=at, desk=desk)
        event.journal.empty()
        after = str(control_sheet(event))
    remove_leftovers(event)
    is_clean = storage.clean(event.db)
    return Purged(found, at, desk, authority.name, authority.why, before, after, is_clean)


def recorded(do: Callable[[], Purged], path: Path, say: Say) -> Purged:
    """Do a purge and put its record at `path`. A place that cannot be written is found out before, not after; another
    file there stays.
    """
    if path.exists():
        raise UserError(_TAKEN, name=path.name)
    write_aside(path, b"", ".txt")
    try:
        done = do()
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    write_aside(path, certificate(done, say).encode())
    return done


def certificate(done: Purged, say: Say) -> str:
    """The dated record of a purge, one page of text. It names nobody but who decided it."""
    found, when = done.preview, f"{done.at:%d/%m/%Y %H:%M:%S %z}"
    told = [
        say(_TITLE),
        "",
        say(_EVENT, title=found.title),
        say(_DONE, when=when, desk=done.desk, by=done.by),
        say(_WHY, why=done.why),
        say(_COUNT, people=found.people, speakers=found.speakers, supervisors=found.supervisors),
        say(_KEPT, arrivals=found.arrivals, entries=found.entries),
        *([] if done.is_clean else [say(UNFINISHED)]),
        *_listed(_GONE, GOES, say),
        *_listed(_STAYED, STAYS, say),
        *_listed(_OUT_OF_REACH, BEYOND, say),
        *(f"  – {desk} ({last:%d/%m/%Y %H:%M})" for desk, last in found.desks),
        "",
        say(_BEFORE, line=done.before),
        say(_AFTER, line=done.after),
    ]
    return "\n".join(told) + "\n"


def record_beside(event: EventFile, at: datetime, say: Say) -> Path:
    """Where the record of a purge goes by itself: beside the event, and never over another one."""
    return event.path.with_name(f"{event.path.stem} – {say(_FILE)} {at:%Y-%m-%d %H-%M-%S}.txt")


def _listed(title: Words, lines: tuple[Words, ...], say: Say) -> list[str]:
    return ["", say(title), *(f"  – {say(line)}" for line in lines)]


_FILE = Words("privacy", "record of the purge")
UNFINISHED = Words(
    "privacy",
    "Another window holds the file: the people are gone from the event, but old traces may still be on the disk. "
    "Close the other windows and open the event once more.",
)
NOBODY = Words("privacy", "This event knows nobody any more. Nothing was changed.")
_TAKEN = Words("privacy", "There is a file “{name}” already. Nobody was forgotten; give the record another name.")
_TITLE = Words("privacy", "RECORD OF A PURGE OF PERSONAL DATA")
_EVENT = Words("privacy", "Event: {title}")
_DONE = Words("privacy", "Done on {when} at “{desk}”, decided by {by}")
_WHY = Words("privacy", "Reason: {why}")
_COUNT = Words(
    "privacy",
    "Forgotten: {people} {people:person|people}, {speakers} {speakers:speaker|speakers}, "
    "{supervisors} {supervisors:supervisor|supervisors}",
)
_KEPT = Words(
    "privacy",
    "Kept without names: {arrivals} {arrivals:arrival|arrivals}, {entries} {entries:entry|entries} of the journal",
)
_GONE = Words("privacy", "What went")
_STAYED = Words("privacy", "What stayed")
_OUT_OF_REACH = Words("privacy", "What could not be reached from here")
_BEFORE = Words("privacy", "Control line before: {line}")
_AFTER = Words("privacy", "Control line after: {line}")
