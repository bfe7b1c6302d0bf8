# SPDX-License-Identifier: GPL-3.0-or-later
"""The chosen columns of a person: their values, and the rules that hold for them. Pure.

A column of the list is found by its title, ignoring case and accents, because the next list may write it otherwise.
"""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from checkin.core.attendee import CUSTOM, Attendee, text_field
from checkin.core.local_time import read_measure
from checkin.core.programme.programme import Column, ColumnDisplay, ColumnRule, Programme, cell_parts, is_given
from checkin.core.search_terms import split_number
from checkin.core.text_folding import fold_text, natural_sort_key, words_in

# Values that differ only in gender or number: “végétarien”, “végétarienne”, “Végétariens”.
# French forms are answered in the gender of whoever answers. Two values are one only where both occur, so that no
# word is made up; short words are left alone, because “S” and “XS” are sizes.

SHORTEST = 4
"""The fewest letters of the shorter of two such words."""

_ENDINGS = (
    ("", "s"),
    ("", "x"),
    ("", "e"),
    ("", "es"),
    ("n", "nne"),
    ("n", "nnes"),
    ("l", "lle"),
    ("l", "lles"),
    ("t", "tte"),
    ("f", "ve"),
    ("f", "ves"),
    ("x", "se"),
    ("x", "ses"),
    ("er", "ere"),
    ("er", "eres"),
    ("al", "aux"),
    ("eur", "euse"),
)
"""The endings of a French adjective and of its other forms."""


def roots_of_values(values: Collection[str]) -> Mapping[str, str]:
    """Return by folded value the one of `values` that it is a form of, itself for most."""
    known = set(values)
    found = {value: next((root for root in _shorter_forms(value) if root in known), value) for value in known}
    return {value: _end_of(value, found) for value in known}


def _end_of(value: str, roots: Mapping[str, str]) -> str:
    while roots[value] != value:
        value = roots[value]
    return value


def _shorter_forms(value: str) -> Iterator[str]:
    """Yield the values of which this may be another form: each of its words in turn with the ending of the first."""
    words = value.split()
    for place, word in enumerate(words):
        for ending, other in _ENDINGS:
            if word.endswith(other) and len(word) - len(other) + len(ending) >= SHORTEST:
                shorter = word.removesuffix(other) + ending
                yield " ".join([*words[:place], shorter, *words[place + 1 :]])


LONGEST_IN_ROW, MOST_TO_GUEST, MOST_FOUND = 60, 4, 2
"""The most letters of a value in a row, and the most values that a guest sees, and that say why a person was found."""

MOST_TO_TICK = 12
"""The most values of a column that are offered to be ticked for a rule."""

YOUNGEST = 2
"""The least years before an event of a day on which somebody was born who comes; later days are of something else."""

MOST_VALUES, REST = 50, "…"
"""The most values of a column that are counted one by one, and the name of all others together."""

MOST_SPELLINGS = 1_000
"""The most texts that are compared with one another: a column with more has people's own words, not values."""


class ChosenValue(NamedTuple):
    """The value of a chosen column for one person, on one line; "" if they have none."""

    column: Column
    text: str

    @property
    def is_given(self) -> bool:
        """Whether there is anything to show; a lone dash stands for nothing."""
        return is_given(self.text)

    @property
    def says_name(self) -> bool:
        """Whether the value begins with the column's name: “Hôtel Ibis” under “Hôtel”."""
        name = words_in(self.column.name)
        return bool(name) and words_in(self.text)[: len(name)] == name

    @property
    def short(self) -> str:
        """The value as a chip or a row shows it: with the column's name, unless the value says all."""
        is_alone = self.column.shown_as is ColumnDisplay.VALUE or self.says_name
        return self.text if is_alone else f"{self.column.name} {isolated(self.text)}"


def chosen_values(attendee: Attendee, programme: Programme) -> Iterator[ChosenValue]:
    """Yield the value of each column that is chosen for the person's category, in the programme's order."""
    for column in columns_for(attendee.category, programme):
        yield ChosenValue(column, column_text(attendee, column.field))


def columns_for(category: str, programme: Programme) -> list[Column]:
    """Return the columns that are chosen for a category, whichever spelling the list used."""
    known = programme.category_named(category) if programme.columns else None
    own = known.id if known else category
    return [column for column in programme.columns if not column.only_for or own in column.only_for]


def columns_to_fill(category: str, programme: Programme) -> list[Column]:
    """Return the columns that a form offers for a person of a category who is on no list: those of the list's own."""
    return [column for column in columns_for(category, programme) if column.field.startswith(CUSTOM)]


def titles_to_correct(attendee: Attendee, programme: Programme) -> list[str]:
    """Return the titles of the list's columns that may be corrected for a person: those that the organiser chose or a
    control point asks for, each as this person's list writes it, then those that only this person has.
    """
    asked = (field for point in programme.control_points for field in point.asks_for)
    fields = dict.fromkeys([*(column.field for column in programme.columns), *asked])
    titles = (field.removeprefix(CUSTOM) for field in fields if field.startswith(CUSTOM))
    return list(dict.fromkeys([*(written_title(title, attendee.custom) for title in titles), *attendee.custom]))


def written_title(title: str, titles: Iterable[str]) -> str:
    """Return how `titles` write a title: itself if they have it, else the first that folds to the same, else itself."""
    known = list(titles)
    if title in known:
        return title
    return next((each for each in known if _folded_title(each) == _folded_title(title)), title)


def column_text(attendee: Attendee, field: str) -> str:
    """Return a person's text in a column, on one line; of several titles that fold to one, the first that has any."""
    return " ".join((text_field(attendee, field) or _under_folded_title(attendee.custom, field)).split())


def rules_that_hold(attendee: Attendee, programme: Programme) -> list[tuple[ChosenValue, ColumnRule]]:
    """Return the rules that hold for a person, each with the value that it is about; those that need a person first."""
    values = chosen_values(attendee, programme)
    found = [(value, rule) for value in values for rule in value.column.rules if rule.holds(value.text)]
    return sorted(found, key=lambda each: not each[1].needs_person)


def count_values(people: Iterable[Attendee], column: Column, programme: Programme) -> Counter[str]:
    """Return how many of these people have each text in a column, of those for whom it is chosen. "" counts too."""
    chosen = lru_cache(lambda category: column in columns_for(category, programme))
    return Counter(column_text(person, column.field) for person in people if chosen(person.category))


def count_met(rule: ColumnRule, counts: Mapping[str, int]) -> int:
    """Return how many people a rule holds for, of those counted by `count_values`."""
    return sum(people for text, people in counts.items() if rule.holds(text))


def count_empty(counts: Mapping[str, int]) -> int:
    """Return how many people have no value, of those counted by `count_values`."""
    return sum(people for text, people in counts.items() if not is_given(text))


def are_days_of_birth(counts: Mapping[str, int], day: date) -> bool:
    """Whether most values of a column are days, each at least `YOUNGEST` years before the `day` of the event."""
    values = [read_measure(text) for text in counts if is_given(text)]
    born = sum(isinstance(each, date) and day.year - each.year >= YOUNGEST for each in values)
    return 2 * born > len(values)


def values_to_tick(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return the values that a rule may name, each with its people: those of most people first."""
    found, spelling = Counter[str](), dict[str, str]()
    for text, people in counts.items():
        for part in filter(None, dict.fromkeys(cell_parts(text))):
            found[spelling.setdefault(fold_text(part), part)] += people
    return sorted(found.most_common(MOST_TO_TICK), key=lambda each: (-each[1], natural_sort_key(each[0])))


def idle_rules(people: Iterable[Attendee], programme: Programme) -> list[tuple[Column, ColumnRule]]:
    """Return the rules that hold for none of these people."""
    everyone, with_rules = list(people), [column for column in programme.columns if column.rules]
    counted = [(column, count_values(everyone, column, programme)) for column in with_rules]
    return [(column, rule) for column, counts in counted for rule in column.rules if not count_met(rule, counts)]


def isolated(text: str) -> str:
    """Return `text` so that words written from right to left do not change the order of what stands around it."""
    is_mixed = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
    return f"\u2068{text}\u2069" if is_mixed else text


def shortened(text: str, most: int) -> str:
    """Return at most `most` letters; a longer text ends with an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def shown_in_rows(attendee: Attendee, programme: Programme) -> list[str]:
    """Return the values that the rows of the search show."""
    values = chosen_values(attendee, programme)
    return [shortened(each.short, LONGEST_IN_ROW) for each in values if each.is_given and each.column.in_search]


def read_at_door(attendee: Attendee, programme: Programme) -> tuple[str, ...]:
    """Return the values that are read before a person comes in: those that an answer shows, and those of a rule."""
    ruled = {value for value, _ in rules_that_hold(attendee, programme)}
    values = [each for each in chosen_values(attendee, programme) if each.is_given]
    told = (each for each in values if each.column.shown_as is not ColumnDisplay.HIDDEN or each in ruled)
    return tuple(shortened(each.short, LONGEST_IN_ROW) for each in told)


def shown_to_guest(attendee: Attendee, programme: Programme) -> tuple[str, ...]:
    """Return the values that the screen of self-service shows."""
    values = chosen_values(attendee, programme)
    shown = [shortened(each.short, LONGEST_IN_ROW) for each in values if each.is_given and each.column.in_kiosk]
    return tuple(shown[:MOST_TO_GUEST])


def texts_with(attendee: Attendee, typed: str) -> list[str]:
    """Return the values of columns in which typed words stand, those with most of them first."""
    words = words_in(typed)
    wanted = [part for word in words for part in split_number(word) or (word,)]
    texts = (("", attendee.role), ("", attendee.phone), ("", attendee.order), *attendee.custom.items())
    hits = [(_count_words(wanted, title, text), title, text) for title, text in texts]
    found = sorted((hit for hit in hits if hit[0]), key=lambda hit: -hit[0])
    return [shortened(f"{title} {isolated(text)}".strip(), LONGEST_IN_ROW) for _, title, text in found[:MOST_FOUND]]


def _count_words(wanted: Iterable[str], title: str, text: str) -> int:
    """Return how many of the words begin one of a value or of its title; 0 if none begins one of the value."""
    in_value, in_title = words_in(text), words_in(title)
    own = [word for word in wanted if any(each.startswith(word) for each in in_value)]
    return len({*own, *(word for word in wanted if any(each.startswith(word) for each in in_title))}) if own else 0


def group_values(counts: Mapping[str, int], most: int = MOST_VALUES) -> dict[str, tuple[str, ...]]:
    """Return the spellings of each value, its other genders and numbers among them (`roots_of_values`), each under its
    most frequent spelling: numbers in their order, other values by their frequency. Rarer values beyond the `most` are
    together, under `REST`.
    """
    spellings: dict[str, list[str]] = {}
    texts = sorted(counts, key=lambda each: (-counts[each], each))
    compared, others = texts[:MOST_SPELLINGS], texts[MOST_SPELLINGS:]
    roots = roots_of_values({fold_text(text) for text in compared})
    for text in compared:
        spellings.setdefault(roots[fold_text(text)], []).append(text)
    ordered = sorted(spellings.values(), key=lambda texts: -sum(counts[text] for text in texts))
    kept = ordered[:most]
    if all(texts[0].strip().isdecimal() for texts in kept):
        kept = sorted(kept, key=lambda texts: natural_sort_key(texts[0]))
    found = {texts[0]: tuple(texts) for texts in kept}
    rest = (*(text for texts in ordered[most:] for text in texts), *others)
    return found | ({REST: rest} if rest else {})


def missing_titles(columns: Iterable[Column], titles: Iterable[str]) -> list[str]:
    """Return the titles of chosen columns that are none of `titles`, those of a list."""
    known = set(map(fold_text, titles))
    chosen = (c.field.removeprefix(CUSTOM) for c in columns if c.field.startswith(CUSTOM))
    return [title for title in dict.fromkeys(chosen) if fold_text(title) not in known]


def _under_folded_title(custom: Mapping[str, str], field: str) -> str:
    if not field.startswith(CUSTOM) or not custom:
        return ""
    wanted = _folded_title(field.removeprefix(CUSTOM))
    return next((text for title, text in custom.items() if text and _folded_title(title) == wanted), "")


_folded_title = lru_cache(maxsize=256)(fold_text)  # all people of an event have the same few titles
