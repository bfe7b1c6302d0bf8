# SPDX-License-Identifier: GPL-3.0-or-later
"""An invented ticketing: a position, a list and a scan as the tests want them."""

import base64
from dataclasses import replace
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from checkin.core.ticketing.position import Position, TicketPassage, TicketScan
from checkin.core.ticketing.ticket_rules import CheckInList, judge
from checkin.core.ticketing.ticketing import Ticketing

VISIT, WORKSHOP, OTHER_WORKSHOP = 1, 5, 6


def at(time, day="2023-07-04"):
    return datetime.fromisoformat(f"{day}T{time}+02:00")


TICKETING = Ticketing(
    "https://billets.exemple",
    "pionniers",
    "rencontre",
    timezone="Europe/Paris",
    date_from=at("09:00"),
    date_to=at("18:00"),
    date_admission=at("08:00"),
)
LIST = CheckInList(1, "Accueil", all_products=True, allow_entry_after_exit=True)
PAID = Position(id=10, order="ABCDE", positionid=1, status="p", item=VISIT, secret="s10")


def addon(number, item, **fields):
    return replace(PAID, id=number, positionid=number, item=item, secret=f"s{number}", addon_to=PAID.id, **fields)


def answer(ticket=PAID, check_in_list=LIST, ticketing=TICKETING, **scan):
    """Return the judgement on a scan at 10:00."""
    return judge(TicketScan(ticket, **{"moment": at("10:00"), **scan}), check_in_list, ticketing)


def reason(*values, **scan):
    return str(answer(*values, **scan).reason)


def entry(time, position=PAID.id, day="2023-07-04"):
    return TicketPassage(at(time, day), False, position)


def leaving(time, position=PAID.id):
    return TicketPassage(at(time), True, position)


class TicketSigner:
    """A server's key, and the tickets it signs."""

    def __init__(self):
        self._key = Ed25519PrivateKey.generate()
        pem = self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        self.public = base64.b64encode(pem).decode()

    def sign(self, payload, version=1):
        """Return the text of a ticket."""
        signature = self._key.sign(payload)
        head = bytes([version]) + len(payload).to_bytes(2) + len(signature).to_bytes(2)
        return base64.b64encode(head + payload + signature).decode()[::-1]


def payload(**numbers):
    """Return the payload of a ticket: its fields 2 to 6 by name."""
    names = {"item": 2, "variation": 3, "subevent": 4, "valid_from": 5, "valid_until": 6}
    seed = b"\x0a\x09123456789"
    return seed + b"".join(bytes([names[name] << 3]) + varint(number) for name, number in numbers.items())


def varint(number):
    found = b""
    while number > 0x7F:
        found += bytes([number & 0x7F | 0x80])
        number >>= 7
    return found + bytes([number])
