# SPDX-License-Identifier: GPL-3.0-or-later
"""A check-in list of the ticketing: which of its tickets are admitted at a control point, and how often. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from checkin.core.entries import parse_moment
from checkin.core.ticketing.json_values import as_id, as_ids, as_object, as_text, without_empty


@dataclass(frozen=True, slots=True)
class CheckInList:
    """A check-in list. `products` are ids, and do not count with `all_products`. `subevent` is a date of a series of
    events, 0 for all. `rules` are as pretix writes them (`check_in_rules`). With `addon_match` the code of a ticket
    stands for its add-ons too. At `exit_all_at` the server writes an exit for everybody, each day anew.
    """

    id: int
    name: str = ""
    all_products: bool = False
    products: tuple[int, ...] = ()
    subevent: int = 0
    include_pending: bool = False
    allow_multiple_entries: bool = False
    allow_entry_after_exit: bool = False
    addon_match: bool = False
    rules: Mapping[str, Any] = field(default_factory=dict, hash=False)
    exit_all_at: datetime | None = None

    @classmethod
    def from_body(cls, body: object) -> "CheckInList":
        """Return the list of an entry or of the API: both use the same keys. What is not understood is left out."""
        found = as_object(body)
        return cls(
            as_id(found.get("id")),
            as_text(found.get("name")),
            found.get("all_products") is True,
            as_ids(found.get("limit_products")),
            as_id(found.get("subevent")),
            found.get("include_pending") is True,
            found.get("allow_multiple_entries") is True,
            found.get("allow_entry_after_exit") is True,
            found.get("addon_match") is True,
            as_object(found.get("rules")),
            parse_moment(found.get("exit_all_at")),
        )

    def body(self) -> dict[str, object]:
        """Return the JSON for an entry, with the keys of the API, without what is empty."""
        return without_empty(
            (
                ("id", self.id),
                ("name", self.name),
                ("all_products", self.all_products),
                ("limit_products", list(self.products)),
                ("subevent", self.subevent),
                ("include_pending", self.include_pending),
                ("allow_multiple_entries", self.allow_multiple_entries),
                ("allow_entry_after_exit", self.allow_entry_after_exit),
                ("addon_match", self.addon_match),
                ("rules", dict(self.rules)),
                ("exit_all_at", self.exit_all_at.isoformat() if self.exit_all_at else None),
            )
        )

    def has_product(self, product: int) -> bool:
        """Whether tickets of this product are on the list."""
        return self.all_products or product in self.products
