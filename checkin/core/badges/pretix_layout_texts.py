# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts of pretix's badge layouts as texts with our fields, and which layouts are printed for whom. Pure.

`attendee_name` is "{first_name} {last_name}".
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from checkin.core.badges.template import TemplateProblem
from checkin.core.message import Message

PLACEHOLDERS: Mapping[str, str] = {
    "secret": "{code}",
    "order": "{order}",
    "attendee_name": "{first_name} {last_name}",
    "attendee_name_for_salutation": "{first_name} {last_name}",
    "attendee_company": "{organisation}",
    "attendee_email": "{email}",
    "email": "{email}",
    "telephone": "{phone}",
    "item": "{category}",
    "itemvar": "{category}",
    "addons": "{sessions}",
    "event_name": "{event}",
    "event_series_name": "{event}",
    "event_date": "{day}",
    "event_date_range": "{day}",
    "event_begin_date": "{day}",
    "event_location": "{place}",
    "organizer": "{organiser}",
}
"""Texts by the names of pretix's variables. Those that only an event has (its questions) are given to `LayoutTexts`."""

LONGEST_TEXT = 1_000
"""Letters of a fixed text: more fits no badge, and no entry."""

LONGEST_NAME = 40
"""Letters of a name of pretix's in a message."""

FIXED, FIXED_BY_LANGUAGE = "other", "other_i18n"
"""What `content` is for a text that the organiser typed, in one language or in several."""

_VARIABLE = re.compile(r"\{([-a-zA-Z0-9:_]+)\}")
_NAME = "attendee_name_"
_NAME_PARTS = {
    "given_name": "{first_name}",
    "family_name": "{last_name}",
    "full_name": "{first_name} {last_name}",
    "calling_name": "{first_name}",
}


@dataclass(frozen=True, slots=True)
class LayoutTexts:
    """What the texts of an event's layouts become. `own` are placeholders by variable for what only this event has:
    `{"question_DIET": "{custom:Diet}"}`. `languages` are codes in the order in which they are preferred.
    """

    own: Mapping[str, str] = field(default_factory=dict)
    languages: Sequence[str] = ()

    def placeholder(self, variable: str) -> str | None:
        """Return the text for a variable, None for one that is not known here."""
        found = self.own.get(variable) or PLACEHOLDERS.get(variable)
        return found or (_name_text(variable) if variable.startswith(_NAME) else None)

    def text_of(self, element: Mapping[str, Any], report: Callable[[TemplateProblem], None]) -> str:
        """Return the text of an element with our fields; "" for one that shows nothing that is known here."""
        content = element.get("content")
        if content == FIXED:
            return self._filled(element.get("text"), report)
        if content == FIXED_BY_LANGUAGE:
            return self._filled(self._in_language(element, report), report)
        name = content if isinstance(content, str) else ""
        text = self.placeholder(name)
        if text is None:
            report((_NO_FIELD, {"field": name[:LONGEST_NAME] or "?"}))
        return text or ""

    def _in_language(self, element: Mapping[str, Any], report: Callable[[TemplateProblem], None]) -> object:
        """Return the text in the first of the languages that it has."""
        texts = element.get("text_i18n")
        if not isinstance(texts, Mapping):
            return ""
        written = {str(code): text for code, text in texts.items() if isinstance(text, str) and text.strip()}
        wanted = [code for code in (element.get("locale"), *self.languages) if isinstance(code, str)]
        chosen = next((code for code in wanted if code in written), next(iter(written), ""))
        if len(set(written.values())) > 1:
            report((_ONE_LANGUAGE, {"language": chosen}))
        return written.get(chosen, "")

    def _filled(self, text: object, report: Callable[[TemplateProblem], None]) -> str:
        if not isinstance(text, str):
            return ""

        def field_for(found: re.Match[str]) -> str:
            known = self.placeholder(found[1])
            if known is None:
                report((_NO_FIELD, {"field": found[1][:LONGEST_NAME]}))
            return f"\0{known}\0" if known else ""

        # Placeholders stand between two marks while the braces that mean nothing are replaced.
        parts = _VARIABLE.sub(field_for, printable_text(text[:LONGEST_TEXT])).split("\0")
        return "".join(
            part if number % 2 else part.replace("{", "(").replace("}", ")") for number, part in enumerate(parts)
        )


def _name_text(variable: str) -> str | None:
    """Return the text for parts of a name, "attendee_name_given_name_family_name"; None if a part is not known."""
    rest, found = variable.removeprefix(_NAME), []
    while rest:
        part = next((part for part in _NAME_PARTS if rest == part or rest.startswith(f"{part}_")), None)
        if part is None:
            return None
        found.append(_NAME_PARTS[part])
        rest = rest[len(part) + 1 :]
    return " ".join(found) or None


def printable_text(text: str) -> str:
    """Return the text without control characters and halves of characters, its lines ended by a line feed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))


_NO_FIELD = Message("badge layout", "“{field}” is not known to Checkin: it was left out.")
_ONE_LANGUAGE = Message("badge layout", "A text in several languages is printed in one for everyone: “{language}”.")


# Which of pretix's badge layouts are printed, and for whom.
# pretix gives a product one layout, none, or the default. A badge here is for categories, of which each product is
# one; a layout that no product has is not taken over, or it would become the badge of everyone else.

LONGEST_LAYOUT_NAME = 100


@dataclass(frozen=True, slots=True)
class UsedLayout:
    """A layout that is printed: its id at pretix, its JSON, the address of its background, and the ids of the
    categories it is for, empty for all others.
    """

    id: int
    name: str
    layout: object
    background: str
    categories: tuple[str, ...]


def category_of_item(item: int) -> str:
    """Return the id of the category that a product of pretix is here."""
    return f"item-{item}"


def used_layouts(layouts: Sequence[Any], assignments: Sequence[Any]) -> tuple[UsedLayout, ...]:
    """Return the layouts that are printed, from pretix's `badgelayouts` and `badgeitems`; what is malformed is skipped.
    Of several defaults the first is one.
    """
    items = _items_by_layout(assignments)
    found: dict[int, UsedLayout] = {}
    has_default = False
    for each in layouts:
        number = _whole(each, "id") if isinstance(each, Mapping) else None
        if number is None or number in found:
            continue
        is_default = each.get("default") is True and not has_default
        if not is_default and not items.get(number):
            continue
        has_default = has_default or is_default
        categories = () if is_default else tuple(category_of_item(item) for item in sorted(items[number]))
        name = " ".join(printable_text(str(each.get("name") or "")).split())[:LONGEST_LAYOUT_NAME]
        found[number] = UsedLayout(
            number, name or str(number), each.get("layout"), str(each.get("background") or ""), categories
        )
    return tuple(found.values())


def choice_problems(
    used: Sequence[UsedLayout], assignments: Sequence[Any], names: Mapping[str, str]
) -> list[TemplateProblem]:
    """Return what Checkin does differently for whole products. `names` are those of categories, by id."""
    without = [category_of_item(item) for item in sorted(_items_by_layout(assignments).get(None, ()))]
    found: list[TemplateProblem] = [(_NO_BADGE, {"category": names.get(each, each)}) for each in without]
    return found if any(not each.categories for each in used) else [*found, (_NO_DEFAULT, {})]


def _items_by_layout(assignments: Sequence[Any]) -> dict[int | None, set[int]]:
    found: dict[int | None, set[int]] = {}
    for each in assignments:
        if isinstance(each, Mapping) and (item := _whole(each, "item")) is not None:
            layout = None if each.get("layout") is None else _whole(each, "layout")
            if layout is not None or each.get("layout") is None:
                found.setdefault(layout, set()).add(item)
    return found


def _whole(each: Mapping[str, Any], name: str) -> int | None:
    value = each.get(name)
    return value if type(value) is int else None


_NO_BADGE = Message(
    "badge layout",
    "pretix prints no badge for “{category}”. Checkin prints one for everyone: choose the categories when you print.",
)
_NO_DEFAULT = Message(
    "badge layout", "pretix has no default layout: products without one of their own get the badge A6 of Checkin."
)
