# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions of the ticketing about a ticket, asked when it is bought or during check-in. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from checkin.core.ticketing.json_values import (
    JsonObject,
    as_id,
    as_ids,
    as_list,
    as_object,
    as_text,
    as_texts,
    as_translations,
    without_empty,
)


class QuestionType(StrEnum):
    """The type of a question, as pretix writes it."""

    NUMBER = "N"
    LINE = "S"
    TEXT = "T"
    YES_NO = "B"
    CHOICE = "C"
    CHOICES = "M"
    FILE = "F"
    DATE = "D"
    TIME = "H"
    MOMENT = "W"
    COUNTRY = "CC"
    PHONE = "TEL"


@dataclass(frozen=True, slots=True)
class QuestionOption:
    """An option of a question. `texts` are by language."""

    id: int
    identifier: str
    texts: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the ticketing. `texts` and `help_texts` are by language; `products` are the ids of those whose
    tickets are asked. `depends_on` is the id of another question, 0 for none: this one is asked only of people whose
    answer to that is one of `needed_answers` (identifiers of options, or "True" and "False").
    """

    id: int
    identifier: str = ""
    texts: Mapping[str, str] = field(default_factory=dict, hash=False)
    help_texts: Mapping[str, str] = field(default_factory=dict, hash=False)
    type: str = QuestionType.LINE
    is_required: bool = False
    is_asked: bool = False
    is_shown: bool = False
    products: tuple[int, ...] = ()
    options: tuple[QuestionOption, ...] = ()
    depends_on: int = 0
    needed_answers: tuple[str, ...] = ()
    place: int = 0
    limits: Mapping[str, str] = field(default_factory=dict, hash=False)

    @classmethod
    def from_body(cls, body: object) -> "Question":
        """Return the question of an entry or of the API: both use the same keys. What is not understood is left out."""
        found = as_object(body)
        return cls(
            as_id(found.get("id")),
            as_text(found.get("identifier")),
            as_translations(found.get("question")),
            as_translations(found.get("help_text")),
            as_text(found.get("type")) or QuestionType.LINE,
            found.get("required") is True,
            found.get("ask_during_checkin") is True,
            found.get("show_during_checkin") is True,
            as_ids(found.get("items")),
            tuple(map(_read_option, map(as_object, as_list(found.get("options"))))),
            as_id(found.get("dependency_question")),
            as_texts(found.get("dependency_values")),
            as_id(found.get("position")),
            {name: limit for name in LIMITS if (limit := as_text(found.get(name)))},
        )

    def body(self) -> dict[str, object]:
        """Return the JSON for an entry, with the keys of the API, without what is empty."""
        return without_empty(
            (
                ("id", self.id),
                ("identifier", self.identifier),
                ("question", dict(self.texts)),
                ("help_text", dict(self.help_texts)),
                ("type", str(self.type)),
                ("required", self.is_required),
                ("ask_during_checkin", self.is_asked),
                ("show_during_checkin", self.is_shown),
                ("items", list(self.products)),
                ("options", list(map(_option_body, self.options))),
                ("dependency_question", self.depends_on),
                ("dependency_values", list(self.needed_answers)),
                ("position", self.place),
                *self.limits.items(),
            )
        )


LIMITS = (
    "valid_number_min",
    "valid_number_max",
    "valid_date_min",
    "valid_date_max",
    "valid_datetime_min",
    "valid_datetime_max",
    "valid_string_length_min",
    "valid_string_length_max",
)
"""The keys of a question that limit its answers."""


def _read_option(found: JsonObject) -> QuestionOption:
    return QuestionOption(
        as_id(found.get("id")), as_text(found.get("identifier")), as_translations(found.get("answer"))
    )


def _option_body(option: QuestionOption) -> dict[str, object]:
    return without_empty((("id", option.id), ("identifier", option.identifier), ("answer", dict(option.texts))))
