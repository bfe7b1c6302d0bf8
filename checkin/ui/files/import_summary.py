# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of a list before it is imported: how it was understood, whom it brings. Words only."""

import re

from checkin.core.field_names import FIELD_NAMES
from checkin.core.lists.columns import NAMES, Field
from checkin.core.lists.mapping import ColumnMapping
from checkin.core.lists.problems import rows_of
from checkin.core.lists.vocabulary import says_no
from checkin.core.payer_email import names_payer_email, payer_email
from checkin.core.people import OFF
from checkin.core.words import Words
from checkin.desk.lists.list_preview import Basis, Preview
from checkin.language import say


def understood(mapping: ColumnMapping, basis: Basis) -> str:
    """Why the columns are as they are; "" where nobody is named."""
    if not mapping.names_people:
        return ""
    if mapping.signature in basis.remembered:
        return say(_REMEMBERED)
    return say(_RECOGNISED, source=mapping.source) if mapping.source else say(_GUESSED)


def nobody_named(mapping: ColumnMapping) -> str:
    """Why it cannot go on and what to do; "" where people are named."""
    return "" if mapping.names_people else say(_NOBODY)


def half_named(mapping: ColumnMapping) -> str:
    """That one of the two names is missing, where its column may have a title nobody knows; "" where neither or both
    are there, or the whole name.
    """
    held = {kind: index for index, kind in mapping.columns.items() if kind in NAMES}
    if len(held) != 1 or Field.FULL_NAME in held:
        return ""
    (known, index), *_ = held.items()
    words, missing = (_NO_FIRST, Field.FIRST_NAME) if known is Field.LAST_NAME else (_NO_LAST, Field.LAST_NAME)
    names = {"missing": say(FIELD_NAMES[missing]), "whole": say(FIELD_NAMES[Field.FULL_NAME])}
    return say(words, title=mapping.titles[index], **names)


def still_expected(seen: Preview) -> str:
    """Return that people who say "no" under a column of presence are expected all the same; "" where nobody does."""
    mapping = seen.roster.mapping
    if Field.STATUS in mapping.columns.values():
        return ""
    for index, kind in sorted(mapping.columns.items()):
        title = mapping.titles[index]
        count = sum(says_no(person.custom.get(title, "")) for person in seen.roster.people)
        if kind is Field.PRESENCE and count:
            return say(_STILL_EXPECTED, title=title, count=count, status=say(FIELD_NAMES[Field.STATUS]))
    return ""


def by_payer(seen: Preview) -> str:
    """Return for how many that of whoever paid serves, and how many have neither; "" where it serves nobody."""
    mapping = seen.roster.mapping
    title = next((title for title in mapping.titles if names_payer_email(title)), "")
    count = sum(not person.email and bool(payer_email(person.custom)) for person in seen.roster.people)
    lost = sum(not person.email and not payer_email(person.custom) for person in seen.roster.people)
    told = [say(_BY_PAYER, count=count, title=title)] if count else []
    return " ".join([*told, *([say(_NO_ADDRESS, count=lost)] if count and lost else [])])


def same_title(mapping: ColumnMapping) -> str:
    """Return that of two columns with one title only the first is read as what it says; "" where there are none."""
    for index, title in enumerate(mapping.titles):
        first = mapping.titles.index(base) if (base := _SECOND.sub("", title)) in mapping.titles else index
        if first < index and first in mapping.columns and index not in {*mapping.columns, *mapping.left_out}:
            return say(_SAME_TITLE, title=base, second=title)
    return ""


def notes(seen: Preview) -> str:
    """Return all that an organiser would want to know of how a list is understood, though nothing is wrong."""
    found = (same_title(seen.roster.mapping), still_expected(seen), by_payer(seen))
    return " ".join(filter(None, found))


def summary(seen: Preview) -> str:
    """Whom the whole list brings, and how much of it is to be looked at."""
    difference, problems = seen.difference, rows_of(seen.problems)
    if seen.is_first:
        people = seen.roster.people
        off = sum(person.status in OFF for person in people)
        parts = [say(_PEOPLE, count=len(people)), *([say(_OFF, count=off)] if off else [])]
    else:
        parts = [
            say(_NEW, count=len(difference.added)),
            say(_CHANGED, count=len(difference.changed)),
            say(_GONE, count=len(difference.gone)),
            say(_UNCHANGED, count=difference.unchanged),
        ]
    if seen.roster.ignored:
        parts.append(say(_IGNORED, count=len(seen.roster.ignored)))
    if problems:
        parts.append(say(TO_LOOK_AT, count=problems))
    return " · ".join(parts)


TO_LOOK_AT = Words("import", "rows to look at: {count}")
_REMEMBERED = Words("import", "Understood as the last list with these titles was. Press Enter, or change a column.")
_RECOGNISED = Words("import", "Recognised as an export of {source}. Press Enter, or change a column.")
_GUESSED = Words("import", "Columns recognised by their titles. Check that the people are right, then press Enter.")
_NOBODY = Words(
    "import", "Nobody is named yet: choose “Last name” or “Full name” above the column with the names of people."
)
_NO_FIRST = Words(
    "import",
    "Nobody has a first name. If a column holds it, choose “{missing}” above it; if “{title}” holds whole names, "
    "choose “{whole}” there.",
)
_NO_LAST = Words(
    "import",
    "Nobody has a last name. If a column holds it, choose “{missing}” above it; if “{title}” holds whole names, "
    "choose “{whole}” there.",
)
_PEOPLE = Words("import", "People: {count}")
_SECOND = re.compile(r" \(\d+\)$")
_SAME_TITLE = Words(
    "import",
    "Several columns are called “{title}”. The first is read; “{second}” is kept as information only. Choose above "
    "them if it is the other way round.",
)
_STILL_EXPECTED = Words(
    "import",
    "“{title}” says no for {count} {count:person, who is|people, who are} expected all the same. If they do not come, "
    "choose “{status}” above that column.",
)
_BY_PAYER = Words(
    "import",
    "{count} {count:person has|people have} no e-mail address of their own. “{title}” serves only to send them their "
    "codes.",
)
_NO_ADDRESS = Words("import", "{count} {count:has|have} no address at all.")
_OFF = Words("import", "of them not expected: {count}")
_NEW = Words("import", "New: {count}")
_CHANGED = Words("import", "Changed: {count}")
_GONE = Words("import", "no longer on the list: {count}")
_UNCHANGED = Words("import", "as they are: {count}")
_IGNORED = Words("import", "rows that are no people: {count}")
