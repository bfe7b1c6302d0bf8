# SPDX-License-Identifier: GPL-3.0-or-later
"""Orders: those with a name, each of which a rule treats in its own way, and a few hundred more."""

import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.timezone import now
from pretix.base.models import InvoiceAddress, Order, OrderPayment, OrderPosition, QuestionAnswer
from pretix.base.secrets import assign_ticket_secret
from pretix.base.services.orders import OrderChangeManager, _cancel_order

from tests.pretix_server.inside.chance import CODE, SECRET, chance, draw
from tests.pretix_server.inside.names import COMPANY, DIET, FAMILY, GIVEN

PARIS = ZoneInfo("Europe/Paris")
SALES_BEGAN = datetime.datetime(2023, 5, 1, 9, tzinfo=PARIS)
SPECIAL = {
    "paid_1": ("presentiel", "Éloïse", "D'Aboville", {"company": "L'Épi d'Or", "diet": "VEGE"}),
    "paid_2": ("presentiel", "Jean-Noël", "L'Hôpital", {"company": "Ateliers Hébert & Fils", "diet": "AUCUN"}),
    "paid_3": ("presentiel", "Lætitia", "Lœuillet", {"diet": "VEGAN"}),
    "paid_4": ("presentiel", "Ömer", "Yıldız", {"diet": "HALAL"}),
    "paid_5": ("presentiel", "Thị Hoa", "Nguyễn", {"diet": "AUCUN"}),
    "paid_no_answer": ("presentiel", "Zoë", "Müller", {}),
    "speaker_no_answer": (
        "intervenant",
        "François-Xavier",
        "de La Rochefoucauld",
        {"company": "CNRS – Délégation Île-de-France"},
    ),
    "partner": ("partenaire", "N'Golo", "N'Guessan", {"company": "Énergie+ (groupe Çelik)"}),
    "remote": ("distanciel", "Marie-Thérèse", "Quéméner", {}),
    "homonym_1": ("presentiel", "Camille", "Martin", {"company": "Réseau Pionniers", "diet": "AUCUN"}),
    "homonym_2": ("presentiel", "Camille", "Martin", {"company": "Hôpital Nord", "diet": "AUCUN"}),
    "no_name": ("partenaire", "", "", {"company": "Garçon, Maçon et Associés"}),
    "pending": ("presentiel", "Benoît", "Pâquet", {"status": "n", "diet": "AUCUN"}),
    "pending_valid": ("presentiel", "Aurélie", "Prévôt-Lacroix", {"status": "n", "diet": "AUCUN"}),
    "unapproved": ("presentiel", "Rémi", "Crépin", {"status": "n", "diet": "AUCUN"}),
    "canceled": ("presentiel", "Hélène", "Château", {"diet": "AUCUN"}),
    "refunded": ("presentiel", "Loïc", "Le Guen", {"diet": "AUCUN"}),
    "blocked": ("presentiel", "Kévin", "Garçon", {"diet": "AUCUN"}),
    "secret_changed": ("presentiel", "Noémie", "Île", {"diet": "AUCUN"}),
    "expired_validity": (
        "presentiel",
        "Gaël",
        "Aÿ",
        {"diet": "AUCUN", "valid_until": datetime.datetime(2023, 7, 3, tzinfo=PARIS)},
    ),
    "future_validity": (
        "presentiel",
        "Ève",
        "Noël",
        {"diet": "AUCUN", "valid_from": datetime.datetime(2099, 7, 5, tzinfo=PARIS)},
    ),
}
PRODUCTS = ["presentiel"] * 60 + ["distanciel"] * 22 + ["intervenant"] * 8 + ["partenaire"] * 10


def make_special_orders(event, items, diet):
    """Return, by its name, the order and the positions of each."""
    orders = Orders(event, items, diet)
    made = {}
    for label, (product, given, family, more) in SPECIAL.items():
        order, positions = orders.make(product, (given, family), **more)
        made[label] = told(order, positions)
        if change := CHANGES.get(label):
            change(order, positions[0])
            positions[0].refresh_from_db()
            made[label]["secret_after"] = positions[0].secret
    workshops = [("atelier_a", ("", ""), True), ("atelier_b", ("", ""), True)]
    one = orders.make("presentiel", ("Valérie", "Théodore-Dubois"), diet="AUCUN", further=workshops[:1])
    two = orders.make("presentiel", ("Stéphane", "Kerboul-Le Goff"), diet="AUCUN", further=workshops)
    family = [("presentiel", (given, "Saint-Exupéry"), False) for given in ("Inès", "Raphaël")]
    more = {"diet": "AUCUN", "company": "Hôpital Nord", "further": family}
    group = orders.make("presentiel", ("Jérôme", "Saint-Exupéry"), **more)
    made |= {"addon_one": told(*one), "addon_two": told(*two), "group_one_position_canceled": told(*group)}
    change_order(group[0], lambda manager: manager.cancel(group[1][2]))
    return made


def make_further_orders(event, items, diet, count):
    orders = Orders(event, items, diet)
    statuses = ["p"] * (count - 22) + ["n"] * 12 + ["c"] * 10
    chance.shuffle(statuses)
    for status in statuses:
        product = chance.choice(PRODUCTS)
        name, company = (chance.choice(GIVEN), chance.choice(FAMILY)), chance.choice(COMPANY)
        answers = product in ("presentiel", "intervenant") and chance.random() < 0.97
        answer = chance.choice(list(DIET)) if answers else ""
        paid = "n" if status == "n" else "p"
        order, _ = orders.make(product, name, company=company, status=paid, diet=answer)
        if status == "c":
            _cancel_order(order.pk, send_mail=False)


class Orders:
    """Makes orders of an event."""

    def __init__(self, event, items, diet):
        self._event, self._items, self._diet = event, items, diet
        self._draws_secrets = event.settings.ticket_secret_generator == "random"

    def make(self, product, name, *, status="p", company=None, diet="", further=(), **more):  # noqa: PLR0913
        """Return an order and its positions. `further` are products in it, with their names, and whether they are
        add-ons.
        """
        at = SALES_BEGAN + datetime.timedelta(minutes=chance.randint(0, 60 * 24 * 50))
        total = sum(self._items[each].default_price for each in (product, *(other for other, *_ in further)))
        email = f"p{chance.randint(0, 9999):04d}@exemple.test"
        order = Order(event=self._event, organizer=self._event.organizer, status=status, email=email, locale="fr")
        order.code, order.secret = draw(CODE, 5), draw(SECRET, 16)
        order.datetime, order.expires, order.total = at, at + datetime.timedelta(days=3650 * 2), total
        order.sales_channel = self._event.organizer.sales_channels.get(identifier="web")
        order.save()
        first = self._position(order, 1, product, name, company=company, **more)
        positions = [first]
        for number, (other, its_name, is_addon) in enumerate(further, start=2):
            parent = first if is_addon else None
            positions.append(self._position(order, number, other, its_name, company=company, addon_to=parent))
        self._answer(first, diet)
        self._pay(order, company, name, at)
        order.log_action("pretix.event.order.placed")
        return order, positions

    def _position(self, order, number, product, name, **more):
        item = self._items[product]
        position = OrderPosition(order=order, organizer=order.organizer, item=item, positionid=number, **more)
        position.price, position.tax_rate, position.tax_value = item.default_price, Decimal(0), Decimal(0)
        position.attendee_name_parts, position.attendee_email = name_parts(*name), order.email
        if self._draws_secrets:
            position.secret = draw(SECRET, 32)
        position.pseudonymization_id = draw(CODE, 10)
        if not self._draws_secrets:
            assign_ticket_secret(self._event, position, save=False)
        position.save()
        return position

    def _answer(self, position, diet):
        if diet:
            option = self._diet.options.get(identifier=diet)
            answer = QuestionAnswer(orderposition=position, question=self._diet, answer=str(option.answer))
            answer.save()
            answer.options.add(option)

    def _pay(self, order, company, name, at):
        if company:
            where = {"zipcode": "25000", "city": "Besançon", "country": "FR"}
            parts = name_parts(*name)
            InvoiceAddress.objects.create(order=order, company=company, is_business=True, name_parts=parts, **where)
        if order.status == "n":
            state = OrderPayment.PAYMENT_STATE_CREATED
            order.payments.create(provider="banktransfer", state=state, amount=order.total)
        else:
            state = OrderPayment.PAYMENT_STATE_CONFIRMED
            order.payments.create(provider="manual", state=state, amount=order.total, payment_date=at)
        order.create_transactions(is_new=True)


def name_parts(given, family):
    return {"_scheme": "given_family", "given_name": given, "family_name": family} if given or family else {}


def told(order, positions):
    fields = {"id": "pk", "positionid": "positionid", "secret": "secret", "item": "item_id", "name": "attendee_name"}
    each = [{key: getattr(position, field) for key, field in fields.items()} for position in positions]
    return {"order": order.code, "positions": each}


def change_order(order, change):
    manager = OrderChangeManager(order, user=None, notify=False, reissue_invoice=False)
    change(manager)
    manager.commit()


def _make_valid(order, _position):
    order.valid_if_pending = True
    order.save()


def _await_approval(order, _position):
    order.require_approval = True
    order.save()


def _cancel(order, _position):
    _cancel_order(order.pk, send_mail=False)


def _refund(order, _position):
    _cancel_order(order.pk, send_mail=False)
    order.refresh_from_db()
    payment = order.payments.first()
    done = {"source": "A", "state": "done", "provider": "manual", "execution_date": now()}
    order.refunds.create(payment=payment, amount=payment.amount, **done)


CHANGES = {
    "pending_valid": _make_valid,
    "unapproved": _await_approval,
    "canceled": _cancel,
    "refunded": _refund,
    "blocked": lambda order, position: change_order(order, lambda m: m.add_block(position, "api:litige")),
    "secret_changed": lambda order, position: change_order(order, lambda m: m.regenerate_secret(position)),
}
