# SPDX-License-Identifier: GPL-3.0-or-later
"""The ticketing of an event: its server, its dates, its products and questions, the keys of its signed tickets. Pure.

An entry holds at most a few kilobytes, so products and questions have entries of their own: `Ticketing.body` is without
them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from checkin.core.entries import parse_moment
from checkin.core.languages import FRENCH
from checkin.core.ticketing.json_values import (
    JsonObject,
    as_id,
    as_list,
    as_object,
    as_text,
    as_texts,
    as_translations,
    translated,
    without_empty,
)
from checkin.core.ticketing.questions import Question


@dataclass(frozen=True, slots=True)
class ProductVariation:
    """A variation of a product. `text` is shown at check-in."""

    id: int
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    attention: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """A product of the ticketing (an *item* in its API). `names` are by language. `attention` makes each of its tickets
    one to look at, `text` is shown at check-in. `is_addon`: it is sold with another ticket only. `needs_medium`: its
    tickets are exchanged for a wristband or a card at the entrance.
    """

    id: int
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    attention: bool = False
    text: str = ""
    is_admission: bool = False
    needs_medium: bool = False
    variations: tuple[ProductVariation, ...] = ()
    place: int = 0
    is_addon: bool = False

    @classmethod
    def from_body(cls, body: object) -> "Product":
        """Return the product of an entry or of the API: both use the same keys. What is not understood is left out."""
        found = as_object(body)
        return cls(
            as_id(found.get("id")),
            as_translations(found.get("name")),
            found.get("checkin_attention") is True,
            as_text(found.get("checkin_text")),
            found.get("admission") is True,
            bool(found.get("media_policy") and found.get("media_type")),
            tuple(map(_read_variation, map(as_object, as_list(found.get("variations"))))),
            as_id(found.get("position")),
            found.get("is_addon") is True,
        )

    def body(self) -> dict[str, object]:
        """Return the JSON for an entry, with the keys of the API, without what is empty."""
        return without_empty(
            (
                ("id", self.id),
                ("name", dict(self.names)),
                ("checkin_attention", self.attention),
                ("checkin_text", self.text),
                ("admission", self.is_admission),
                ("media_policy", "needed" if self.needs_medium else ""),
                ("media_type", "any" if self.needs_medium else ""),
                ("variations", list(map(_variation_body, self.variations))),
                ("position", self.place),
                ("is_addon", self.is_addon),
            )
        )

    def variation(self, variation_id: int) -> ProductVariation | None:
        return next((each for each in self.variations if each.id == variation_id), None)


def read_products(items: Iterable[JsonObject]) -> tuple[Product, ...]:
    """Return the products of the API's items. Those of a group that other items offer as add-ons are add-ons."""
    items = list(items)
    offered = {addon.get("addon_category") for item in items for addon in map(as_object, as_list(item.get("addons")))}
    return tuple(Product.from_body({**item, "is_addon": item.get("category") in offered - {None}}) for item in items)


def _read_variation(found: JsonObject) -> ProductVariation:
    return ProductVariation(
        as_id(found.get("id")),
        as_translations(found.get("value")),
        found.get("checkin_attention") is True,
        as_text(found.get("checkin_text")),
    )


def _variation_body(variation: ProductVariation) -> dict[str, object]:
    return without_empty(
        (
            ("id", variation.id),
            ("value", dict(variation.names)),
            ("checkin_attention", variation.attention),
            ("checkin_text", variation.text),
        )
    )


@dataclass(frozen=True, slots=True)
class Ticketing:
    """The ticketing of the event. `address` is that of the server (https://…), `organizer` and `event` are its short
    names there. `keys` are the public keys of signed tickets (`signed_tickets`), empty for events without such.

    A text that the server has in several languages is taken in the first of `languages` that it has, else in any: the
    language in which Checkin was used when it fetched the event for the first time, then the event's own language at
    the server. They are kept with the event, so that all desks have the same names and columns, whatever language they
    speak.
    """

    address: str = ""
    organizer: str = ""
    event: str = ""
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    timezone: str = "UTC"
    date_from: datetime | None = None
    date_to: datetime | None = None
    date_admission: datetime | None = None
    keys: tuple[str, ...] = ()
    is_series: bool = False
    products: tuple[Product, ...] = ()
    questions: tuple[Question, ...] = ()
    languages: tuple[str, ...] = (FRENCH,)

    @classmethod
    def from_event(cls, address: str, organizer: str, event: JsonObject) -> "Ticketing":
        """Return the ticketing from the API's answer about the event, without its products and questions."""
        keys = as_texts(as_object(event.get("valid_keys")).get("pretix_sig1"))
        where = {"address": address, "organizer": organizer, "event": event.get("slug"), "keys": list(keys)}
        return cls.from_body({**event, **where})

    @classmethod
    def from_body(cls, body: object) -> "Ticketing":
        """Return the ticketing of an entry, without its products and questions. What is not understood is left out."""
        found = as_object(body)
        return cls(
            as_text(found.get("address")),
            as_text(found.get("organizer")),
            as_text(found.get("event")),
            as_translations(found.get("name")),
            as_text(found.get("timezone")) or "UTC",
            parse_moment(found.get("date_from")),
            parse_moment(found.get("date_to")),
            parse_moment(found.get("date_admission")),
            as_texts(found.get("keys")),
            found.get("has_subevents") is True,
            languages=as_texts(found.get("languages")) or (FRENCH,),
        )

    def body(self) -> dict[str, object]:
        """Return the JSON for an entry, without products, questions and what is empty."""
        return without_empty(
            (
                ("address", self.address),
                ("organizer", self.organizer),
                ("event", self.event),
                ("name", dict(self.names)),
                ("timezone", self.timezone),
                *((n, at.isoformat()) for n in _DATES if (at := getattr(self, n))),
                ("keys", list(self.keys)),
                ("has_subevents", self.is_series),
                ("languages", list(self.languages)),
            )
        )

    def product(self, product_id: int) -> Product | None:
        return next((each for each in self.products if each.id == product_id), None)

    def text(self, texts: Mapping[str, str]) -> str:
        """Return the one of these texts that is shown and kept."""
        return translated(texts, self.languages)


_DATES = ("date_from", "date_to", "date_admission")
