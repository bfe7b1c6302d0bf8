# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws invented people's names from many places."""

from random import Random

from tests.lists.words_of import names_of

FIRST_NAMES, LAST_NAMES = names_of("first_names"), names_of("last_names")

FAR = (
    ("田中", "陽子"),
    ("Nakamura", "Haruki"),
    ("佐々木", "健"),
    ("الهاشمي", "نور"),
    ("Al-Hashimi", "Nour"),
    ("X", "Malik"),
    ("O", "Seung-hee"),
)
"""Last and first names of writing that is rare in these lists, and last names of one letter."""

_SHARES = {
    "fr": "fr fr fr fr fr fr br br oc ma ma af af vn de es it pt en pl",
    "en": "en en en en en fr br ma af af vn de es it pt pl pl",
    "de": "de de de de de de pl pl fr it vn af ma en",
    "es": "es es es es es es pt pt fr ma af it en",
    "it": "it it it it it it fr es de af ma pl",
}


def draw_name(rng: Random, language: str) -> tuple[str, str]:
    """A last and a first name, mostly of the language of the list; now and then from two places, or from far away."""
    if rng.random() < 0.008:
        return rng.choice(FAR)
    origin = rng.choice(_SHARES[language].split())
    of_family = origin
    if origin == "fr" and rng.random() < 0.12:
        of_family = "fr-many"
    elif rng.random() < 0.08:
        of_family = rng.choice([key for key in LAST_NAMES if key != "vn"])
    last = rng.choice(LAST_NAMES[of_family])
    if rng.random() < 0.04:
        other = rng.choice(LAST_NAMES[origin])
        last = f"{last}-{other}" if " " not in last + other else last
    return last, rng.choice(FIRST_NAMES[origin])
