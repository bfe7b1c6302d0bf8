# SPDX-License-Identifier: GPL-3.0-or-later
"""How a name sounds in French: two spellings that are said alike have a sound in common. Pure.

A sound is written in letters of its own: `C` for ch, `A I O` for the nasal vowels of "banc", "vin" and "bon", `e` for
every é, è and eu, `u` for ou, `y` for u, `w` for the beginning of oi. What folding took away (é, ç) and what spelling
leaves open (is the r of Quéméner heard?) makes several sounds of one word.
"""

import re
from functools import lru_cache

_SAID_ALSO = ((re.compile(r"ch$"), "k"), (re.compile(r"(?<![iy])en$"), "enne"))
"""Ends of Breton names that French has another sound for: Le Floc'h, Kerguélen."""

SHORTEST = 3
"""Letters of a word that has sounds: shorter ones sound like too many."""

_SPELLED = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        # Breton
        (r"^kerg(?=[eiy])", "kerG"),
        (r"ig$", "ik"),
        # what is not heard in the middle of names written as one word: Grandjean, Saint-Germain, Grosjean
        (r"(?<=[nm])[td](?=[bcdfgjklmnpqsvz])", ""),
        (r"(?<=n)gc(?=h)", "c"),
        (r"^(gro|boi|hau|peti)[st](?=[bcdfgjklmnpqrtv])", r"\1"),
        # what is not heard at the end
        (r"(?<=z)h$", ""),
        (r"aul[tdx]s?$", "o"),
        (r"oul[tdx]s?$", "ou"),
        (r"lerc$", "ler"),
        (r"(?<=n)[gc]s?$", ""),
        (r"(?<=[mu])ps?$", ""),
        (r"(?<=[aiouyrnm])[dtsxz]+$", ""),
        (r"(?<=e)[tsxz]+$", "_"),
        # consonants of several letters
        (r"ranc(?=[ao])", "rans"),
        (r"bv", "v"),
        (r"(?<=e)s(?=[lmn])", ""),
        (r"s?ch(?=[lrnv])", "k"),
        (r"sch|sh|ch", "C"),
        (r"ph", "f"),
        (r"h", ""),
        (r"gn", "ni"),
        (r"tion", "sion"),
        (r"ge(?=[aou])", "j"),
        (r"g[uw](?=[eiy])|gg(?=[eiy])", "G"),
        (r"g(?=[eiy])", "j"),
        (r"cc(?=[eiy])", "ks"),
        (r"xc(?=[eiy])", "ks"),
        (r"s?c(?=[eiy])", "s"),
        (r"qu|ck|[cq]", "k"),
        (r"x", "ks"),
        (r"z", "s"),
        (r"oua", "wa"),
        (r"(?<![bcdfgjklmnprstv])w|w(?!a)", "v"),
        # il and ill that are a y
        (r"(?<=[aeou])(?:ill(?=$|[aeiouy])|il$)", "Y"),
        (r"(?<![v])ill(?=[aeiouy])", "iY"),
        (r"oy(?=[aeiou])", "oiY"),
        (r"(?<=[ae])[iy](?=[aeiou])", "Y"),
        (r"y", "i"),
        # nasal vowels
        (r"(?:ea|[ae])[nm](?![aeiounm])", "A"),
        (r"oin(?![aeiounm])", "wI"),
        (r"i[A](?=$)", "iI"),
        (r"(?:[ae]i|[iu])[nm](?![aeiounm])", "I"),
        (r"o[nm](?![aeiounm])", "O"),
        # vowels of several letters
        (r"e?au", "o"),
        (r"ou", "U"),
        (r"oi", "wa"),
        (r"oeu|oe|eu|[ae]i|ae", "e"),
        (r"u", "y"),
        (r"U", "u"),
        (r"Y", "i"),
        (r"G", "g"),
        (r"ee_?$", "e_"),
        (r"(.)\1+", r"\1"),
        # an e that may be mute
        (r"(?<=[aeiouywAIO][bcdfgjklmnprstvC])e(?=[bcdfgjklmnprstvC](?:[aiouywAIO]|e.))", ""),
    )
)


@lru_cache(maxsize=4096)
def sounds_of(word: str) -> frozenset[str]:
    """Return the sounds of a folded word; none for a short one, and for one that is not of letters alone."""
    if len(word) < SHORTEST or not (word.isascii() and word.isalpha()):
        return frozenset()
    said = {word, *(end.sub(also, word) for end, also in _SAID_ALSO)}
    return frozenset(sound for spelled in said for sound in _endings(_heard(spelled)) if len(sound) > 1)


def _heard(word: str) -> str:
    for pattern, written in _SPELLED:
        word = pattern.sub(written, word)
    return word


def _endings(heard: str) -> set[str]:
    """An e at the end is é or mute, the r of -er is heard or not; behind a vowel é sounds on, and a mute e does not."""
    if heard.endswith("_"):
        return {heard[:-1], heard[:-2]} if heard.endswith("e_") else {heard[:-1]}
    if heard.endswith("er"):
        return {heard, heard[:-1]}
    return {heard, heard[:-1]} if heard.endswith("e") else {heard}
