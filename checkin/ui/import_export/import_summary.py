# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentences about a list before its import: how it was read, and which people it adds."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from checkin.core.attendee import FIELD_NAMES, OFF_STATUSES, Attendee
from checkin.core.chosen_columns import missing_titles
from checkin.core.lists.cell_kinds import says_no
from checkin.core.lists.cell_text import names_payer_email, payer_email
from checkin.core.lists.column_mapping import ColumnMapping, RivalColumn, RivalKind, counted, kept_titles, rival_columns
from checkin.core.lists.list_difference import ListDifference
from checkin.core.lists.list_fields import ACCENTED_EMAIL, NAMES, ColumnReason, ListField, count_problem_rows
from checkin.core.lists.list_interpretation import list_totals
from checkin.core.lists.session_columns import unknown_sessions
from checkin.core.message import Message, list_names
from checkin.services.lists.list_preview import ListBasis, ListPreview, ReadList
from checkin.services.registration import Registration
from checkin.translation import translate
from checkin.ui.import_export.programme_difference_dialog import TextTable, TextTableView
from checkin.ui.look.theme import scale_px
from checkin.ui.widgets.boxes import wide
from checkin.ui.widgets.dialogs import Dialog, asked
from checkin.ui.widgets.form_fields import label

# Why each column of a list was taken, in words: at the column's head, and the surprising ones above the table.

MOST_NAMED = 3
"""The most columns named in one sentence."""


def column_reason(mapping: ColumnMapping, index: int) -> str:
    """Return why a column is held for what it is, or for nothing."""
    reason = mapping.reasons.get(index)
    if reason in _ALONE:
        return translate(_ALONE[reason])
    if index not in mapping.columns:
        rival = next((rival for rival in rival_columns(mapping) if rival.index == index), None)
        return _rival_reason(mapping, rival) if rival else translate(_NOTHING)
    if reason is ColumnReason.SOURCE:
        return translate(Message("import", "As in an export from {source}."), source=mapping.source or "")
    alike, filled = counted(mapping, index)
    if reason in (ColumnReason.CONTENTS, ColumnReason.BOTH) and alike:
        words = _COUNTED.get(mapping.columns[index], Message("import", "{count} of {filled} look like it"))
        count = translate(words, count=alike, filled=filled)
        return translate(_BOTH_COUNTED if reason is ColumnReason.BOTH else _CONTENTS_COUNTED, count=count)
    return translate(_BY[reason or ColumnReason.TITLE])


def reason_notes(mapping: ColumnMapping) -> list[str]:
    """Return what is surprising in how the columns were taken, the most important first."""
    found = [_swapped_note(mapping), _contents_note(mapping)]
    rivals = sorted(rival_columns(mapping), key=lambda rival: rival.why is not RivalKind.PAYER)
    found += [_rival_note(mapping, rival) for rival in rivals[:MOST_NAMED] if rival.why is not RivalKind.PAYER]
    return list(filter(None, found))


def _swapped_note(mapping: ColumnMapping) -> str:
    return translate(_ALL_SWAPPED) if ColumnReason.SWAPPED in mapping.reasons.values() else ""


def _contents_note(mapping: ColumnMapping) -> str:
    """Return which columns were taken by their contents alone; all of them in a list without titles."""
    by_contents = [i for i, why in sorted(mapping.reasons.items()) if why is ColumnReason.CONTENTS]
    if by_contents and not mapping.header:
        return translate(Message("import", "No titles: the columns were recognised by their contents."))
    named = [
        translate(_TAKEN, title=mapping.titles[index], field=_field(mapping.columns[index]))
        for index in by_contents[:MOST_NAMED]
    ]
    more = len(by_contents) - len(named)
    if not named:
        return ""
    columns = ", ".join(named)
    return (
        translate(_BY_CONTENTS_MORE, columns=columns, more=more) if more else translate(_BY_CONTENTS, columns=columns)
    )


def _rival_note(mapping: ColumnMapping, rival: RivalColumn) -> str:
    words = _RIVALS[rival.why]
    return translate(
        words, title=mapping.titles[rival.taken], other=mapping.titles[rival.index], field=_field(rival.kind)
    )


def _rival_reason(mapping: ColumnMapping, rival: RivalColumn) -> str:
    return translate(_RIVAL_HEADS[rival.why], title=mapping.titles[rival.taken], field=_field(rival.kind))


def _field(kind: ListField) -> str:
    return translate(FIELD_NAMES[kind])


_ALONE = {
    ColumnReason.CHOSEN: Message("import", "As you chose."),
    ColumnReason.REMEMBERED: Message("import", "As last time."),
    ColumnReason.SWAPPED: Message("import", "First and last name were swapped under their titles."),
}
_BY = {
    ColumnReason.TITLE: Message("import", "By its title."),
    ColumnReason.CONTENTS: Message("import", "By its contents."),
    ColumnReason.BOTH: Message("import", "By its title and contents."),
}
_NO_LONGER = Message("import", "no longer on the list: {count}")
_NOT_HERE = Message("import", "of the other list, not on this one: {count}")
_CONTENTS_COUNTED = Message("import", "By its contents: {count}.")
_BOTH_COUNTED = Message("import", "By its title and contents: {count}.")
_COUNTED = {
    ListField.EMAIL: Message("import", "{count} of {filled} are e-mail addresses"),
    ListField.PHONE: Message("import", "{count} of {filled} are phone numbers"),
    ListField.FIRST_NAME: Message("import", "{count} of {filled} are known first names"),
    ListField.LAST_NAME: Message("import", "{count} of {filled} look like names"),
    ListField.FULL_NAME: Message("import", "{count} of {filled} look like names"),
}
_NOTHING = Message("import", "Kept for reading and exporting.")
_RIVAL_HEADS = {
    RivalKind.ALIKE: Message("import", "Looks like “{field}” too; “{title}” was taken."),
    RivalKind.EMPTY: Message("import", "Empty; “{title}” was taken as “{field}”."),
    RivalKind.CONSTANT: Message("import", "The same in every row; “{title}” was taken as “{field}”."),
    RivalKind.PAYER: Message("import", "The payer’s address: used only for people who have none of their own."),
}
_ALL_SWAPPED = Message("import", "First and last names were swapped under their titles; they are put right here.")
_TAKEN = Message("import", "“{title}” ({field})")
_BY_CONTENTS = Message("import", "Recognised by contents: {columns}.")
_BY_CONTENTS_MORE = Message("import", "Recognised by contents: {columns} and {more} more.")
_RIVALS = {
    RivalKind.ALIKE: Message("import", "“{title}” is taken as “{field}”; “{other}” is kept as information."),
    RivalKind.EMPTY: Message("import", "“{title}” is taken as “{field}”; “{other}” is empty."),
    RivalKind.CONSTANT: Message("import", "“{title}” is taken as “{field}”; “{other}” is the same in every row."),
}


# The question before all addresses are corrected that differ from one a message can go to only by their accents.

SIZE = QSize(1080, 520)
"""Pixels."""


class AddressDialog(Dialog):
    """The dialog: each person, with the address as the list has it and as it will be."""

    def __init__(self, found: Sequence[tuple[Attendee, str]], parent: QWidget | None = None) -> None:
        super().__init__(translate(_CORRECT_ADDRESSES), parent)
        rows = tuple((person.name, person.email, address) for person, address in found)
        self.table = TextTableView(TextTable(translate(_CORRECT_ADDRESSES), tuple(map(translate, _HEADER)), rows))
        self.arrange(
            label(translate(_WHY)),
            wide(self.table),
            self.confirm(translate(_CORRECT, count=len(found))),
            heading=accents_text(len(found)),
        )
        self.table.setFocus()
        self.resize(scale_px(SIZE))


def correct_addresses(
    found: Sequence[tuple[Attendee, str]], registration: Registration, parent: QWidget | None = None
) -> bool:
    """Show what would be corrected, and correct it if the user agrees; return whether they did."""
    dialog = AddressDialog(found, parent)
    if is_wanted := asked(dialog):
        registration.correct_addresses(found)
    return is_wanted


def accents_text(count: int) -> str:
    """Return how many addresses only lack being written without accents."""
    return translate(Message("addresses", "{count} {count:address|addresses} to correct: accents"), count=count)


_CORRECT_ADDRESSES = Message("addresses", "Correct addresses")
_WHY = Message(
    "addresses",
    "Mail servers take no accents before the @. Each address is corrected in the person’s record; the list itself is "
    "not changed.",
)
_HEADER = (Message("addresses", "Name"), Message("addresses", "On the list"), Message("addresses", "Corrected"))
_CORRECT = Message("addresses", "Correct {count} {count:address|addresses}")


MOST_NOTES = 4
"""The most sentences above the table."""


def mapping_note(mapping: ColumnMapping, basis: ListBasis) -> str:
    """Return why the columns are mapped so; "" without a name column."""
    if not mapping.names_people:
        return ""
    if mapping.signature in basis.remembered:
        return translate(_REMEMBERED)
    return translate(_RECOGNISED, source=mapping.source) if mapping.source else translate(_GUESSED)


def no_names_warning(mapping: ColumnMapping) -> str:
    """Return why the import cannot go on and what to do; "" if there is a name column."""
    return "" if mapping.names_people else translate(_NOBODY)


def half_name_warning(mapping: ColumnMapping) -> str:
    """Return that first or last name is missing, perhaps under an unknown title; "" with neither, both, or a whole
    name.
    """
    held = {kind: index for index, kind in mapping.columns.items() if kind in NAMES}
    if len(held) != 1 or ListField.FULL_NAME in held:
        return ""
    (known, index), *_ = held.items()
    words, missing = (
        (_NO_FIRST, ListField.FIRST_NAME) if known is ListField.LAST_NAME else (_NO_LAST, ListField.LAST_NAME)
    )
    names = {"missing": translate(FIELD_NAMES[missing]), "whole": translate(FIELD_NAMES[ListField.FULL_NAME])}
    return translate(words, title=mapping.titles[index], **names)


def still_expected_note(seen: ListPreview) -> str:
    """Return that people who answer "no" in a presence column are still expected; "" where there are none."""
    mapping = seen.interpreted.mapping
    if ListField.STATUS in mapping.columns.values():
        return ""
    for index, kind in sorted(mapping.columns.items()):
        title = mapping.titles[index]
        count = sum(says_no(person.custom.get(title, "")) for person in seen.interpreted.people)
        if kind is ListField.PRESENCE and count:
            return translate(_STILL_EXPECTED, title=title, count=count, status=translate(FIELD_NAMES[ListField.STATUS]))
    return ""


def status_columns_note(seen: ListPreview) -> str:
    """Return that several columns say together who is expected, and how many people are not; "" if everybody is."""
    mapping = seen.interpreted.mapping
    held = sorted(index for index, kind in mapping.columns.items() if kind is ListField.STATUS)
    off = sum(person.status in OFF_STATUSES for person in seen.interpreted.people)
    if len(held) < 2 or not off:
        return ""
    titles = [translate(_TITLE, title=mapping.titles[index]) for index in held]
    return translate(_TOGETHER, titles=list_names(titles, len(titles), translate), count=off)


def payer_note(seen: ListPreview) -> str:
    """Return which address counts where the list has the payer's too, for how many of those expected it serves, and how
    many have neither. They are the people who get a code.
    """
    mapping = seen.interpreted.mapping
    title = next((title for title in mapping.titles if names_payer_email(title)), "")
    people = [person for person in seen.interpreted.people if not person.email and person.status not in OFF_STATUSES]
    count = sum(bool(payer_email(person.custom)) for person in people)
    lost = len(people) - count
    own = next((mapping.titles[i] for i, kind in mapping.columns.items() if kind is ListField.EMAIL), "")
    if not count:
        return translate(_PAYER_IDLE, own=own, title=title) if own and title else ""
    lines = [*([translate(_OWN, own=own)] if own else []), translate(_BY_PAYER, count=count, title=title)]
    return " ".join([*lines, *([translate(_NO_ADDRESS, count=lost)] if lost else [])])


def other_lists_note(read: ReadList) -> str:
    """Return which list of the file is read, and which others look like lists of people; "" without others."""
    others = [translate(_OTHER, name=sheet.name, count=len(sheet.rows)) for sheet in read.other_lists]
    return (
        translate(_READ_HERE, name=read.sheet.name, others=list_names(others, MOST_WORDS, translate)) if others else ""
    )


def earlier_note(seen: ListPreview) -> str:
    """Return who answered a form more than once, and which answer counts; "" if nobody did."""
    names = list(dict.fromkeys(each.person.name for each in seen.interpreted.earlier))
    if not names:
        return ""
    return translate(_AGAIN, names=list_names(names, MOST_WORDS, translate))


def session_note(seen: ListPreview) -> str:
    """Return how many people are registered for each session, and the words that name none; "" without either."""
    sessions, unknown = seen.interpreted.sessions, unknown_sessions(seen.problems)
    told = [translate(_SESSION, title=each.title, count=each.people) for each in sessions]
    words = [translate(_WORD, word=word, count=count) for word, count in unknown]
    lines = [translate(_SESSIONS, sessions=list_names(told, MOST_SESSIONS, translate))] if told else []
    lines += [translate(_TO_PLAN)] if told and not sessions[0].is_planned else []
    lines += [translate(_UNKNOWN, unknown=list_names(words, MOST_WORDS, translate))] if words else []
    return " ".join(lines)


def missing_columns_note(seen: ListPreview) -> str:
    """Return which columns the desk shows and this list does not have; "" if it has all, or is of another source."""
    missing = missing_titles(seen.basis.programme.columns, kept_titles(seen.interpreted.mapping))
    titles = [translate(_TITLE, title=title) for title in missing]
    if not missing or seen.difference.is_beside:
        return ""
    return translate(_NO_COLUMN, titles=list_names(titles, MOST_WORDS, translate))


def other_list_warning(difference: ListDifference) -> str:
    """Return that hardly anybody of the event is on this list; "" where it is the event's own."""
    if not difference.is_of_others:
        return ""
    before = difference.still_listed + len(difference.gone)
    return translate(_SOME_IN if difference.still_listed else _NONE_IN, count=difference.still_listed, people=before)


def import_notes(seen: ListPreview) -> str:
    """Return what an organiser may want to know although nothing is wrong, the most important first."""
    found = (
        missing_columns_note(seen),
        status_columns_note(seen) or still_expected_note(seen),
        earlier_note(seen),
        session_note(seen),
        *reason_notes(seen.interpreted.mapping),
        payer_note(seen),
    )
    return " ".join([note for note in found if note][:MOST_NOTES])


def import_summary(seen: ListPreview) -> str:
    """Return which people the whole list adds, and how many rows have problems."""
    difference, problems = seen.difference, count_problem_rows(seen.problems)
    people = seen.interpreted.people
    both = list_totals(people).sentence(translate)
    if seen.is_first:
        off = list_totals(person for person in people if person.status in OFF_STATUSES)
        count = off.both(translate) if both else off.registrations
        parts = [both or translate(_PEOPLE, count=len(people)), *([translate(_OFF, count=count)] if off.people else [])]
    else:
        parts = [
            translate(Message("import", "New: {count}"), count=len(difference.added)),
            translate(Message("import", "Changed: {count}"), count=len(difference.changed)),
            translate(_NOT_HERE if difference.is_beside else _NO_LONGER, count=len(difference.gone)),
            translate(Message("import", "unchanged: {count}"), count=difference.unchanged),
            *([both] if both else []),
        ]
    earlier = len(seen.interpreted.earlier)
    if nobody := len(seen.interpreted.ignored) - earlier:
        parts.append(translate(Message("import", "rows without a person (totals, remarks): {count}"), count=nobody))
    if earlier:
        parts.append(translate(Message("import", "earlier answers left out: {count}"), count=earlier))
    if seen.changes.left_out:
        parts.append(translate(_LEFT_OUT, count=len(seen.changes.left_out)))
    if accented := sum(problem.words == ACCENTED_EMAIL for problem in seen.problems):
        parts.append(accents_text(accented))
    if problems:
        parts.append(translate(TO_LOOK_AT, count=problems))
    return " · ".join(parts)


MOST_SESSIONS, MOST_WORDS = 8, 3
"""The most sessions, and words that name none, told by name."""

TO_LOOK_AT = Message("import", "rows to check: {count}")
_REMEMBERED = Message("import", "Read like the last list with these titles. Press Enter, or change a column.")
_RECOGNISED = Message("import", "Recognised as an export from {source}. Press Enter, or change a column.")
_GUESSED = Message("import", "Columns recognised by titles and contents. If the people look right, press Enter.")
_NOBODY = Message("import", "Nobody has a name yet: choose “Last name” or “Full name” above the column of names.")
_NO_FIRST = Message(
    "import",
    "Nobody has a first name. If it is in a column, choose “{missing}” above it; if “{title}” holds full "
    "names, choose “{whole}” there.",
)
_NO_LAST = Message(
    "import",
    "Nobody has a last name. If it is in a column, choose “{missing}” above it; if “{title}” holds full names, "
    "choose “{whole}” there.",
)
_PEOPLE = Message("import", "People: {count}")
_STILL_EXPECTED = Message(
    "import",
    "“{title}” says no for {count} {count:person, who is|people, who are} still expected. If they are not "
    "coming, choose “{status}” above that column.",
)
_TITLE = Message("import", "“{title}”")
_NO_COLUMN = Message(
    "import",
    "Not in this list, although chosen for the desk: {titles}. What earlier lists said stays; if the column "
    "has another name now, choose it in the programme.",
)
_TOGETHER = Message(
    "import",
    "The columns {titles} say together who is coming: anyone cancelled in one is cancelled, whatever another says. "
    "{count} {count:person is|people are} not expected.",
)
_BY_PAYER = Message(
    "import",
    "{count} {count:person has|people have} no e-mail address of their own. “{title}” is used only to send "
    "them their codes.",
)
_OWN = Message("import", "E-mail: “{own}” is taken.")
_PAYER_IDLE = Message("import", "E-mail: “{own}” is taken; “{title}” would serve only people without one.")
_NO_ADDRESS = Message("import", "{count} {count:has|have} no address at all.")
_SESSIONS = Message("import", "Sessions: {sessions}.")
_SESSION = Message("import", "{title} ({count} registered)")
_TO_PLAN = Message("import", "After the import, take them into the programme: ⋮, Event, Event and programme…")
_UNKNOWN = Message("import", "Not in the programme: {unknown}.")
_WORD = Message("import", "“{word}” ({count} {count:row|rows})")
_OFF = Message("import", "of them not expected: {count}")
_LEFT_OUT = Message("import", "{count} {count:row|rows} left out")
_READ_HERE = Message("import", "“{name}” is read here. Further lists of people in this file: {others}.")
_OTHER = Message("import", "“{name}” ({count} {count:row|rows})")
_AGAIN = Message(
    "import", "Answered more than once: {names}. The latest answer counts; rows of earlier ones can be taken in."
)
_NONE_IN = Message("import", "None of the {people} people is on this list. Is it the right one?")
_SOME_IN = Message("import", "Only {count} of the {people} people {count:is|are} on this list. Is it the right one?")
