# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists and programmes into the event."""

import pytest

from checkin.core.message import UserError
from checkin.services.lists.list_importing import import_list
from checkin.services.programme.programme_importing import load_programme
from tests.builders import KEY, an_attendee


@pytest.fixture
def bring(event, clock, tmp_path):
    """Imports the lines given, below a header."""

    def lines(*rows):
        path = tmp_path / "list.csv"
        path.write_text("Nom;Prénom;E-mail;Organisme;Code\n" + "\n".join(rows) + "\n", encoding="utf-8")
        return import_list(event, path, at=clock(), desk="Accueil 1")

    return lines


def problems(done):
    return [(p.row, p.words.text) for p in done.problems]


def test_who_has_no_code_gets_one_of_ours_and_keeps_it(event, bring):
    bring("Martin;Zoé;;;")
    (zoe,) = event.attendees.search("martin")
    assert KEY.read(zoe.ticket_code).id == zoe.id
    assert bring("Martin;Zoé;;;").known == 1
    assert event.attendees.search("martin") == [zoe]


def test_namesakes_of_another_organisation_are_two_people(event, bring):
    done = bring("Martin;Paul;;Mairie;", "Martin;Paul;;Région;")
    assert done.added == 2
    assert bring("Martin;Paul;;Mairie;", "Martin;Paul;;Région;", "Martin;Paul;;Port;").added == 1


def test_two_spellings_of_one_code_are_one_code_and_the_second_row_is_told(event, bring):
    code = KEY.issue(b"a list has it twi").code
    done = bring(f"Un;A;;;{code}", f"Deux;B;;;{code.lower()}")
    assert (done.added, done.known) == (1, 0)
    assert [row for row, _ in problems(done)] == [3]
    assert event.attendees.count() == 4


def test_a_code_that_was_replaced_is_given_to_nobody_again(event, desk, bring):
    old = an_attendee(1).ticket_code
    desk.replace_code(an_attendee(1).id)
    done = bring(f"Nouvelle;N;;;{old}")
    assert done.added == 0
    assert "replaced at the desk" in problems(done)[0][1]


def test_no_code_is_issued_twice(event, bring):
    taken = event.issue_code(lambda _: bytes(16))
    bring(f"Durand;Zoé;;;{taken.code}")
    drawn = iter((bytes(16), b"1" * 16, b"1" * 16, b"2" * 16))
    issued = event.issue_codes(2, lambda _: next(drawn))
    assert len({taken.code, *(token.code for token in issued)}) == 3


def test_a_code_of_ours_in_the_list_gives_the_id_it_was_issued_with(event, desk, bring):
    token = KEY.issue(b"from another desk")
    desk.admit(desk.scan(token.code))
    bring(f"Arrivé;Avant;;;{token.code}")
    assert event.attendees.get(token.id).first_name == "Avant"
    assert event.attendees.visit(token.id, "accueil")


def test_a_list_that_cannot_be_read_changes_nothing(event, bring, tmp_path, clock):
    before = event.journal.count()
    with pytest.raises(UserError):
        import_list(event, tmp_path / "gone.csv", at=clock(), desk="d")
    assert event.journal.count() == before


@pytest.mark.parametrize("content", [b"[event\ntitle=", b"\xff\xfe\x00", b"title = 'x'"])
def test_a_programme_that_is_none_gets_a_sentence(tmp_path, content):
    (tmp_path / "p.toml").write_bytes(content)
    with pytest.raises(UserError):
        load_programme(tmp_path / "p.toml")
