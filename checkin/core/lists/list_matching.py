# SPDX-License-Identifier: GPL-3.0-or-later
"""Matching of a list's rows with the event's people (docs/lists.md tells organisers the rule). Pure.

Never merges two people: where a feature fits several, it decides nothing and the next, stricter one is tried.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from checkin.core.attendee import Attendee, fields_reader
from checkin.core.lists.duplicates import have_same_phone
from checkin.core.lists.known_people import KnownPerson
from checkin.core.lists.list_fields import SAME_CODE, RowProblem
from checkin.core.lists.listed_person import ListedKey, ListedPerson
from checkin.core.message import Message, UserError
from checkin.core.text_folding import are_near, fold_text, name_key

Pair = tuple[KnownPerson, ListedPerson]
Person = Attendee | ListedPerson
Key = Callable[[Person], Hashable | None]

MOST_NAMES = 0.5
"""A list with more of the newest list's names than this is its newer version, not the list of another source."""


class ListMatch(NamedTuple):
    """The matched `pairs` in the order of the rows, and the `left_out` rows, whose code they cannot have."""

    pairs: list[Pair]
    left_out: list[RowProblem]


def match_people(known: Sequence[KnownPerson], people: Sequence[ListedPerson], stated: Sequence[str]) -> ListMatch:
    """Return each of `people` with at most one of `known`, and the other way round.

    A person is searched as the lists have them and as a desk corrected them; one with several records under each.
    """
    matching = _Matching(known, people)
    matching.by_code()
    words = [name for name in stated if name != "ticket_code"]
    matching.by_whole_row(words)
    matching.one_by_one(_email_and_name)
    may_share_name = _may_share_name if matching.is_newer_version() else _may_share_name_and_category
    matching.if_unique(_name_and_organisation if "organisation" in stated else _name_alone, may_share_name)
    matching.if_unique(_email, _may_share_email)
    matching.take_over(words)
    return ListMatch(sorted(matching.pairs, key=lambda pair: pair[1].row), matching.left_out)


class _Matching:
    """The pairs so far, and the unmatched on both sides. People missing from the newest list come last, and merged
    records after people.
    """

    def __init__(self, known: Sequence[KnownPerson], people: Sequence[ListedPerson]) -> None:
        self.pairs: list[Pair] = []
        self.left_out: list[RowProblem] = []
        self._all = sorted(known, key=lambda k: (k.is_gone, bool(k.merged_into)))
        self._everyone = people
        self._left = {id(k): k for k in self._all}
        self._waiting = {id(p): p for p in people}

    def by_code(self) -> None:
        """Pair by ticket code. Of two rows with codes of one person the one with the valid code is meant; a revoked
        code stays that person's. A code that a desk tied to somebody says nothing of who another name is.
        """
        owners = {code: k for k in self._all for code in k.codes}
        coded = [(person, self._owner(owners, person)) for person in self._everyone if person.ticket_code]
        coded.sort(key=lambda c: c[1] is not None and c[0].ticket_code in c[1].revoked)
        rows: dict[tuple[str, str], int] = {}  # owner of a code, or the code if it has none → row
        for person, owner in coded:
            whose = (owner.attendee.id, "") if owner else ("", person.ticket_code)
            first = rows.setdefault(whose, person.row)
            if first != person.row:
                self._leave_out(person, RowProblem(person.row, SAME_CODE, {"other": first}))
            elif owner and person.ticket_code in owner.revoked and not _may_be(owner, person):
                self._leave_out(person, RowProblem(person.row, REPLACED_CODE))
            elif owner:
                self._pair(owner, person)

    def _owner(self, owners: Mapping[str, KnownPerson], person: ListedPerson) -> KnownPerson | None:
        owner = owners.get(person.ticket_code)
        is_of_another = owner is not None and person.ticket_code in owner.tied and not _may_be(owner, person)
        return None if is_of_another else owner

    def _is_done(self) -> bool:
        """Whether nobody is left on one of the sides: keys of all others are not even made then."""
        return not (self._left and self._waiting)

    def _leave_out(self, person: ListedPerson, problem: RowProblem) -> None:
        del self._waiting[id(person)]
        self.left_out.append(problem)

    def by_whole_row(self, stated: Sequence[str]) -> None:
        """Pair people who are as the last list had them. Identical rows are as many people."""
        if self._is_done():
            return
        row = fields_reader(stated)
        self._in_order({id(k): row(k.listed) for k in self._left.values() if k.listed}, row)

    def one_by_one(self, key: Key) -> None:
        """Pair by `key`. Of several with one key the first is the first, the second the second."""
        if self._is_done():
            return
        for face in _FACES:
            self._in_order({id(k): key(face(k)) for k in self._left.values()}, key)

    def if_unique(self, key: Key, may: Callable[[Person, Person], bool]) -> None:
        """Pair by keys that exactly one person of the event and one of the list have, whether matched before or not."""
        if self._is_done():
            return
        rows = Counter(map(key, self._everyone))
        for face in _FACES:
            faces = {id(k): face(k) for k in self._all}
            people = Counter(found for found, _ in {(key(faces[id(k)]), k.person) for k in self._all})
            owners = {key(faces[i]): k for i, k in reversed(self._left.items())}
            for person in list(self._waiting.values()):
                found = key(person)
                owner = owners.get(found)
                if found is None or owner is None or rows[found] > 1 or people[found] > 1:
                    continue
                if may(faces[id(owner)], person):
                    self._pair(owner, person)

    def is_newer_version(self) -> bool:
        """Whether the list has most of the names of the newest list, whose people may have changed since; one name in
        common says nothing.
        """
        names = set(map(_name, self._everyone))
        listed = [k for k in self._all if k.is_from_list and not k.is_gone]
        common = sum(any(_name(face(k)) in names for face in _FACES) for k in listed)
        return common > max(1, MOST_NAMES * len(listed))

    def take_over(self, stated: Sequence[str]) -> None:
        """Give a person without a row of their own the row of a record merged into theirs; the same one as the last
        time.
        """
        alone = {k.attendee.id: k for k in self._left.values() if k.listed and not k.merged_into}
        places = {id(k): place for place, (k, _) in enumerate(self.pairs)}
        found: dict[str, list[int]] = defaultdict(list)
        for record in self._all:
            if record.merged_into in alone and id(record) in places:
                found[record.merged_into].append(places[id(record)])
        row = fields_reader(stated)
        for person, its in found.items():
            owner = alone[person]
            known = owner.listed and row(owner.listed)
            taken = next((place for place in its if row(self.pairs[place][1]) == known), its[0])
            self.pairs[taken] = (owner, self.pairs[taken][1])
            del self._left[id(owner)]

    def _in_order(self, keys: dict[int, Hashable | None], key: Key) -> None:
        """Pair by `keys`. Of several with one key, those with a row by a merged record come last: `take_over` gives it
        to them.
        """
        queues: dict[Hashable, list[KnownPerson]] = defaultdict(list)
        have_row = {k.merged_into for k, _ in self.pairs if k.merged_into}
        for i, k in sorted(self._left.items(), key=lambda item: item[1].attendee.id in have_row):
            if keys.get(i) is not None:
                queues[keys[i]].append(k)
        for queue in queues.values():
            queue.reverse()
        for person in list(self._waiting.values()):
            if queue := queues.get(key(person), []):
                self._pair(queue.pop(), person)

    def _pair(self, known: KnownPerson, person: ListedPerson) -> None:
        del self._left[id(known)], self._waiting[id(person)]
        self.pairs.append((known, person))


_FACES: tuple[Callable[[KnownPerson], Person], ...] = (lambda k: k.listed or k.attendee, lambda k: k.attendee)


def _may_be(owner: KnownPerson, person: ListedPerson) -> bool:
    return any(are_near(_name(face(owner)), _name(person)) for face in _FACES)


def _name(person: Person) -> str:
    return name_key(person.first_name, person.last_name)


def _email(person: Person) -> str | None:
    return person.email.casefold() or None


def _email_and_name(person: Person) -> Hashable | None:
    return (_email(person), _name(person)) if person.email else None


def _name_and_organisation(person: Person) -> Hashable | None:
    return _name(person), fold_text(person.organisation)


def _name_alone(person: Person) -> Hashable | None:
    return _name(person)


def _may_share_name(known: Person, person: Person) -> bool:
    """Whether an equal name suffices: with organisations on both sides, or without differing e-mail addresses or
    telephones. Such two are shown as probable duplicates.
    """
    if known.organisation and person.organisation:
        return True
    is_other_email = bool(known.email and person.email) and _email(known) != _email(person)
    is_other_phone = bool(known.phone and person.phone) and not have_same_phone(known, person)
    return not is_other_email and not is_other_phone


def _may_share_name_and_category(known: Person, person: Person) -> bool:
    """Whether an equal name suffices on the list of another source: unless the category differs too."""
    categories = {fold_text(one.category) for one in (known, person)} - {""}
    has_organisations = bool(known.organisation and person.organisation)
    return has_organisations or (_may_share_name(known, person) and len(categories) < 2)


def _may_share_email(known: Person, person: Person) -> bool:
    return are_near(_name(known), _name(person))


REPLACED_CODE = Message(
    "list",
    "This ticket code was replaced at the desk and is no longer valid. This row was left out; give it another code.",
)


# The user's decisions where matching could not tell: a row that looks new is a known person.

MatchDecisions = Mapping[ListedKey, str]
"""Person of a list → id of the person of the event."""

UNDECIDED: MatchDecisions = MappingProxyType({})


class MergedRow(NamedTuple):
    """A row of a known person who has another row in this list: it becomes a record merged into theirs."""

    person: ListedPerson
    into: Attendee


def apply_decisions(
    known: Sequence[KnownPerson], people: Sequence[ListedPerson], pairs: Sequence[Pair], same: MatchDecisions
) -> tuple[list[Pair], list[MergedRow]]:
    """Return the pairs with those of `same` whose person has no other row, and the rows of those who have; `people` are
    without companions. A companion is known by their place, so that a row of their own is always another one.

    Raises `UserError` for a row that is not in the list or is another person's, and for a person who is not in the
    event.
    """
    decided, joined = list(pairs), list[MergedRow]()
    by_id = {k.attendee.id: k for k in known}
    rows = {listed.row: listed for listed in people}
    owners = {listed.row: k.person for k, listed in pairs}
    matched = set(owners.values())
    for row, person_id in sorted((key, value) for key, value in same.items() if isinstance(key, int)):
        listed, record = rows.get(row), by_id.get(person_id)
        if listed is None or record is None:
            raise UserError(_NOBODY, row=row)
        if owners.get(row, record.person) != record.person:
            raise UserError(_SOMEBODY_ELSE, row=row)
        if row in owners:
            continue  # already matched: this list was imported before
        owner = by_id[record.person]
        if owner.attendee.id in matched or owner.attendee.companion:
            joined.append(MergedRow(listed, owner.attendee))
        else:
            matched.add(owner.attendee.id)
            decided.append((owner, listed))
    return sorted(decided, key=lambda pair: pair[1].row), joined


def join_companions(
    known: Sequence[KnownPerson], added: Sequence[ListedPerson], same: MatchDecisions
) -> tuple[list[ListedPerson], list[MergedRow]]:
    """Return the new companions without those who are somebody of the event by `same`, and these as rows of that
    person. Raises `UserError` for a person who is not in the event.
    """
    by_id = {k.attendee.id: k for k in known}
    left, joined = list[ListedPerson](), list[MergedRow]()
    for person in added:
        if (person_id := same.get(person.key)) is None:
            left.append(person)
        elif (record := by_id.get(person_id)) is None:
            raise UserError(_NOBODY, row=person.row)
        else:
            joined.append(MergedRow(person, by_id[record.person].attendee))
    return left, joined


_NOBODY = Message(
    "list", "Row {row} cannot be matched: the row or the person is not there. Nothing was imported; choose again."
)
_SOMEBODY_ELSE = Message("list", "Row {row} belongs to someone else in the event. Nothing was imported; choose again.")
