# SPDX-License-Identifier: GPL-3.0-or-later
"""Search terms of a person: their names, organisation and codes in every spelling that a hurried user may type, also
without particles (de, la, van); and the values of the list's other columns.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from checkin.core.attendee import Attendee
from checkin.core.search.foreign_letters import heard_spellings
from checkin.core.text_folding import words_in

MOST_LETTERS = 24
"""The most letters of a term; after so many without a space the user sees the person."""

INNER_LETTERS = 3
"""The least letters that are searched inside words: fewer are inside nearly every name."""

LONGEST_VALUE, MOST_WORDS, MOST_TITLED = 400, 40, 4
"""The letters of a column's value in which it is searched, the words of it, and those also joined to the title."""

_LEFT_OUT = """
a al aux ben bin d da das de del della delle den der des di do dos du e el en et ibn l la las le les lo los of ould the
und van von y zu zum zur
"""
PARTICLES = frozenset(_LEFT_OUT.split())
"""Folded words that people leave out of a name and out of initials."""


class SearchTerms(NamedTuple):
    """A person's terms separated by spaces, best place first. Codes stand forwards and backwards, so that both ends can
    be searched as beginnings. `columns` has the words of the list's other columns, also joined to their titles
    (`titled`): a person with 7 under “Table” is found by "table 7" as one with the value "Table 7" is.
    """

    last_name: str
    first_name: str
    name_parts: str
    organisation: str
    email: str
    codes: str
    codes_backwards: str
    columns: str


def build_search_terms(attendee: Attendee, codes: Iterable[str]) -> SearchTerms:
    """Return the terms of an attendee; `codes` are all they ever had."""
    last, first = words_in(attendee.last_name), words_in(attendee.first_name)
    begun, given = beginnings(last), [glued(first)]
    heard = (word for name in (attendee.last_name, attendee.first_name) for word in heard_spellings(name))
    parts = {*tails(last), *last, *tails(first), *first, *(w for text in heard for w in words_in(text))}
    parts -= {*begun, *given}
    terms = SearchTerms(
        " ".join(begun),
        " ".join(given),
        _text(parts),
        _text(_of_organisation(attendee.organisation)),
        _text(_of_email(attendee.email)),
        "",
        "",
        _text(_of_columns(attendee)),
    )
    return with_codes(terms, codes)


def with_codes(terms: SearchTerms, codes: Iterable[str]) -> SearchTerms:
    """Return the terms of a person with these codes in place of theirs."""
    plain = sorted(filter(None, map(plain_code, codes)))
    return terms._replace(codes=" ".join(plain), codes_backwards=" ".join(code[::-1] for code in plain))


def fuzzy_words(spelled: SearchTerms) -> set[str]:
    """Return the words in which a typing error is forgiven: of names and organisation."""
    return {word for text in spelled[:4] for word in text.split()}


def endings(word: str) -> list[str]:
    """Return the endings of `word`, by whose beginnings its inside can be found."""
    return [word[start:] for start in range(1, len(word) - INNER_LETTERS + 1)]


def glued(words: Iterable[str]) -> str:
    """Return `words` as typed without spaces."""
    return "".join(words)[:MOST_LETTERS]


def titled(title: str, value: str) -> str:
    """Return the term of a value under the title of its column. The value stands first, so that nobody is found by the
    beginning of a title alone, which all people of a list share.
    """
    return glued((value, title))


def split_number(word: str) -> tuple[str, str] | None:
    """Return the letters and the number of a folded word such as "table7"; None for any other word."""
    letters = word.rstrip("0123456789")
    return (letters, word[len(letters) :]) if letters.isalpha() and letters != word else None


def tails(words: Sequence[str]) -> list[str]:
    """Return each word joined with all that follow it."""
    return [glued(words[start:]) for start in range(len(words))]


def beginnings(words: Sequence[str]) -> list[str]:
    """Return a joined name from its start and from behind each leading particle: "delafourniere", "lafourniere",
    "fourniere".
    """
    leading = len(list(takewhile(PARTICLES.__contains__, words[:-1])))
    return tails(words)[: leading + 1]


def initials(words: Sequence[str]) -> list[str]:
    """Return the initials of an organisation, without and with its particles: "ccpi", "cdcdpdi"; none for a single
    word.
    """
    short = "".join(w[0] for w in words if w not in PARTICLES)
    full = "".join(w[0] for w in words)
    return [letters for letters in (short, full) if len(letters) > 1]


def plain_code(code: str) -> str:
    """Return a code's letters and digits alone."""
    if code.isascii() and code.isalnum():
        return code.lower()
    return "".join(words_in(code))


def without_top_level(address: str) -> str:
    """Return an e-mail address without the ".fr" that half of all people share; any other text unchanged."""
    name, at, host = address.partition("@")
    return f"{name}{at}{host.rsplit('.', 1)[0]}"


def _of_organisation(name: str) -> set[str]:
    """Return the words of an organisation, also without their hyphens and apostrophes, and its initials."""
    words = words_in(name)
    return {*words, *("".join(words_in(part)) for part in name.split()), *initials(words)}


def _of_email(address: str) -> set[str]:
    name, _, host = without_top_level(address).partition("@")
    words = words_in(name)
    return {*words, "".join(words), *words_in(host)}


def _of_columns(attendee: Attendee) -> set[str]:
    """Return the words of role, phone, order and the list's own columns, each also joined to the word before it."""
    found = {*words_in(attendee.role), glued(words_in(attendee.phone))}
    for title, text in (("", attendee.order), *attendee.custom.items()):
        words = words_in(text[:LONGEST_VALUE])[:MOST_WORDS]
        titles = words_in(title)
        found.update(words, (glued(words),), map(glued, pairwise(words)))
        parts = {*words[:MOST_TITLED], glued(words)} if words else ()
        found.update(titled(name, part) for name in {*titles, *tails(titles)} for part in parts)
    return found


def _text(words: set[str]) -> str:
    return " ".join(sorted({word[:MOST_LETTERS] for word in words} - {""}))
