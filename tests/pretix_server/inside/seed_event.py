# SPDX-License-Identifier: GPL-3.0-or-later
"""An event: its products, questions, check-in lists and badge layouts; its orders are made in `seed_orders`."""

import datetime
import json
from collections import Counter
from decimal import Decimal
from zoneinfo import ZoneInfo

from i18nfield.strings import LazyI18nString
from pretix.base.models import (
    CheckinList,
    Event,
    Item,
    ItemAddOn,
    ItemCategory,
    Order,
    OrderPosition,
    Question,
    QuestionOption,
    Quota,
)
from pretix.plugins.badges.models import BadgeItem, BadgeLayout

from tests.pretix_server.inside.names import DIET
from tests.pretix_server.inside.seed_orders import make_further_orders, make_special_orders

PARIS = ZoneInfo("Europe/Paris")
PLUGINS = "badges ticketoutputpdf checkinlists banktransfer manualpayment statistics"
PRODUCTS = {
    "presentiel": ("Présentiel", "30.00", True),
    "distanciel": ("Distanciel (matin)", "10.00", False),
    "intervenant": ("Intervenant", "0.00", True),
    "partenaire": ("Partenaire", "0.00", True),
}
NAME = {"type": "textarea", "left": "5", "bottom": "60", "fontsize": "23.6", "bold": True, "content": "attendee_name"}
COMPANY = {
    "type": "textarea",
    "left": "5",
    "bottom": "45",
    "fontsize": "14.0",
    "bold": False,
    "content": "attendee_company",
}
TEXT = {
    "color": [0, 0, 0, 1],
    "fontfamily": "Open Sans",
    "italic": False,
    "width": "138",
    "text": "…",
    "align": "center",
}
BADGE = [
    NAME | TEXT,
    COMPANY | TEXT,
    {"type": "barcodearea", "left": "59", "bottom": "5", "size": "30", "content": "secret"},
]
OF_PARTNERS = {"inList": [{"var": "product"}, {"objectList": [{"lookup": ["product", "PRODUCT", "Partenaire"]}]}]}
ON_THE_DAY = [
    {"isAfter": [{"var": "now"}, {"buildTime": ["date_admission"]}, None]},
    {"isBefore": [{"var": "now"}, {"buildTime": ["date_to"]}, None]},
]


def text(french, english=""):
    return LazyI18nString({"fr": french, "en": english or french})


def make_event(organizer, gate, user, which, orders):
    event = make_plain_event(organizer, *which)
    items = make_products(event) | make_workshops(event)
    ItemAddOn.objects.create(base_item=items["presentiel"], addon_category=items["atelier_a"].category, max_count=2)
    diet, photo = make_questions(event, items)
    lists = make_lists(event, items)
    lists["accueil"].gates.add(gate)
    layouts = make_badge_layouts(event, items)
    log_all(event, user)
    special = make_special_orders(event, items, diet)
    make_further_orders(event, items, diet, orders)
    return {
        "slug": event.slug,
        "name": which[1],
        "secret_generator": which[3],
        "items": {key: item.pk for key, item in items.items()},
        "checkin_lists": {key: each.pk for key, each in lists.items()},
        "questions": {
            "regime": diet.pk,
            "image": photo.pk,
            "regime_options": {option.identifier: option.pk for option in diet.options.all()},
        },
        "badge_layouts": layouts,
        "orders_by_status": Counter(Order.objects.filter(event=event).values_list("status", flat=True)),
        "positions": OrderPosition.all.filter(order__event=event).count(),
        "special": special,
    }


def make_plain_event(organizer, slug, name, day, generator):
    at = [datetime.datetime.combine(day, datetime.time(hour), PARIS) for hour in (8, 9, 18)]
    event = Event.objects.create(
        organizer=organizer,
        name=text(name),
        slug=slug,
        live=True,
        currency="EUR",
        date_admission=at[0],
        date_from=at[1],
        date_to=at[2],
        location=text("Palais des congrès, Besançon"),
        plugins=",".join(f"pretix.plugins.{plugin}" for plugin in PLUGINS.split()),
    )
    event.set_defaults()
    asked = ("attendee_names_asked", "attendee_company_asked", "attendee_emails_asked", "ticket_download")
    enabled = ("ticketoutput_pdf__enabled", "payment_banktransfer__enabled", "payment_manual__enabled")
    for key in (*asked, *enabled):
        event.settings.set(key, True)
    settings = {"timezone": "Europe/Paris", "locales": ["fr", "en"], "locale": "fr", "region": "FR"}
    settings |= {"name_scheme": "given_family", "ticket_secret_generator": generator, "invoice_generate": "False"}
    for key, value in settings.items():
        event.settings.set(key, value)
    return event


def make_products(event):
    category = ItemCategory.objects.create(event=event, name=text("Inscriptions", "Registration"), position=0)
    items = {}
    for place, (key, (name, price, admits)) in enumerate(PRODUCTS.items()):
        item = Item(event=event, category=category, name=text(name), default_price=Decimal(price), position=place)
        item.admission, item.personalized = admits, True
        if key == "partenaire":
            item.checkin_attention, item.checkin_text = True, "Remettre la pochette partenaire"
        item.save()
        Quota.objects.create(event=event, name=name, size=2000).items.add(item)
        items[key] = item
    return items


def make_workshops(event):
    """Products that are bought with another one."""
    title = text("Ateliers", "Workshops")
    category = ItemCategory.objects.create(event=event, name=title, position=5, is_addon=True)
    items = {}
    for place, letter in enumerate("AB"):
        item = Item(event=event, category=category, name=text(f"Atelier {letter}"), position=10 + place)
        item.default_price, item.admission = Decimal(0), False
        item.save()
        Quota.objects.create(event=event, name=f"Atelier {letter}", size=60).items.add(item)
        items[f"atelier_{letter.lower()}"] = item
    return items


def make_questions(event, items):
    diet = Question(event=event, question=text("Régime alimentaire", "Dietary requirements"), type="C", position=1)
    diet.identifier, diet.show_during_checkin = "REGIME", True
    photo = Question(event=event, question=text("Droit à l'image accordé ?", "Photo consent?"), type="B", position=2)
    photo.identifier = "IMAGE"
    for question in (diet, photo):
        question.ask_during_checkin, question.required = True, False
        question.save()
    for place, (identifier, label) in enumerate(DIET.items()):
        QuestionOption.objects.create(question=diet, identifier=identifier, answer=text(label), position=place)
    diet.items.add(items["presentiel"], items["intervenant"])
    photo.items.add(items["intervenant"])
    return diet, photo


def make_lists(event, items):
    present = ("presentiel", "intervenant", "partenaire")
    partners = json.loads(json.dumps(OF_PARTNERS).replace("PRODUCT", str(items["partenaire"].pk)))
    lists = {
        "accueil": ("Accueil", present, {"allow_entry_after_exit": True}),
        "plenier": ("Plénier", present, {"allow_entry_after_exit": False}),
        "atelier": ("Atelier", present, {"allow_multiple_entries": True}),
        "attente": ("Accueil (impayés acceptés)", present, {"include_pending": True}),
        "addons": ("Ateliers (add-ons)", ("atelier_a", "atelier_b"), {"addon_match": True}),
        "partenaires": ("Petit-déjeuner partenaires", present, {"rules": {"and": [partners]}}),
        "horaire": ("Salon (jour J seulement)", present, {"rules": {"and": ON_THE_DAY}}),
    }
    made = {}
    for key, (name, products, rules) in lists.items():
        made[key] = CheckinList.objects.create(event=event, name=name, all_products=False, **rules)
        made[key].limit_products.add(*(items[product] for product in products))
    return made


def make_badge_layouts(event, items):
    default = BadgeLayout.objects.create(event=event, name="Badge A6", default=True, layout=json.dumps(BADGE))
    partner = BadgeLayout.objects.create(event=event, name="Badge partenaire", default=False)
    BadgeItem.objects.create(item=items["partenaire"], layout=partner)
    BadgeItem.objects.create(item=items["distanciel"], layout=None)
    return {"default": default.pk, "partenaire": partner.pk}


def log_all(event, user):
    """As the web pages do: the time of the last change, by which a client asks, is that of the last line of the log."""
    for kind in ("items", "questions", "categories", "quotas", "checkin_lists"):
        for made in getattr(event, kind).all():
            made.log_action(f"pretix.event.{type(made).__name__.lower()}.added", user=user)
