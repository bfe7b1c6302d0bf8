# SPDX-License-Identifier: GPL-3.0-or-later
"""An export is recognised by its titles, and they mean what they mean there, whatever they mean elsewhere."""

from checkin.core.attendee import Status
from checkin.core.lists.column_mapping import to_body
from checkin.core.lists.list_fields import ListField as F
from checkin.core.lists.list_fields import ListRow
from checkin.core.lists.mapping_guess import guess_mapping, suggest_mapping
from checkin.core.lists.platforms import ListKnowledge, exported_header, read_platform, recognise


def a_platform(name="Guichet", statuses=(), **header):
    header = {
        "language": "fr",
        "source": "from memory",
        "recognised_by": [["Commande", "Porteur"]],
        "means": {},
    } | header
    return read_platform({"name": name, "traps": "none", "header": [header], "status": list(statuses)}, f"{name}.toml")


def rows(*lines):
    return [ListRow(number, tuple(line.split("|"))) for number, line in enumerate(lines, start=1)]


def fields(mapping):
    return [mapping.columns.get(index) for index in range(len(mapping.titles))]


def test_an_export_has_all_titles_of_one_set_in_any_order_and_letters():
    platform = a_platform(recognised_by=[["Commande", "Porteur"], ["N° d'ordre"]])
    assert recognise(["Nom", "PORTEUR", "commande"], [platform]).platform is platform
    assert recognise(["Nom", "n° d’ordre "], [platform]).platform is platform
    assert recognise(["Nom", "Porteur"], [platform]) is None
    assert recognise([], [platform]) is None


def test_titles_that_only_count_at_the_beginning_are_nothing_elsewhere():
    platform = a_platform(recognised_by=[], begins_with=["Horodateur", "Nom"])
    assert recognise(["Horodateur", "Nom", "Ville"], [platform])
    assert recognise(["Nom", "Horodateur"], [platform]) is None
    assert recognise(["Horodateur"], [platform]) is None


def test_of_two_platforms_the_one_with_more_proof_is_taken():
    vague, sure = (
        a_platform("A", recognised_by=[["Commande"]]),
        a_platform("B", recognised_by=[["Commande", "Porteur"]]),
    )
    assert recognise(["Commande", "Porteur"], [vague, sure]).platform is sure
    assert recognise(["Commande", "Porteur"], [sure, vague]).platform is sure
    assert recognise(["Commande"], [sure, vague]).platform is vague


def test_known_titles_mean_what_they_mean_there_and_other_ones_are_guessed():
    means = {"last_name": ["Porteur"], "ticket_code": ["Commande"], "kept": ["E-mail", "Nom"]}
    mapping = guess_mapping(rows("Commande|Porteur|Nom|E-mail|Société"), known=ListKnowledge([a_platform(means=means)]))
    assert fields(mapping) == [F.TICKET_CODE, F.LAST_NAME, None, None, F.ORGANISATION]
    assert mapping.source == "Guichet"


def test_what_is_needed_is_only_taken_if_nothing_else_holds_it():
    platform = a_platform(at_need={"email": ["Compte"], "full_name": ["Porteur"]})
    assert fields(guess_mapping(rows("Commande|Porteur|Compte"), known=ListKnowledge([platform]))) == [
        F.ORDER,
        F.FULL_NAME,
        F.EMAIL,
    ]
    mapping = guess_mapping(rows("Commande|Porteur|Compte|Prénom|E-mail"), known=ListKnowledge([platform]))
    assert fields(mapping) == [F.ORDER, None, None, F.FIRST_NAME, F.EMAIL]


def test_of_two_columns_with_one_title_the_last_holds_the_field():
    platform = a_platform(means={"last_name": ["Porteur"], "status": ["État"]})
    mapping = guess_mapping(rows("Commande|Porteur|Porteur|État|État"), known=ListKnowledge([platform]))
    assert fields(mapping) == [F.ORDER, None, F.LAST_NAME, F.STATUS, F.STATUS]


def test_the_header_of_an_export_is_found_below_what_stands_above_it():
    platform = a_platform(means={"last_name": ["Porteur"]})
    table = rows("Nom|Prénom", "Export du 3 mai", "Commande|Porteur", "12|Zoé")
    assert exported_header(table, [platform]).number == 3
    assert guess_mapping(table, known=ListKnowledge([platform])).header == 3
    assert exported_header(table[:2], [platform]) is None
    chosen = guess_mapping(table, 1, ListKnowledge([platform]))
    assert (chosen.header, chosen.source) == (1, None)
    assert guess_mapping(table, 0, ListKnowledge([platform])).source is None


def test_status_words_mean_what_the_platform_means_unless_a_user_says_otherwise():
    statuses = [{"unpaid": ["Ouvert"], "confirmed": ["Annulable"]}, {"under": ["Porté"], "cancelled": ["Ouvert"]}]
    platform = a_platform(statuses=statuses, means={"status": ["État", "Porté"]})
    mapping = guess_mapping(rows("Commande|Porteur|État|Porté"), known=ListKnowledge([platform]))
    meant = mapping.status_meant
    assert (meant("État", "OUVERT"), meant("Porté", "ouvert")) == (Status.UNPAID, Status.CANCELLED)
    assert (meant("État", "Annulable"), meant("État", "Annulé")) == (Status.CONFIRMED, Status.CANCELLED)
    assert mapping.meaning("État", "ouvert", Status.BLOCKED).status_meant("État", "Ouvert") is Status.BLOCKED


def test_an_export_read_before_is_read_so_again_and_keeps_its_words():
    platform = a_platform(statuses=[{"unpaid": ["Ouvert"]}], means={"last_name": ["Porteur"]})
    table = rows("Commande|Porteur|État")
    chosen = guess_mapping(table, known=ListKnowledge([platform])).with_column(0, F.NOTE).with_column(2, F.STATUS)
    again = suggest_mapping(table, {chosen.signature: to_body(chosen)}, ListKnowledge([platform]))
    assert (fields(again), again.source) == ([F.NOTE, F.LAST_NAME, F.STATUS], "Guichet")
    assert again.status_meant("État", "ouvert") is Status.UNPAID
