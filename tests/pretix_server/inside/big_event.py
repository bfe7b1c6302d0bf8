# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds the event `charge`, with as many paid positions as asked for, and its part of FILE.json."""

import datetime
import json
from pathlib import Path

from django.db import transaction
from django.utils.timezone import now
from django_scopes import scopes_disabled
from pretix.base.models import CheckinList, Order, OrderPosition, Organizer

from tests.pretix_server.inside.chance import CODE, SECRET, chance, draw
from tests.pretix_server.inside.names import COMPANY, FAMILY, GIVEN
from tests.pretix_server.inside.seed import DAY
from tests.pretix_server.inside.seed_event import make_plain_event, make_products
from tests.pretix_server.inside.seed_orders import SALES_BEGAN, name_parts


def an_order(event, channel, item, number):
    at = SALES_BEGAN + datetime.timedelta(seconds=number * 37)
    order = Order(event=event, organizer=event.organizer, status="p", email=f"x{number}@exemple.test", locale="fr")
    order.code, order.secret, order.total = draw(CODE, 7), draw(SECRET, 16), item.default_price
    order.datetime = order.expires = at
    order.last_modified = now()
    order.sales_channel = channel
    return order


def a_position(order, item):
    position = OrderPosition(order=order, organizer=order.organizer, item=item, price=item.default_price, positionid=1)
    given, family = chance.choice(GIVEN), chance.choice(FAMILY)
    position.attendee_name_parts, position.attendee_name_cached = name_parts(given, family), f"{given} {family}"
    position.company, position.tax_rate, position.tax_value = chance.choice(COMPANY), 0, 0
    position.secret, position.pseudonymization_id = draw(SECRET, 32), draw(CODE, 10)
    return position


@scopes_disabled()
@transaction.atomic
def add_big_event(positions):
    chance.seed(5000)  # what was drawn for the other events is not known here
    organizer = Organizer.objects.get(slug="pionniers")
    event = make_plain_event(organizer, "charge", "Charge", DAY, "random")
    items = make_products(event)
    welcome = CheckinList.objects.create(event=event, name="Accueil", all_products=True)
    channel = organizer.sales_channels.get(identifier="web")
    orders = [an_order(event, channel, items["presentiel"], number) for number in range(positions)]
    Order.objects.bulk_create(orders, batch_size=500)
    made = [a_position(order, items["presentiel"]) for order in Order.objects.filter(event=event).order_by("datetime")]
    OrderPosition.all.bulk_create(made, batch_size=500)
    lists = {"accueil": welcome.pk}
    ids = {key: item.pk for key, item in items.items()}
    return {"slug": "charge", "items": ids, "checkin_lists": lists, "positions": positions, "special": {}}


def main(path, positions):
    file = Path(path)
    seeded = json.loads(file.read_text("utf-8")) | {"charge": add_big_event(int(positions))}
    file.write_text(json.dumps(seeded, ensure_ascii=False), "utf-8")
