# SPDX-License-Identifier: GPL-3.0-or-later
"""As many invented people as wanted, with names as frequent and as odd as in a French list."""

import random
from collections.abc import Iterator

from checkin.core.attendee import Attendee
from tests.builders import an_attendee

_ONSETS = (*"bcdfghjklmnprstvœ", "br", "ch", "cl", "cr", "dr", "fl", "fr", "gr", "gu", "pl", "pr", "qu", "tr", "vr")
_VOWELS = (*"aeiouéèïô", "ai", "au", "eau", "ou", "on", "an", "in", "en", "oi", "ie")
_CODAS = ("", "", "", "r", "l", "n", "s", "t", "c", "rd", "lt", "nt", "x", "ç")
_PARTICLES = ["de ", "de La ", "Le ", "du ", "d’", "Van ", "Ben ", "N’", "El "]
_ORGANISATIONS = [
    "Communauté de communes du {}",
    "Ville de {}",
    "Agence nationale de la {}",
    "Association {}",
    "Réseau des {}",
    "Université de {}",
    "{} Conseil",
    "Département de l’{}",
]


class _Names:
    """Words drawn about as unevenly as real ones: the first of a thousand first names is borne by one in fifty."""

    def __init__(self, draw: random.Random, count: int, syllables: list[int]) -> None:
        self._words = [_word(draw, draw.choice(syllables)) for _ in range(count)]
        self._weights: list[float] = []
        total = 0.0
        for place in range(count):
            total += 1 / (place + 8)
            self._weights.append(total)

    def some(self, draw: random.Random, count: int) -> list[str]:
        return draw.choices(self._words, cum_weights=self._weights, k=count)


def people(count: int, seed: int = 1) -> Iterator[Attendee]:
    """One in eight has a double first name, one in eight a particle, one in twelve a double last name."""
    draw = random.Random(seed)
    first_names, last_names = _Names(draw, 1_000, [1, 2, 2]), _Names(draw, 30_000, [1, 2, 2, 2, 3])
    towns = _Names(draw, 3_000, [2, 3])
    firsts, lasts = first_names.some(draw, count), last_names.some(draw, count)
    second_firsts, second_lasts = first_names.some(draw, count), last_names.some(draw, count)
    for n, (town, host) in enumerate(zip(towns.some(draw, count), towns.some(draw, count), strict=True)):
        first = f"{firsts[n]}-{second_firsts[n]}" if draw.random() < 0.12 else firsts[n]
        last = f"{lasts[n]}-{second_lasts[n]}" if draw.random() < 0.08 else lasts[n]
        last = draw.choice(_PARTICLES) + last if draw.random() < 0.12 else last
        address = f"{first}.{last}@{host}.example".replace(" ", "").replace("’", "").lower()
        organisation = draw.choice(_ORGANISATIONS).format(town)
        yield an_attendee(n + 1, first_name=first, last_name=last, organisation=organisation, email=address)


def _word(draw: random.Random, syllables: int) -> str:
    letters = "".join(draw.choice(_ONSETS) + draw.choice(_VOWELS) for _ in range(syllables))
    return letters.capitalize() + draw.choice(_CODAS)
