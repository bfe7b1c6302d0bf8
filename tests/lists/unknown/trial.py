# SPDX-License-Identifier: GPL-3.0-or-later
"""How well unknown lists are read: wholly right, right after the questions, harmful.

    python -m tests.lists.unknown.trial 900          # seeds 0 to 899; of those kept back only the figures
    python -m tests.lists.unknown.trial --seed 7     # one list: what it is, and what was made of it

Harmful is a list by which a guest who declined would be admitted, a guest has a wrong name, or a code opens nothing,
after all questions were answered as a sensible organiser would, and with no problem shown for the row.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from checkin.core.attendee import Status
from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.lists.list_fields import ListField
from checkin.core.lists.listed_person import ListedPerson
from checkin.core.message import UserError
from checkin.core.programme.programme import Session
from checkin.services.lists.list_preview import ListBasis, ListPreview, ReadList, build_preview, read_list
from tests.builders import a_programme
from tests.lists.unknown.guests import COMES, DECLINED, UNKNOWN, WAITS, Guest
from tests.lists.unknown.unknown_lists import UnknownList, is_kept_back, make_list

ACCEPTED = {
    COMES: {Status.CONFIRMED},
    DECLINED: {Status.CANCELLED},
    WAITS: {Status.PENDING, Status.UNPAID},
    UNKNOWN: set(Status) - {Status.CONFIRMED},
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """`field` names what is wrong; `is_harmful`: it hurts at the door and no row or question says so."""

    field: str
    example: str
    is_harmful: bool = False

    def __str__(self) -> str:
        return f"{'HARMFUL ' if self.is_harmful else ''}{self.field}: {self.example}"


@dataclass(frozen=True, slots=True)
class Trial:
    """What was wrong with a list as it was read, and what still is after `questions` were answered."""

    seed: int
    at_once: tuple[Mistake, ...]
    after: tuple[Mistake, ...]
    questions: int = 0

    @property
    def is_harmful(self) -> bool:
        return any(mistake.is_harmful for mistake in self.after)


def try_list(unknown: UnknownList, folder: Path) -> Trial:
    path = unknown.write(folder)
    try:
        read = read_list(path)
        seen = build_preview(_basis(unknown), read)
        answered, questions = _answered(unknown, read, seen)
        return Trial(unknown.seed, tuple(mistakes(unknown, seen)), tuple(mistakes(unknown, answered)), questions)
    except UserError as refusal:
        refused = (Mistake("list", f"refused: {refusal}"),)
        return Trial(unknown.seed, refused, refused)
    finally:
        path.unlink()


def _basis(unknown: UnknownList) -> ListBasis:
    """An event whose sessions are called as the list calls them."""
    names = {session for guest in unknown.guests.values() for session in guest.sessions}
    titles = [column.title for column in unknown.columns if column.kind == "sessions" and not column.is_told]
    sessions = tuple(Session(title, title) for title in titles or sorted(names))
    return ListBasis(a_programme(categories=(), speakers=(), sessions=sessions, control_points=()))


def _answered(unknown: UnknownList, read: ReadList, seen: ListPreview) -> tuple[ListPreview, int]:
    """The preview after the organiser said of each doubtful column whether it is the status, and what words mean."""
    mapping, questions = seen.interpreted.mapping, 0
    for doubt in seen.doubts:
        questions += 1
        is_status = unknown.columns[doubt.index].kind == "status"
        mapping = mapping.with_column(doubt.index, ListField.STATUS if is_status else mapping.columns.get(doubt.index))
    if questions:
        seen = build_preview(_basis(unknown), read, mapping)
    meanings = {guest.status: guest.meaning for guest in unknown.guests.values()}
    for value in seen.interpreted.statuses:
        if value.means is None or seen.doubts or questions:
            questions += value.means is None
            mapping = _told(mapping, value.title, value.text, meanings.get(value.text, COMES))
    return (build_preview(_basis(unknown), read, mapping) if questions else seen), questions


def _told(mapping: ColumnMapping, title: str, text: str, meaning: str) -> ColumnMapping:
    said = {COMES: Status.CONFIRMED, DECLINED: Status.CANCELLED}.get(meaning, Status.PENDING)
    return mapping.meaning(title, text, said)


def mistakes(unknown: UnknownList, seen: ListPreview) -> Iterator[Mistake]:
    people = {person.row: person for person in seen.interpreted.people}
    told = {problem.row for problem in seen.problems}
    yield from _of_columns(unknown, seen.interpreted.mapping)
    for row in sorted(unknown.guests.keys() ^ people.keys()):
        yield Mistake("people", f"row {row} {'is nobody' if row in people else 'is lost'}", is_harmful=row in people)
    for row in sorted(unknown.guests.keys() & people.keys()):
        for mistake in _of_guest(unknown, unknown.guests[row], people[row]):
            is_shown = row in told
            yield replace(
                mistake, example=f"row {row}: {mistake.example}", is_harmful=mistake.is_harmful and not is_shown
            )


def _of_columns(unknown: UnknownList, mapping: ColumnMapping) -> Iterator[Mistake]:
    for index, column in enumerate(unknown.columns):
        found = str(mapping.columns.get(index, ""))
        if found not in column.fields:
            shown = ", ".join(filter(None, column.cells[:3]))
            yield Mistake(min(column.fields, key=len), f"{column.kind} “{column.title}” is “{found}” ({shown})"[:120])


def _of_guest(unknown: UnknownList, guest: Guest, person: ListedPerson) -> Iterator[Mistake]:
    kinds = {column.kind for column in unknown.columns}
    wanted, got = (_folded(one.last_name, one.first_name) for one in (guest, person))
    if wanted != got:
        has_same_words = sorted(" ".join(wanted).split()) == sorted(" ".join(got).split())
        is_left_whole = has_same_words and not all(got)
        if not is_left_whole:
            is_harmful = not (has_same_words and "last_name" not in kinds)
            yield Mistake("name", f"{guest.name} is “{person.first_name} | {person.last_name}”", is_harmful)
    if person.status not in ACCEPTED[guest.meaning]:
        is_harmful = guest.meaning == DECLINED and person.status is Status.CONFIRMED
        yield Mistake("status", f"“{guest.status}” is {person.status}", is_harmful)
    if (guest.ticket_code if "ticket_code" in kinds else "") != person.ticket_code:
        yield Mistake("ticket_code", f"{guest.ticket_code} is “{person.ticket_code}”", is_harmful=True)
    if "email" in kinds and guest.email.casefold() != person.email.casefold():
        yield Mistake("email", f"{guest.email} is “{person.email}”")
    if "sessions" in kinds and sorted(map(str.casefold, guest.sessions)) != sorted(_session_names(unknown, person)):
        yield Mistake("sessions", f"{guest.sessions} is {person.sessions}")


def _folded(last: str, first: str) -> tuple[str, str]:
    return " ".join(last.casefold().split()), " ".join(first.casefold().split())


def _session_names(unknown: UnknownList, person: ListedPerson) -> list[str]:
    """The sessions as the guests have them: the name within a title, if it is in a title."""
    names = {session for guest in unknown.guests.values() for session in guest.sessions}
    return [max((name for name in names if name in one), key=len, default=one).casefold() for one in person.sessions]


def print_report(trials: list[Trial]) -> None:
    seen = [trial for trial in trials if not is_kept_back(trial.seed)]
    for name, some in (("seeds to look at", seen), ("seeds kept back", [one for one in trials if one not in seen])):
        count = len(some) or 1
        right, after = sum(not one.at_once for one in some), sum(not one.after for one in some)
        harmful = sum(one.is_harmful for one in some)
        print(
            f"{name}: {len(some)} lists, wholly right {right / count:.1%}, "
            f"right after the questions {after / count:.1%}, harmful {harmful} ({harmful / count:.1%})"
        )
    kinds: dict[tuple[bool, str], list[tuple[int, Mistake]]] = {}
    for trial in seen:
        first_of = {(one.is_harmful, one.field): one for one in reversed(trial.after)}
        for key, mistake in first_of.items():
            kinds.setdefault(key, []).append((trial.seed, mistake))
    for (_, field), cases in sorted(kinds.items(), key=lambda item: (not item[0][0], -len(item[1]))):
        print(f"{len(cases):5} {field}")
        for seed, mistake in cases[:4]:
            print(f"        --seed {seed}: {mistake}")
    by_kind = Counter(one.example.split(" ")[0] for trial in seen for one in trial.after if " is “" in one.example)
    print(*by_kind.most_common(20))


def main() -> None:
    parser = argparse.ArgumentParser(description="Unknown lists: made, read by Checkin, compared.")
    parser.add_argument("count", nargs="?", type=int, default=300, help="how many seeds")
    parser.add_argument("--start", type=int, default=0, help="the first seed")
    parser.add_argument("--seed", type=int, help="one list")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.seed is None:
            seeds = range(given.start, given.start + given.count)
            print_report([try_list(make_list(seed), folder) for seed in seeds])
            return
        if is_kept_back(given.seed):
            parser.error("this seed is kept back")
        unknown = make_list(given.seed)
        for column in unknown.columns:
            print(f"{column.title!r:36} {column.kind:12} {' | '.join(column.cells[:5])}"[:160])
        trial = try_list(unknown, folder)
        print(f"{trial.questions} questions", *trial.after, sep="\n")


if __name__ == "__main__":
    main()
