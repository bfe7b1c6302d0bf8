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
