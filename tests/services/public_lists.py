# SPDX-License-Identifier: GPL-3.0-or-later
"""The lists of tests/data/lists beside what their expected.json says, in our words. Its README tells how they read."""

import json
from pathlib import Path

from checkin.core.lists.list_fields import BAD_EMAIL, LOST_LETTERS, NO_LAST_NAME, NO_NAME, TWO_PEOPLE
from checkin.core.programme.programme import Session
from tests.builders import a_programme

FOLDER = Path(__file__).parent.parent / "data" / "lists"
PROGRAMME = a_programme(
    categories=(), speakers=(), sessions=tuple(Session(f"atelier-{n}", f"Atelier {n}") for n in range(1, 5))
)

SOURCES = {
    "helloasso": "HelloAsso",
    "weezevent": "Weezevent",
    "billetweb": "Billetweb",
    "eventbrite": "Eventbrite",
    "pretix": "pretix",
    "google_forms": "Google Forms",
}

DOOR_MARKS = {"Contrôlé", "Utilisé", "Enregistrement effectué"}
"""Expected as "presence": what another program's door has seen. Here they are kept as they are (docs/lists.md)."""

PRETIX_BLOCKED = "Bloqué"
"""Expected as "custom": one ticket of that list says "Oui". pretix does not let it in, and so do we not."""

UNDIVIDED_ROWS = {"inscriptions_journee_reseau.xlsx": {62, 82}}
"""All in capitals, or with a name of one letter: left whole, and told, as the tolerances allow."""

STATUSES = {
    "confirmed": {"confirmed", "blocked"},
    "checked_in": {"confirmed"},
    "pending": {"pending", "unpaid"},
    "waiting": {"pending", "unpaid"},
    "cancelled": {"cancelled"},
    "refunded": {"cancelled"},
}
"""Their words → ours. "Payé: Non" is unpaid here, which waits as well."""

REASONS = {
    "e-mail is not valid": BAD_EMAIL,
    "two people in one row": TWO_PEOPLE,
    "mojibake": LOST_LETTERS,
    "the source system lost a letter": LOST_LETTERS,
    "no name at all": NO_NAME,
    "last name missing": NO_LAST_NAME,
}


def names(suffix=".expected.json"):
    found = sorted(path.name.removesuffix(suffix) for path in FOLDER.glob(f"*{suffix}"))
    return [name for name in found if not name.endswith(".diff")]


def expected(name):
    return json.loads((FOLDER / f"{name}.expected.json").read_text(encoding="utf-8"))


LISTS = [name for name in names() if not expected(name).get("refused")]
REFUSED = [name for name in names() if expected(name).get("refused")]
AGAIN = names(".diff.expected.json")


def version_2(name):
    stem, _, ending = name.rpartition(".")
    return f"{stem}.v2.{ending}"


def reason(why):
    (words,) = (words for begin, words in REASONS.items() if why.startswith(begin))
    return words


def plain(field, value):
    """A value as the README says it is to be compared."""
    if isinstance(value, list | tuple):
        return [PROGRAMME.session(one).title if PROGRAMME.session(one) else one for one in value]
    text = " ".join(str(value).split())
    match field:
        case "email" | "last_name":
            return text.casefold()
        case "phone":
            return "".join(filter(str.isdigit, text))[-9:]
    return text
