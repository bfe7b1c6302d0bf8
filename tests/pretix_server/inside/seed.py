# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes an organizer with tokens, devices and two events, and writes what tests need to know of them."""

import json
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.timezone import now
from django_scopes import scopes_disabled
from pretix.base.models import Device, Organizer, Team, TeamAPIToken, User
from pretix.base.models.devices import Gate

from tests.pretix_server.inside.chance import CODE, SECRET, draw
from tests.pretix_server.inside.seed_event import make_event

ADMINISTRATOR, PASSWORD = "admin@localhost.test", "admin-local-test"
DEVICES = (
    ("Poste 1", "full"),
    ("Poste 2", "full"),
    ("Poste scan", "pretixscan"),
    ("Poste kiosque", "pretixscan_online_kiosk"),
    ("Poste révoqué", "full"),
    *((f"À initialiser {number}", "full") for number in range(1, 11)),
)
DAY = date(2023, 7, 4)


def make_organizer():
    organizer = Organizer.objects.create(name="Réseau des pionniers", slug="pionniers")
    organizer.set_defaults()
    organizer.plugins = "pretix.plugins.banktransfer"  # it must be active here too, or paying an order fails
    organizer.save()
    settings = organizer.settings
    settings.timezone, settings.locale, settings.locales = "Europe/Paris", "fr", ["fr", "en"]
    return organizer


def make_tokens(organizer, user):
    everything = {"all_event_permissions": True, "all_organizer_permissions": True}
    team = Team.objects.create(organizer=organizer, name="Tous droits", all_events=True, **everything)
    team.members.add(user)
    token = TeamAPIToken.objects.create(team=team, name="test", token=f"apitok{draw(SECRET, 58)}")
    only = {"limit_event_permissions": {"event.orders:checkin": True}}
    team = Team.objects.create(organizer=organizer, name="Accueil seulement", all_events=True, **only)
    scanning = TeamAPIToken.objects.create(team=team, name="checkin", token=f"chkonly{draw(SECRET, 57)}")
    return {"api_token": token.token, "api_token_checkin_only": scanning.token}


def make_device(organizer, gate, name, profile):
    device = Device(organizer=organizer, name=name, all_events=True, security_profile=profile)
    device.initialization_token, device.unique_serial = draw(SECRET, 16), draw(CODE, 16)
    device.revoked = name == "Poste révoqué"
    device.gate = gate if name == "Poste 1" else None
    if not name.startswith("À initialiser"):
        device.api_token, device.initialized = draw(SECRET, 64), now()
        device.hardware_brand = device.hardware_model = device.software_brand = "seed"
        device.software_version = "1.0"
    device.save()
    named = ("device_id", "name", "security_profile", "revoked", "api_token", "initialization_token")
    return {key: getattr(device, key) for key in named}


@scopes_disabled()
def seed():
    user = User.objects.create_superuser(ADMINISTRATOR, PASSWORD)
    organizer = make_organizer()
    made = {"organizer": organizer.slug, **make_tokens(organizer, user)}
    made["admin"] = {"email": ADMINISTRATOR, "password": PASSWORD}
    gate = Gate.objects.create(organizer=organizer, name="Entrée Nord", identifier="NORD")
    made["devices"] = [make_device(organizer, gate, *device) for device in DEVICES]
    name = "9e Rencontre des pionniers"
    with transaction.atomic():
        made["main"] = make_event(organizer, gate, user, ("rencontre-2023", name, DAY, "random"), orders=350)
        signed = ("rencontre-sig1", f"{name} (billets signés)", DAY, "pretix_sig1")
        made["sig1"] = make_event(organizer, gate, user, signed, orders=22)
    return made


def main(path):
    Path(path).write_text(json.dumps(seed(), ensure_ascii=False, indent=1), "utf-8")
