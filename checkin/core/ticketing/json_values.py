# SPDX-License-Identifier: GPL-3.0-or-later
"""Values in the JSON of a ticketing server or of an entry, read with tolerance: what is not understood is empty."""

from collections.abc import Iterable, Mapping
from typing import Any

from checkin.core.languages import FRENCH, LANGUAGES

LANGUAGE = FRENCH
"""The language of what becomes entries: the same at every desk, whatever language it speaks, as all share them."""

JsonObject = Mapping[str, Any]


def as_object(value: object) -> JsonObject:
    return value if isinstance(value, Mapping) else {}


def as_list(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def as_text(value: object) -> str:
    """Return a text, or a number as text; "" for anything else."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def as_id(value: object) -> int:
    """Return an id; 0 for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63 else 0


def as_ids(value: object) -> tuple[int, ...]:
    return tuple(filter(None, map(as_id, as_list(value))))


def as_texts(value: object) -> tuple[str, ...]:
    return tuple(item for item in as_list(value) if isinstance(item, str))


def as_translations(value: object) -> dict[str, str]:
    """Return a text by language, in the languages of Checkin; without any of them, the first one. A text without a
    language has the language "".
    """
    if isinstance(value, str):
        return {"": value} if value else {}
    texts = {str(language): text for language, text in as_object(value).items() if isinstance(text, str) and text}
    kept = {language: texts[language] for language in LANGUAGES if language in texts}
    return kept or dict(list(texts.items())[:1])


def translated(texts: Mapping[str, str], language: str) -> str:
    """Return the text in `language`, or in another one; "" if there is none."""
    return texts.get(language) or next(iter(texts.values()), "")


def without_empty(body: Iterable[tuple[str, object]]) -> dict[str, object]:
    """Return a body without its empty values."""
    return {name: value for name, value in body if value not in (None, "", 0, False, (), [], {})}
