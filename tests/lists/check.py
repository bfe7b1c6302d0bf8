# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares what Checkin read with what a strange list holds, and says the differences in words.

Three grades. *Harmful*: wrong without a sign, and it hurts at the door (somebody who declined is expected, names are
swapped, a total is a person, a person is lost, another's e-mail is taken). *Wrong*: a field, column or row is not what
it should be. *Could be better*: right, but with less than a careful reader would make of it (a name left whole, a field
kept as information).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from checkin.core.message import UserError
from checkin.core.programme.programme import Session
from checkin.services.lists.list_preview import ListBasis, ListPreview, ReadList, build_preview, read_basis, read_list
from tests.builders import a_programme
from tests.lists.invented_people import Invented
from tests.lists.strange_lists import StrangeList

HARMFUL, WRONG, BETTER = "harmful", "wrong", "could be better"

STATUSES = {"c": {"confirmed"}, "n": {"cancelled"}, "w": {"pending", "unpaid", "waiting"}, "?": None}
"""Meaning → ours; None is any."""

DECLINED = "declined, but expected"
HURTS = {("n", "confirmed"): DECLINED, ("c", "cancelled"): "comes, but cancelled"}


@dataclass(frozen=True, slots=True)
class Mistake:
    """A difference: how bad, of which field, of what kind, and where, with how many cases."""

    grade: str
    field: str
    kind: str
    example: str = ""
    cases: int = 1

    def __str__(self) -> str:
        cases = f" ({self.cases}×)" if self.cases > 1 else ""
        return f"{self.grade}: {self.field}: {self.kind}{cases} {self.example}".rstrip()


def check_list(strange: StrangeList, folder: Path) -> list[Mistake]:
    """Write the list, let Checkin read it, and return all that differs."""
    path = strange.write(folder)
    try:
        read = read_list(path)
        seen = build_preview(basis_of(strange), read)
    except UserError as refusal:
        return [Mistake(WRONG, "list", "refused", str(refusal)[:90])]
    except Exception as error:  # whatever it is, the report goes on and names it
        return [Mistake(HARMFUL, "list", f"crash: {type(error).__name__}", str(error)[:90])]
    finally:
        path.unlink(missing_ok=True)
    return mistakes(strange, seen, _dropped(strange, read))


def basis_of(strange: StrangeList) -> ListBasis:
    """An event without a programme, or for every other list one that knows the workshops by their titles."""
    if strange.seed % 2 or not strange.workshops:
        return read_basis(None)
    sessions = tuple(Session(title, title) for title in strange.workshops)
    return ListBasis(a_programme(categories=(), speakers=(), sessions=sessions, control_points=()))


def _dropped(strange: StrangeList, read: ReadList) -> int:
    """How many of the empty columns before the list were not read; those of a workbook may not count."""
    places = sum(column.kind == "nothing" for column in strange.columns)
    first = min(next((place for place, cell in enumerate(row.cells) if cell), places) for row in read.sheet.rows)
    return max(0, places - first)


def mistakes(strange: StrangeList, seen: ListPreview, dropped: int = 0) -> list[Mistake]:
    """`dropped`: by how many columns the list was moved to the left when it was read."""
    shift = _shift(strange, seen)
    found = [
        *_header(strange, seen, shift),
        *_columns(strange, seen, dropped),
        *_rows(strange, seen, shift),
        *_persons(strange, seen, shift),
    ]
    return _together(found)


def _shift(strange: StrangeList, seen: ListPreview) -> int:
    """A line `sep=;` may count as a row or not; whichever fits better was meant."""
    if not strange.form.first_line:
        return 0
    rows = {person.row for person in seen.interpreted.people}
    return max((0, -1), key=lambda shift: len({row + shift for row in strange.people} & rows))


def _header(strange: StrangeList, seen: ListPreview, shift: int) -> Iterator[Mistake]:
    found = seen.interpreted.mapping.header
    wanted = {row + shift if row else 0 for row in strange.header_rows}
    if found not in wanted:
        yield Mistake(WRONG, "header", "taken from another row", f"row {found}, not {sorted(wanted)}")


def _columns(strange: StrangeList, seen: ListPreview, dropped: int) -> Iterator[Mistake]:
    taken = {index + dropped: str(field) for index, field in seen.interpreted.mapping.columns.items()}
    for index, column in enumerate(strange.columns):
        found = taken.get(index, "")
        if "*" in column.accepted or found == column.best:
            continue
        example = f"column {index + 1} “{column.title}” ({column.kind})"
        if found in column.accepted:
            if column.best:
                yield Mistake(BETTER, column.best, f"column taken for {found or 'none'}", example)
        elif column.best:
            yield Mistake(WRONG, column.best, f"column taken for {found or 'none'}", example)
        else:
            grade = HARMFUL if found in ("email", "status") or (column.whose and "name" in found) else WRONG
            yield Mistake(grade, found, f"taken from a column of {column.kind}", example)
    for index in sorted(set(taken) - set(range(len(strange.columns)))):
        yield Mistake(WRONG, taken[index], "taken from a column beyond the list", f"column {index + 1}")


def _rows(strange: StrangeList, seen: ListPreview, shift: int) -> Iterator[Mistake]:
    found = {person.row: f"{person.first_name} {person.last_name}".strip() for person in seen.interpreted.people}
    wanted = {row + shift for row in strange.people}
    others = {row + shift: kind for row, kind in strange.other_rows.items()}
    for row in sorted(wanted - found.keys()):
        yield Mistake(HARMFUL, "people", "a person is lost", f"row {row}")
    for row in sorted(found.keys() - wanted):
        yield Mistake(
            HARMFUL, "people", f"a person made of a row of kind {others.get(row, 'header')}", f"row {row}: {found[row]}"
        )
    header, ignored = seen.interpreted.mapping.header, set(seen.interpreted.ignored)
    for row, kind in others.items():
        if row > header and kind != "above" and row not in found and row not in ignored:
            yield Mistake(BETTER, "people", f"a row of kind {kind} left out without a word", f"row {row}")


def _persons(strange: StrangeList, seen: ListPreview, shift: int) -> Iterator[Mistake]:
    found = {person.row: person for person in seen.interpreted.people}
    fields = set(map(str, seen.interpreted.mapping.columns.values()))
    whole = any(column.kind == "full_name" for column in strange.columns)
    listed = {column.best for column in strange.columns}
    for row, wanted in strange.people.items():
        person = found.get(row + shift)
        if person is None:
            continue
        differences = [_name(wanted, person, whole)]
        differences += [compare(wanted, person, listed, fields) for compare in COMPARISONS]
        for grade, field, kind, example in filter(None, differences):
            if seen.doubts and kind == DECLINED:
                grade, kind = WRONG, "declined, and the user is asked"
            yield Mistake(grade, field, kind, f"row {row + shift}: {example}")


Difference = tuple[str, str, str, str] | None


def plain(text: str) -> str:
    return " ".join(str(text).split()).casefold()


def _name(wanted: Invented, person, whole: bool) -> Difference:
    last, first = plain(wanted.last_name), plain(wanted.first_name)
    got_last, got_first = plain(person.last_name), plain(person.first_name)
    example = f"“{person.first_name}|{person.last_name}” is {wanted.first_name}|{wanted.last_name}"
    if (got_last, got_first) == (last, first):
        return None
    if (got_last, got_first) == (first, last):
        return None if whole and not wanted.has_capitals else (HARMFUL, "name", "first and last name swapped", example)
    got = set(f"{got_last} {got_first}".replace(",", " ").split())
    words = set(f"{last} {first}".split())
    if whole and words <= got and not (got_last and got_first):
        return BETTER, "name", "left in one piece", example
    if got == words:
        return (WRONG, "name", "divided at another place", example) if wanted.has_capitals else None
    if whole and words < got:
        return WRONG, "name", "has more than the name", example
    if got < words:
        return WRONG, "name", "a part is missing", example
    return HARMFUL, "name", "another's name", example


def _email(wanted: Invented, person, listed: set[str], fields: set[str]) -> Difference:
    got = person.email.casefold()
    if got == wanted.email.casefold() or ("email" not in fields and not got):
        return None
    example = f"“{person.email}” is “{wanted.email}”"
    if "@" in got and (not wanted.email or wanted.email.casefold() not in got):
        return HARMFUL, "email", "another's e-mail", example
    return WRONG, "email", "not the e-mail", example


def _status(wanted: Invented, person, listed: set[str], fields: set[str]) -> Difference:
    right, got = STATUSES[wanted.meaning], str(person.status)
    if right is None or got in right:
        return None
    kind = HURTS.get((wanted.meaning, got))
    if not wanted.word:
        return HARMFUL, "status", f"{got} without a status column", ""
    return (HARMFUL if kind else WRONG), "status", kind or f"taken for {got}", f"“{wanted.word}” is {got}"


def _code(wanted: Invented, person, listed: set[str], fields: set[str]) -> Difference:
    if "ticket_code" not in fields or "ticket_code" not in listed or person.ticket_code == wanted.ticket_code:
        return None
    return HARMFUL, "ticket_code", "another code", f"“{person.ticket_code}” is {wanted.ticket_code}"


def _phone(wanted: Invented, person, listed: set[str], fields: set[str]) -> Difference:
    got, right = ("".join(filter(str.isdigit, text))[-9:] for text in (person.phone, wanted.phone))
    if got == right or "phone" not in fields or "phone" not in listed:
        return None
    return WRONG, "phone", "another number", f"“{person.phone}” is {wanted.phone}"


def _sessions(wanted: Invented, person, listed: set[str], fields: set[str]) -> Difference:
    got, right = [plain(one) for one in person.sessions], [plain(one) for one in wanted.sessions]
    kept = [plain(f"{title} {text}") for title, text in person.custom.items()]
    if "sessions" not in fields or (not got and all(any(one in text for text in kept) for one in right)):
        return None
    if len(got) == len(right) and all(any(one in other for other in got) for one in right):
        return None
    kind = (
        "sessions are missing"
        if len(got) < len(right)
        else "sessions too many"
        if len(got) > len(right)
        else "other sessions"
    )
    return WRONG, "sessions", kind, f"{list(person.sessions)} is {wanted.sessions}"


def _text_field(name: str) -> Callable[[Invented, object, set[str], set[str]], Difference]:
    def compare(wanted: Invented, person, listed: set[str], fields: set[str]) -> Difference:
        got, right = plain(getattr(person, name)), plain(getattr(wanted, name))
        if name not in fields or name not in listed or right in got:
            return None
        return WRONG, name, "another text", f"“{got}” is “{right}”"

    return compare


COMPARISONS = (
    _email,
    _status,
    _code,
    _phone,
    _sessions,
    *map(_text_field, ("organisation", "role", "category", "note")),
)


def _together(found: list[Mistake]) -> list[Mistake]:
    """One of each kind, with the first example and the number of cases."""
    kinds: dict[tuple[str, str, str], list[Mistake]] = {}
    for one in found:
        kinds.setdefault((one.grade, one.field, one.kind), []).append(one)
    order = (HARMFUL, WRONG, BETTER)
    merged = [Mistake(*kind, ones[0].example, len(ones)) for kind, ones in kinds.items()]
    return sorted(merged, key=lambda one: order.index(one.grade))
