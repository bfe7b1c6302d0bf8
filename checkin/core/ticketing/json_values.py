# SPDX-License-Identifier: GPL-3.0-or-later
"""Values in the JSON of a ticketing server or of an entry, read with tolerance: what is not understood is empty."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

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
    """Return a text by language. A text without a language has the language ""."""
    if isinstance(value, str):
        return {"": value} if value else {}
    return {str(language): text for language, text in as_object(value).items() if isinstance(text, str) and text}


def translated(texts: Mapping[str, str], languages: Sequence[str]) -> str:
    """Return the text in the first of `languages` that it has, or in another one; "" if there is none."""
    return next((texts[language] for language in languages if texts.get(language)), next(iter(texts.values()), ""))


def in_languages(row: JsonObject, languages: Sequence[str]) -> dict[str, Any]:
    """Return an object of the API with its texts in `languages` alone, those of its parts too; a text that has none of
    them keeps one of its own. A server may have a text in more languages than an entry has room for.
    """
    return {name: _in_languages(name, value, languages) for name, value in row.items()}


def _in_languages(name: str, value: object, languages: Sequence[str]) -> object:
    if name in _TRANSLATED and isinstance(value, Mapping):
        texts = as_translations(value)
        kept = {language: texts[language] for language in languages if language in texts}
        return kept or dict([*texts.items()][:1])
    if name in _PARTS:
        return [in_languages(as_object(part), languages) for part in as_list(value)]
    return value


_TRANSLATED = ("name", "location", "question", "help_text", "answer", "value")
_PARTS = ("variations", "options")
"""The keys of the API whose values are texts by language, and lists of objects with such texts."""


def without_empty(body: Iterable[tuple[str, object]]) -> dict[str, object]:
    """Return a body without its empty values."""
    return {name: value for name, value in body if value not in (None, "", 0, False, (), [], {})}
