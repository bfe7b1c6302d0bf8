# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder of photographs into the event: whose each file is, what cannot be read, and then the writing.

Everything is read before anything is written. Writing is by batches of people, each batch all or nothing: after Cancel
or a crash the same folder brings in the rest (docs/adr/0080).
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from checkin.badges.pictures import shrink_photograph
from checkin.core.attendee import Attendee
from checkin.core.message import Message, ReportProgress, Translate, UserError, ignore_progress
from checkin.core.picture_entries import PhotographMatch, PhotographMatches, match_photographs, photograph_columns
from checkin.core.purge import is_anonymous
from checkin.core.text_folding import natural_sort_key
from checkin.documents.input_table import LargeFileError, read_chosen_file
from checkin.services.event_file import EventFile
from checkin.services.person_lookup import code_owners
from checkin.services.photographs import keep_photographs, photograph_digests

LARGEST_FILE = 40_000_000
"""Bytes of a file that is read at all; the largest of cameras have 30 million."""

MOST_FILES = 20_000
"""Files and folders in a folder and those below it, hidden ones too. More is no folder of photographs but a disk."""

BATCH = 50
"""People whose photographs are written in one transaction: for a tenth of a second no arrival can be recorded."""

_NOT_OURS = {"thumbs.db", "desktop.ini"}


@dataclass(frozen=True, slots=True)
class PhotographPreview:
    """What a folder would bring in. `ready` are the photographs made small, by the id of the person; `unreadable` are
    files with what is wrong with each. `had` are the people who have a photograph already, which a new one replaces;
    `columns` are the titles of the list in which files can be looked for.
    """

    matches: PhotographMatches
    ready: Mapping[str, bytes]
    unreadable: Sequence[tuple[str, UserError]]
    had: frozenset[str]
    columns: Sequence[str]

    @property
    def new(self) -> list[PhotographMatch]:
        """The matches that can be written."""
        return [match for match in self.matches.matched if match.person.id in self.ready]

    @property
    def without(self) -> list[Attendee]:
        """The people who will have no photograph: no file is theirs, and they had none."""
        return [person for person in self.matches.without if person.id not in self.had]


@dataclass(slots=True)
class PhotographFolder:
    """A folder being looked at, for one event; a file is read once, in whichever column people are looked for."""

    folder: Path
    _read: dict[str, bytes | UserError] = field(default_factory=dict)

    def preview(
        self, event: EventFile, column: str = "", report: ReportProgress = ignore_progress
    ) -> PhotographPreview:
        """Return what the folder would bring in. Writes nothing; raises `UserError` for a folder that cannot be read,
        or has too many files.
        """
        people = [person for person, _ in event.attendees.all() if not is_anonymous(person.id)]
        columns = photograph_columns(people)
        if column and column not in columns:
            raise UserError(_NO_COLUMN, column=column, known=", ".join(columns))
        files = sorted(_files(self.folder), key=natural_sort_key)
        matches = match_photographs(files, people, lambda text: _code_owner(event, text), column)
        for done, match in enumerate(matches.matched):
            report(done, len(matches.matched))
            if match.file not in self._read:
                self._read[match.file] = _photograph(self.folder / match.file)
        found = [(match, self._read[match.file]) for match in matches.matched]
        return PhotographPreview(
            matches,
            {match.person.id: read for match, read in found if isinstance(read, bytes)},
            [(match.file, read) for match, read in found if isinstance(read, UserError)],
            frozenset(photograph_digests(event)),
            columns,
        )


@dataclass(slots=True)
class PhotographWriting:
    """The writing of an agreed preview into the event at `path`, for a thread other than the one that has it open.
    `written` is how many people were written so far, `changed` how many of them had another photograph or none.
    """

    path: Path
    photographs: Mapping[str, bytes]
    at: datetime
    desk: str
    written: int = 0
    changed: int = 0

    def run(self, report: ReportProgress = ignore_progress) -> int:
        """Write the photographs, and return how many people have another one now. `report` may end the work between two
        batches; what was written stays.
        """
        with closing(EventFile.open(self.path)) as event:
            people = [*self.photographs]
            for start in range(0, len(people), BATCH):
                report(start, len(people))
                some = {person: self.photographs[person] for person in people[start : start + BATCH]}
                self.changed += keep_photographs(event, some, at=self.at, desk=self.desk)
                self.written += len(some)
        return self.changed


def read_photograph_file(path: Path) -> bytes:
    """Return the photograph of a file as it is kept. Raises `UserError` that says what is wrong with it."""
    try:
        if path.is_symlink() or not path.is_file():
            raise UserError(_NO_FILE)
        return shrink_photograph(read_chosen_file(path, LARGEST_FILE))
    except LargeFileError as exc:
        raise UserError(_HEAVY, most=LARGEST_FILE // 1_000_000) from exc
    except OSError as exc:
        raise UserError(_UNREADABLE) from exc


def _photograph(path: Path) -> bytes | UserError:
    try:
        return read_photograph_file(path)
    except UserError as error:
        return error


def _files(folder: Path) -> Iterator[str]:
    """Yield the files of a folder and those below it, by their paths in it. Links to folders are not followed; what
    systems put there themselves is left out.
    """
    count = 0
    for place, below, names in os.walk(folder, onerror=_refuse):
        count += len(names) + len(below)
        if count > MOST_FILES:
            raise UserError(_TOO_MANY, most=MOST_FILES)
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in names:
            if name.startswith(".") or name.casefold() in _NOT_OURS:
                continue
            yield Path(place, name).relative_to(folder).as_posix()


def _refuse(error: OSError) -> None:
    raise UserError(_NO_FOLDER) from error


def _code_owner(event: EventFile, text: str) -> str | None:
    """Return the id of the one person with this code, as the list wrote it, or as one of ours in whatever letters."""
    owners = code_owners(event, event.key.read(text), text)
    return event.journal.person(owners[0]) if len(owners) == 1 else None


_NO_FOLDER = Message("photograph", "This folder cannot be read. Nothing was changed; choose another one.")
_TOO_MANY = Message(
    "photograph", "There are more than {most} files in this folder. Nothing was changed; choose another one."
)
_NO_COLUMN = Message(
    "photograph", "The list has no column “{column}”. Nothing was changed; choose one of these: {known}."
)
_NO_FILE = Message("photograph", "This is a link or a device, not a file. Copy the picture itself into the folder.")
_HEAVY = Message("photograph", "The file is larger than {most} MB. Save a smaller picture.")
_UNREADABLE = Message("photograph", "The file cannot be read: look whether it is still there, and who may open it.")


# The wording of photographs that are brought in: what a folder has, and what became of it.


def preview_sentence(found: PhotographPreview, translate: Translate) -> str:
    """Return how many photographs are whose, in a sentence or two."""
    replaced = sum(match.person.id in found.had for match in found.new)
    if not found.new:
        return translate(_NONE)
    parts = [translate(_READY, count=len(found.new))]
    if replaced:
        parts.append(translate(_REPLACED, count=replaced))
    if found.matches.column:
        parts.append(translate(_COLUMN, column=found.matches.column))
    return " ".join(parts)


def written_sentence(writing: PhotographWriting, translate: Translate) -> str:
    """Return what was written; of work that was cancelled, also how to go on."""
    parts = [translate(_WRITTEN, count=writing.written)]
    if same := writing.written - writing.changed:
        parts.append(translate(Message("photograph", "{count} of them had the same one before."), count=same))
    if rest := len(writing.photographs) - writing.written:
        parts.append(translate(_REST, count=rest))
    return " ".join(parts)


def photograph_problems(found: PhotographPreview, translate: Translate) -> list[tuple[str, str]]:
    """Return each file that cannot be brought in, and why; first what can be put right in the picture itself."""
    matches = found.matches
    told = [(file, translate(error.words, **error.fields)) for file, error in found.unreadable]
    told += [(match.file, translate(_DOUBLED, name=match.person.name)) for match in matches.doubled]
    told += [(file, translate(_SEVERAL)) for file in matches.of_several]
    told += [(file, translate(_NOBODY)) for file in matches.of_nobody]
    return [(shown_file(file), why) for file, why in told]


def shown_file(name: str) -> str:
    """Return the name of a file as it can be shown: some systems allow names that are no text, or break a line."""
    return "".join(letter if letter.isprintable() else "·" for letter in name)


_DOUBLED = Message("photograph", "Several files are of {name}. Leave one of them in the folder.")
_SEVERAL = Message("photograph", "Several people are called so. Name the file by the code of one of them.")
_NOBODY = Message("photograph", "Nobody in this event is called so.")
_READY = Message("photograph", "{count} {count:photograph|photographs} can be brought in.")
_NONE = Message(
    "photograph", "No photograph can be brought in. Name each file by the code, the e-mail or the name of its person."
)
_REPLACED = Message("photograph", "{count} of them {count:replaces|replace} an earlier one.")
_COLUMN = Message("photograph", "Files were looked for in the column “{column}” of the list.")
_WRITTEN = Message("photograph", "{count} {count:person has|people have} their photograph.")
_REST = Message("photograph", "{count} {count:is|are} still missing: choose the same folder again to go on.")
