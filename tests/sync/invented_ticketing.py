# SPDX-License-Identifier: GPL-3.0-or-later
"""Invented products, questions, orders, check-in lists and rules, created on a ticketing server through its API."""

import random
from collections.abc import Iterable, Iterator
from typing import Any

import httpx

Json = dict[str, Any]

NAMES = {"_scheme": "given_family", "given_name": "Gwenaëlle", "family_name": "Le Floc'h"}


class Inventor:
    """Creates things in one event, always the same ones for one seed."""

    def __init__(self, api: httpx.Client, organizer: str, event: str, seed: int) -> None:
        self._api = api
        self._organizer = f"organizers/{organizer}/"
        self._event = event
        self._random = random.Random(seed)

    @property
    def _of_event(self) -> str:
        return f"{self._organizer}events/{self._event}/"

    def post(self, path: str, body: Json) -> Json:
        answer = self._api.post(self._of_event + path, json=body)
        assert answer.status_code == 201, (path, body, answer.text)
        return dict(answer.json())

    def enrich(self) -> list[int]:
        """Add products with variations, one that needs a wristband, questions of some kinds, orders of each state;
        return the ids of the variations.
        """
        allowed = {"reusable_media_active": True, "reusable_media_type_barcode": True}
        assert self._api.patch(self._organizer + "settings/", json=allowed).status_code == 200
        variations = [
            {"value": {"fr": "Matin"}, "checkin_attention": True, "checkin_text": "Matin seulement"},
            {"value": {"fr": "Journée"}},
        ]
        paid = {"default_price": "10.00", "admission": True}
        various = self.post("items/", {"name": {"fr": "Formule"}, **paid, "variations": variations})
        plain = self.post("items/", {"name": {"fr": "Visite"}, **paid})
        medium = {"media_policy": "new", "media_type": "barcode"}
        band = self.post("items/", {"name": {"fr": "Bracelet"}, **paid, **medium})
        both = [variation["id"] for variation in various["variations"]]
        items = [various["id"], plain["id"], band["id"]]
        self.post("quotas/", {"name": "Tout", "size": None, "items": items, "variations": both})
        self._questions(items[:2])
        for variation in both:
            self._orders(various["id"], variation)
        self._orders(plain["id"], None)
        self.order([{"item": band["id"]}])
        return both

    def _questions(self, items: list[int]) -> None:
        self.post("questions/", {**_question("B", "OUI"), "items": items, "required": True})
        self.post("questions/", {**_question("N", "AGE"), "items": items[:1], "valid_number_min": "18"})
        self.post("questions/", {**_question("D", "JOUR"), "items": items[1:], "valid_date_max": "2024-01-01"})
        self.post("questions/", {**_question("S", "SUITE"), "items": items[:1], "valid_string_length_max": 9})
        options = [{"answer": {"fr": name}, "identifier": name} for name in ("A", "B", "7")]
        self.post("questions/", {**_question("M", "CHOIX"), "items": items[:1], "options": options})

    def _orders(self, item: int, variation: int | None) -> None:
        position = {"item": item, "variation": variation}
        morning = {"valid_from": "2023-07-04T09:00:00+02:00", "valid_until": "2023-07-04T12:00:00+02:00"}
        self.order([{**position, **morning}, {"item": item, "variation": variation}], status="p")
        self.order([position], status="n", valid_if_pending=True, checkin_attention=True, checkin_text="À voir")
        self.order([position], status="n")
        self.order([position], status="n", require_approval=True)
        self.order([{**position, "valid_until": "2023-07-04T12:00:00+02:00"}], status="n")

    def order(self, positions: Iterable[Json], status: str = "p", **fields: object) -> Json:
        """Create an order of these positions."""
        body = {"email": "sur.place@exemple.test", "locale": "fr", "sales_channel": "web", "send_email": False}
        named = [{"attendee_name_parts": NAMES, **position} for position in positions]
        payment = {"payment_provider": "manual"} if status == "p" else {}
        return self.post("orders/", {**body, **payment, "status": status, "force": True, **fields, "positions": named})

    def workshops(self, base: int, workshops: list[int]) -> None:
        """Create tickets with add-ons of different validity."""
        early = {"valid_from": "2023-07-04T08:00:00+02:00", "valid_until": "2023-07-04T12:00:00+02:00"}
        late = {"valid_from": "2023-07-04T12:00:00+02:00", "valid_until": "2023-07-04T18:00:00+02:00"}
        one, other = workshops
        first = {"positionid": 1, "item": base}
        for limits in (({}, {}), (early, late), (early, {}), (late, late)):
            addons = [
                {"positionid": 2, "addon_to": 1, "item": one, **limits[0]},
                {"positionid": 3, "addon_to": 1, "item": other, **limits[1]},
            ]
            self.order([first, *addons])
        self.order([first, {"positionid": 2, "addon_to": 1, "item": one}], status="n")

    def lists(self, count: int, items: list[int], variations: list[int]) -> list[Json]:
        """Create check-in lists with rules; those that the server refuses are left out."""
        rules = RandomRules(self._random, items, variations)
        return [made for number in range(count) if (made := self._list(number, items, rules.rule(self._depth())))]

    def _depth(self) -> int:
        return self._random.choice((1, 1, 2, 3))

    def _list(self, number: int, items: list[int], rules: Json) -> Json | None:
        chance = self._random.random
        body = {
            "name": f"Liste inventée {number}",
            "all_products": chance() < 0.8,
            "limit_products": self._random.sample(items, 3),
            "include_pending": chance() < 0.5,
            "allow_multiple_entries": chance() < 0.5,
            "allow_entry_after_exit": chance() < 0.5,
            "addon_match": chance() < 0.2,
            "rules": rules,
        }
        answer = self._api.post(self._of_event + "checkinlists/", json=body)
        assert answer.status_code < 500, (rules, answer.text)
        return dict(answer.json()) if answer.status_code == 201 else None

    def series(self) -> str:
        """Create an event that is a series, with two dates and a ticket for each; return its slug."""
        slug, when = f"serie-{self._random.randrange(10**6)}", "2023-07-0{}T09:00:00+02:00"
        body = {"name": {"fr": "Série"}, "slug": slug, "currency": "EUR", "has_subevents": True, "plugins": []}
        made = self._api.post(self._organizer + "events/", json={**body, "date_from": when.format(4)})
        assert made.status_code == 201, made.text
        whole, self._event = self._event, slug
        item = self.post("items/", {"name": {"fr": "Jour"}, "default_price": "10.00"})["id"]
        self.post("checkinlists/", {"name": "Toute la série", "all_products": True})
        before = {"and": [{"isBefore": [{"var": "now"}, {"buildTime": ["date_to"]}, None]}]}
        for day in (4, 5):
            date = {"name": {"fr": f"Jour {day}"}, "active": True, "date_from": when.format(day), "meta_data": {}}
            prices: Json = {"item_price_overrides": [], "variation_price_overrides": []}
            subevent = self.post("subevents/", {**date, **prices})["id"]
            self.post("quotas/", {"name": "Tout", "size": None, "items": [item], "subevent": subevent})
            self.order([{"item": item, "subevent": subevent}])
            for rules in ({}, before):
                shared = {"name": f"Jour {day}", "all_products": True, "subevent": subevent}
                self.post("checkinlists/", {**shared, "rules": rules})
        self._event = whole
        return slug


def _question(kind: str, identifier: str) -> Json:
    return {"question": {"fr": identifier}, "type": kind, "identifier": identifier, "ask_during_checkin": True}


class RandomRules:
    """Random rules, sensible ones and odd ones."""

    def __init__(self, chance: random.Random, items: list[int], variations: list[int]) -> None:
        self._random = chance
        self._ids = {"product": items, "variation": variations, "gate": [1, 2]}

    def rule(self, depth: int) -> Json:
        """Return a rule of up to `depth` levels of and, or."""
        if depth and self._random.random() < 0.8:
            parts = [self.rule(depth - 1) for _ in range(self._random.choice((1, 2, 2, 3)))]
            return {self._random.choice(("and", "or")): parts}
        kinds = (self._of_ids, self._of_time, self._of_time, self._of_number, self._of_number, self._of_status)
        return self._random.choice((*kinds, *kinds, self._odd))()

    def _of_ids(self) -> Json:
        name = self._random.choice(list(self._ids))
        chosen = self._random.sample(self._ids[name], min(len(self._ids[name]), self._random.randint(1, 3)))
        looked_up = [{"lookup": [name, str(each), "Nom"]} for each in chosen]
        return {"inList": [{"var": name}, {"objectList": looked_up}]}

    def _of_time(self) -> Json:
        tolerance = self._random.choice((None, None, 0, 30, "15", 90.5))
        parts = [{"var": "now"}, self._time(), tolerance]
        return {self._random.choice(("isBefore", "isAfter")): parts[: self._random.choice((2, 3, 3))]}

    def _time(self) -> Json:
        hour = self._random.randint(7, 19)
        return {
            "buildTime": self._random.choice(
                (
                    ["date_from"],
                    ["date_to"],
                    ["date_admission"],
                    ["custom", f"2023-07-04T{hour:02}:30:00.000Z"],
                    ["custom", f"2023-07-0{self._random.randint(3, 5)}T{hour:02}:00:00+02:00"],
                    ["customtime", f"{hour:02}:15"],
                    ["customtime", f"{hour:02}:00:00"],
                )
            )
        }

    def _of_number(self) -> Json:
        names = ("entries_number", "entries_today", "entries_days", "minutes_since_last_entry")
        variable: Json = {"var": self._random.choice((*names, "minutes_since_first_entry", "now_isoweekday"))}
        if self._random.random() < 0.4:
            counts = ("entries_since", "entries_before", "entries_days_since", "entries_days_before")
            variable = {self._random.choice(counts): [self._time()]}
        is_minutes = "minutes" in str(variable)
        number = self._random.choice((-1, 0, 30, 60, 120, 300) if is_minutes else (0, 1, 1, 2, 3))
        return {self._random.choice(("==", "!=", "<", "<=", ">", ">=")): [variable, number]}

    def _of_status(self) -> Json:
        status = self._random.choice(("present", "absent"))
        return {self._random.choice(("==", "==", "!=")): [{"var": "entry_status"}, status]}

    def _odd(self) -> Json:
        return self._random.choice(tuple(_odd_rules()))


def _odd_rules() -> Iterator[Json]:
    yield {"==": [{"var": "product"}, "1"]}
    yield {"==": [{"var": "variation"}, None]}
    yield {"<": [{"var": "product"}, "3"]}
    yield {"<": [{"var": "now"}, 3]}
    yield {"<": [0, {"var": "entries_number"}, 5]}
    yield {"<=": [1, {"var": "entries_number"}, 1]}
    yield {">": [{"var": "entry_status"}, "b"]}
    yield {"==": [{"<": [{"var": "entries_number"}, 2]}, True]}
    yield {"inList": [{"var": "entry_status"}, "presently"]}
    yield {"inList": [{"var": "product"}, "12"]}
    yield {"inList": [{"var": "product"}, {"objectList": []}]}
    yield {"inList": [{"var": "product"}, {"objectList": [1, 3]}]}
    yield {"isBefore": [{"var": "product"}, {"buildTime": ["date_to"]}]}
    yield {"isBefore": [{"var": "now"}, {"buildTime": ["custom", "2023-07-04T12:00:00"]}]}
    yield {"isAfter": [{"var": "now"}, {"buildTime": ["custom", "4 July 2023 12:00 UTC"]}]}
    yield {"isAfter": [{"var": "now"}, {"buildTime": ["unheard"]}]}
    yield {"isAfter": [{"buildTime": ["date_to"]}, {"buildTime": ["date_from"]}]}
    yield {"or": []}
    yield {"and": []}
    yield {"and": [{}]}
    yield {"or": [{"var": "variation"}, {"var": "entries_number"}]}
    yield {"and": [True, {"var": ["product", 5]}]}
    yield {"and": [{"lookup": ["product", "x", "Nom"]}]}
