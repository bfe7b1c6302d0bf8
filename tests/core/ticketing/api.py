# SPDX-License-Identifier: GPL-3.0-or-later
"""What a ticketing's server answers, with defaults, so that a test names only what matters to it."""

from checkin.core.ticketing.pulled import PulledTicketing, TicketingDevice
from checkin.core.ticketing.questions import Question
from checkin.core.ticketing.ticket_rules import CheckInList
from checkin.core.ticketing.ticketing import Product, Ticketing

NAMES = {"_scheme": "given_family", "given_name": "Éloïse", "family_name": "D'Aboville"}
AT = "2023-07-04T09:00:00+02:00"


def a_position(number=1, **more):
    defaults = {
        "id": number,
        "positionid": number,
        "item": 1,
        "secret": f"secret-{number}",
        "attendee_name_parts": NAMES,
        "attendee_name": "Éloïse D'Aboville",
        "company": None,
        "addon_to": None,
        "checkins": [],
        "answers": [],
    }
    return {**defaults, **more}


def an_order(*positions, **more):
    defaults = {
        "code": "ABCDE",
        "status": "p",
        "email": "e@exemple.test",
        "phone": None,
        "last_modified": AT,
        "invoice_address": None,
    }
    return {**defaults, **more, "positions": list(positions or [a_position()])}


def a_checkin(number=7, device=2, **more):
    return {"id": number, "datetime": AT, "list": 1, "type": "entry", "device_id": device, **more}


def a_ticketing(*, devices=(), lists=(), **more):
    products = (
        Product(1, {"fr": "Présentiel", "en": "On site"}, is_admission=True),
        Product(5, {"fr": "Atelier A"}, is_addon=True),
        Product(6, {"fr": "Atelier B"}, is_addon=True),
    )
    diet = Question.from_body(
        {
            "id": 1,
            "question": {"fr": "Régime"},
            "type": "C",
            "identifier": "REGIME",
            "options": [{"id": 3, "identifier": "VEGAN", "answer": {"fr": "Végan"}}],
        }
    )
    photo = Question.from_body({"id": 2, "question": {"fr": "Photo"}, "type": "B", "identifier": "IMAGE"})
    plain = {"address": "https://p.test", "organizer": "o", "event": "e", "timezone": "Europe/Paris"}
    ticketing = Ticketing(**plain, products=products, questions=(diet, photo), **more)
    known = lists or (CheckInList(1, "Accueil", all_products=True), CheckInList(5, "Ateliers", products=(5, 6)))
    return PulledTicketing(ticketing, {each.id: each for each in known}, devices=tuple(devices))


def a_device(number, desk, since=b"", **more):
    return TicketingDevice(number, desk, since, **more)
