# SPDX-License-Identifier: GPL-3.0-or-later
"""The badges that come with the program, on fixed people, as they looked when somebody judged them right.

Look at them before renewing them: `python -m tests.badges.golden_badges`.
"""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QGuiApplication, QImage

from checkin.badges.badge_problems import Badge
from checkin.badges.painter import BadgeRecipient
from checkin.core.attendee import Attendee
from checkin.core.badges.template import badge_field_values
from checkin.core.programme.programme import Category, Event, Programme, Session, Speaker
from checkin.services.badges.badge_building import read_template, shipped_template_files
from tests.badges.badge_images import to_image

FOLDER = Path(__file__).parent / "goldens"
DPI = 100

PROGRAMME = Programme(
    Event(
        "9ᵉ Rencontre des pionniers des alliances en territoire", date(2023, 7, 4), "Paris", "Réseau des catalyseurs"
    ),
    (Category("participant", "Participant"), Category("intervenant", "Intervenant")),
    (Session("a", "Atelier A : les communs"), Session("p", "La mobilisation de la société civile")),
    (Speaker("s", "Marie-Françoise de Rochechouart-Montmorency", "Directrice", "", "p"),),
)
PEOPLE = {
    "usual": Attendee(
        "1", "Éléonore", "Le Goff", "BCDEFGHJKLNPRSTUVXBC", "Pays d’Iroise", "Cheffe de projet", category="participant"
    ),
    "longest": Attendee(
        "2",
        "Marie-Françoise",
        "de Rochechouart-Montmorency",
        "CDEFGHJKLNPRSTUVXBCD",
        "Syndicat mixte d’aménagement et de gestion des eaux du bassin versant de la Haute-Vallée",
        "Directrice adjointe chargée de la coopération décentralisée",
        category="intervenant",
        sessions=("a", "p"),
    ),
}


def golden_badges() -> Iterator[tuple[str, QImage]]:
    """Every side of every template on every person, by the name of its file."""
    for template_name in shipped_template_files():
        loaded = read_template(template_name)
        for who, person in PEOPLE.items():
            badge = Badge(loaded.template, BadgeRecipient(badge_field_values(person, PROGRAMME), person.category))
            for side in range(1, loaded.template.sides + 1):
                yield f"{template_name}-{who}-{side}.png", to_image(badge, DPI, side)


def renew() -> None:
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    for name, image in golden_badges():
        assert image.save(str(FOLDER / name))


if __name__ == "__main__":
    application = QGuiApplication.instance() or QGuiApplication([])
    renew()
