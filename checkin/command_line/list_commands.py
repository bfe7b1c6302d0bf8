# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands about lists and the programme: `import`, `programme`, `speakers`."""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from checkin.command_line.command import DONE, FOUND_PROBLEMS, add_event, desk_at, open_event_file, open_existing_event
from checkin.command_line.people_commands import read_pin
from checkin.core.attendee import STATE_NAMES, Status
from checkin.core.counts import SpeakerStatus, overdue_speakers
from checkin.core.desk_settings import COMMAND_LINE_DESK
from checkin.core.lists.cell_text import plain_title
from checkin.core.lists.column_mapping import ColumnMapping, NameSplit, RivalKind, StatusValue, rival_columns
from checkin.core.lists.list_difference import list_difference_as_json
from checkin.core.lists.list_fields import AnswerHandling, CompanionHandling, ListField, RowChanges, RowProblem
from checkin.core.lists.list_interpretation import InterpretedList, list_totals
from checkin.core.lists.listed_person import ListedKey
from checkin.core.message import Message, UserError
from checkin.core.programme.programme_difference import programme_difference_as_json
from checkin.core.schedules.programme_update import ScheduleNote
from checkin.services.event_file import EventFile
from checkin.services.lists.import_undo import newest_import, undo_import, undone_sentence
from checkin.services.lists.list_importing import apply_list
from checkin.services.lists.list_preview import (
    ListChoice,
    ListPreview,
    ReadList,
    read_basis,
    read_list,
    suggested_mapping,
)
from checkin.services.lists.list_preview import build_preview as preview_of
from checkin.services.programme import programme_importing
from checkin.services.programme.programme_queries import read_speakers
from checkin.services.supervision import Supervision
from checkin.translation import translate

# `checkin import` of a list: import, preview, undo.
# Results go to standard output, problem rows to standard error. Import and preview return whether there are problems.

KEPT, LEFT_OUT = "custom", "leave-out"
"""Values of --map besides the names of fields."""


@dataclass(frozen=True, slots=True)
class ListArguments:
    """The arguments on how to read a list.

    `columns` are "Header=field", `same` "row=id of a person", `statuses` "word=status", `left_out` and
    `taken_in` numbers of rows.
    `accepts_few`: even if far fewer people than rows would be imported.
    """

    sheet: str = ""
    encoding: str = ""
    columns: tuple[str, ...] = ()
    split: str = ""
    same: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    companions: str = ""
    answers: str = ""
    left_out: tuple[int, ...] = ()
    taken_in: tuple[int, ...] = ()
    accepts_few: bool = False


AS_GUESSED = ListArguments()


def run_list_import(
    event: EventFile, path: Path, arguments: ListArguments = AS_GUESSED, *, desk: str, cancel_gone: bool
) -> bool:
    seen, read = _seen(event, path, arguments)
    if seen.shortfall.is_far_fewer and not arguments.accepts_few:
        raise UserError(_FAR_FEWER, why=seen.shortfall.sentence(translate))
    for doubt in seen.doubts:
        print(translate(_DOUBT, title=doubt.title), file=sys.stderr)
    done = apply_list(event, seen, at=event.clock()(), desk=desk, cancel_gone=cancel_gone)
    for problem in done.problems:
        print(translate(Message("command", "row {row}: {what}"), row=problem.row, what=_what(problem)), file=sys.stderr)
    for sheet in read.other_lists:
        print(translate(_OTHER_LIST, name=sheet.name, count=len(sheet.rows)))
    for line in (*_alike_columns(seen.interpreted.mapping), *_lines_as_read(seen.interpreted)):
        print(line)
    counts = {"added": done.added, "known": done.known, "changed": done.changed, "gone": done.gone}
    both = done.totals.both(translate) if done.has_groups else ""
    print(
        translate(_DONE_OF_GROUPS if both else _LIST_IMPORTED, **(counts | {"both": both}), problems=len(done.problems))
    )
    if done.merged:
        print(translate(_MERGED, count=done.merged))
    if done.cancelled:
        print(
            translate(
                Message("command", "{count} of those no longer on the list were cancelled."), count=done.cancelled
            )
        )
    return bool(done.problems or seen.doubts)


def _alike_columns(mapping: ColumnMapping) -> Iterator[str]:
    for rival in rival_columns(mapping):
        if rival.why is RivalKind.ALIKE:
            title, other = mapping.titles[rival.taken], mapping.titles[rival.index]
            yield translate(_ALIKE, title=title, other=other, field=rival.kind)


def _lines_as_read(interpreted: InterpretedList) -> Iterator[str]:
    """Yield the meanings of the status words, the registrations for sessions, the companions and the totals."""
    for value in interpreted.statuses:
        yield translate(_SAID, word=value.text, title=value.title, count=value.people, means=_meaning(value))
    for answer in interpreted.earlier:
        yield translate(_ANSWERED_AGAIN, row=answer.person.row, latest=answer.latest)
    if kept := interpreted.repeated - len(interpreted.earlier):
        yield translate(_ANSWERS_KEPT, count=kept)
    for session in interpreted.sessions:
        yield translate(Message("command", "{title}: {count} registered"), title=session.title, count=session.people)
    if (brought := interpreted.companions).hosts:
        handling = translate(_HANDLED[interpreted.mapping.companions or CompanionHandling.KEEP])
        yield translate(_BROUGHT, hosts=brought.hosts, count=brought.companions, handling=handling)
    if both := list_totals(interpreted.people).sentence(translate):
        yield f"{both}."


def run_list_preview(
    event: EventFile | None, path: Path, arguments: ListArguments = AS_GUESSED, *, cancel_gone: bool = False
) -> bool:
    """Print the preview as JSON. `event` None stands for a new event."""
    seen, read = _seen(event, path, arguments)
    values = list_difference_as_json(seen.difference, seen.muted, replaces=cancel_gone) | {
        "problems": _problems(seen.problems),
        "read": _reading(read, seen),
    }
    print(json.dumps(values, ensure_ascii=False))
    return bool(seen.problems)


def run_import_undo(event: EventFile, *, desk: str) -> None:
    record = newest_import(event)
    if record is None:
        raise UserError(Message("list", "There is no import to undo. Nothing was changed."))
    done = undo_import(event, record.import_id, at=event.clock()(), desk=desk)
    print(undone_sentence(record, done, translate))


def _seen(event: EventFile | None, path: Path, arguments: ListArguments) -> tuple[ListPreview, ReadList]:
    read, basis = read_list(path, ListChoice(arguments.sheet, arguments.encoding)), read_basis(event)
    mapping = _mapped(suggested_mapping(basis, read), arguments)
    read = read.with_changes(_row_changes(read, mapping, arguments))
    return preview_of(basis, read, mapping, same=dict(map(_decision, arguments.same))), read


def _row_changes(read: ReadList, mapping: ColumnMapping, arguments: ListArguments) -> RowChanges:
    """Return the changes that leave rows out and take others in. Raises `UserError` for one that is not below the
    titles.
    """
    rows = {row.number for row in read.sheet.rows if row.number > mapping.header}
    if missing := sorted({*arguments.left_out, *arguments.taken_in} - rows):
        raise UserError(_NO_ROW, row=missing[0])
    return RowChanges(frozenset(arguments.left_out), frozenset(arguments.taken_in))


def _decision(given: str) -> tuple[ListedKey, str]:
    if not (found := _DECISION.fullmatch(given)):
        raise UserError(_NO_DECISION, wish=given)
    row, place, person = found.groups()
    return (int(row), int(place)) if place else int(row), person


def _mapped(mapping: ColumnMapping, arguments: ListArguments) -> ColumnMapping:
    for given in arguments.columns:
        title, _, kind = given.rpartition("=")
        index = next((i for i, own in enumerate(mapping.titles) if plain_title(own) == plain_title(title)), None)
        if index is None:
            raise UserError(_NO_COLUMN, title=title, titles=" · ".join(mapping.titles))
        mapping = _holding(mapping, index, kind)
    for given in arguments.statuses:
        mapping = _meant(mapping, given)
    if arguments.answers:
        mapping = replace(mapping, answers=AnswerHandling(arguments.answers))
    if arguments.companions:
        mapping = replace(mapping, companions=CompanionHandling(arguments.companions))
    return replace(mapping, split=NameSplit(arguments.split.replace("-", "_"))) if arguments.split else mapping


def _meant(mapping: ColumnMapping, given: str) -> ColumnMapping:
    """Return `mapping` with a word of --status given its meaning, in every status column."""
    word, _, status = given.rpartition("=")
    titles = [mapping.titles[i] for i, kind in mapping.columns.items() if kind is ListField.STATUS]
    if status not in set(Status):
        raise UserError(_NO_STATUS, status=status, statuses=", ".join(Status))
    if not titles:
        raise UserError(_NO_STATUS_COLUMN, word=word)
    for title in titles:
        mapping = mapping.meaning(title, word, Status(status))
    return mapping


def _holding(mapping: ColumnMapping, index: int, kind: str) -> ColumnMapping:
    if kind == LEFT_OUT:
        return mapping.without_column(index)
    if kind != KEPT and kind not in set(ListField):
        raise UserError(_NO_FIELD, kind=kind, kinds=", ".join([*ListField, KEPT, LEFT_OUT]))
    return mapping.with_column(index, None if kind == KEPT else ListField(kind))


def _reading(read: ReadList, seen: ListPreview) -> dict[str, Any]:
    mapping = seen.interpreted.mapping
    held = {index: kind.value for index, kind in mapping.columns.items()} | dict.fromkeys(mapping.left_out, LEFT_OUT)
    return {
        "sheet": read.sheet.name,
        "other_lists": [sheet.name for sheet in read.other_lists],
        "encoding": read.book.encoding,
        "separator": read.book.separator,
        "source": mapping.source,
        "header_row": mapping.header,
        "columns": {title: held.get(index, KEPT) for index, title in enumerate(mapping.titles)},
        "reasons": {
            title: mapping.reasons[index] for index, title in enumerate(mapping.titles) if index in mapping.reasons
        },
        "ignored_rows": list(seen.interpreted.ignored),
        "answered_again": {answer.person.row: answer.latest for answer in seen.interpreted.earlier},
        "left_out_rows": sorted(seen.changes.left_out),
        "far_fewer": seen.shortfall.is_far_fewer,
        "rivals": [
            {"column": mapping.titles[one.index], "taken": mapping.titles[one.taken], "as": one.kind, "why": one.why}
            for one in rival_columns(mapping)
        ],
        "status_doubts": [doubt.title for doubt in seen.doubts],
        "statuses": [_status(value) for value in seen.interpreted.statuses],
        **asdict(list_totals(seen.interpreted.people)),
        "companions": {
            "hosts": seen.interpreted.companions.hosts,
            "companions": seen.interpreted.companions.companions,
            "handling": (mapping.companions or CompanionHandling.KEEP).value,
        },
        "sessions": {session.title: session.people for session in seen.interpreted.sessions},
    }


def _status(value: StatusValue) -> dict[str, Any]:
    """Return a status value. `means` is null for an unknown word: those people have to be approved."""
    return {
        "column": value.title,
        "word": value.text,
        "people": value.people,
        "means": value.means,
        "is_chosen": value.is_chosen,
    }


def _meaning(value: StatusValue) -> str:
    return translate(STATE_NAMES[value.means]) if value.means else translate(_NOT_KNOWN, word=value.text)


def _problems(problems: Iterable[RowProblem]) -> list[dict[str, object]]:
    return [{"row": problem.row, "what": _what(problem)} for problem in problems]


def _what(problem: RowProblem) -> str:
    return translate(problem.words, **problem.fields)


_DECISION = re.compile(r"([0-9]+)(?:/([0-9]+))?=(.+)")
_LIST_IMPORTED = Message(
    "command",
    "{added} {added:person|people} added, {known} already known, {changed} changed, {gone} no longer on the "
    "list; {problems} {problems:row|rows} to check.",
)
_DONE_OF_GROUPS = Message(
    "command",
    "Added: {both}; {known} already known, {changed} changed, {gone} no longer on the list; {problems} "
    "{problems:row|rows} to check.",
)
_BROUGHT = Message(
    "command", "{hosts} {hosts:person brings|people bring} somebody: {count} {count:companion|companions}, {handling}."
)
_HANDLED = {
    CompanionHandling.KEEP: Message("command", "kept as information; choose with --companions"),
    CompanionHandling.NUMBER: Message("command", "counted with the person"),
    CompanionHandling.PEOPLE: Message("command", "imported as people; those without a name are counted"),
}
_ANSWERED_AGAIN = Message(
    "command", "row {row}: left out, answered again in row {latest}; --take-in {row} imports it too"
)
_ANSWERS_KEPT = Message(
    "command",
    "{count} {count:row was|rows were} answered again later by the same person; --answers latest leaves them out",
)
_OTHER_LIST = Message(
    "command", "“{name}” looks like a list of people too ({count} {count:row|rows}); --sheet reads it"
)
_MERGED = Message("command", "{count} {count:row is|rows are} a further row for someone already in the event.")
_NO_DECISION = Message(
    "list", "“{wish}” does not say who a row is. Nothing was imported; write the row and the person: 12=KBCDEFGHJKL."
)
_NO_COLUMN = Message(
    "list", "There is no column “{title}” in this list. Nothing was imported; its columns are: {titles}."
)
_SAID = Message("command", "“{word}” under “{title}”, {count} {count:person|people}: {means}")
_DOUBT = Message(
    "command",
    "“{title}” may say who is coming, and was kept as information; if it does, import again with "
    '--map "{title}=status".',
)
_ALIKE = Message(
    "command",
    "“{title}” is taken as {field}; “{other}” looks like it and is kept as information. If that is the right one, "
    'import again with --map "{other}={field}".',
)
_NOT_KNOWN = Message(
    "command", 'not known, awaiting approval; say what it means with --status "{word}=confirmed" or "{word}=cancelled"'
)
_NO_ROW = Message(
    "list", "There is no row {row} below the titles of this list. Nothing was imported; rows are counted from 1."
)
_FAR_FEWER = Message("list", "{why} Nothing was imported; see --dry-run, and add --accept-few if that is right.")
_NO_STATUS = Message("list", "A word cannot mean “{status}”. Nothing was imported; it can mean: {statuses}.")
_NO_STATUS_COLUMN = Message(
    "list",
    "No column of this list holds a status, so “{word}” has no meaning here. Nothing was imported; name the "
    "column with --map.",
)
_NO_FIELD = Message("list", "A column cannot hold “{kind}”. Nothing was imported; it can hold: {kinds}.")


# `checkin import` of a programme: import or preview.
# Results go to standard output, what was left out to standard error. Both return whether something was left out.


def run_programme_import(event: EventFile, path: Path, *, desk: str, removes_gone: bool) -> bool:
    seen = programme_importing.preview_programme(event, path)
    supervision = Supervision(event, desk_at(event, COMMAND_LINE_DESK, None))
    authority = supervision.authority(translate(_WHY), read_pin()) if supervision.is_needed else None
    programme = programme_importing.apply_programme(
        event, seen, at=event.clock()(), desk=desk, removes_gone=removes_gone, authority=authority
    )
    notes = _note_texts(seen.notes)
    if seen.left_behind and not removes_gone:
        notes.append(translate(_LEFT_BEHIND, count=seen.left_behind))
    for note in notes:
        print(note, file=sys.stderr)
    counts = {"sessions": len(programme.sessions), "points": len(programme.control_points)}
    print(translate(_PROGRAMME_IMPORTED, title=programme.event.title, **counts))
    return bool(notes)


def run_programme_preview(event: EventFile | None, path: Path) -> bool:
    """Print the preview as JSON. `event` None stands for a new event."""
    seen = programme_importing.preview_programme(event, path)
    print(
        json.dumps(
            programme_difference_as_json(seen.difference) | {"notes": _note_texts(seen.notes)}, ensure_ascii=False
        )
    )
    return bool(seen.notes)


def _note_texts(notes: Iterable[ScheduleNote]) -> list[str]:
    return [translate(note.words, **note.fields) for note in notes]


_PROGRAMME_IMPORTED = Message(
    "command", "Programme of “{title}”: {sessions} {sessions:session|sessions}, {points} control {points:point|points}."
)
_WHY = Message("command", "Command line")
_LEFT_BEHIND = Message("command", "Sessions not in this file, kept: {count}. Use --remove-gone to remove them.")


_SPLITS = ("none", "first-ahead", "last-ahead", "first-names", "first-word", "capitals")


def import_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser, help="created if it does not exist")
    parser.add_argument("list", metavar="LIST", nargs="?", help="importing it again applies what changed")
    parser.add_argument("--undo", action="store_true", help="undo the latest import of a list")
    parser.add_argument("--dry-run", action="store_true", help="print what would change as JSON, and write nothing")
    parser.add_argument("--cancel-gone", action="store_true", help="cancel people who are no longer on the list")
    parser.add_argument(
        "--remove-gone", action="store_true", help="for a programme: also remove what is not in the file"
    )
    parser.add_argument("--sheet", metavar="NAME", default="", help="of a workbook, if not the likeliest")
    parser.add_argument(
        "--encoding", metavar="NAME", default="", help="of a text file, if the guess is wrong: cp1252 ..."
    )
    parser.add_argument(
        "--map", metavar="HEADER=FIELD", action="append", default=[], help="what a column holds; custom, leave-out"
    )
    parser.add_argument("--split-names", choices=_SPLITS, default="", help="divide whole names")
    parser.add_argument(
        "--same", metavar="ROW=ID", action="append", default=[], help="this row is this person of the event"
    )
    parser.add_argument(
        "--status", metavar="WORD=STATUS", action="append", default=[], help="what a word of the status column means"
    )
    parser.add_argument(
        "--companions",
        choices=("people", "number", "keep"),
        default="",
        help="what becomes of those whom somebody brings along: people, a number, or information",
    )
    parser.add_argument(
        "--answers",
        choices=("all", "latest"),
        default="",
        help="of people who answered a form again, import every answer or the latest",
    )
    parser.add_argument(
        "--leave-out", metavar="ROW", type=int, action="append", default=[], help="a row of the list not to import"
    )
    parser.add_argument(
        "--take-in", metavar="ROW", type=int, action="append", default=[], help="a row that would be left out"
    )
    parser.add_argument("--accept-few", action="store_true", help="import even if most rows are nobody")
    parser.set_defaults(refuse=parser.error)


def run_import(chosen: argparse.Namespace) -> int:
    if chosen.undo:
        return _undo(chosen)
    if not chosen.list:
        chosen.refuse("one of the arguments LIST --undo is required")
    source = Path(chosen.list)
    bring = _bring_programme if programme_importing.is_programme_file(source) else _bring_list
    return FOUND_PROBLEMS if bring(chosen, source) else DONE


def _undo(chosen: argparse.Namespace) -> int:
    if chosen.list or chosen.dry_run or chosen.cancel_gone or chosen.remove_gone:
        chosen.refuse("--undo stands alone")
    with open_event_file(chosen.event) as event:
        run_import_undo(event, desk=COMMAND_LINE_DESK)
    return DONE


def _bring_list(chosen: argparse.Namespace, source: Path) -> bool:
    arguments = ListArguments(
        chosen.sheet,
        chosen.encoding,
        tuple(chosen.map),
        chosen.split_names,
        tuple(chosen.same),
        tuple(chosen.status),
        chosen.companions,
        chosen.answers,
        tuple(chosen.leave_out),
        tuple(chosen.take_in),
        chosen.accept_few,
    )
    if chosen.dry_run:
        with open_existing_event(chosen.event) as there:
            return run_list_preview(there, source, arguments, cancel_gone=chosen.cancel_gone)
    with open_event_file(chosen.event, may_create=source.exists()) as event:
        return run_list_import(event, source, arguments, desk=COMMAND_LINE_DESK, cancel_gone=chosen.cancel_gone)


def _bring_programme(chosen: argparse.Namespace, source: Path) -> bool:
    if chosen.dry_run:
        with open_existing_event(chosen.event) as there:
            return run_programme_preview(there, source)
    with open_event_file(chosen.event, may_create=source.exists()) as event:
        return run_programme_import(event, source, desk=COMMAND_LINE_DESK, removes_gone=chosen.remove_gone)


# `checkin programme`: the programme as a file to edit.


def programme_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("out", metavar="OUT.toml")


def run_programme(chosen: argparse.Namespace) -> int:
    out = Path(chosen.out)
    with open_event_file(chosen.event) as event:
        programme_importing.export_programme(event, out)
    print(translate(Message("command", "Programme written to {name}."), name=out.name))
    return DONE


# `checkin speakers`: the speakers and their states as lines of JSON, overdue ones first. Writes nothing.


def speakers_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)


def run_speakers(chosen: argparse.Namespace) -> int:
    """Print all speakers; overdue ones count as problems."""
    with open_event_file(chosen.event) as event:
        lines = read_speakers(event, event.programme(), event.clock()())
    missing = overdue_speakers(lines)
    for line in (*missing, *(line for line in lines if line not in missing)):
        print(json.dumps(as_json(line), ensure_ascii=False))
    return FOUND_PROBLEMS if missing else DONE


def as_json(line: SpeakerStatus) -> dict[str, object]:
    speaker, session, arrival = line.speaker, line.session, line.arrival
    return {
        "id": speaker.id,
        "name": speaker.name,
        "role": speaker.role,
        "organisation": speaker.organisation,
        "session": speaker.session,
        "starts": session.starts.isoformat() if session and session.starts else None,
        "state": line.state,
        "is_alert": line.is_alert,
        "minutes": line.minutes,
        "is_confirmed": speaker.is_confirmed,
        "replaces": speaker.replaces or None,
        "attendee": line.attendee.id if line.attendee else None,
        "arrived_at": arrival.at.isoformat() if arrival else None,
        "desk": arrival.desk if arrival else None,
    }
