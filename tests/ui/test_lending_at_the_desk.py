# SPDX-License-Identifier: GPL-3.0-or-later
"""A check confirmed, a number typed, scanned, asked for and taken off, in the window of the desk."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from checkin import translation
from checkin.core.answer import LentThing
from checkin.core.decision import Reason, Verdict
from checkin.core.programme.programme import ControlPoint, Speaker
from checkin.services.desk import Desk
from checkin.services.people_queries import PeopleQueries
from checkin.ui.desk.answer_content import answer_content
from checkin.ui.desk.recent_scans import scan_description
from checkin.ui.look.drawing import match_description
from checkin.ui.people.timeline_wording import TimelineFormatter
from checkin.ui.widgets.arrival_meter import ArrivalMeter
from tests.builders import MORNING, a_programme, an_attendee
from tests.ui.answers import PROGRAMME, an_answer
from tests.ui.desk_scene import add_person, hit, open_desk, plain, press, spoken, told_below

ONE, TWO = an_attendee(1), an_attendee(2)
DOWN, ENTER = Qt.Key.Key_Down, Qt.Key.Key_Return
F7, F8, F12 = Qt.Key.Key_F7, Qt.Key.Key_F8, Qt.Key.Key_F12


@pytest.fixture
def window(qapp, qtbot, event, clock):
    door, *others = a_programme().control_points
    lends = replace(door, gives="casque", checks="Pièce d’identité vue")
    event.plan(a_programme(control_points=(lends, *others)), at=MORNING, desk="d")
    translation.install(qapp, "fr")
    return open_desk(qtbot, event, Desk(event, clock, "Accueil 1"), "fr")


@pytest.fixture
def arrive(window, clock):
    """Let somebody in, and lend them a thing if its number is given."""

    def arrived(person, number=""):
        clock.pass_by(minutes=1)
        window.operations.scan(person.ticket_code)
        window.operations.admit()
        if number:
            clock.pass_by(seconds=20)
            window.operations.scan(number)
            assert reason(window) is Reason.LENT
            clock.pass_by(minutes=5)

    return arrived


def reason(window):
    return window.answers[-1].reason


def keys_below(window):
    return [(key, translation.translate(words)) for key, words in window.footer.keys]


def meter(window):
    window.updates.count()
    return window.findChild(ArrivalMeter)


def thing_of(event, person):
    return event.journal.history(person.id).visit("accueil").thing


def test_the_line_about_missing_speakers_takes_no_key_that_lists_what_is_still_out(window, qtbot, event, clock):
    programme = event.programme()
    soon = replace(programme.sessions[0], starts=clock() + timedelta(minutes=5))
    speaker = Speaker("1", "Ana Lys", "", "", soon.id)
    event.plan(replace(programme, sessions=(soon,), speakers=(speaker,)), at=MORNING, desk="d")
    window._desk.reload()
    window.refresh()
    alert = window.stage.alert
    assert "F12" in [key for key, _ in window.footer.keys]
    assert ("Ana Lys" in alert.toolTip(), "F12" in alert.toolTip()) == (True, False)
    with qtbot.waitSignal(alert.clicked):
        qtbot.mouseClick(alert, Qt.MouseButton.LeftButton)


def test_a_person_is_checked_asked_for_a_number_and_found_by_it(window, clock, qtbot):
    window.operations.scan(ONE.ticket_code)
    assert "Pièce d’identité vue" in spoken(window)
    assert "C’est vérifié (F7)" in spoken(window)
    press(F7)
    assert reason(window) is Reason.WELCOME
    assert meter(window).accessibleName().startswith("1 prêté en ce moment, 0 rendu")
    assert "arriv" not in meter(window).toolTip()
    assert spoken(window).startswith("Casque : quel numéro ?")
    assert "scannez ou tapez son numéro" in spoken(window)
    assert window.shown_answer.linger.remainingTime() > 100_000  # as long as it would be this person's
    clock.pass_by(seconds=20)
    hit("12")
    assert not window.stage.search.matches.has_people()
    assert told_below(window) == f"Entrée : casque 12 pour {ONE.name}"
    hit(ENTER)
    qtbot.waitUntil(lambda: reason(window) is Reason.LENT)
    assert "casque 12" in spoken(window)
    clock.pass_by(minutes=5)
    window.operations.scan("CASQUE-12")
    assert reason(window) is Reason.ALREADY_ARRIVED
    assert spoken(window).startswith("Casque 12 : prêté à")
    assert window.answers[-1].attendee.id == ONE.id


def test_f8_takes_the_number_off_and_leaves_the_arrival(window, arrive, event):
    arrive(TWO, "7")
    press(F8)
    assert spoken(window).startswith("Numéro enlevé")
    assert event.attendees.inside("accueil") == 1


def test_a_number_that_is_out_says_with_whom_and_one_key_hands_it_on(window, arrive, event, qtbot):
    arrive(ONE, "12")
    arrive(TWO)
    hit("12")
    assert told_below(window) == f"Entrée : casque 12, qui est chez {ONE.name}"
    hit(ENTER)
    qtbot.waitUntil(lambda: reason(window) is Reason.THING_OUT)
    assert window.answers[-1].attendee.id == TWO.id
    assert f"Casque 12 : prêté à {ONE.name}" in spoken(window)
    assert "Cette personne n’en a pas encore" in spoken(window)
    press(F7)
    assert reason(window) is Reason.LENT
    assert (event.attendees.inside("accueil"), thing_of(event, TWO)) == (1, "12")


def test_a_thing_comes_back_by_its_number_and_f8_lends_it_again_and_no_loan_is_called_an_arrival(window, arrive, event):
    arrive(ONE, "12")
    window.operations.scan("12")
    assert "Rendu : casque 12 (F7)" in spoken(window)
    assert ("F7", "Rendu") in keys_below(window)
    said = spoken(window)
    press(F7)
    assert ("F7", "Faire entrer") in keys_below(window)
    assert spoken(window).startswith("Rendu")
    assert event.attendees.inside("accueil") == 0
    window.updates.count()
    said += spoken(window) + " ".join(map(scan_description, window.stage.recent_scans.lines))
    press(F8)
    assert (event.attendees.inside("accueil"), thing_of(event, ONE)) == (1, "12")
    said += spoken(window)
    assert all(word in said for word in ("Prêté à", "Rendu", "Retour annulé"))
    assert not any(word in said.lower() for word in ("arrivée", "entrée", "sortie"))


def test_each_line_keeps_the_number_that_was_lent_or_came_back_with_it(window, arrive):
    arrive(ONE, "12")
    for number in ("7", "8"):
        window.operations.scan(ONE.ticket_code)
        press(F7)
        arrive(ONE, number)
    arrive(TWO, "9")
    press(F8)  # takes the number off
    window.updates.count()
    lines = [line for line in window.stage.recent_scans.lines if line.verdict is Verdict.ADMIT]
    things = ["casque", "casque 8", "casque 7", "casque 7", "casque 12", "casque 12"]
    assert [line.thing for line in lines] == things
    assert [line.reason is Reason.EXIT for line in lines] == [False, False, True, False, True, False]


def test_or_by_the_person_who_has_it_who_may_borrow_again(window, arrive, event):
    arrive(ONE, "12")
    window.operations.scan(ONE.ticket_code)
    assert spoken(window).startswith("Casque : pas rendu")
    press(F7)
    assert event.attendees.inside("accueil") == 0
    arrive(ONE, "7")
    assert thing_of(event, ONE) == "7"
    desk = window.operations._desk
    queries = PeopleQueries(event, desk)
    teller = TimelineFormatter(desk.programme, desk.now(), queries.name_of)
    told = [plain(teller.format_entry(line).title) for line in queries.person(ONE.id).story]
    assert "Prêté : casque 12" in told
    assert any(text.startswith("Rendu") and "casque" in text for text in told)
    assert not any("rrivé" in text for text in told), told


@pytest.mark.parametrize("way", ["typed", "F12"])
def test_or_from_the_list_of_what_is_out(window, arrive, event, way):
    press(F12)
    assert window.stage.replied == "Tout est rendu."
    arrive(ONE, "12")
    arrive(TWO, "7")
    hit("casques" if way == "typed" else F12)
    found = window.stage.search.matches
    assert found.has_people()
    assert {match.thing for match in found.matches.rows} == {"casque 12", "casque 7"}
    hit(DOWN, ENTER, F7)
    assert event.attendees.inside("accueil") == 1


def test_a_thing_whose_number_nobody_noted_is_told_until_it_is(window, arrive, clock):
    arrive(ONE)
    arrive(TWO)
    assert f"sans numéro : {ONE.name}" in spoken(window)
    assert "2 sans numéro" in meter(window).accessibleName()
    clock.pass_by(seconds=20)
    window.operations.scan("7")
    assert "1 sans numéro" in meter(window).accessibleName()
    press(F12)
    texts = map(match_description, window.stage.search.matches.matches.rows)
    assert sum("sans numéro" in text for text in texts) == 1


def test_whose_number_is_missing_is_told_where_the_thing_was_lent_alone(window, arrive, event):
    programme = event.programme()
    another = ControlPoint("micros", "Micros", gives="micro")
    event.plan(replace(programme, control_points=(*programme.control_points, another)), at=MORNING, desk="d")
    window._desk.reload()
    arrive(ONE)
    window._desk.move_to("micros")
    arrive(TWO)
    assert "sans numéro" not in spoken(window)


def test_who_had_a_thing_is_not_named_after_an_erasure(window, arrive, clock, event):
    arrive(ONE)
    with event.transaction():
        event.journal.empty()
    window.updates.forget_people()
    newcomer = add_person(event, clock, 9)
    window.refresh()
    arrive(newcomer)
    assert ONE.last_name not in spoken(window)


def test_a_code_given_where_things_are_lent_lends_nothing(window, event):
    window.operations.show_decided(window._desk.tying.tie(ONE.id, "0012345678", keeps=True))
    assert "pas encore entré" not in spoken(window).lower()
    window.operations.admit()
    assert event.attendees.inside("accueil") == 0


def test_one_thing_is_lent_on_the_code_of_a_group(window, arrive, clock, event):
    group = add_person(event, clock, 7, places=3)
    window.refresh()
    arrive(group)
    assert (reason(window), event.attendees.inside("accueil")) == (Reason.WELCOME, 1)
    clock.pass_by(minutes=5)
    window.operations.scan(group.ticket_code)
    assert spoken(window).startswith("Casque : pas rendu")


def test_the_number_of_nothing_that_is_out_offers_no_registration(window):
    hit("99", ENTER)
    assert reason(window) is Reason.THING_HERE
    assert "casque 99 n’est prêté à personne" in spoken(window)
    assert "F2" not in spoken(window)


def test_the_longest_name_of_who_has_a_thing_is_a_line_that_wraps():
    holder = "Marie-Françoise de Rochechouart-Montmorency"
    lent = LentThing("badge visiteur", about="badge visiteur 1204", holder=holder)
    content = answer_content(an_answer(Reason.THING_OUT, lent=lent), PROGRAMME)
    assert content.columns == (f"Badge visiteur 1204: lent to {holder}",)
    assert not any(chip.is_large for chip in content.chips)
