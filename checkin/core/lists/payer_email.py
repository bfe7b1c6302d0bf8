# SPDX-License-Identifier: GPL-3.0-or-later
"""E-mail address of the payer of a registration, as the list has it among its other columns. Pure.

It is never the attendee's own: guests of one order share it, and it does not make two records one person. It only
serves to send documents to attendees without an address.
"""

import re
from collections.abc import Mapping

from checkin.core.lists.cell_text import is_email, plain_title

_ADDRESS = re.compile(r"\b(e ?mail|mail|courriel|mel|adresse electronique|correo)\b")
_PAYER = re.compile(
    r"\b(payeu\w*|acheteu\w*|payer|buyer|purchaser|acheta\w*|commande|order|facturation|billing|kaufer|besteller"
    r"|acquirente|comprador|commanditaire)\b"
)


def payer_email(custom: Mapping[str, str]) -> str:
    """Return the payer's address among an attendee's other columns; "" if there is none."""
    return next((text for title, text in custom.items() if names_payer_email(title) and is_email(text)), "")


def names_payer_email(title: str) -> bool:
    """Whether a column called `title` holds the e-mail address of the payer or buyer."""
    words = plain_title(title)
    return bool(_ADDRESS.search(words) and _PAYER.search(words))
