# SPDX-License-Identifier: GPL-3.0-or-later
"""Names with letters that French does not have, as a French ear writes them: Çelik is heard “tchelik”, Šimunek
“shimounek”. Folding leaves the bare letter, which sounds otherwise. Pure.
"""

import re
import unicodedata
from collections.abc import Iterator

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
