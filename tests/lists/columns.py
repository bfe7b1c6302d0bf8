# SPDX-License-Identifier: GPL-3.0-or-later
"""The columns of a strange list: what each holds, for each person, and what a reader may take it for."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random

from tests.lists.difficulties import TEXT_FORMS, WITHOUT_WORDS
from tests.lists.invented_people import Invented, draw_codes
from tests.lists.words_of import FOLLOW_UPS, PAYMENTS, STATUS_WORDS, YES_NO, StatusWords, sets_of

ANY = frozenset({"*"})
KEPT = frozenset({""})
"""A column that is kept under its title, for reading."""


@dataclass(slots=True)
class Column:
    """A column: its kind (a field, or a key of `other_titles`), a cell for each person, and the right readings of it.

    `accepted`: fields as which a reader may take it, the best of them first as `best`; "" is none, "*" any.
    `whose`: not the attendee's own name or address but another's.
    """

    kind: str
    cells: list[object]
    best: str = ""
    accepted: frozenset[str] = KEPT
    band: str = "other"
    title: str = ""
    titles: tuple[str, ...] = ()
    whose: str = ""


@dataclass(slots=True)
class Draft:
    """A list being made."""

    rng: Random
    language: str
    chosen: frozenset[str]
    people: list[Invented]
    columns: list[Column] = field(default_factory=list)
    workshops: tuple[str, ...] = ()

    @property
    def says_nothing(self) -> bool:
        """Whether no title tells what a column is."""
        return bool(self.chosen & WITHOUT_WORDS)

    def has(self, kind: str) -> bool:
        return any(column.kind == kind for column in self.columns)

    def add(
        self, kind: str, of_person: Callable[[Invented], object], band: str = "other", accepted: str = ""
    ) -> Column:
        """A column of a field; in a list without titles it may also be kept as it is, unless `accepted` is "only"."""
        lenient = self.says_nothing and accepted != "only"
        right = frozenset({kind, ""} if lenient else {kind})
        column = Column(kind, [of_person(one) for one in self.people], kind, right, band)
        self.columns.append(column)
        return column


def add_own_columns(draft: Draft) -> None:
    """The fields of the person, each with its chance or because a difficulty is about it."""
    add_names(draft)
    for share, add, difficulties in OWN_COLUMNS:
        if draft.rng.random() < share or draft.chosen & set(difficulties.split()):
            add(draft)


def add_names(draft: Draft) -> None:
    form = next(iter(draft.chosen & NAME_FORMS.keys()), "")
    if form:
        salute = _salutations(draft)
        forms = NAME_FORMS[form]
        cells = [draft.rng.choice(forms)(one, next(salute)) for one in draft.people]
        draft.columns.append(Column("full_name", cells, "full_name", frozenset({"full_name", "last_name"}), "name"))
        return
    write_last = _writing(draft, capitals=draft.rng.random() < 0.35)
    write_first = _writing(draft, capitals=False)
    pair = [
        Column(
            "last_name", [write_last(p.last_name) for p in draft.people], "last_name", frozenset({"last_name"}), "name"
        ),
        Column(
            "first_name",
            [write_first(p.first_name) for p in draft.people],
            "first_name",
            frozenset({"first_name"}),
            "name",
        ),
    ]
    if "swapped_names" in draft.chosen:
        pair[0].kind, pair[1].kind = pair[1].kind, pair[0].kind
    if draft.rng.random() < 0.4:
        pair.reverse()
    draft.columns += pair


def _writing(draft: Draft, capitals: bool) -> Callable[[str], str]:
    if "no_capitals" in draft.chosen:
        return str.lower
    return str.upper if capitals or "capitals_everywhere" in draft.chosen else str


def _salutations(draft: Draft):
    of = {
        "fr": ("M.", "Mme", "Dr"),
        "en": ("Mr", "Ms", "Dr"),
        "de": ("Herr", "Frau", "Dr."),
        "es": ("Sr.", "Sra.", "Dra."),
    }
    while True:
        yield draft.rng.choice(of.get(draft.language, ("Sig.", "Sig.ra", "Dott.")))


def _capitals(one: Invented, salutation: str) -> str:
    return f"{one.last_name.upper()} {one.first_name}"


def _comma(one: Invented, salutation: str) -> str:
    return f"{one.last_name}, {one.first_name}"


def _plain(one: Invented, salutation: str) -> str:
    return f"{one.first_name} {one.last_name}"


def _saluted(one: Invented, salutation: str) -> str:
    return f"{salutation} {one.first_name} {one.last_name.upper()}"


NAME_FORMS = {
    "one_cell_capitals": (_capitals,),
    "one_cell_comma": (_comma,),
    "one_cell_plain": (_plain,),
    "one_cell_salutation": (_saluted,),
    "one_cell_mixed": (_capitals, _comma, _plain, _saluted),
}


def _add_organisation(draft: Draft) -> None:
    draft.add("organisation", lambda one: one.organisation, "contact")


def _add_role(draft: Draft) -> None:
    draft.add("role", lambda one: one.role, "contact")


def _add_email(draft: Draft) -> None:
    rng, chosen = draft.rng, draft.chosen
    missing = 0.45 if chosen & {"missing_emails", "buyer"} else 0.03
    for one in draft.people:
        one.email = "" if rng.random() < missing else one.email
    if "shared_email" in chosen:
        for one in rng.sample(draft.people, k=max(3, len(draft.people) // 5)):
            one.email = "accueil@structure-partagee.example"
    column = draft.add("email", lambda one: one.email, "contact", "only")
    if "name_in_email" in chosen:
        column.cells = [f"{p.first_name} {p.last_name} <{p.email}>" if p.email else "" for p in draft.people]


def _add_phone(draft: Draft) -> None:
    rng, chosen = draft.rng, draft.chosen
    for one in draft.people:
        one.phone = "" if rng.random() < 0.1 else one.phone

    def spaced(digits: str) -> str:
        return " ".join(digits[i : i + 2] for i in range(0, 10, 2))

    writings: list[Callable[[str], object]] = [spaced]
    if "phones_as_numbers" in chosen:
        writings = [lambda digits: int(digits)] * 3 + [spaced]
    elif "international_phones" in chosen:
        writings = [
            lambda digits: f"+33 {digits[1]} {spaced(digits)[3:]}",
            lambda digits: f"0033{digits[1:]}",
            lambda digits: f"+33 (0){digits[1:]}",
            lambda digits: spaced(digits).replace(" ", "."),
            lambda digits: spaced(digits).replace(" ", "-"),
        ]
    elif rng.random() < 0.5:
        writings = [str]
    draft.add("phone", lambda one: rng.choice(writings)(one.phone) if one.phone else "", "contact", "only")


def _add_category(draft: Draft) -> None:
    names = draft.rng.choice(sets_of("categories")[draft.language])
    for one in draft.people:
        one.category = draft.rng.choice((names[0], *names))
    if "category_rows" not in draft.chosen:
        draft.add("category", lambda one: one.category, "registration")


def _add_codes(draft: Draft) -> None:
    kind = {"codes_with_zeros": "zeros", "codes_uuid": "uuid"}
    numbers = "codes_as_numbers" in draft.chosen
    drawn = [kind[one] for one in draft.chosen & kind.keys()] or [
        draft.rng.choice(("digits", "digits" if numbers else "letters"))
    ]
    codes = draw_codes(draft.rng, drawn[0], len(draft.people))
    for one, code in zip(draft.people, codes, strict=True):
        one.ticket_code = code
    draft.add("ticket_code", lambda one: int(one.ticket_code) if numbers else one.ticket_code, "registration")


def _add_status_columns(draft: Draft) -> None:
    (_add_payment_and_follow_up if "payment_beside" in draft.chosen else _add_status)(draft)


def _add_status(draft: Draft) -> None:
    explicit = "short_status" not in draft.chosen
    words = draft.rng.choice([w for w in STATUS_WORDS if w.language == draft.language and w.explicit == explicit])
    come = [word for word, meaning in words.meanings.items() if meaning == "c"]
    for one in draft.people:
        one.word = draft.rng.choice(list(words.meanings)) if draft.rng.random() < 0.35 else draft.rng.choice(come)
        one.meaning = words.meanings[one.word]
    column = draft.add("status", lambda one: one.word, "registration", "only")
    column.titles = words.titles


def _add_payment_and_follow_up(draft: Draft) -> None:
    """Two columns that together say who comes; the worse of the two counts, and a few have withdrawn. What became of
    people is told under a title of chance, also in the words of a platform.
    """
    rng = draft.rng
    payments, follow_ups, states = (
        [words for words in table if words.language == draft.language] for table in (PAYMENTS, FOLLOW_UPS, STATUS_WORDS)
    )
    told = rng.choice(follow_ups)
    if rng.random() < 0.4:
        platforms = [words for words in states if words.explicit and "n" in words.meanings.values()]
        told = replace(rng.choice(platforms), titles=told.titles)
    pair = (rng.choice(payments), told)
    drawn = [[_usual_word(rng, words) for words in pair] for _ in draft.people]
    for row in rng.sample(drawn, k=2):
        row[1] = rng.choice([word for word, meaning in pair[1].meanings.items() if meaning == "n"])
    for one, row in zip(draft.people, drawn, strict=True):
        one.word = " · ".join(row)
        meanings = [words.meanings[word] for words, word in zip(pair, row, strict=True)]
        one.meaning = next((meaning for meaning in "nw" if meaning in meanings), "c")
    for place in rng.sample((0, 1), k=2):
        says_nothing = not set(pair[place].meanings.values()) & {"n", "w"}
        right = frozenset({"status", ""} if says_nothing else {"status"})
        column = Column("status", [row[place] for row in drawn], "status", right, "registration")
        column.titles = pair[place].titles
        draft.columns.append(column)


def _usual_word(rng: Random, words: StatusWords) -> str:
    """A word of somebody who comes, or more seldom another."""
    usual = [word for word, meaning in words.meanings.items() if meaning in "c?"]
    return rng.choice(list(words.meanings)) if rng.random() < 0.2 else rng.choice(usual)


def _add_sessions(draft: Draft) -> None:
    rng = draft.rng
    draft.workshops = rng.choice(sets_of("workshops")[draft.language])
    if "session_per_slot" in draft.chosen:
        _add_slots(draft)
        return
    for one in draft.people:
        one.sessions = [w for w in draft.workshops if rng.random() < 0.4]
    if "sessions_in_one_cell" in draft.chosen:
        between = rng.choice(("; ", ";", " ; ", ", ", "\n"))
        draft.add("sessions", lambda one: between.join(one.sessions), "sessions")
        return
    yes, no = YES_NO[draft.language]
    tick = ("x", "X") if draft.chosen & TEXT_FORMS else ("x", "X", "✓")
    ways = ((("x",), ""), (("X",), ""), (tick, ""), ((yes.lower(), "x", "1"), ""), ((1,), 0), ((yes,), no))
    marks, unmarked = rng.choice(ways)
    for workshop in draft.workshops:
        cells = [rng.choice(marks) if workshop in p.sessions else unmarked for p in draft.people]
        draft.columns.append(Column("workshop", cells, "sessions", frozenset({"sessions"}), "sessions", workshop))


SLOTS = {
    "fr": ("Atelier du matin", "Atelier de l'après-midi"),
    "en": ("Morning workshop", "Afternoon workshop"),
    "de": ("Workshop vormittags", "Workshop nachmittags"),
    "es": ("Taller de mañana", "Taller de tarde"),
    "it": ("Laboratorio del mattino", "Laboratorio del pomeriggio"),
}


def _add_slots(draft: Draft) -> None:
    rng, middle = draft.rng, len(draft.workshops) // 2
    halves = (draft.workshops[:middle], draft.workshops[middle:])
    for title, half in zip(SLOTS[draft.language], halves, strict=True):
        drawn = [rng.choice((*half, "")) for _ in draft.people]
        for one, workshop in zip(draft.people, drawn, strict=True):
            one.sessions += [workshop] if workshop else []
        accepted = frozenset({"sessions", ""} if draft.says_nothing else {"sessions"})
        draft.columns.append(Column("slot", list(drawn), "sessions", accepted, "sessions", title))


def _add_note(draft: Draft) -> None:
    notes = sets_of("notes")[draft.language][0]
    for one in draft.people:
        if draft.rng.random() < 0.3:
            one.note = draft.rng.choice(notes)
            if "line_breaks" in draft.chosen:
                one.note = f"{one.note}\n{draft.rng.choice(notes)}"
    draft.add("note", lambda one: one.note)


OWN_COLUMNS: tuple[tuple[float, Callable[[Draft], None], str], ...] = (
    (0.9, _add_email, "shared_email missing_emails name_in_email anonymous_email buyer"),
    (0.8, _add_organisation, "missing_first_names namesakes"),
    (0.4, _add_role, ""),
    (0.4, _add_phone, "phones_as_numbers international_phones office_phone emergency_contact"),
    (0.3, _add_category, "category_rows"),
    (0.3, _add_codes, "codes_with_zeros codes_uuid codes_as_numbers"),
    (0.4, _add_status_columns, "short_status untitled_status payment_beside"),
    (0.0, _add_sessions, "x_marks sessions_in_one_cell session_per_slot"),
    (0.25, _add_note, "line_breaks"),
)
"""How often a list has it, what adds it, and the difficulties that need it."""
