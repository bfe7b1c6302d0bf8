# SPDX-License-Identifier: GPL-3.0-or-later
"""Words meant for a person, not yet in that person's language. `language.say` turns them into text.

The translation tools find every literal `Message("topic", "text")` in the source; so both arguments are
always literals, and what varies is a {named} field filled in after translation.
"""

from collections.abc import Callable
from typing import NamedTuple


class Message(NamedTuple):
    """A translatable text. `topic` groups the catalogue; `text` is English and the key of the translation."""

    topic: str
    text: str


Translate = Callable[..., str]
"""A function from a `Message` and the values of its fields to text in the user's language."""
