# SPDX-License-Identifier: GPL-3.0-or-later
"""Search for people: the terms by which a person is found, the query typed, and how well both match. Pure.

`storage/people_search` finds the people.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from checkin.core.attendee import Attendee
from checkin.core.text_folding import words_in

# Names with letters that French does not have, as a French ear writes them: Çelik is heard “tchelik”, Šimunek
# “shimounek”. Folding leaves the bare letter, which sounds otherwise.

_WRITTEN = {
    **dict.fromkeys("šşșśŝ", "ch"),
    **dict.fromkeys("čćċĉ", "tch"),
    **dict.fromkeys("žżĵ", "j"),
    **dict.fromkeys("ñńňņ", "gn"),
    **dict.fromkeys("öőø", "eu"),
    **dict.fromkeys("üűů", "u"),
    **dict.fromkeys("țţ", "ts"),
    "ä": "e",
    "å": "o",
    "ą": "on",
    "ę": "en",
    "đ": "dj",
    "ğ": "",
    "ř": "rj",
    "ź": "z",
}
_FOREIGN = re.compile(f"[{''.join(_WRITTEN)}]|^ç|ç(?![aouáàâãóôõú])")
"""The ç that French has stands before a, o and u, as that of Portuguese does."""
_U = re.compile(r"(?<![aeoqg])u")
_SPACES = re.compile(r"[\W_]+")


def heard_spellings(name: str) -> Iterator[str]:
    """Yield how a French ear writes those words of a name that have foreign letters, also with the u and j that most
    other languages say: ou and y.
    """
    if name.isascii():
        return
    for word in _SPACES.split(unicodedata.normalize("NFC", name.casefold())):
        if _FOREIGN.search(word):
            yield _FOREIGN.sub(_heard, word)
            yield _U.sub("ou", _FOREIGN.sub(_heard, word.replace("j", "y")))


def _heard(letter: re.Match[str]) -> str:
    return _WRITTEN.get(letter[0], "tch")


# Search terms of a person: their names, organisation and codes in every spelling that a hurried user may type, also
# without particles (de, la, van); and the values of the list's other columns.

MOST_LETTERS = 24
"""The most letters of a term; after so many without a space the user sees the person."""

INNER_LETTERS = 3
"""The least letters that are searched inside words: fewer are inside nearly every name."""

LONGEST_VALUE, MOST_VALUE_WORDS, MOST_TITLED = 400, 40, 4
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
        words = words_in(text[:LONGEST_VALUE])[:MOST_VALUE_WORDS]
        titles = words_in(title)
        found.update(words, (glued(words),), map(glued, pairwise(words)))
        parts = {*words[:MOST_TITLED], glued(words)} if words else ()
        found.update(titled(name, part) for name in {*titles, *tails(titles)} for part in parts)
    return found


def _text(words: set[str]) -> str:
    return " ".join(sorted({word[:MOST_LETTERS] for word in words} - {""}))


LONGEST_QUERY, MOST_QUERY_WORDS = 200, 6
"""The most characters and words of a query: a longer text is pasted, not a search."""

CODE_LETTERS = 4
"""The least letters of a code: fewer would match codes by chance."""

BARE_LETTERS = 3
"""The least letters without particles: a single one, as of "le g", would match everybody with a G."""


class MatchRank(IntEnum):
    """The place where a person matches, best first; with several words, the worst place among them.

    Up to `EMAIL` the words begin words of theirs, in `SearchTerms` order. `COLUMN`: each is a word of the list's other
    columns; `COLUMN_BEGINNING`: each begins one, or a word of theirs. `INNER`: a word lies inside one of theirs;
    `NEAR`: it is one of theirs but for a typing error; `NEAR_BEGINNING`: one of theirs begins so but for a typing
    error; `SOUND`: it sounds like one of their names.
    """

    LAST_NAME = 0
    FIRST_NAME = 1
    NAME_PART = 2
    ORGANISATION = 3
    EMAIL = 4
    CODE = 5
    COLUMN = 6
    COLUMN_BEGINNING = 7
    INNER = 8
    NEAR = 9
    NEAR_BEGINNING = 10
    SOUND = 11


@dataclass(frozen=True, slots=True)
class RankedAttendee:
    """A person who matches a query, and how well."""

    attendee: Attendee
    rank: MatchRank


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A query as understood. `phrasings` are the possible meanings, each as words that must all match: as typed, then
    with words joined.

    `bare` is without particles, empty if there are none or too little would be left. A single letter is an initial, and
    the last word may be unfinished. `code` is what may be one end of a code, "" if nothing.
    """

    phrasings: tuple[tuple[str, ...], ...]
    bare: tuple[str, ...]
    code: str

    @property
    def core(self) -> tuple[str, ...]:
        """The words that matter."""
        return self.bare or self.phrasings[0]


def read_query(text: str) -> SearchQuery | None:
    """Return the query in `text`; None if it has fewer than two letters or digits."""
    text = text[:LONGEST_QUERY]
    words = [word[:MOST_LETTERS] for word in words_in(without_top_level(text))[:MOST_QUERY_WORDS]]
    if len("".join(words)) < 2:
        return None
    bare = (*(w for w in words[:-1] if len(w) == 1 or w not in PARTICLES), words[-1])
    code = plain_code(text)
    return SearchQuery(
        tuple(dict.fromkeys(_phrasings(words))),
        bare if len(bare) < len(words) and len("".join(bare)) >= BARE_LETTERS else (),
        code if len(code) >= CODE_LETTERS else "",
    )


def rank_match(query: SearchQuery, texts: Sequence[str]) -> MatchRank | None:
    """Return how well a person with these `SearchTerms` matches; None if they do not, or only with a typing error."""
    places = [f" {text}" for text in texts]
    for phrasing in query.phrasings:
        if (found := _worst_place(phrasing, places)) is not None:
            return found
    if query.bare and (found := _worst_place(query.bare, places)) is not None:
        return max(found, MatchRank.NAME_PART)  # behind those who have the particle too
    return MatchRank.CODE if query.code and _has_code(query.code, places) else None


def nearness(meanings: Collection[str], texts: Sequence[str]) -> MatchRank | None:
    """Return the rank of a person whose `SearchTerms` have one of `meanings`, as a word or as the beginning of one;
    else None.
    """
    words = {word for text in texts[: MatchRank.CODE] for word in text.split()}
    if not words.isdisjoint(meanings):
        return MatchRank.NEAR
    lengths = {len(meaning) for meaning in meanings}
    return MatchRank.NEAR_BEGINNING if any(word[:n] in meanings for word in words for n in lengths) else None


def _phrasings(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    yield tuple(words)
    for at in range(len(words) - 1):
        yield (*words[:at], glued(words[at : at + 2]), *words[at + 2 :])
    if len(words) > 2:
        yield (glued(words),)


def _worst_place(words: Sequence[str], places: Sequence[str]) -> MatchRank | None:
    worst = 0
    for word in words:
        wanted = f" {word}"
        place = next((n for n in range(MatchRank.CODE) if wanted in places[n]), None)
        if place is None:
            return None
        worst = max(worst, place)
    return MatchRank(worst)


def _has_code(code: str, places: Sequence[str]) -> bool:
    return f" {code}" in places[MatchRank.CODE] or f" {code[::-1]}" in places[MatchRank.CODE + 1]


# French phonetic keys of names: two spellings that sound alike share a key.
# A sound is written in letters of its own: `C` for ch, `A I O` for the nasal vowels of "banc", "vin" and "bon", `e`
# for every é, è and eu, `u` for ou, `y` for u, `w` for the beginning of oi. What folding took away (é, ç) and what
# spelling leaves open (is the r of Quéméner heard?) gives one word several keys.

_SAID_ALSO = ((re.compile(r"ch$"), "k"), (re.compile(r"(?<![iy])en$"), "enne"))
"""Alternative endings of Breton names that French also pronounces: Le Floc'h, Kerguélen."""

SHORTEST = 3
"""The least letters of a word with keys: shorter ones sound like too many others."""

_SPELLED = tuple(
    (needed, re.compile(pattern), written)
    for needed, pattern, written in (
        # Breton
        ("kerg", r"^kerg(?=[eiy])", "kerG"),
        ("ig", r"ig$", "ik"),
        # silent letters in the middle of names written as one word: Grandjean, Saint-Germain, Grosjean
        ("", r"(?<=[nm])[td](?=[bcdfgjklmnpqsvz])", ""),
        ("gch", r"(?<=n)gc(?=h)", "c"),
        ("", r"^(gro|boi|hau|peti)[st](?=[bcdfgjklmnpqrtv])", r"\1"),
        # silent letters at the end
        ("zh", r"(?<=z)h$", ""),
        ("aul", r"aul[tdx]s?$", "o"),
        ("oul", r"oul[tdx]s?$", "ou"),
        ("lerc", r"lerc$", "ler"),
        ("n", r"(?<=n)[gc]s?$", ""),
        ("p", r"(?<=[mu])ps?$", ""),
        ("", r"(?<=[aiouyrnm])[dtsxz]+$", ""),
        ("e", r"(?<=e)[tsxz]+$", "_"),
        # consonants of several letters
        ("ohou", r"ohou", "ou"),
        ("ranc", r"ranc(?=[ao])", "rans"),
        ("bv", r"bv", "v"),
        ("es", r"(?<=e)s(?=[lmn])", ""),
        ("ch", r"s?ch(?=[lrnv])", "k"),
        ("h", r"sch|sh|t?ch", "C"),
        ("ph", r"ph", "f"),
        ("h", r"h", ""),
        ("gn", r"gn", "ni"),
        ("tion", r"tion", "sion"),
        ("ge", r"ge(?=[aou])", "j"),
        ("g", r"g[uw](?=[eiy])|gg(?=[eiy])", "G"),
        ("g", r"g(?=[eiy])", "j"),
        ("cc", r"cc(?=[eiy])", "ks"),
        ("xc", r"xc(?=[eiy])", "ks"),
        ("c", r"s?c(?=[eiy])", "s"),
        ("", r"qu|ck|[cq]", "k"),
        ("x", r"x", "ks"),
        ("z", r"z", "s"),
        ("oua", r"oua", "wa"),
        ("w", r"(?<![bcdfgjklmnprstv])w|w(?!a)", "v"),
        # il and ill pronounced as y
        ("il", r"(?<=[aeou])(?:ill(?=$|[aeiouy])|il$)", "Y"),
        ("ill", r"(?<![v])ill(?=[aeiouy])", "iY"),
        ("oy", r"oy(?=[aeiou])", "oiY"),
        ("", r"(?<=[ae])[iy](?=[aeiou])", "Y"),
        ("y", r"y", "i"),
        # nasal vowels
        ("", r"(?:ea|[ae])[nm](?![aeiounm])", "A"),
        ("oin", r"oin(?![aeiounm])", "wI"),
        ("iA", r"i[A](?=$)", "iI"),
        ("", r"(?:[ae]i|[iu])[nm](?![aeiounm])", "I"),
        ("o", r"o[nm](?![aeiounm])", "O"),
        # vowels of several letters
        ("au", r"e?au", "o"),
        ("ou", r"ou", "U"),
        ("oi", r"oi", "wa"),
        ("", r"oeu|oe|eu|[ae]i|ae", "e"),
        ("u", r"u", "y"),
        ("U", r"U", "u"),
        ("Y", r"Y", "i"),
        ("G", r"G", "g"),
        ("ee", r"ee_?$", "e_"),
        ("", r"(.)\1+", r"\1"),
        # an e that may be mute
        ("e", r"(?<=[aeiouywAIO][bcdfgjklmnprstvC])e(?=[bcdfgjklmnprstvC](?:[aiouywAIO]|e.))", ""),
    )
)
"""Letters without which a rule changes no word, the rule, and what it writes. Most rules are about few words, and an
import asks how many words sound.
"""


@lru_cache(maxsize=4096)
def sounds_of(word: str) -> frozenset[str]:
    """Return the keys of a folded word; empty for a short word or one that is not all letters."""
    if len(word) < SHORTEST or not (word.isascii() and word.isalpha()):
        return frozenset()
    spellings = {word, *(end.sub(also, word) for end, also in _SAID_ALSO)}
    return frozenset(sound for spelled in spellings for sound in _endings(_phonetic(spelled)) if len(sound) > 1)


def sounds_of_swapped(word: str) -> set[str]:
    """Return the keys of a longer folded word in which two neighbours were swapped while typing."""
    swapped = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    return {sound for each in swapped for sound in sounds_of(each)} if len(word) > SHORTEST + 1 else set()


def sounds_begun(word: str) -> frozenset[str]:
    """Return how a longer word begins that is typed so far as this folded one: “kemen” begins as “kemener” does. Empty
    like `sounds_of`.
    """
    if len(word) < SHORTEST or not (word.isascii() and word.isalpha()):
        return frozenset()
    ending = "na" if word[-1] in "aeiouy" else "a"  # what follows decides whether the last letters are heard
    return frozenset((_phonetic(word), _phonetic(word + ending).removesuffix(ending)))


def _phonetic(word: str) -> str:
    for needed, pattern, written in _SPELLED:
        if needed in word:
            word = pattern.sub(written, word)
    return word


def _endings(sound: str) -> set[str]:
    """Return the possible endings: a final e is é or mute, the r of -er is heard or not; after a vowel é is heard and a
    mute e is not.
    """
    if sound.endswith("_"):
        return {sound[:-1], sound[:-2]} if sound.endswith("e_") else {sound[:-1]}
    if sound.endswith("er"):
        return {sound, sound[:-1]}
    return {sound, sound[:-1]} if sound.endswith("e") else {sound}


# Reads a name or e-mail address from a text that is no ticket, such as the QR code of a business card.
# Visitors hold up any code they have. A contact is never admitted by it; it only saves typing the name into the
# search.

LONGEST_CONTACT = 4096
"""Characters that are read at most: a version-40 QR code holds fewer."""

LONGEST_NAME, MOST_NAME_WORDS = 80, 8
_CARD = re.compile(r"^(?P<field>FN|N|EMAIL)(?:;[^:]*)?:(?P<value>.+)$", re.IGNORECASE | re.MULTILINE)
_MECARD = re.compile(r"(?P<field>N|EMAIL):(?P<value>(?:\\.|[^;\\])+)", re.IGNORECASE)
_ADDRESS = re.compile(r"^[^\s@,;:<>]+@[^\s@,;:<>]+\.[^\s@,;:<>]+$")
_NAME = re.compile(r"^[^\W\d_]+(?:[ .'’-]+[^\W\d_]+)+$")


@dataclass(frozen=True, slots=True)
class Contact:
    """A name, its words in any order, and an e-mail address; one of them may be ""."""

    name: str
    email: str


def read_contact(text: str) -> Contact | None:
    """Return the contact in `text`, None if there is none.

    Reads vCard (RFC 6350), MECARD, `mailto:`, a lone address, or two to eight words alone.
    """
    text = text.strip()[:LONGEST_CONTACT].replace("\r", "")
    if text.upper().startswith("BEGIN:VCARD"):
        return _of_fields(_CARD.findall(text))
    if text.upper().startswith("MECARD:"):
        return _of_fields(_MECARD.findall(text[len("MECARD:") :]))
    bare = re.sub(r"(?i)^mailto:", "", text).split("?")[0]
    if _ADDRESS.match(bare):
        return Contact("", bare)
    is_name = len(text) <= LONGEST_NAME and len(text.split()) <= MOST_NAME_WORDS and _NAME.match(text)
    return Contact(text, "") if is_name else None


def _of_fields(fields: list[tuple[str, str]]) -> Contact | None:
    found = {name.upper(): value.strip() for name, value in reversed(fields)}
    name = found.get("FN") or " ".join(re.split(r"[;,]+", found.get("N", "")))
    contact = Contact(" ".join(name.replace("\\", "").split()), found.get("EMAIL", ""))
    return contact if contact.name or contact.email else None
