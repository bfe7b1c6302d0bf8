# SPDX-License-Identifier: GPL-3.0-or-later
"""The import of an attendee list into the journal: all of its people or none."""

import secrets
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from checkin.core.attendee import OFF_STATUSES, Attendee
from checkin.core.entries import EntryKind
from checkin.core.errors import UserError
from checkin.core.lists.column_mapping import ColumnMapping, to_body
from checkin.core.lists.known_people import BY_LIST, KINDS, mark
from checkin.core.lists.list_totals import NO_TOTALS, ListTotals, list_totals
from checkin.core.lists.match_decisions import MatchDecisions
from checkin.core.lists.progress import WHOLE, CombinedProgress, ReportProgress, ignore_progress
from checkin.core.lists.row_problems import RowProblem
from checkin.core.message import Message
from checkin.services.event_file import EventFile
from checkin.services.list_import_entries import Fact, fits_entry, list_facts
from checkin.services.lists.earlier_lists import BESIDE, read_mappings
from checkin.services.lists.list_preview import ListPreview, build_preview, read_basis, read_list
from checkin.services.merge_entries import joined_facts

ATTEMPTS = 3
"""Times the people are computed, if desks change people meanwhile."""
COMPUTED = WHOLE * 6 // 10
"""Share of the progress bar for computing; the rest is storing."""


@dataclass(frozen=True, slots=True)
class ListImportResult:
    """The result of an import: `added` + `changed` + `known` + `merged` are the rows of the list.

    People in `known` were unchanged; `merged` rows are a further row of a person in the event. `gone` people are no
    longer on the list; `cancelled` of them were cancelled for it. `totals` are those of the people in `added`.
    """

    added: int
    known: int
    problems: tuple[RowProblem, ...]
    changed: int = 0
    gone: int = 0
    cancelled: int = 0
    merged: int = 0
    totals: ListTotals = NO_TOTALS

    @property
    def has_groups(self) -> bool:
        """Whether some of those in `added` stand for several people, so that their number is not that of people."""
        return self.totals.people != self.added


def apply_list(  # noqa: PLR0913 (all of it is decided by the user at the preview)
    event: EventFile,
    seen: ListPreview,
    *,
    at: datetime,
    desk: str,
    cancel_gone: bool = False,
    same: MatchDecisions | None = None,
    report: ReportProgress = ignore_progress,
) -> ListImportResult:
    """Import what the preview showed, all or nothing, as one step that `undo_import` undoes.

    The people are computed first; the file is locked only while finished rows are stored, in one transaction
    (docs/adr/0071). Desks record arrivals meanwhile, and what they recorded stays.

    `cancel_gone` cancels people who left the list and have not arrived. `same` maps rows to ids of people in the event,
    as the user decided at the preview; None keeps the preview's own decisions. Raises `UserError`, writing nothing, if
    people were changed since the preview (arrivals do not matter), or for an impossible decision. Whatever `report`
    raises ends the import, until the commit, and nothing is written.
    """
    disturbing = [*KINDS, *([EntryKind.CHECKED_IN] if cancel_gone else [])]
    bar = CombinedProgress(report)
    for _ in range(ATTEMPTS):
        event.guard.reconnect_if_replaced()
        moment = event.moment()
        agreed = _agreed(event, seen, same)
        computing = bar.part(COMPUTED)
        computing(0, WHOLE)
        facts, done = _facts(event, agreed, cancel_gone=cancel_gone)
        made = event.journal.prepare(_taken(facts), at=at, desk=desk, since=moment.place, report=computing)
        if event.commit_prepared(made, moment, disturbing, bar.part(WHOLE)):
            return done
    raise UserError(_CHANGED_MEANWHILE)


@dataclass(frozen=True, slots=True)
class ListWriting:
    """The writing of an agreed list into the event at `path`, for a thread other than the one that has it open.

    `run` may be ended by its progress report, until the commit: nothing is written then, nor if the process is killed.
    """

    path: Path
    seen: ListPreview
    at: datetime
    desk: str
    cancel_gone: bool = False
    same: MatchDecisions | None = None

    def run(self, report: ReportProgress = ignore_progress) -> ListImportResult:
        """Write the list. Raises `UserError`, writing nothing, if people were changed since the preview."""
        with closing(EventFile.open(self.path)) as event:
            return apply_list(
                event,
                self.seen,
                at=self.at,
                desk=self.desk,
                cancel_gone=self.cancel_gone,
                same=self.same,
                report=report,
            )


def import_list(
    event: EventFile, path: Path, *, at: datetime, desk: str, cancel_gone: bool = False
) -> ListImportResult:
    """Import the people of a file without a preview. People without a code get one.

    Raises `UserError` if the file is no list; nothing is changed then.
    """
    seen = build_preview(read_basis(event), read_list(path))
    return apply_list(event, seen, at=at, desk=desk, cancel_gone=cancel_gone)


def _agreed(event: EventFile, seen: ListPreview, same: MatchDecisions | None) -> ListPreview:
    """Return the preview with the user's last decisions. Raises `UserError` if people were changed since."""
    people = seen.basis.people
    if not seen.basis.is_of(event):
        people = read_basis(event).people
        if seen.compared(people, seen.same) != seen.difference:
            raise UserError(_CHANGED_MEANWHILE)
    return seen if same is None else replace(seen, difference=seen.compared(people, same), same=same)


def _facts(event: EventFile, seen: ListPreview, *, cancel_gone: bool) -> tuple[list[Fact], ListImportResult]:
    """Return what the import records, and its result. A list with no news records nothing, or only its mapping if that
    is new.
    """
    difference = seen.difference
    added, changed, gone = len(difference.added), len(difference.changed), len(difference.gone)
    off = {a.id for a in difference.gone if cancel_gone and _may_cancel(event, a)}
    marked, hosts = mark(secrets.token_hex(8)), dict[int, str]()
    facts = list_facts(event, difference, off, marked, hosts)
    facts += joined_facts(event, difference, marked, hosts)
    counts = {"added": added, "changed": changed, "gone": gone}
    merged = len(difference.joined)
    if facts:
        more = ({"merged": merged} if merged else {}) | ({BESIDE: True} if difference.is_beside else {})
        facts.insert(0, _head(marked | counts | more, seen.interpreted.mapping))
    elif read_mappings(event).get(seen.interpreted.mapping.signature) != to_body(seen.interpreted.mapping):
        facts.append(_head({"by": BY_LIST}, seen.interpreted.mapping))
    totals = list_totals(difference.added)
    return facts, ListImportResult(added, difference.unchanged, seen.problems, changed, gone, len(off), merged, totals)


def _taken(facts: list[Fact]) -> Iterator[Fact]:
    """Yield the facts and hold none of them any longer: a list of many people fills much memory."""
    facts.reverse()
    while facts:
        yield facts.pop()


def _head(body: dict[str, object], mapping: ColumnMapping) -> Fact:
    """Return the import's own fact, with the mapping for the next list with this header, if it fits into an entry."""
    whole = body | {"mapping": to_body(mapping)}
    return EntryKind.LIST_IMPORTED, "", whole if fits_entry(whole) else body


def _may_cancel(event: EventFile, person: Attendee) -> bool:
    is_off = person.status in OFF_STATUSES
    return not is_off and not any(event.attendees.visits(person.id))


_CHANGED_MEANWHILE = Message(
    "list", "People were changed while you were looking at the list. Nothing was imported; choose the list again."
)
