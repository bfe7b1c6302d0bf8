# SPDX-License-Identifier: GPL-3.0-or-later
"""People are found however they are typed: by parts of a name, by its sound, by the list's other columns, by whole
names; and the index is what the journal says."""

import random
import time
from contextlib import closing

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from checkin.core.attendee import attendee_body
from checkin.core.entries import EntryKind
from checkin.core.search_terms import PARTICLES, MatchRank, build_search_terms
from checkin.core.text_folding import words_in
from checkin.services.event_file import EventFile
from checkin.storage.connection import transaction
from checkin.storage.people_search import PeopleSearch, find_people_by_name
from tests.bench.invented import people
from tests.builders import KEY, MORNING, an_attendee
from tests.conftest import add_people

FOURNIERE, MARTIN, MARTINEZ, MARTIN_PAUL, NGUYEN, LEGOFF, LE_GOFF, GOFFINET, EL_IDRISSI, BEN_ABDALLAH = range(1, 11)
ABADIE, IROISE, ANCT, ETIENNE, SCHOENHENTZ, WISNIEWSKI, DALESSANDRI, VAN_DYCK, LI, FOREIGN = range(11, 21)

LISTED = (
    an_attendee(FOURNIERE, first_name="Jean-Baptiste", last_name="de La Fournière", organisation="Ville de Brest"),
    an_attendee(MARTIN, first_name="Zoé", last_name="MARTIN", organisation="Ville de Nîmes"),
    an_attendee(MARTINEZ, first_name="Ana", last_name="Martinez", email="ana.lopez@orange.example"),
    an_attendee(MARTIN_PAUL, first_name="Martin", last_name="Paul"),
    an_attendee(NGUYEN, first_name="Thanh-Mai", last_name="N’Guyen"),
    an_attendee(LEGOFF, first_name="Yann", last_name="Legoff"),
    an_attendee(LE_GOFF, first_name="Éléonore", last_name="Le Goff"),
    an_attendee(GOFFINET, first_name="Lea", last_name="Goffinet"),
    an_attendee(EL_IDRISSI, first_name="Aïcha", last_name="El Idrissi"),
    an_attendee(BEN_ABDALLAH, first_name="Karim", last_name="Ben Abdallah"),
    an_attendee(ABADIE, first_name="Anna", last_name="Abadie", organisation="Cercle de Martigues"),
    an_attendee(
        IROISE, first_name="Odile", last_name="Kerbrat", organisation="Communauté de communes du Pays d’Iroise"
    ),
    an_attendee(
        ANCT, first_name="Hugo", last_name="Roux", organisation="Agence nationale de la cohésion des territoires"
    ),
    an_attendee(ETIENNE, first_name="Étienne", last_name="d’Aubeterre-Lœuvre", organisation="Réseau Émart"),
    an_attendee(SCHOENHENTZ, first_name="Liselotte", last_name="Schœnhentz"),
    an_attendee(WISNIEWSKI, first_name="Łukasz", last_name="Wiśniewski"),
    an_attendee(DALESSANDRI, first_name="Ghjuvan", last_name="D’Alessandri"),
    an_attendee(VAN_DYCK, first_name="Joost", last_name="van der Dyck"),
    an_attendee(LI, first_name="Wei", last_name="Li"),
    an_attendee(FOREIGN, first_name="Nuno", last_name="Simões", ticket_code="VIP-0042/xy"),
)
NUMBERS = {attendee.id: number for number, attendee in enumerate(LISTED, 1)}


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    event = EventFile.create(tmp_path_factory.mktemp("listed") / "a.checkin", KEY)
    add_people(event, MORNING, *LISTED)
    yield event
    event.close()


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """500 people, many with the same names."""
    event = EventFile.create(tmp_path_factory.mktemp("crowd") / "a.checkin", KEY)
    add_people(event, MORNING, *CROWD)
    yield event
    event.close()


CROWD = tuple(people(500))


def found(event, typed, limit=8):
    return [NUMBERS[attendee.id] for attendee in event.attendees.search(typed, limit)]


TYPED = {
    FOURNIERE: [
        *("fo", "fourniere", "la fourniere", "de la fourniere", "De La Fournière Jean-Baptiste", "delafourniere"),
        *("lafourniere", "jeanbaptiste", "baptiste", "fourn jean b", "brest fourn", "fournier", "fournire"),
        *("fourmiere", "fuorniere", "fouurniere", "delafournirere", "fuorni", "jean baptiste fournire brest"),
        *("jean fourneire", "urnier"),
    ],
    GOFFINET: ["el goffinett", "goff"],
    MARTIN: ["mart", "martin"],
    MARTIN_PAUL: ["martin p"],
    MARTINEZ: ["marti an", "lopez", "ana.lopez@orange.exa"],
    NGUYEN: ["nguyen", "n'guyen", "N Guyen", "guyen", "ngyuen", "thanhmai"],
    LEGOFF: ["legoff yann", "le goff yann", "yan legoff"],
    LE_GOFF: ["le goff", "eleonore goff"],
    EL_IDRISSI: ["elidrissi", "idrissi", "idrisi"],
    BEN_ABDALLAH: ["benabdallah", "abdallah karim"],
    ABADIE: ["ab", "abadi martig"],
    IROISE: ["ccpi", "iroise", "pays diroise", "comunaute iroise"],
    ANCT: ["anct", "anct roux", "cohesion territoires"],
    ETIENNE: ["etienne", "aubeterre", "daubeterre", "loeuvre"],
    SCHOENHENTZ: ["schoenhentz", "schonhentz"],
    WISNIEWSKI: ["wisniewski lukasz"],
    DALESSANDRI: ["alessandri", "d'alessandri"],
    VAN_DYCK: ["dyck", "vanderdyck"],
    LI: ["li"],
    FOREIGN: ["vip-00", "vip00", "42xy", "42/XY"],
}


@pytest.mark.parametrize(("typed", "first"), [(typed, first) for first, many in TYPED.items() for typed in many])
def test_the_person_meant_comes_first(listed, typed, first):
    assert found(listed, typed)[:1] == [first]


def test_names_that_begin_so_come_before_other_names_before_organisations_before_what_lies_inside(listed):
    answers = listed.attendees.find("mart", 8)
    assert [(NUMBERS[f.attendee.id], f.rank) for f in answers] == [
        (MARTIN, MatchRank.LAST_NAME),
        (MARTINEZ, MatchRank.LAST_NAME),
        (MARTIN_PAUL, MatchRank.FIRST_NAME),
        (ABADIE, MatchRank.ORGANISATION),
    ]
    assert found(listed, "mart", 1) == [MARTIN]
    assert [f.rank for f in listed.attendees.find("rtine", 8)] == [MatchRank.INNER]
    nearly = listed.attendees.find("emart", 8)
    assert [f.rank for f in nearly] == [MatchRank.ORGANISATION, *[MatchRank.NEAR_BEGINNING] * (len(nearly) - 1)]


def test_who_is_called_nearly_so_is_shown_below_one_who_is_called_so_but_not_below_several(listed):
    assert found(listed, "legoff y") == [LEGOFF]
    assert [f.rank for f in listed.attendees.find("marti z", 8)] == [MatchRank.FIRST_NAME]
    assert next(f.rank for f in listed.attendees.find("martines", 8)) is MatchRank.NEAR
    assert all(f.rank < MatchRank.NEAR for f in listed.attendees.find("mart", 8))


@pytest.mark.parametrize(
    "typed", ["", "e", "xqzw", "zzzz zzzz", "fourniere zz", "fuornireer", "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"]
)
def test_nonsense_finds_nobody(listed, typed):
    assert found(listed, typed) == []


def test_letters_swapped_in_a_name_that_is_spelled_as_heard_find_it(listed):
    assert found(listed, "fuornierre") == found(listed, "fournierre") != []


def test_letters_of_a_code_find_nobody_by_chance(listed):
    code = LISTED[0].ticket_code
    assert found(listed, code[-4:].lower()) == [FOURNIERE]
    assert found(listed, code) == [FOURNIERE]
    assert found(listed, code[-3:]) == []
    assert found(listed, code[8:14]) == []
    assert found(listed, "vip") == []


@pytest.mark.parametrize(
    "typed",
    [
        *("%", "_%", "\\", "'; DROP TABLE journal --", '"', '""', '" OR "', "fo*", "NEAR(a b)", "a AND", "NOT", "^fo"),
        *(
            "{last_name} : fo",
            "last_name:fo",
            "\0",
            "fo\0urniere",
            "🦊🦊",
            "👩‍👩‍👧",
            "\ud800",
            "\u202efo",
            "שלום",
            "مرحبا",
        ),
        *("x" * 10_000, "le " * 3_000, "é" * 10_000, "- " * 5_000, "(" * 10_000, "王伟", "ﷺ" * 500, "a b c d e f g h"),
    ],
)
def test_whatever_is_typed_is_answered_at_once(listed, typed):
    began = time.thread_time()
    found(listed, typed)
    assert time.thread_time() - began < 0.2


LETTERS = {c: c for c in "abcdefghijklmnopqrstuvwxyz"}
LETTERS |= {"é": "e", "è": "e", "ï": "i", "ç": "c", "œ": "oe", "ł": "l", "ø": "o", "ß": "ss", "ñ": "n", "Å": "a"}
WORD = st.text(sorted(LETTERS), min_size=2, max_size=9)
NAME = st.lists(WORD, min_size=1, max_size=3)
PARTICLE = st.sampled_from(["", "", "de ", "de La ", "d’", "Le ", "van der ", "El ", "N’"])


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(first=NAME, last=NAME, particle=PARTICLE, data=st.data())
def test_everyone_is_found_by_any_two_words_of_their_name_without_accents(crowd, first, last, particle, data):
    person = an_attendee(9_000, first_name="-".join(first).title(), last_name=particle + " ".join(last))
    words = ["".join(LETTERS[c] for c in word) for word in (*first, *last)]
    two = data.draw(st.permutations(words))[:2]
    with transaction(crowd.db):
        crowd.attendees._index.put([(person.id, build_search_terms(person, []))])
        crowd.db.conn.execute(
            "INSERT OR REPLACE INTO attendees VALUES (?, '', '', 'confirmed', 'on_site', '{}', '[]', 1, '')",
            [person.id],
        )
    assert person.id in {attendee.id for attendee in crowd.attendees.search(" ".join(two), 1_000)}


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(number=st.integers(0, len(CROWD) - 1), seed=st.integers(0, 10_000))
def test_one_error_in_a_long_word_leaves_the_person_among_the_first_eight_of_five_hundred(crowd, number, seed):
    person, draw = CROWD[number], random.Random(seed)
    words = [w for w in words_in(person.name) if len(w) >= 3 and w not in PARTICLES]
    long = [at for at, word in enumerate(words) if len(word) >= 5]
    assume(long and len(words) > 1)
    at = draw.choice(long)
    other = draw.choice([word for n, word in enumerate(words) if n != at])
    typed = draw.sample([with_one_error(words[at], draw), other], 2)
    namesakes = [p for p in CROWD if {words[at], other} <= {*words_in(p.name)}]
    assert person.id in {a.id for a in crowd.attendees.search(" ".join(typed), 8)} or len(namesakes) > 7


def with_one_error(word, draw):
    at, letter = draw.randrange(len(word) - 1), draw.choice("abcdefghijklmnopqrstuvwxyz")
    return draw.choice(
        [
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )


def the_index(event):
    """All of it, and SQLite's own comparison of its two halves."""
    event.db.conn.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    columns = "attendee, last_name, first_name, name_parts, organisation, email, codes, codes_backwards"
    tables = {"spellings": columns, "vocabulary": "*", "endings": "*", "sounds": "*"}
    return {t: sorted(event.db.conn.execute(f"SELECT {c} FROM {t}").fetchall()) for t, c in tables.items()}


def say(event, kind, subject, **body):
    with transaction(event.db):
        return event.journal.append(kind, subject, body, at=MORNING, desk="d")


def test_a_corrected_name_is_found_and_the_wrong_one_no_more(event):
    one = an_attendee(1)
    corrected = say(event, EntryKind.ATTENDEE_CORRECTED, one.id, changes={"last_name": [one.last_name, "Kerzoncuff"]})
    assert [a.id for a in event.attendees.search("kerzon")] == [one.id]
    assert event.attendees.search("goff") == []
    assert "goff" not in {row[0] for row in the_index(event)["vocabulary"]}
    say(event, EntryKind.UNDONE, one.id, targets=[corrected.id.hex()])
    assert [a.id for a in event.attendees.search("goff")] == [one.id]
    assert event.attendees.search("kerzon") == []


def test_a_replaced_code_finds_its_person_as_the_new_one_does(event, desk):
    old, new = an_attendee(1).ticket_code, desk.replace_code(an_attendee(1).id)
    for code in (old, new, old[-4:], new[-5:]):
        assert [a.id for a in event.attendees.search(code)] == [an_attendee(1).id]


def test_who_was_taken_back_is_found_no_more(event):
    before = the_index(event)
    add_people(event, MORNING, an_attendee(7, last_name="Zuzarte"))
    (added,) = event.journal.entries_of_kinds([EntryKind.ATTENDEE_ADDED])[-1:]
    say(event, EntryKind.UNDONE, added.subject, targets=[added.id.hex()])
    assert event.attendees.search("zuzarte") == []
    assert the_index(event) == before
    with closing(EventFile.open(event.path)) as other:
        add_people(other, MORNING, an_attendee(7, last_name="Zuzarte"))
    assert [a.last_name for a in event.attendees.search("zuz")] == ["Zuzarte"]  # whom another window added


def test_a_scan_leaves_the_index_alone(event, desk):
    before = event.db.conn.execute("SELECT id, block FROM search_data").fetchall()
    desk.scan(an_attendee(1).ticket_code)
    assert event.db.conn.execute("SELECT id, block FROM search_data").fetchall() == before


def test_who_was_not_saved_is_not_found(event):
    def fail_half_way():
        with transaction(event.db):
            person = an_attendee(7, last_name="Zuzarte")
            facts = [(EntryKind.ATTENDEE_ADDED, person.id, attendee_body(person))]
            event.journal.append_all(facts, at=MORNING, desk="d")
            raise RuntimeError

    before = the_index(event)
    with pytest.raises(RuntimeError):
        fail_half_way()
    assert event.attendees.search("zuzarte") == []
    assert the_index(event) == before


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    steps=st.lists(
        st.tuples(
            st.integers(11, 14),
            st.sampled_from(["last_name", "organisation", "first_name", "code", "undo", "undo code"]),
            st.sampled_from(["Martin", "de La Martin", "Le Goff", "Ville de Brest", "Brest", ""]),
        ),
        max_size=12,
    )
)
def test_after_any_corrections_the_index_is_the_one_built_anew(event, steps):
    corrections, codes = {}, {}
    for number, what, value in steps:
        person = an_attendee(number, last_name="Martin", organisation="Ville")
        if event.attendees.get(person.id) is None:
            add_people(event, MORNING, person)
        if what == "code":
            codes[number] = say(event, EntryKind.CODE_REPLACED, person.id, new=event.issue_code().code).id.hex()
        elif what == "undo code" and number in codes:
            say(event, EntryKind.UNDONE, person.id, targets=[codes.pop(number)])
        elif what == "undo" and number in corrections:
            say(event, EntryKind.UNDONE, person.id, targets=[corrections.pop(number)])
        elif not what.startswith("undo"):
            entry = say(event, EntryKind.ATTENDEE_CORRECTED, person.id, changes={what: ["", value]})
            corrections[number] = entry.id.hex()
    kept = the_index(event)
    with transaction(event.db):
        event.journal.rebuild()
    assert the_index(event) == kept


def test_namesakes_in_any_number_all_keep_a_row(event, monkeypatch):
    monkeypatch.setattr("checkin.storage.search_index.zlib.crc32", lambda _: 5)
    add_people(event, MORNING, *(an_attendee(n, first_name="Jo", last_name="Same") for n in range(30, 60)))
    assert len(event.attendees.search("same jo", 100)) == 30


def test_of_very_many_the_first_by_name_are_shown(event):
    names = [f"Mar{a}{b}" for a in "dcba" for b in "zyxwvutsrqponmlkjihgfedcba"]
    add_people(event, MORNING, *(an_attendee(n, first_name="Jo", last_name=name) for n, name in enumerate(names, 1000)))
    assert [a.last_name for a in event.attendees.search("ma", 3)] == ["Maraa", "Marab", "Marac"]
    assert [a.last_name for a in event.attendees.search("jo ma", 3)] == ["Maraa", "Marab", "Marac"]


def test_of_very_many_who_work_there_the_one_who_is_called_so_comes_first(event):
    town = [an_attendee(n, last_name=f"A{n}", organisation="Ville de Brest") for n in range(1000, 1150)]
    add_people(event, MORNING, *town, an_attendee(999, last_name="Brestac"))
    assert event.attendees.search("bres", 2)[0].last_name == "Brestac"


QUEMENER, PELISSIER, LE_BIHAN, KERNEVEL, PENNARROCH, KERGUELEN = (
    an_attendee(31, first_name="Annick", last_name="Quéméner", organisation="Ville de Brest"),
    an_attendee(32, first_name="Jean", last_name="Pélissier"),
    an_attendee(33, first_name="Yann", last_name="Le Bihan"),
    an_attendee(34, first_name="Rozenn", last_name="Kernevel", organisation="Kemener Conseil"),
    an_attendee(36, first_name="Mona", last_name="Penn-Ar-Roc’h"),
    an_attendee(37, first_name="Ronan", last_name="Kerguélen"),
)


def ids(event, typed):
    return [found.attendee.id for found in event.attendees.find(typed, 8)]


@pytest.fixture
def heard(event):
    add_people(event, MORNING, QUEMENER, PELISSIER, LE_BIHAN, PENNARROCH, KERGUELEN)
    return event


@pytest.mark.parametrize(
    ("typed", "person"),
    [
        ("kemener", QUEMENER),
        ("kemener annick", QUEMENER),
        ("anik kemener", QUEMENER),
        ("kemener brest", QUEMENER),
        ("pelicier", PELISSIER),
        ("jan pelicier", PELISSIER),
        ("le bian", LE_BIHAN),
        ("lebian", LE_BIHAN),
        ("penaroc", PENNARROCH),
        ("penaroc mona", PENNARROCH),
        ("kerguelenne", KERGUELEN),
    ],
)
def test_a_name_that_is_written_as_it_sounds_finds_its_person(heard, typed, person):
    (found,) = heard.attendees.find(typed, 8)
    assert found.attendee.id == person.id
    assert found.rank is (MatchRank.NEAR if person is LE_BIHAN else MatchRank.SOUND)


@pytest.mark.parametrize("typed", ["kemener jean", "kemener xxxxxx", "kintinet"])
def test_the_other_words_must_be_theirs_too_and_an_organisation_is_not_found_by_its_sound(heard, typed):
    add_people(heard, MORNING, an_attendee(35, last_name="Zidi", organisation="Quintinais"))
    assert ids(heard, typed) == []


def test_sound_is_asked_only_where_nobody_is_written_so(heard):
    add_people(heard, MORNING, KERNEVEL)
    assert ids(heard, "kemener") == [KERNEVEL.id]


def test_a_name_that_was_corrected_is_heard_no_more(heard):
    say(heard, EntryKind.ATTENDEE_CORRECTED, QUEMENER.id, changes={"last_name": ["Quéméner", "Zidi"]})
    assert ids(heard, "kemener") == []
    left = heard.db.conn.execute("SELECT count(*) FROM sounds WHERE word LIKE 'quemener%'").fetchone()
    assert left == (0,)


WITH_COLUMNS = (
    an_attendee(1, last_name="Abadie", custom={"Table": "7", "Régime alimentaire": "Végétarien", "T-shirt": "XL"}),
    an_attendee(2, last_name="Blanc", custom={"Place": "Table 7", "Régime alimentaire": "aucun"}),
    an_attendee(3, last_name="Colin", custom={"Table": "70", "Hôtel": "Ibis Gare de Lyon"}),
    an_attendee(4, last_name="Végéa", phone="06 12 34 56 78", order="A-1001", role="Trésorière adjointe"),
    an_attendee(5, last_name="Durand", custom={"Remarque": "mot " * 1200 + "fin"}),
    an_attendee(6, last_name="Riou", custom={"Table": "7", "Régime alimentaire": "Végétarien", "T-shirt": "M"}),
    an_attendee(7, last_name="Rioual", organisation="Table ronde", custom={"Table": "9", "T-shirt": "XL"}),
)
LAST_NAMES = {person.id: person.last_name for person in WITH_COLUMNS}


@pytest.fixture
def columns(tmp_path):
    made = EventFile.create(tmp_path / "a.checkin", KEY)
    add_people(made, MORNING, *WITH_COLUMNS)
    yield made
    made.close()


def last_names(event, text):
    return [LAST_NAMES[match.attendee.id] for match in event.attendees.find(text, 30)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("table 7", ["Abadie", "Blanc", "Riou"]),
        ("table 70", ["Colin"]),
        ("table7", ["Abadie", "Blanc", "Riou"]),
        ("xl", ["Abadie", "Rioual"]),
        ("t-shirt xl", ["Abadie", "Rioual"]),
        ("végétarien", ["Abadie", "Riou"]),
        ("VEGETAR", ["Abadie", "Riou"]),
        ("régime alimentaire végétarien", ["Abadie", "Riou"]),
        ("alimentaire vegetarien", ["Abadie", "Riou"]),
        ("table 7 végétarien", ["Abadie", "Riou"]),
        ("végétarien table7 xl", ["Abadie"]),
        ("table 7 riou", ["Riou"]),
        ("riou table 7", ["Riou"]),
        ("table7 riou", ["Riou"]),
        ("table 7 rio", ["Riou"]),
        ("riou table 7 végét", ["Riou"]),
        ("table riou 7", ["Riou"]),
        ("riou xl", ["Rioual"]),
        ("table 9 riou", ["Rioual"]),
        ("table 7 colin", []),
        ("ibis lyon", ["Colin"]),
        ("06 12 34 56 78", ["Végéa"]),
        ("A-1001", ["Végéa"]),
        ("trésorière", ["Végéa"]),
        ("table", ["Rioual", "Blanc"]),
        ("régime", []),
    ],
)
def test_people_are_found_by_the_words_of_a_column_and_by_its_title_with_its_value(columns, typed, names):
    assert last_names(columns, typed) == names
    assert {LAST_NAMES[i] for i in PeopleSearch(columns.db).all_ids(typed)} >= set(names)


def test_a_name_stands_before_a_value(columns):
    assert last_names(columns, "végé") == ["Végéa", "Abadie", "Riou"]
    ranks = [match.rank for match in columns.attendees.find("végé", 30)]
    assert ranks == [MatchRank.LAST_NAME, MatchRank.COLUMN_BEGINNING, MatchRank.COLUMN_BEGINNING]


def test_a_value_that_changes_or_goes_is_no_longer_found(columns):
    say(
        columns,
        EntryKind.ATTENDEE_CORRECTED,
        WITH_COLUMNS[0].id,
        changes={"custom:Table": ["7", "12"], "custom:T-shirt": ["XL", ""]},
    )
    assert last_names(columns, "table 7") == ["Blanc", "Riou"]
    assert last_names(columns, "table 12") == ["Abadie"]
    assert last_names(columns, "xl") == ["Rioual"]
    columns.db.conn.execute("INSERT INTO column_search (column_search, rank) VALUES ('integrity-check', 1)")


@settings(max_examples=60)
@given(st.text(max_size=40), st.text(max_size=60))
def test_any_column_gives_terms_that_are_words(title, value):
    terms = build_search_terms(an_attendee(custom={title: value}), ()).columns.split(" ")
    assert all(len(word) <= 24 and (word.isalnum() or not word) for word in terms)


LONG = "Wolfeschlegelsteinhausenbergerdorff"
WHOLE_NAMES = {
    number: an_attendee(number, first_name=first, last_name=last)
    for number, (first, last) in enumerate(
        [("Jean-Marie", "Le Goff"), ("Jean", "Le Goff"), ("Hubert", LONG), ("Łukasz", "Œuvré"), ("Anna", "Anna")],
        start=20,
    )
}


@pytest.fixture
def named(event):
    add_people(event, MORNING, *WHOLE_NAMES.values())
    return lambda *names: {person.last_name + person.first_name for person in find_people_by_name(event.db, names)}


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("LE GOFF Jean-Marie", 20),
        ("le goff jean", 21),
        (f"Hubert {LONG}", 22),
        ("oeuvre lukasz", 23),
        ("Anna Anna", 24),
    ],
)
def test_a_name_is_whole_in_any_order_capitals_and_accents(named, name, number):
    person = WHOLE_NAMES[number]
    assert named(name) == {person.last_name + person.first_name}


@pytest.mark.parametrize(
    "name", ["Le Goff", "Jean Marie", "Jean Le Goff Marie Anna", f"Hubert {LONG[:-1]}", "Anna", "", "?"]
)
def test_less_or_more_of_a_name_is_nobody(named, name):
    assert named(name) == set()


def test_many_names_are_asked_for_at_once(named):
    assert len(named(*(person.name for person in WHOLE_NAMES.values()), *(f"Nobody {n}" for n in range(300)))) == 5
