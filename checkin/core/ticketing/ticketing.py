# SPDX-License-Identifier: GPL-3.0-or-later
"""The ticketing of an event: its server, its dates, its products and questions, the keys of its signed tickets. Pure.

An entry holds at most a few kilobytes, so products and questions have entries of their own: `Ticketing.body` is without
them.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from checkin.core.entries import BODY_LIMIT, NewEntry
from checkin.core.json_values import JsonObject, KeyedBody, as_list, as_object, as_texts, keyed, of_several_keys
from checkin.core.local_time import find_zone
from checkin.core.message import ENGLISH, FRENCH, UserError
from checkin.core.text_folding import fold_text
from checkin.core.ticketing.questions import NO, YES, Question, QuestionOption, QuestionType, translated, write_answer


@dataclass(frozen=True, slots=True)
class ProductVariation(KeyedBody):
    """A variation of a product. `text` is shown at check-in."""

    id: int = keyed("id", default=0)
    names: Mapping[str, str] = keyed("value", default_factory=dict, hash=False)
    attention: bool = keyed("checkin_attention", default=False)
    text: str = keyed("checkin_text", default="")


def _needs_medium(found: JsonObject) -> bool:
    return bool(found.get("media_policy") and found.get("media_type"))


def _medium(is_needed: bool) -> JsonObject:
    return {"media_policy": "needed", "media_type": "any"} if is_needed else {}


@dataclass(frozen=True, slots=True)
class Product(KeyedBody):
    """A product of the ticketing (an *item* in its API). `names` are by language. `attention` makes each of its tickets
    one to look at, `text` is shown at check-in. `is_addon`: it is sold with another ticket only. `needs_medium`: its
    tickets are exchanged for a wristband or a card at the entrance.
    """

    id: int = keyed("id", default=0)
    names: Mapping[str, str] = keyed("name", default_factory=dict, hash=False)
    attention: bool = keyed("checkin_attention", default=False)
    text: str = keyed("checkin_text", default="")
    is_admission: bool = keyed("admission", default=False)
    needs_medium: bool = of_several_keys(_needs_medium, _medium, default=False)
    variations: tuple[ProductVariation, ...] = keyed("variations", default=())
    place: int = keyed("position", default=0)
    is_addon: bool = keyed("is_addon", default=False)

    def variation(self, variation_id: int) -> ProductVariation | None:
        return next((each for each in self.variations if each.id == variation_id), None)


def read_products(items: Iterable[JsonObject]) -> tuple[Product, ...]:
    """Return the products of the API's items. Those of a group that other items offer as add-ons are add-ons."""
    items = list(items)
    offered = {addon.get("addon_category") for item in items for addon in map(as_object, as_list(item.get("addons")))}
    return tuple(Product.from_body({**item, "is_addon": item.get("category") in offered - {None}}) for item in items)


@dataclass(frozen=True, slots=True)
class Ticketing(KeyedBody):
    """The ticketing of the event. `address` is that of the server (https://…), `organizer` and `event` are its short
    names there. `keys` are the public keys of signed tickets (`position`), empty for events without such.

    A text that the server has in several languages is taken in the first of `languages` that it has, else in any: the
    language in which Checkin was used when it fetched the event for the first time, then the event's own language at
    the server. They are kept with the event, so that all desks have the same names and columns, whatever language they
    speak.
    """

    address: str = keyed("address", default="")
    organizer: str = keyed("organizer", default="")
    event: str = keyed("event", default="")
    names: Mapping[str, str] = keyed("name", default_factory=dict, hash=False)
    timezone: str = keyed("timezone", default="UTC")
    date_from: datetime | None = keyed("date_from", default=None)
    date_to: datetime | None = keyed("date_to", default=None)
    date_admission: datetime | None = keyed("date_admission", default=None)
    keys: tuple[str, ...] = keyed("keys", default=())
    is_series: bool = keyed("has_subevents", default=False)
    products: tuple[Product, ...] = ()
    questions: tuple[Question, ...] = ()
    languages: tuple[str, ...] = keyed("languages", default=(FRENCH,))

    @classmethod
    def from_event(cls, address: str, organizer: str, event: JsonObject) -> "Ticketing":
        """Return the ticketing from the API's answer about the event, without its products and questions."""
        keys = as_texts(as_object(event.get("valid_keys")).get("pretix_sig1"))
        where = {"address": address, "organizer": organizer, "event": event.get("slug"), "keys": list(keys)}
        return cls.from_body({**event, **where})

    def product(self, product_id: int) -> Product | None:
        return next((each for each in self.products if each.id == product_id), None)

    def text(self, texts: Mapping[str, str]) -> str:
        """Return the one of these texts that is shown and kept."""
        return translated(texts, self.languages)


# Words of ours in columns that the ticketing fills, in the language of the event's texts.
# They are values that desks share, and no words of a screen: every desk has the same, whatever language it speaks.


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """The answers to a question of yes and no, and the titles of the columns with the variation of a product and with
    the seat.
    """

    yes: str
    no: str
    variation: str
    seat: str


_WORDS = {FRENCH: ColumnWords("Oui", "Non", "Variante", "Place"), ENGLISH: ColumnWords("Yes", "No", "Variant", "Seat")}


def column_words(languages: Iterable[str]) -> ColumnWords:
    """Return the words in the first of these languages in which there are some, else in English."""
    return next((_WORDS[language] for language in languages if language in _WORDS), _WORDS[ENGLISH])


def read_yes_or_no(folded: str) -> bool | None:
    """Return what a text without capitals and accents says in any of the languages; None for another text."""
    return next((folded == words.yes.casefold() for words in _WORDS.values() if folded in _both(words)), None)


def _both(words: ColumnWords) -> tuple[str, str]:
    return words.yes.casefold(), words.no.casefold()


# Questions of the ticketing as columns of the list: what was answered at a desk, as the server wants it.
# An option has one text in its column, whoever answered: the one in the language of the event
# (`Ticketing.languages`). The server writes an answer in the language of the person who gave it, and a desk as
# somebody typed it; both are found again by the identifiers of the options.

_OF_OPTIONS = (QuestionType.CHOICE, QuestionType.CHOICES)


def question_title(ticketing: Ticketing, question: Question) -> str:
    """Return the title of the column that the answers to a question become."""
    return ticketing.text(question.texts).strip() or question.identifier


def answer_choices(ticketing: Ticketing, question: Question) -> tuple[str, ...]:
    """Return the answers from which to choose, as they stand in the column; empty for a question that is not so."""
    if question.type == QuestionType.YES_NO:
        words = column_words(ticketing.languages)
        return words.yes, words.no
    if question.type == QuestionType.CHOICE:
        return tuple(_option_text(ticketing, option) for option in question.options)
    return ()


def column_text(ticketing: Ticketing, question: Question, answer: str, chosen: Iterable[str] = ()) -> str:
    """Return what stands in the column for an answer of the server. `chosen` are the identifiers of the options."""
    if question.type == QuestionType.YES_NO:
        words = column_words(ticketing.languages)
        return {YES: words.yes, NO: words.no}.get(answer, answer)
    chosen = set(chosen)
    texts = [_option_text(ticketing, option) for option in question.options if option.identifier in chosen]
    return ", ".join(texts) if texts and len(texts) == len(chosen) and all(texts) else answer


def desk_text(ticketing: Ticketing, title: str, typed: str) -> str:
    """Return what was typed into a column as it stands there: options and yes and no by their one text."""
    question = next((each for each in ticketing.questions if question_title(ticketing, each) == title), None)
    if question is None:
        return typed
    answer = _typed(question, typed)
    if question.type in _OF_OPTIONS:
        return column_text(ticketing, question, typed, answer.split(","))
    return column_text(ticketing, question, answer)


def desk_answers(ticketing: Ticketing, columns: Mapping[str, str]) -> dict[int, str]:
    """Return what the columns of a person answer, by the number of the question and as the server wants it. An answer
    that it would not take is left out.
    """
    texts = ((each, columns.get(question_title(ticketing, each), "")) for each in ticketing.questions)
    answers = {question.id: _server_answer(question, text, ticketing) for question, text in texts if text}
    return {number: answer for number, answer in answers.items() if answer}


def _option_text(ticketing: Ticketing, option: QuestionOption) -> str:
    return ticketing.text(option.texts).strip()


def _server_answer(question: Question, text: str, ticketing: Ticketing) -> str:
    zone = find_zone(ticketing.timezone)
    if zone is None:
        return ""
    starts = ticketing.date_from
    try:
        return write_answer(question, _typed(question, text), starts.date() if starts else None, zone)
    except UserError:
        return ""


def _typed(question: Question, text: str) -> str:
    """Return a text of the column as identifiers of options, or as yes and no, where the question has such."""
    if question.type == QuestionType.YES_NO:
        said = read_yes_or_no(fold_text(text))
        return text if said is None else YES if said else NO
    if question.type not in _OF_OPTIONS:
        return text
    named = {fold_text(option.identifier): option.identifier for option in question.options}
    named |= {fold_text(each): option.identifier for option in question.options for each in option.texts.values()}
    return ",".join(_named_options(named, fold_text(text))) or text


def _named_options(named: Mapping[str, str], folded: str) -> list[str]:
    """Return the identifiers of the options that a text names, with commas between them; none if it says anything else.
    The text of an option may have commas of its own.
    """
    found = []
    while folded:
        fitting = [name for name in named if name and (folded == name or folded.startswith(f"{name},"))]
        if not fitting:
            return []
        longest = max(fitting, key=len)
        found.append(named[longest])
        folded = folded[len(longest) :].removeprefix(",").strip()
    return found


# Bodies of entries made of what a ticketing's server says, cut to the size of an entry.

_WHOLE = ("secret", "ticket_code", "keys", "id", "identifier")
"""The keys of texts that are worth nothing once they are cut."""
_SHORT = 40
"""Characters of a text that is not cut any more."""
UNREAD_RULES: Mapping[str, object] = {"too long for an entry": []}
"""What stands for rules that do not fit: no desk knows this operator, so that each asks a volunteer."""


def fitted_entry(entry: NewEntry) -> NewEntry:
    """Return the entry with a body that the journal can hold."""
    kind, subject, body = entry
    return kind, subject, fitted(body, BODY_LIMIT)


def fitted(body: Mapping[str, Any], most: int) -> dict[str, Any]:
    """Return the body with its longest texts cut until it has at most so many bytes; where that is not enough, its
    longest lists.
    """
    if _size(body) <= most:
        return dict(body)
    cut: dict[str, Any] = _copied(body)
    if "rules" in cut:
        cut["rules"] = UNREAD_RULES
    while _size(cut) > most and (place := _longest(cut)):
        container, key = place
        value = container[key]
        container[key] = f"{value[: len(value) // 2]}…" if isinstance(value, str) else value[: len(value) // 2]
    return cut


def _size(body: Mapping[str, Any]) -> int:
    return len(json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"))


def _longest(body: Any) -> tuple[Any, Any] | None:
    """Return where the longest text stands, as its container and key; without a long one the longest list."""
    places = [*_places(body)]
    texts = [place for place in places if isinstance(_at(place), str) and len(_at(place)) > _SHORT]
    lists = [place for place in places if isinstance(_at(place), list) and len(_at(place)) > 1]
    return max(texts or lists, key=lambda place: len(_at(place)), default=None)


def _at(place: tuple[Any, Any]) -> Any:
    return place[0][place[1]]


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    keys: Any = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        if key not in _WHOLE:
            yield value, key
            yield from _places(value[key])


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _copied(each) for key, each in value.items()}
    return [_copied(each) for each in value] if isinstance(value, list | tuple) else value
