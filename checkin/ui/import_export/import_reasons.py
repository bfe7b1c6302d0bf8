# SPDX-License-Identifier: GPL-3.0-or-later
"""Why each column of a list was taken, in words: at the column's head, and the surprising ones above the table."""

from checkin.core.field_names import FIELD_NAMES
from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.lists.column_reasons import RivalColumn, RivalKind, counted, rival_columns
from checkin.core.lists.list_fields import ColumnReason, ListField
from checkin.core.message import Message
from checkin.translation import translate

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
        return translate(_SOURCE, source=mapping.source or "")
    alike, filled = counted(mapping, index)
    if reason in (ColumnReason.CONTENTS, ColumnReason.BOTH) and alike:
        words = _COUNTED.get(mapping.columns[index], _LOOKS)
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
        return translate(_NO_TITLES)
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
_SOURCE = Message("import", "As in an export from {source}.")
_CONTENTS_COUNTED = Message("import", "By its contents: {count}.")
_BOTH_COUNTED = Message("import", "By its title and contents: {count}.")
_COUNTED = {
    ListField.EMAIL: Message("import", "{count} of {filled} are e-mail addresses"),
    ListField.PHONE: Message("import", "{count} of {filled} are phone numbers"),
    ListField.FIRST_NAME: Message("import", "{count} of {filled} are known first names"),
    ListField.LAST_NAME: Message("import", "{count} of {filled} look like names"),
    ListField.FULL_NAME: Message("import", "{count} of {filled} look like names"),
}
_LOOKS = Message("import", "{count} of {filled} look like it")
_NOTHING = Message("import", "Kept for reading and exporting.")
_RIVAL_HEADS = {
    RivalKind.ALIKE: Message("import", "Looks like “{field}” too; “{title}” was taken."),
    RivalKind.EMPTY: Message("import", "Empty; “{title}” was taken as “{field}”."),
    RivalKind.CONSTANT: Message("import", "The same in every row; “{title}” was taken as “{field}”."),
    RivalKind.PAYER: Message("import", "The payer’s address: used only for people who have none of their own."),
}
_ALL_SWAPPED = Message("import", "First and last names were swapped under their titles; they are put right here.")
_NO_TITLES = Message("import", "No titles: the columns were recognised by their contents.")
_TAKEN = Message("import", "“{title}” ({field})")
_BY_CONTENTS = Message("import", "Recognised by contents: {columns}.")
_BY_CONTENTS_MORE = Message("import", "Recognised by contents: {columns} and {more} more.")
_RIVALS = {
    RivalKind.ALIKE: Message("import", "“{title}” is taken as “{field}”; “{other}” is kept as information."),
    RivalKind.EMPTY: Message("import", "“{title}” is taken as “{field}”; “{other}” is empty."),
    RivalKind.CONSTANT: Message("import", "“{title}” is taken as “{field}”; “{other}” is the same in every row."),
}
