# SPDX-License-Identifier: GPL-3.0-or-later
"""French phonetic keys of names: two spellings that sound alike share a key. Pure.

A sound is written in letters of its own: `C` for ch, `A I O` for the nasal vowels of "banc", "vin" and "bon", `e` for
every é, è and eu, `u` for ou, `y` for u, `w` for the beginning of oi. What folding took away (é, ç) and what spelling
leaves open (is the r of Quéméner heard?) gives one word several keys.
"""

import re
from functools import lru_cache

_SAID_ALSO = ((re.compile(r"ch$"), "k"), (re.compile(r"(?<![iy])en$"), "enne"))
"""Alternative endings of Breton names that French also pronounces: Le Floc'h, Kerguélen."""

SHORTEST = 3
"""The least letters of a word with keys: shorter ones sound like too many others."""

_SPELLED = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        # Breton
        (r"^kerg(?=[eiy])", "kerG"),
        (r"ig$", "ik"),
        # silent letters in the middle of names written as one word: Grandjean, Saint-Germain, Grosjean
        (r"(?<=[nm])[td](?=[bcdfgjklmnpqsvz])", ""),
        (r"(?<=n)gc(?=h)", "c"),
        (r"^(gro|boi|hau|peti)[st](?=[bcdfgjklmnpqrtv])", r"\1"),
        # silent letters at the end
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
        # il and ill pronounced as y
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
    """Return the keys of a folded word; empty for a short word or one that is not all letters."""
    if len(word) < SHORTEST or not (word.isascii() and word.isalpha()):
        return frozenset()
    spellings = {word, *(end.sub(also, word) for end, also in _SAID_ALSO)}
    return frozenset(sound for spelled in spellings for sound in _endings(_phonetic(spelled)) if len(sound) > 1)


def _phonetic(word: str) -> str:
    for pattern, written in _SPELLED:
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
