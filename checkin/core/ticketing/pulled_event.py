# SPDX-License-Identifier: GPL-3.0-or-later
"""The event of a ticketing's server as our programme. Pure.

Products become categories, add-ons booked sessions, check-in lists control points.

What the organiser changed in the programme stays: a name is taken over only while it is still the one that the server
gave, and what they took off does not come back. Nothing that the server no longer has is taken off: people may be
counted there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from checkin.core.local_time import find_zone
from checkin.core.programme.programme import (
    ARRIVAL,
    Category,
    ControlPoint,
    Event,
    PointMode,
    Programme,
    Reentry,
    Session,
)
from checkin.core.ticketing.ticket_rules import CheckInList
from checkin.core.ticketing.ticketing import Product, Ticketing
from checkin.core.ticketing.ticketing_status import list_exit, list_point, product_id

_Item = TypeVar("_Item", Category, Session, ControlPoint)


@dataclass(frozen=True, slots=True)
class PulledEvent:
    """An event as its server describes it: with its products, its check-in lists and its place. `exit_name` names a
    control point where people leave, with “{name}” for the list.
    """

    ticketing: Ticketing
    lists: tuple[CheckInList, ...] = ()
    place: str = ""
    exit_name: str = "{name}"

    def addons_of(self, each: CheckInList) -> bool:
        """Whether a list is of add-ons alone."""
        addons = {product.id for product in self.ticketing.products if product.is_addon}
        return bool(each.products) and not each.all_products and addons.issuperset(each.products)


def pulled_programme(planned: Programme, event: PulledEvent, before: Mapping[str, str]) -> Programme:
    """Return the programme with what the server has. `before` holds the names that the server gave when it was last
    asked (`given_names`).
    """
    names = given_names(event)
    products = sorted(event.ticketing.products, key=lambda product: (product.place, product.id))
    lists = sorted(event.lists, key=lambda each: (each.addon_match, each.id))
    categories = [Category(product_id(p.id), names[product_id(p.id)]) for p in products if not p.is_addon]
    sessions = [Session(product_id(p.id), names[product_id(p.id)], is_booked=True) for p in products if p.is_addon]
    sessions += [
        Session(list_point(each.id), each.name, is_booked=True) for each in lists if _is_of_several_addons(event, each)
    ]
    points = [point for each in lists for point in _points(event, each, names)]
    is_unplanned = planned.control_points == (ARRIVAL,) and any(point.id not in before for point in points)
    own_points = () if is_unplanned else planned.control_points
    return replace(
        planned,
        event=_event(planned.event, event, before.get("", "")),
        categories=tuple(_joined(planned.categories, categories, before, _category)),
        sessions=tuple(_joined(planned.sessions, sessions, before, _session)),
        control_points=tuple(_joined(own_points, points, before, _control_point)),
    )


def given_names(event: PulledEvent) -> dict[str, str]:
    """Return the names that the server gives, by the id of what gets them; that of the event by ""."""
    products = {product_id(product.id): product_name(event.ticketing, product) for product in event.ticketing.products}
    entrances = {list_point(each.id): each.name for each in event.lists}
    ways_out = {
        list_exit(each.id): event.exit_name.format(name=each.name) for each in event.lists if _has_way_out(each)
    }
    return {"": event.ticketing.text(event.ticketing.names)} | products | entrances | ways_out


def product_name(ticketing: Ticketing, product: Product | None) -> str:
    """Return the name of a product, "" for an unknown one."""
    return ticketing.text(product.names).strip() if product else ""


def _event(planned: Event, event: PulledEvent, named: str) -> Event:
    ticketing = event.ticketing
    timezone = ticketing.timezone if find_zone(ticketing.timezone) else planned.timezone
    starts, ends = (_local(moment, timezone) for moment in (ticketing.date_from, ticketing.date_to))
    day = starts.date() if starts else planned.day
    return replace(
        planned,
        title=ticketing.text(ticketing.names) if planned.title in ("", named) else planned.title,
        day=day,
        last_day=ends.date() if ends and day and ends.date() > day else None,
        place=planned.place or event.place,
        timezone=timezone,
    )


def _local(moment: datetime | None, timezone: str) -> datetime | None:
    return moment.astimezone(find_zone(timezone)) if moment else None


def _is_of_several_addons(event: PulledEvent, each: CheckInList) -> bool:
    """Whether a list is of several add-ons, who are counted together there."""
    return len(each.products) > 1 and event.addons_of(each)


def _points(event: PulledEvent, each: CheckInList, names: Mapping[str, str]) -> Iterator[ControlPoint]:
    """Yield the control points of a list: where people come, and where they leave if they may come back."""
    is_of_addons = event.addons_of(each)
    session = ""
    if is_of_addons:
        session = list_point(each.id) if len(each.products) > 1 else product_id(each.products[0])
    categories = () if is_of_addons or each.all_products else tuple(map(product_id, each.products))
    entrance = ControlPoint(
        list_point(each.id), each.name, session=session, categories=categories, reentry=_reentry(each)
    )
    yield entrance
    if _has_way_out(each):
        way_out = list_exit(each.id)
        yield replace(entrance, id=way_out, name=names[way_out], mode=PointMode.EXIT)


def _has_way_out(each: CheckInList) -> bool:
    return each.allow_entry_after_exit and not each.allow_multiple_entries


def _reentry(each: CheckInList) -> Reentry:
    if each.allow_multiple_entries:
        return Reentry.ALWAYS
    return Reentry.AFTER_EXIT if each.allow_entry_after_exit else Reentry.NEVER


def _joined(
    planned: Iterable[_Item], pulled: Iterable[_Item], before: Mapping[str, str], update: Callable[..., _Item]
) -> Iterator[_Item]:
    """Yield the planned items, those of the server brought up to date, and then its new ones: one that was there
    `before` was taken off by the organiser.
    """
    new = {each.id: each for each in pulled}
    for item in planned:
        yield update(item, new.pop(item.id), before.get(item.id, "")) if item.id in new else item
    yield from (item for item in new.values() if item.id not in before)


def _category(item: Category, pulled: Category, named: str) -> Category:
    return replace(item, name=pulled.name) if item.name == named else item


def _session(item: Session, pulled: Session, named: str) -> Session:
    return replace(item, title=pulled.title) if item.title == named else item


def _control_point(item: ControlPoint, pulled: ControlPoint, named: str) -> ControlPoint:
    name = pulled.name if item.name == named else item.name
    return replace(item, name=name, categories=pulled.categories, session=pulled.session, reentry=pulled.reentry)
