# SPDX-License-Identifier: GPL-3.0-or-later
"""The languages that Checkin speaks, and what differs from one to the next. The only list of them.

A language that is added here also needs its catalogue (docs/how-to-add.md), as tests/test_language says. Its news and
guides are the English ones until it has its own.
"""

from dataclasses import dataclass

from checkin.core.message import ENGLISH_ONE, FRENCH_ONE


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the program speaks. `name` is its own word for itself; days are written as in `territory`.

    `singular` are the numbers, as text, that take the singular. `beginnings` are those of the words by which a list's
    column may name it, without case and accents.
    """

    code: str
    name: str
    territory: str
    singular: frozenset[str]
    beginnings: tuple[str, ...]


FRENCH, ENGLISH = "fr", "en"
"""The language where the system names none; the language of the source, which needs no catalogue, and of a system whose
language Checkin does not speak.
"""

LANGUAGES = {
    language.code: language
    for language in (
        Language(FRENCH, "Français", "FR", FRENCH_ONE, ("fr",)),
        Language(ENGLISH, "English", "GB", ENGLISH_ONE, ("en", "ang")),
    )
}
"""Every language by its code, in the order in which they are offered."""
