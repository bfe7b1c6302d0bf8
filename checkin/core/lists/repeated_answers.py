# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the rows of a form that one person answered again later. Pure.

Somebody who corrects an answer, or declines after all, fills in the form a second time. The import window proposes that
the later answer counts; where nobody can be asked, both do unless they say different things of whether the person
comes. Tickets and orders are no answers: one name on two of them is two people.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from checkin.core.attendee import Status
from checkin.core.day_names import MONTHS
from checkin.core.lists.cell_kinds import CellKind
from checkin.core.lists.cell_text import one_line, plain_title
from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.lists.list_fields import AnswerHandling, ListField, ListRow
from checkin.core.lists.listed_person import ListedPerson
from checkin.core.lists.repeated_people import may_be_one
from checkin.core.lists.row_changes import cell_of
from checkin.core.name_similarity import name_key
from checkin.core.text_folding import fold_text

Moment = tuple[int, ...]
"""Year, month, day, hour, minute, second; only to be compared."""


class EarlierAnswer(NamedTuple):
    """A person as an earlier answer has them, and the row and the status of their latest."""

    person: ListedPerson
    latest: int
    status: Status

    def is_left_out(self, handling: AnswerHandling | None) -> bool:
        """Whether it does not count. Until a user was asked that is so where the latest says something else of whether
        they come: nobody who declined is expected.
        """
        return handling is AnswerHandling.LATEST or (handling is None and self.person.status is not self.status)


def earlier_answers(
    people: Sequence[ListedPerson], rows: Mapping[int, ListRow], mapping: ColumnMapping
) -> list[EarlierAnswer]:
    """Return the earlier answers of people who answered again. `rows` are those of `people`, by number. None in a list
    without a column of times at which its rows were answered.
    """
    index = _time_column(mapping)
    if index is None:
        return []
    times = _moments({number: one_line(cell_of(row, index)) for number, row in rows.items()})
    found: list[EarlierAnswer] = []
    for alike in _people_alike([person for person in people if person.row in times]):
        latest = max(alike, key=lambda person: (times[person.row], person.row))
        found += (
            EarlierAnswer(each, latest.row, latest.status) for each in alike if times[each.row] < times[latest.row]
        )
    return found


def has_answer_times(mapping: ColumnMapping) -> bool:
    """Whether the list says when its rows were answered, so that one person may have answered twice."""
    return _time_column(mapping) is not None


def _time_column(mapping: ColumnMapping) -> int | None:
    """Return the index of the column of times, the end of an answer before its beginning; None in a list of tickets."""
    if {ListField.TICKET_CODE, ListField.ORDER} & set(mapping.columns.values()):
        return None
    named = [
        (not _END.search(plain), index)
        for index, plain in enumerate(map(plain_title, mapping.titles))
        if _ANSWERED.search(plain) and index < len(mapping.contents) and index not in mapping.columns
    ]
    times = [each for each in sorted(named) if mapping.contents[each[1]].share(CellKind.DATE) > _MOST]
    return times[0][1] if times else None


def _people_alike(people: Sequence[ListedPerson]) -> Iterator[list[ListedPerson]]:
    """Yield those who answered more than once: one name, and nothing that tells two people apart."""
    named: dict[str, list[ListedPerson]] = defaultdict(list)
    for person in people:
        named[name_key(person.first_name, person.last_name)].append(person)
    for namesakes in named.values():
        groups: list[list[ListedPerson]] = []
        for person in namesakes:
            same = next((group for group in groups if all(may_be_one(person, other) for other in group)), None)
            if same is None:
                groups.append([person])
            else:
                same.append(person)
        yield from (group for group in groups if len(group) > 1)


def _moments(texts: Mapping[int, str]) -> dict[int, Moment]:
    """Return the times by row, without those that are none. A month stands first where a day over 12 shows it."""
    found = {number: match for number, text in texts.items() if (match := _TIME.match(_in_figures(text)))}
    firsts, seconds = ([int(match[name]) for match in found.values() if match[name]] for name in ("first", "second"))
    is_month_first = max(seconds, default=0) > _MONTHS >= max(firsts, default=0)
    return {number: _moment(match, is_month_first=is_month_first) for number, match in found.items()}


def _in_figures(text: str) -> str:
    """Return a time with its month in figures: "Oct 05, 2026 08:03 AM", "5 octobre 2026 à 8h03"."""
    found = _NAMED_MONTH.match(text)
    month = MONTHS.get(fold_text(found["ahead"] or found["behind"])) if found else None
    return f"{found['year']}-{month}-{found['day']}{text[found.end() :]}" if found and month else text


def _moment(match: re.Match[str], *, is_month_first: bool) -> Moment:
    if match["year"]:
        year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    else:
        one, other = int(match["first"]), int(match["second"])
        year, (month, day) = int(match["last"]), (one, other) if is_month_first else (other, one)
    hour = int(match["hour"])
    if half := match["half"]:
        hour = hour % 12 + (12 if half.casefold() == "p" else 0)
    return year, month, day, hour, int(match["minute"] or 0), int(match["second_of"] or 0)


_NAMED_MONTH = re.compile(
    r"(?:(?P<ahead>[^\W\d]{3,9})\.? )?(?P<day>\d{1,2})(?:er|st|nd|rd|th)?,?"
    r"(?: (?P<behind>[^\W\d]{3,9})\.?)?,? (?P<year>\d{4})"
)
_TIME = re.compile(
    r"(?:(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
    r"|(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<last>\d{2,4}))"
    r"[ T,]+(?:à |at )?(?P<hour>\d{1,2})[:h](?P<minute>\d{2})?(?::(?P<second_of>\d{2}))?"
    r"[\d.]*\s?(?:(?P<half>[AaPp])\.?[Mm])?"
)
_ANSWERED = re.compile(
    r"\b(?:horodat\w+|timestamp|zeitstempel|marca temporal|informazioni cronologiche|heure de (?:debut|fin|la derniere)"
    r"|start time|completion time|startzeit|fertigstellungszeit|hora de (?:inicio|finalizacion)"
    r"|ora di (?:inizio|completamento)"
    r"|submi\w+|soumi\w+|repondu|date (?:de |d )?(?:la )?(?:reponse|envoi|inscription|enregistrement)|date submitted"
    r"|submitdate|datestamp|created|cree le|eingereicht|inviat\w+|enviad\w+)\b"
)
"""Titles of the time at which a row of a form was answered."""
_END = re.compile(r"\b(?:fin|completion|fertigstellungszeit|finalizacion|completamento|submi\w+|soumi\w+)\b")
_MOST, _MONTHS = 0.6, 12
