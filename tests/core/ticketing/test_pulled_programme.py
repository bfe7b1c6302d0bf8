# SPDX-License-Identifier: GPL-3.0-or-later
from dataclasses import replace
from datetime import UTC, date, datetime

from checkin.core.programme.programme import Event, PointMode, Programme, Reentry
from checkin.core.ticketing.pulled_event import PulledEvent, given_names, pulled_programme
from checkin.core.ticketing.ticket_rules import CheckInList
from checkin.core.ticketing.ticketing_status import list_exit, list_number, list_point, product_id, product_of
from tests.builders import a_programme
from tests.core.ticketing.api import a_ticketing

NOTHING = Programme(Event(""))
LISTS = (
    CheckInList(1, "Accueil", all_products=True, allow_entry_after_exit=True),
    CheckInList(2, "Plénier", products=(1,)),
    CheckInList(3, "Café", all_products=True, allow_multiple_entries=True, allow_entry_after_exit=True),
    CheckInList(5, "Ateliers", products=(5, 6), addon_match=True),
)


def an_event(**more):
    at = [datetime(2023, 7, day, hour, tzinfo=UTC) for day, hour in ((4, 7), (5, 16))]
    ticketing = a_ticketing(names={"fr": "Rencontre"}, date_from=at[0], date_to=at[1]).ticketing
    return PulledEvent(ticketing, LISTS, "Besançon", "{name}, sortie", **more)


def test_products_lists_and_add_ons_are_a_programme():
    made = pulled_programme(NOTHING, an_event(), {})
    assert (made.event.title, made.event.place) == ("Rencontre", "Besançon")
    assert (made.event.day, made.event.last_day) == (date(2023, 7, 4), date(2023, 7, 5))
    assert [(c.id, c.name) for c in made.categories] == [("item-1", "Présentiel")]
    assert [s.id for s in made.sessions] == ["item-5", "item-6", "list-5"]
    assert [(p.id, p.mode, p.reentry) for p in made.control_points] == [
        ("list-1", PointMode.ENTRY, Reentry.AFTER_EXIT),
        ("list-1-exit", PointMode.EXIT, Reentry.AFTER_EXIT),
        ("list-2", PointMode.ENTRY, Reentry.NEVER),
        ("list-3", PointMode.ENTRY, Reentry.ALWAYS),
        ("list-5", PointMode.ENTRY, Reentry.NEVER),
    ]
    assert made.control_point("list-5").session == "list-5"
    assert made.control_point("list-2").categories == ("item-1",)


def test_fetched_again_it_is_the_same():
    event = an_event()
    made = pulled_programme(NOTHING, event, {})
    assert pulled_programme(made, event, given_names(event)) == made


def test_a_list_that_the_organiser_took_off_does_not_come_back():
    event = an_event()
    made = pulled_programme(NOTHING, event, {})
    one = replace(made, control_points=(made.control_point("list-1"),))

    assert pulled_programme(one, event, given_names(event)) == one
    none = replace(made, control_points=NOTHING.control_points)
    assert pulled_programme(none, event, given_names(event)) == none
    later = replace(event, lists=(*LISTS, CheckInList(9, "Soirée", all_products=True)))
    assert [p.id for p in pulled_programme(one, later, given_names(event)).control_points] == ["list-1", "list-9"]


def test_what_the_organiser_named_otherwise_stays_and_other_names_follow_the_server():
    event = an_event()
    made = pulled_programme(NOTHING, event, {})
    points = [replace(p, name="Porte A") if p.id == "list-1" else p for p in made.control_points]
    ours = replace(made, control_points=tuple(points))
    renamed = replace(event, lists=tuple(replace(each, name=each.name + " !") for each in LISTS))
    after = pulled_programme(ours, renamed, given_names(event))
    names = {p.id: p.name for p in after.control_points}
    assert names["list-1"] == "Porte A"
    assert names["list-2"] == "Plénier !"


def test_what_the_server_no_longer_has_stays_and_so_does_what_was_planned_here():
    made = pulled_programme(a_programme(), an_event(), {})
    assert {"accueil", "dejeuner", "list-1"} <= {p.id for p in made.control_points}
    fewer = replace(an_event(), lists=LISTS[:1])
    assert pulled_programme(made, fewer, given_names(an_event())).control_point("list-2")


def test_numbers_are_read_back_from_ids_and_from_no_others():
    assert product_of(product_id(7)) == list_number(list_point(7)) == list_number(list_exit(7)) == 7
    assert list_number(list_point(7) + "@2023-07-05") == 7
    assert [product_of(text) for text in ("item-", "item-x", "list-7", "participant", "item-²", "")] == [0] * 6
