# SPDX-License-Identifier: GPL-3.0-or-later
"""Columns beside the person's own: what machines and caterers need, and what only looks like a name or an address."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from tests.lists.columns import ANY, KEPT, Column, Draft
from tests.lists.difficulties import encoding_of
from tests.lists.invented_names import draw_name
from tests.lists.invented_people import draw_phone, fits, plain
from tests.lists.words_of import YES_NO

FIRST_DAY = date(2026, 9, 1)
PRESENCE = {
    "fr": ("Sur place", "À distance"),
    "en": ("On site", "Online"),
    "de": ("Vor Ort", "Online"),
    "es": ("Presencial", "En línea"),
    "it": ("In presenza", "A distanza"),
}
SALUTATIONS = {
    "fr": ("M.", "Mme"),
    "en": ("Mr", "Mrs"),
    "de": ("Herr", "Frau"),
    "es": ("Sr.", "Sra."),
    "it": ("Sig.", "Sig.ra"),
}


def add_other_columns(draft: Draft) -> None:
    """The columns that the chosen difficulties bring, and a few harmless ones."""
    for name, add in DECOYS.items():
        if name in draft.chosen:
            add(draft)
    harmless = ["date", "amount", "constant", "empty"] + (
        [] if draft.says_nothing else ["diet", "tshirt", "language", "country"]
    )
    wanted = 10 if "many_columns" in draft.chosen else draft.rng.choice((0, 0, 1, 2))
    if "serial_dates" in draft.chosen:
        _other(draft, "date")
    if wanted > 4:
        harmless += ["url", "postcode", "birth_date"]
        harmless += [] if draft.says_nothing else ["rating", "payment", "ip", "age", "hotel", "train", "table"]
    for kind in draft.rng.sample(harmless, k=min(wanted, len(harmless))):
        if not draft.has(kind):
            _other(draft, kind)


def _other(
    draft: Draft, kind: str, of_row: Callable[[int], object] | None = None, accepted: frozenset[str] = KEPT
) -> Column:
    """A column of this kind, at a place of chance among those there are."""
    make = of_row or HARMLESS[kind](draft)
    accepted = {"empty": ANY, "diet": frozenset({"", "note"}), "train": frozenset({"", "note"})}.get(kind, accepted)
    column = Column(kind, [make(number) for number in range(len(draft.people))], "", accepted)
    draft.columns.insert(draft.rng.randint(0, len(draft.columns)), column)
    return column


def _before_names(draft: Draft, *columns: Column) -> None:
    """Mostly before the real column, where the first match would find them; else at the end."""
    place = 0 if draft.rng.random() < 0.65 else len(draft.columns)
    draft.columns[place:place] = columns


def _dates(draft: Draft) -> Callable[[int], object]:
    rng = draft.rng
    write = rng.choice((lambda day: day, lambda day: f"{day:%d/%m/%Y}", lambda day: f"{day:%Y-%m-%d} 08:12:00"))
    if "serial_dates" in draft.chosen:
        write = lambda day: (day - date(1899, 12, 30)).days  # noqa: E731
    return lambda _: write(FIRST_DAY + timedelta(days=rng.randrange(60)))


def _amounts(draft: Draft) -> Callable[[int], object]:
    return lambda _: draft.rng.choice(("25,00", "12,50", "0,00", "25,00 €" if draft.rng.random() < 0.1 else "40,00"))


def _chosen_of(*values: object) -> Callable[[Draft], Callable[[int], object]]:
    return lambda draft: lambda _: draft.rng.choice(values)


def _constants(draft: Draft) -> Callable[[int], object]:
    value = draft.rng.choice(("Assises 2026", "Rencontres d'automne", "newsletter", "WEB-2026"))
    return lambda _: value


HARMLESS: dict[str, Callable[[Draft], Callable[[int], object]]] = {
    "date": _dates,
    "birth_date": lambda draft: (
        lambda _: f"{draft.rng.randint(1, 28):02d}/{draft.rng.randint(1, 12):02d}/{draft.rng.randint(1945, 2005)}"
    ),
    "amount": _amounts,
    "payment": _chosen_of("Carte bancaire", "Virement", "Chèque", "Gratuit"),
    "diet": _chosen_of("", "", "végétarien", "sans gluten", "halal"),
    "tshirt": _chosen_of("S", "M", "L", "XL", "XXL"),
    "language": _chosen_of("fr", "fr", "en", "de"),
    "country": _chosen_of("France", "France", "Belgique", "FR"),
    "postcode": lambda draft: lambda _: f"{draft.rng.randint(1000, 95999):05d}",
    "ip": lambda draft: lambda _: f"192.0.2.{draft.rng.randint(1, 250)}",
    "rating": _chosen_of(1, 2, 3, 4, 5),
    "age": _chosen_of("18-25", "26-40", "41-60", "61 et +"),
    "hotel": _chosen_of("", "", "Hôtel du Parc", "Les Glycines"),
    "train": _chosen_of("", "", "TGV 8412, 9 h 58", "en voiture"),
    "table": lambda draft: lambda _: draft.rng.randint(1, 12),
    "url": lambda draft: lambda number: f"https://billets.example/t/{draft.rng.getrandbits(32):08x}",
    "constant": _constants,
    "empty": lambda draft: lambda _: "",
}


def _add_empty_name(draft: Draft) -> None:
    kind = draft.rng.choice(("empty_last", "empty_last", "empty_first"))
    _before_names(draft, Column(kind, [""] * len(draft.people), "", ANY, "name"))


def _add_anonymous(draft: Draft) -> None:
    value = draft.rng.choice(("anonymous", "anonyme", "noreply@formulaire.example", "invite"))
    _before_names(draft, Column("anonymous_mail", [value] * len(draft.people), "", KEPT, "contact", whose="e-mail"))


def _add_badge_name(draft: Draft) -> None:
    cells: list[object] = [draft.rng.choice((f"{p.first_name} {p.last_name}",) * 9 + ("",)) for p in draft.people]
    if draft.rng.random() < 0.5:
        cells = [f"{p.last_name.upper()} {p.first_name}" for p in draft.people]
    _before_names(draft, Column("badge_name", cells, "", KEPT, "name"))


def _add_salutation(draft: Draft) -> None:
    cells: list[object] = [draft.rng.choice(SALUTATIONS[draft.language]) for _ in draft.people]
    draft.columns.insert(0, Column("salutation", cells, "", KEPT, "name"))


def _add_academic(draft: Draft) -> None:
    cells: list[object] = [draft.rng.choice(("", "", "", "Dr.", "Prof.")) for _ in draft.people]
    draft.columns.insert(0, Column("academic", cells, "", KEPT, "name"))


def _people_outside(draft: Draft, count: int) -> list[tuple[str, str]]:
    """Names that belong to no attendee, so that taking them shows."""
    taken = {p.last_name for p in draft.people}
    encoding, found = encoding_of(draft.chosen), []
    while len(found) < count:
        last, first = draw_name(draft.rng, draft.language)
        if last not in taken and fits(encoding, last + first):
            found.append((last, first))
    return found


def _add_manager(draft: Draft) -> None:
    chiefs = _people_outside(draft, max(4, len(draft.people) // 3))
    drawn = [draft.rng.choice(chiefs) for _ in draft.people]
    names: list[object] = [f"{first} {last}" for last, first in drawn]
    mails: list[object] = [f"{plain(first)}.{plain(last)}@direction.example" for last, first in drawn]
    columns = [Column("manager", names, whose="name")]
    if draft.rng.random() < 0.6:
        columns.append(Column("manager_mail", mails, whose="e-mail"))
    _before_names(draft, *columns)


def _add_owner(draft: Draft) -> None:
    keepers = _people_outside(draft, 4)
    cells: list[object] = [" ".join(reversed(draft.rng.choice(keepers))) for _ in draft.people]
    _before_names(draft, Column(draft.rng.choice(("owner", "modified_by")), cells, whose="name"))


def _add_inviter(draft: Draft) -> None:
    hosts = _people_outside(draft, 12)
    cells: list[object] = [
        " ".join(reversed(draft.rng.choice(hosts))) if draft.rng.random() < 0.7 else "" for _ in draft.people
    ]
    draft.columns.append(Column("inviter", cells, whose="name"))


def _add_buyer(draft: Draft) -> None:
    """Some bought for others: one in three orders is of somebody who does not come."""
    rng, last, first, mails, orders = draft.rng, [], [], [], []
    while len(last) < len(draft.people):
        people = draft.people[len(last) : len(last) + rng.choice((1, 1, 2, 3, 4))]
        one = people[0]
        names = _people_outside(draft, 1)[0] if rng.random() < 0.35 else (one.last_name, one.first_name)
        mail = one.email if names[0] == one.last_name and one.email else f"{plain(names[0])}@achats.example"
        number = f"C{rng.randint(10_000, 99_999)}"
        for cells, value in ((last, names[0]), (first, names[1]), (mails, mail), (orders, number)):
            cells += [value] * len(people)
    columns = [
        Column("order", orders, band="registration"),
        Column("buyer_last", last, whose="name"),
        Column("buyer_first", first, whose="name"),
        Column("buyer_mail", mails, whose="e-mail"),
    ]
    _before_names(draft, *columns)


def _add_emergency(draft: Draft) -> None:
    names = _people_outside(draft, len(draft.people))
    cells: list[object] = [f"{first} {last}" for last, first in names]
    phones: list[object] = [draw_phone(draft.rng) for _ in names]
    draft.columns += [Column("emergency", cells, whose="name"), Column("emergency_tel", phones, whose="phone")]


def _add_birth_name(draft: Draft) -> None:
    names = _people_outside(draft, len(draft.people))
    cells: list[object] = [
        last if draft.rng.random() < 0.6 else p.last_name for (last, _), p in zip(names, draft.people, strict=True)
    ]
    _before_names(draft, Column("birth_last", cells, band="name", whose="name"))


def _add_companion(draft: Draft) -> None:
    names = [name if draft.rng.random() < 0.3 else ("", "") for name in _people_outside(draft, len(draft.people))]
    pair = [
        Column("companion_last", [last for last, _ in names], whose="name"),
        Column("companion_first", [first for _, first in names], whose="name"),
    ]
    draft.columns += pair


def _add_office_phone(draft: Draft) -> None:
    of_office = {p.organisation: draw_phone(draft.rng) for p in draft.people}
    column = Column("office_phone", [of_office[p.organisation] for p in draft.people], band="contact", whose="phone")
    _before_names(draft, column)


def _add_yes_no(draft: Draft) -> None:
    words = YES_NO[draft.language]
    for kind in ("consent", "meal"):
        _other(draft, kind, lambda _: draft.rng.choice(words))


def _add_door_marks(draft: Draft) -> None:
    yes, no = YES_NO[draft.language]
    times = [f"14/10/2026 0{draft.rng.randint(8, 9)}:{draft.rng.randint(10, 59)}" for _ in range(9)]
    marks = draft.rng.choice(((yes, no, no), ("", "", *times)))
    _other(draft, "door_mark", lambda _: draft.rng.choice(marks))


def _add_presence_and_places(draft: Draft) -> None:
    modes = PRESENCE[draft.language]
    cells: list[object] = [draft.rng.choice(modes) for _ in draft.people]
    places: list[object] = [draft.rng.choice((1, 1, 1, 2, 3)) for _ in draft.people]
    for kind, values in (("presence", cells), ("places", places)):
        draft.columns.append(Column(kind, values, kind, frozenset({kind, ""}), "registration"))


def _add_identifiers(draft: Draft) -> None:
    numbers = draft.rng.sample(range(20_000, 90_000), len(draft.people))
    if not draft.has("order"):
        _other(draft, "order", lambda number: f"R{numbers[number]}")
    may_be_code = KEPT if draft.has("ticket_code") else frozenset({"", "ticket_code"})
    _other(draft, "uuid", lambda _: f"{draft.rng.getrandbits(64):016x}", may_be_code)
    first = draft.rng.choice((1, 1, 101))
    draft.columns.insert(0, Column("row_number", [first + number for number in range(len(draft.people))]))


def _add_address(draft: Draft) -> None:
    rng = draft.rng
    streets = ("rue des Lilas", "chemin du Lavoir", "avenue Simone-Veil", "place du Marché")
    towns = ("Sauveterre", "Ville-Neuve", "Kerlouan", "Montbrun")
    between = "\n" if "line_breaks" in draft.chosen else ", "
    cells: list[object] = [f"{rng.randint(1, 150)}{between}{rng.choice(streets)}" for _ in draft.people]
    draft.columns += [
        Column("address", cells),
        Column("postcode", [f"{rng.randint(1000, 95999):05d}" for _ in draft.people]),
        Column("city", [rng.choice(towns) for _ in draft.people]),
    ]


DECOYS: dict[str, Callable[[Draft], None]] = {
    "empty_name_column": _add_empty_name,
    "anonymous_email": _add_anonymous,
    "badge_name": _add_badge_name,
    "manager": _add_manager,
    "owner": _add_owner,
    "inviter": _add_inviter,
    "buyer": _add_buyer,
    "emergency_contact": _add_emergency,
    "birth_name": _add_birth_name,
    "companion": _add_companion,
    "office_phone": _add_office_phone,
    "yes_no_columns": _add_yes_no,
    "postal_address": _add_address,
    "door_marks": _add_door_marks,
    "presence_and_places": _add_presence_and_places,
    "salutation": _add_salutation,
    "academic_title": _add_academic,
    "identifiers": _add_identifiers,
}
"""In the order in which they are put in; those at the end stand first in the list."""


def as_text(value: object) -> str:
    """A cell in a text file."""
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    return str(value)
