# SPDX-License-Identifier: GPL-3.0-or-later
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.attendee import Presence, Status, attendee_body, attendee_from_body
from checkin.core.lists.cell_text import column_letters, is_email, one_line, unique_titles
from checkin.core.lists.list_fields import NO_CHANGES, ListField, ListRow
from checkin.core.lists.list_interpretation import ListShortfall, interpret_list
from checkin.core.lists.listed_person import A_REMARK, A_SEPARATOR, A_TOTAL, AN_EXAMPLE, TITLES_AGAIN, why_ignored
from checkin.core.lists.mapping_guess import guess_mapping
from checkin.core.message import WHOLE, Cancelled, CombinedProgress, UserError, fill_message
from checkin.core.programme.programme import Session
from tests.builders import a_programme
from tests.core.lists.people import rows_of

PROGRAMME = a_programme(
    sessions=(
        Session("pleniere", "Plénière d’ouverture"),
        Session("atelier-a", "Atelier A – Budget, eau et énergie"),
        Session("atelier-b", "Atelier B – Participer / décider"),
        Session("atelier-b2", "Atelier B2 – Suite"),
    )
)


def read(*texts: str, programme=PROGRAMME):
    return interpret_list(rows_of(*texts), programme)


def person(header: str, line: str):
    (found,) = read(header, line).people
    return found


def told(roster) -> list[tuple[int, str]]:
    return [(problem.row, fill_message(problem.words.text, problem.fields)) for problem in roster.problems]


F = ListField


COLUMNS = (
    "Prénom=first_name|NOM=last_name|Société=organisation|Fonction=role|E-mail=email|Type de billet=category|"
    "Présence=presence",
    "First Name=first_name|Last Name=last_name|Company=organisation|Job Title=role|Email=email|"
    "Cell Phone=phone|Ticket Type=category|Attendee Status=status|Barcode #=ticket_code",
    "Votre prénom=first_name|Votre nom de famille=last_name|Quelle est votre fonction ?=role|"
    "À quels ateliers participerez-vous ?=sessions|Une remarque, un besoin particulier ?=note|"
    "J’accepte que mon nom figure sur la liste des participants",
    "Nom payeur|Prénom payeur|Email payeur|Nom participant=last_name|Prénom participant=first_name|"
    "Adresse e-mail du participant=email",
    "Nom du participant|Nom du participant : Prénom=first_name|"
    "Nom du participant : Nom de famille=last_name|Nom du siège|État|Payé=status",
    "Nom=last_name|E-mail payeur|Téléphone acheteur|Serez-vous présent·e au déjeuner ?",
    "NOM Prénom=full_name|Courriel=email|Portable=phone|Obs. internes=note",
    "Nom=last_name|Email du responsable|Prénom de l’accompagnant|Mail=email",
    "Nom=last_name|Intitulé du poste=role|Direction / service=organisation|Portable pro=phone",
    "Name=last_name|First name=first_name",
    "Participant=full_name|Raison sociale=organisation",
    "Nom=last_name|Raison sociale|Organisme=organisation",
    "Nom=last_name|Payé=status|Valide=status|Commentaire=note|Remarques=note",
    "Nom=last_name|Montant tarif|Date de la commande|Code promo|Ville",
)


@pytest.mark.parametrize("columns", COLUMNS)
def test_columns_are_known_by_their_words(columns):
    titles, wanted = zip(*(column.partition("=")[::2] for column in columns.split("|")), strict=True)
    found = guess_mapping([ListRow(1, titles)], 1).columns
    assert [found[index].value if index in found else "" for index in range(len(titles))] == [*wanted]


@pytest.mark.parametrize(
    "title", ["PRÉNOM", " prenom ", "Prénom*", "Prénom\n", "Prénom du participant", "Votre prénom :"]
)
def test_a_title_is_known_however_it_is_dressed(title):
    assert guess_mapping([ListRow(1, ("Nom", title))], 1).columns.get(1) is ListField.FIRST_NAME


def test_what_stands_above_the_header_is_passed_over_and_a_list_without_names_refused():
    table = rows_of(
        "Participants|||", "Liste au 30/09||", "Identité||Coordonnées", "Nom|Prénom|Courriel", "Dupré|Zoé|z@x.fr"
    )
    assert interpret_list(table, PROGRAMME).mapping.header == 4
    with pytest.raises(UserError, match="Found: Poste · Montant HT · TVA"):
        read("Budget||", "Poste|Montant HT|TVA", "Traiteur|840|168")


def test_a_person_has_everything_the_row_says_and_becomes_an_attendee():
    found = person(
        "Prénom|Nom|Société|Fonction|E-mail|Tél.|Type de billet|Code-barres|Statut|Présence|Ateliers|Remarque|Repas",
        "Éléonore|LE GOFF|Côté Jardin|Directrice|e@x.fr|06 12|presse|0031|En attente|Distanciel"
        "|Atelier A ; pleniere|Fauteuil roulant|Oui",
    )
    assert (found.row, found.first_name, found.last_name) == (2, "Éléonore", "LE GOFF")
    assert (found.organisation, found.role, found.category) == ("Côté Jardin", "Directrice", "presse")
    assert (found.email, found.phone, found.ticket_code) == ("e@x.fr", "06 12", "0031")
    assert (found.status, found.presence) == (Status.PENDING, Presence.REMOTE)
    assert found.sessions == ("atelier-a", "pleniere")
    assert (found.note, dict(found.custom)) == ("Fauteuil roulant", {"Repas": "Oui"})
    attendee = person("Prénom|Nom|Repas|Ateliers", "Zoé|Dupré|Oui|Atelier A").as_attendee("A1", "CODE")
    assert attendee_from_body("A1", attendee_body(attendee)) == attendee
    assert (attendee.name, attendee.ticket_code) == ("Zoé Dupré", "CODE")


@pytest.mark.parametrize("name", ["de La Fournière", "D’ORMESSON", "mc donald", "N'Diaye", "Jean-Luc", "Ó"])
def test_the_spelling_of_a_name_is_never_changed(name):
    assert person("Nom|Prénom", f"\u00a0 {name}\u202f|Zoé").last_name == name


def test_a_whole_name_is_never_divided_and_serves_only_where_the_parts_are_missing():
    found = person("NOM Prénom|Courriel", "LE GOFF Anne|a@x.fr")
    assert (found.first_name, found.last_name) == ("", "LE GOFF Anne"), "a whole name is never divided"
    header = "Nom du participant|Nom du participant : Prénom|Nom du participant : Nom de famille"
    assert person(header, "Zoé Dupré|Zoé|Dupré").first_name == "Zoé"
    assert person(header, "Zoé Dupré||").last_name == "Zoé Dupré"


STATUSES = {
    Status.CONFIRMED: (
        "Statut: Validé|Statut:   PAYÉE |Statut: |Attendee Status: Attending|Payé: Oui|Payé le: 12/09/2026|Annulé: Non"
    ),
    Status.CANCELLED: (
        "Statut: Annulée|Statut: Remboursé|Statut: Refunded|Attendee Status: Not Attending|Annulé: Oui|"
        "Annulé: 12/09/2023|Valide: Non"
    ),
    Status.PENDING: "Statut: En attente|Statut: À valider|Validé: Non",
    Status.UNPAID: "Statut: Impayé|Payé: Non",
    Status.BLOCKED: "Statut: Bloqué|Bloqué: x",
}


@pytest.mark.parametrize(("status", "said"), [(s, word) for s, words in STATUSES.items() for word in words.split("|")])
def test_status_words_mean_what_they_mean_under_their_title(status, said):
    title, word = said.split(": ", 1)
    roster = read(f"Nom|{title}", f"Dupré|{word}")
    assert roster.people[0].status is status
    assert told(roster) == []


def test_of_several_status_columns_the_worst_counts():
    assert person("Nom|Payé|Valide", "Dupré|Non|Non").status is Status.CANCELLED
    assert person("Nom|Payé|Valide", "Dupré|Non|Oui").status is Status.UNPAID


ONLINE, BOTH = "à distance|VISIO", "Les deux|Hybride"
PRESENCES = {Presence.ON_SITE: "Présentiel|Sur place|", Presence.REMOTE: ONLINE, Presence.BOTH: BOTH}


@pytest.mark.parametrize(
    ("presence", "word"), [(p, word) for p, words in PRESENCES.items() for word in words.split("|")]
)
def test_presence_words_say_how_someone_comes(word, presence):
    roster = read("Nom|Présence", f"Dupré|{word}")
    assert (roster.people[0].presence, told(roster)) == (presence, [])


def test_words_under_presence_that_are_not_and_unknown_ones_are_kept():
    roster = read("Nom|Présent(e) le 14/10", "Dupré|Non")
    (found,) = roster.people
    assert told(roster) == []
    assert (found.presence, dict(found.custom)) == (Presence.ON_SITE, {"Présent(e) le 14/10": "Non"})
    roster = read("Nom|Statut|Présence|Ateliers", "Dupré|Bof|Peut-être|Yoga; Atelier A")
    (found,) = roster.people
    assert (found.status, found.presence, found.sessions) == (Status.PENDING, Presence.ON_SITE, ("atelier-a",))
    assert dict(found.custom) == {"Statut": "Bof", "Présence": "Peut-être", "Ateliers": "Yoga; Atelier A"}
    assert [text.split("”")[0] for _, text in told(roster)] == ["“Bof", "“Peut-être", "“Yoga"]


@pytest.mark.parametrize(
    ("text", "sessions"),
    [
        ("atelier-a", ("atelier-a",)),
        ("Atelier A – Budget, eau et énergie", ("atelier-a",)),
        ("Atelier A", ("atelier-a",)),
        ("ATELIER A, atelier b", ("atelier-a", "atelier-b")),
        ("Atelier A / Plénière", ("atelier-a", "pleniere")),
        ("Atelier B – Participer / décider; Atelier A – Budget, eau et énergie", ("atelier-b", "atelier-a")),
        ("Atelier A\nAtelier B2", ("atelier-a", "atelier-b2")),
        ("Atelier A (14 h)", ("atelier-a",)),
        ("Atelier A; Atelier A", ("atelier-a",)),
        ("Aucun", ()),
        ("-", ()),
    ],
)
def test_sessions_are_known_by_id_title_or_short_form(text, sessions):
    roster = read("Nom|Ateliers", f"Dupré|{text}")
    assert (roster.people[0].sessions, told(roster)) == (sessions, [])


def test_sessions_that_are_columns_or_none_at_all():
    assert person("Nom|Atelier A|Atelier B", "Dupré|X|").sessions == ("atelier-a",)
    assert told(read("Nom|Ateliers", "Dupré|Atelier")) == [
        (2, "“Atelier” under “Ateliers” is not a session of the programme.")
    ]
    roster = read("Nom|Ateliers", "Dupré|Atelier 3", programme=a_programme(sessions=()))
    assert (dict(roster.people[0].custom), told(roster)) == ({"Ateliers": "Atelier 3"}, [])


@pytest.mark.parametrize(
    ("text", "category"), [("PARTICIPANT", "participant"), ("Presse", "presse"), ("Étudiant", "Étudiant")]
)
def test_categories_are_those_of_the_programme_or_the_lists_own(text, category):
    assert person("Nom|Tarif", f"Dupré|{text}").category == category


def test_a_row_that_names_nobody_and_a_second_row_with_a_ticket_code_are_left_out_and_shown():
    roster = read("Nom|Prénom|Courriel|Organisme", "|\u00a0|a@x.fr|Mairie", "Dupré|Zoé||")
    assert [found.row for found in roster.people] == [3], "a row that names nobody is left out and shown"
    assert told(roster) == [(2, "There is no name here. This row was left out.")]
    roster = read("Nom|Code-barres", "Dupré|001", "Martin|1", "Petit|001", "Roux|")
    codes = [("Dupré", "001"), ("Martin", "1"), ("Roux", "")]
    assert [(found.last_name, found.ticket_code) for found in roster.people] == codes
    assert told(roster) == [(4, "This ticket code is already in row 2. This row was left out.")]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Dupré|Zoé|zoe(at)x.fr", "Unusable address: zoe(at)x.fr"),
        ("Dupré||z@x.fr", "The first name is missing."),
        ("|Zoé|z@x.fr", "The last name is missing."),
        ("Dupré|Marie et Paul|z@x.fr", "“Marie et Paul Dupré” may be two people"),
        ("Dupré|HÃ©lÃ¨ne|z@x.fr", "The name “HÃ©lÃ¨ne Dupré” was damaged"),
        ("Dupr?|Zoé|z@x.fr", "The name “Zoé Dupr?” was damaged"),
        ("Du\x07pré|Zoé|z@x.fr", "“Nom” held characters that cannot be shown"),
        ("\u202eDupré|Zoé|z@x.fr", "“Nom” held characters that cannot be shown"),
        (f"{'x' * 501}|Zoé|z@x.fr", "The text under “Nom” is longer than 500 characters"),
    ],
)
def test_odd_rows_are_imported_and_shown(line, says):
    roster = read("Nom|Prénom|Courriel", line)
    ((row, text),) = told(roster)
    assert (len(roster.people), row) == (1, 2)
    assert text.startswith(says)
    assert all(letter.isprintable() for letter in roster.people[0].last_name)
    assert len(roster.people[0].last_name) <= 500


@pytest.mark.parametrize("name", ["Étienne|Betting", "João|SÃO", "Ânderson|Andy", "JOÃO|MAGALHÃES"])
def test_names_that_only_look_odd_are_left_alone(name):
    assert told(read("Nom|Prénom", name)) == []


def test_totals_remarks_repeated_headers_and_empty_rows_are_no_people():
    roster = read("Organisme|Nom|Courriel", "Total||a@x.fr", "Total|Dupré|d@x.fr")
    assert ([found.row for found in roster.people], roster.ignored) == ([3], ())
    assert told(roster) == [(2, "There is no name here. This row was left out.")]
    assert person("Nom|Prénom|Organisme", "Total|Anne|Mairie").last_name == "Total", "somebody called total is a person"
    header = "N°|Nom|Organisme|Prénom"
    lines = ("2|Total|Mairie|Anne", "TOTAL|2||", "Liste close le 30/09|||", "|Martin||")
    roster = read(header, "1|Dupré|Total|Zoé", "|||", header, *lines)
    assert [found.last_name for found in roster.people] == ["Dupré", "Total", "Martin"]
    assert roster.ignored == (4, 6, 7)
    assert told(roster) == [(8, "The first name is missing.")]


def test_what_is_too_long_for_the_journal_is_left_out_and_shown():
    questions = "|".join(f"Question {number}" for number in range(40))
    roster = read(f"Nom|{questions}", "Dupré|" + "|".join(["é" * 500] * 40))
    assert [dict(found.custom) for found in roster.people] == [{}]
    assert told(roster) == [(2, "There is too much text on this row. Its other columns were left out.")]
    roster = read("Nom|Prénom|Société|Fonction|Tarif|Remarque|Commentaire", "|".join(["語" * 500] * 7))
    assert roster.people == (), "a person who cannot be kept at all is left out and shown"
    assert told(roster)[-1] == (2, "There is too much text on this row. It was left out.")
    roster = read("Nom|Code-barres", "Dupré|" + "9" * 501)
    assert roster.people[0].ticket_code == "", "half a code is no code"
    assert told(roster) == [(2, "The ticket code is longer than 500 characters. It was left out.")]


OF_PEOPLE = ("Nombre de personnes", "Nb de pers.", "Taille du groupe", "Party size", "Group size", "Number of people")
OF_OTHERS = ("Quantity", "Quantité", "Nombre de repas", "Nombre de personnes au déjeuner")


@pytest.mark.parametrize(("title", "places"), [*((each, 3) for each in OF_PEOPLE), *((each, 1) for each in OF_OTHERS)])
def test_a_column_tells_how_many_come_with_one_code(title, places):
    assert person(f"Nom|{title}", "Dupré|3").places == places
    assert person(f"Nom|{title}", "Dupré|").places == 1


@pytest.mark.parametrize("title", ["Nombre de places", "Places", "Places réservées", "Personnes", "Seats"])
@pytest.mark.parametrize(
    "places", ["1|2|1|3|1|1", "1 place|2 places|1 place|3 places|1 place|", "||2 places|4|3 personnes|"]
)
def test_places_are_numbers_of_people_however_they_are_written(title, places):
    numbers = places.split("|")
    roster = read(f"Nom|E-mail|{title}", *(f"Dupré{n}|a{n}@exemple.fr|{cell}" for n, cell in enumerate(numbers)))
    assert [person.places for person in roster.people] == [int(cell.split()[0]) if cell else 1 for cell in numbers]


@pytest.mark.parametrize(
    "seats", ["A1|A2|B7|B8|C1|C2", "12|13|44|45|71|90", "1 place de la Mairie|2 rue Haute|3 quai|4|5|6"]
)
def test_numbers_of_seats_and_houses_are_no_people(seats):
    roster = read("Nom|E-mail|Places", *(f"Dupré{n}|a{n}@exemple.fr|{cell}" for n, cell in enumerate(seats.split("|"))))
    assert {person.places for person in roster.people} == {1}


@pytest.mark.parametrize("word", ["0", "-2", "100", "deux", "2,5", "3 tables", "²", "+99"])
def test_what_is_no_number_of_people_is_told_and_counts_as_one(word):
    roster = read("Nom|Nombre de personnes", f"Dupré|{word}")
    assert roster.people[0].places == 1
    ((row, text),) = told(roster)
    assert (row, text.split("”")[0]) == (2, f"“{word}")


@pytest.mark.parametrize("word", ["RAS", "r.a.s.", "Néant", "-", "Aucune", "non", "Rien à signaler", "N/A", "/", "..."])
def test_a_remark_that_says_nothing_is_no_note_to_read(word):
    assert person("Nom|Remarque", f"Dupré|{word}").note == ""
    assert person("Nom|Remarque|Obs", f"Dupré|{word}|Fauteuil roulant").note == "Fauteuil roulant"
    assert person("Nom|Remarque", f"Dupré|{word}, sauf le train").note == f"{word}, sauf le train"


def test_one_unknown_word_in_many_rows_is_one_thing_to_look_at():
    lines = ["Dupré|Yoga|Bof", "Roux|Yoga|", "Petit|Tai-chi|Bof", "Moreau|Yoga|Bof"]
    problems = told(read("Nom|Ateliers|Statut", *lines))
    assert [(row, text[:5], "3 rows" in text) for row, text in problems] == [
        (2, "“Bof”", True),
        (2, "“Yoga", True),
        (4, "“Tai-", False),
    ]


@pytest.mark.parametrize("when", ["2026-10-14 09:00", "14/10/2026", "14h30", "09:00"])
def test_a_date_under_sessions_is_kept_and_is_no_mistake(when):
    roster = read("Nom|Séance", f"Dupré|{when}")
    assert (dict(roster.people[0].custom), told(roster)) == ({"Séance": when}, [])


def test_reading_people_tells_how_far_it_is_and_stops_when_told_to():
    table = rows_of("Nom", *map(str, range(1_200)))
    heard = []
    interpret_list(table, PROGRAMME, report=lambda done, total: heard.append((done, total)))
    assert heard == [(0, 1200), (500, 1200), (1000, 1200)]

    def stop(done, total):
        raise Cancelled

    with pytest.raises(Cancelled):
        interpret_list(table, PROGRAMME, report=stop)


def test_other_columns_keep_their_titles_apart_and_those_chosen_by_hand_replace_the_guess():
    assert unique_titles(["Siège", "Nom", "Siège", "", "Siège"]) == ("Siège", "Nom", "Siège (2)", "D", "Siège (3)")
    assert [column_letters(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert dict(person("Siège|Nom|Siège", "A1|Dupré|B2").custom) == {"Siège": "A1", "Siège (2)": "B2"}
    table = rows_of("Nom|Surnom", "Dupré|Zouzou")
    chosen = guess_mapping(table).with_column(0, F.ORGANISATION).with_column(1, F.LAST_NAME)
    (found,) = interpret_list(table, PROGRAMME, chosen).people
    assert (found.organisation, found.last_name) == ("Dupré", "Zouzou")
    assert person("Nom|Tél.", "Dupré|'+33 6 12").phone == "+33 6 12"
    assert person("Nom|Prénom", "'t Hooft|Gerard").last_name == "'t Hooft"


@pytest.mark.parametrize(
    ("text", "valid"),
    [("a@x.fr", True), ("a.b+c@sous.x.example", True), ("a@x", False), ("a b@x.fr", False), ("a@x.fr, b@x.fr", False)],
)
def test_an_email_is_one_address(text, valid):
    assert is_email(text) is valid


@settings(max_examples=60)
@given(st.lists(st.lists(st.text(max_size=12), min_size=4, max_size=4), max_size=8))
def test_every_row_below_the_header_is_a_person_a_problem_ignored_or_empty(cells):
    table = [ListRow(1, ("Nom", "Prénom", "Statut", "Ville"))]
    table += [ListRow(number, tuple(line)) for number, line in enumerate(cells, start=2)]
    roster = interpret_list(table, PROGRAMME)
    imported = {found.row for found in roster.people}
    shown = {problem.row for problem in roster.problems}
    for row in table[1:]:
        is_blank = not any(map(one_line, row.cells))
        assert is_blank or row.number in imported | shown | set(roster.ignored) or row.cells == table[0].cells


def test_a_row_of_hints_is_nobody_and_its_choice_no_word_of_a_status():
    """Fewer than half of its cells are hints; but those of the names are."""
    found = read(
        "Nom|Prénom|Structure|E-mail|Statut|Table",
        "(obligatoire)|(obligatoire)|nom complet|pro de préférence|OK / NON / ATT (1)|1 à 20",
        "Durand|Zoé|Région|z@x.example|OK|7",
        "Petit|Max|Mairie|m@x.example|NON|8",
        "(Ben)|Ali|Mairie|a@x.example|OK|9",
    )
    assert found.ignored == (2,)
    assert [person.last_name for person in found.people] == ["Durand", "Petit", "(Ben)"]
    assert {value.text for value in found.statuses} == {"OK", "NON"}


TITLES = ListRow(1, ("Nom", "Prénom"))
ROWS = [TITLES, ListRow(2, ("Roux", "Zoé")), ListRow(3, ("Petit",))]


def test_a_changed_cell_is_read_instead_of_that_of_the_file_which_stays():
    assert NO_CHANGES.with_cell(ROWS[2], 1, "Max").applied(ROWS)[2].cells == ("Petit", "Max")
    assert ROWS[2].cells == ("Petit",)
    assert NO_CHANGES.with_cell(ROWS[1], 0, "ROUX").with_cell(ROWS[1], 0, "Roux") == NO_CHANGES
    assert NO_CHANGES.with_cell(ListRow(4, ("Le  Goff ", "")), 0, "Le Goff") == NO_CHANGES
    assert NO_CHANGES.with_cell(ROWS[1], 1, "").applied(ROWS)[1].cells == ("Roux", ""), "an empty cell is a change too"


@given(st.lists(st.tuples(st.integers(1, 5), st.booleans()), max_size=12))
def test_a_row_is_never_left_out_and_taken_in_and_toggled_twice_as_before(steps):
    changes = NO_CHANGES
    for number, is_ignored in steps:
        changes = changes.toggled(number, is_ignored=is_ignored)
        assert not changes.left_out & changes.taken_in
    for is_ignored in (False, True):
        once = NO_CHANGES.toggled(2, is_ignored=is_ignored)
        assert once != NO_CHANGES
        assert once.toggled(2, is_ignored=not is_ignored) == NO_CHANGES


def test_why_a_row_is_nobody_is_told():
    assert why_ignored(ListRow(9, TITLES.cells), TITLES) == TITLES_AGAIN
    assert why_ignored(ListRow(9, ("", "Total : 12")), TITLES) == A_TOTAL
    assert why_ignored(ListRow(9, ("Mc", "")), TITLES) == A_SEPARATOR
    assert why_ignored(ListRow(2, ("ex. DUPONT", "Anne")), TITLES) == AN_EXAMPLE
    assert why_ignored(ListRow(9, ("Liste arrêtée au 12 mai", "")), TITLES) == A_REMARK


@pytest.mark.parametrize(("people", "ignored", "is_asked"), [(34, 48, False), (4, 48, True), (40, 0, False)])
def test_totals_beside_many_people_are_no_reason_to_ask(people, ignored, is_asked):
    assert ListShortfall(people + ignored, people, ignored=ignored).is_far_fewer == is_asked
    assert ListShortfall(people + ignored + 50, people, unnamed=50, ignored=ignored).is_far_fewer


def told_by(*parts):
    told = []
    bar = CombinedProgress(lambda done, total: told.append((done, total)))
    for last, said in parts:
        tell = bar.part(last)
        for done, total in said:
            tell(done, total)
    return told


def test_each_part_goes_on_where_the_one_before_ended():
    told = told_by((400, [(0, 4), (1, 4), (9, 4)]), (1000, [(0, 2), (1, 2), (2, 2)]))
    assert [done for done, _ in told] == [0, 100, 400, 400, 700, 1000], "each part goes on where the one before ended"
    assert {total for _, total in told} == {WHOLE}
    assert [done for done, _ in told_by((400, []), (1000, [(1, 2)]))] == [500]
    assert told_by((400, [(7, None), (7, 0)])) == [(7, None), (7, None)], "what nobody knows is told as that"


said = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), max_size=4)


@given(st.lists(st.tuples(st.integers(0, WHOLE), said), max_size=4))
def test_a_bar_never_goes_back_and_never_too_far(parts):
    done = [done for done, _ in told_by(*parts)]
    assert done == sorted(done)
    assert all(0 <= each <= WHOLE for each in done)
