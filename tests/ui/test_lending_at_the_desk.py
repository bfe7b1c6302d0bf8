# SPDX-License-Identifier: GPL-3.0-or-later
"""A check confirmed, a number typed, scanned, asked for and taken off, in the window of the desk."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from checkin import translation
from checkin.core.answer import LentThing
from checkin.core.decision import Reason
from checkin.core.programme.programme import ControlPoint, Speaker
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.people_queries import PeopleQueries
from checkin.ui.desk.answer_content import answer_content
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.desk.recent_scans import scan_description
from checkin.ui.look.drawing import match_description
from checkin.ui.people.timeline_wording import TimelineFormatter
from checkin.ui.widgets.arrival_meter import ArrivalMeter
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.ui.answers import PROGRAMME, an_answer

ONE, TWO = an_attendee(1), an_attendee(2)


@pytest.fixture
def window(qapp, qtbot, event, clock):
    programme = a_programme()
    door, *others = programme.control_points
    lends = replace(door, gives="casque", checks="Pièce d’identité vue")
    event.plan(replace(programme, control_points=(lends, *others)), at=MORNING, desk="d")
    translation.install(qapp, "fr")
    made = DeskWindow(Desk(event, clock, "Accueil 1"), DeskQueries(event), "fr")
    qtbot.addWidget(made)
    made.show()
    made.answers = []
    made.answered.connect(made.answers.append)
    yield made
    translation.install(qapp, "en")


def spoken(window):
    panel = window.stage.answer
    return f"{panel.accessibleName()}. {panel.accessibleDescription()}".replace("\N{NO-BREAK SPACE}", " ")


def press(qtbot, window, key):
    qtbot.keyClick(window.stage.search, key)


def test_the_line_about_missing_speakers_takes_no_key_that_lists_what_is_still_out(window, qtbot, event, clock):
    programme = event.programme()
    soon = replace(programme.sessions[0], starts=clock() + timedelta(minutes=5))
    speaker = Speaker("1", "Ana Lys", "", "", soon.id)
    event.plan(replace(programme, sessions=(soon,), speakers=(speaker,)), at=MORNING, desk="d")
    window._desk.reload()
    window.refresh()
    alert = window.stage.alert
    assert "F12" in [key for key, _ in window.footer.keys]
    assert "Ana Lys" in alert.toolTip()
    assert "F12" not in alert.toolTip()
    with qtbot.waitSignal(alert.clicked):
        qtbot.mouseClick(alert, Qt.MouseButton.LeftButton)


def test_the_header_counts_what_was_handed_out(window, qtbot):
    window.take_code(ONE.ticket_code)
    press(qtbot, window, Qt.Key.Key_F7)
    window.updates.count()
    meter = window.findChild(ArrivalMeter)
    assert meter.accessibleName().startswith("1 prêté en ce moment, 0 rendu"), meter.accessibleName()
    assert "arriv" not in meter.toolTip()


def test_a_person_is_checked_gets_a_number_and_is_found_by_it(window, qtbot, clock):
    window.take_code(ONE.ticket_code)
    assert "Pièce d’identité vue" in spoken(window)
    assert "C’est vérifié (F7)" in spoken(window)
    press(qtbot, window, Qt.Key.Key_F7)
    assert window.answers[-1].reason is Reason.WELCOME
    clock.pass_by(seconds=20)
    qtbot.keyClicks(window.stage.search, "12")
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.answers[-1].reason is Reason.LENT)
    assert "casque 12" in spoken(window)
    clock.pass_by(minutes=5)
    window.take_code("CASQUE-12")
    qtbot.waitUntil(lambda: window.answers[-1].reason is Reason.ALREADY_ARRIVED)
    assert spoken(window).startswith("Casque 12 : prêté à")
    assert window.answers[-1].attendee.id == ONE.id
    assert "casque 12" in spoken(window)


def test_f8_takes_the_number_off_and_leaves_the_arrival(window, qtbot, clock, event):
    window.take_code(TWO.ticket_code)
    press(qtbot, window, Qt.Key.Key_F7)
    clock.pass_by(seconds=20)
    window.take_code("7")
    qtbot.waitUntil(lambda: window.answers[-1].reason is Reason.LENT)
    press(qtbot, window, Qt.Key.Key_F8)
    assert spoken(window).startswith("Numéro enlevé")
    assert event.attendees.inside("accueil") == 1


def arrive(window, qtbot, clock, person):
    clock.pass_by(minutes=1)
    window.take_code(person.ticket_code)
    qtbot.waitUntil(lambda: window.answers and window.answers[-1].attendee.id == person.id)
    window.operations.admit()


def shown_below(window):
    return window.stage.search.matches.accessibleName().replace("\N{NO-BREAK SPACE}", " ")


def test_a_typed_number_says_what_enter_does_and_lists_nobody(window, qtbot, clock):
    arrive(window, qtbot, clock, ONE)
    assert "Casque : scannez ou tapez son numéro" in spoken(window)
    qtbot.keyClicks(window.stage.search, "12")
    assert not window.stage.search.matches.has_people()
    assert shown_below(window) == f"Entrée : casque 12 pour {ONE.name}"
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.answers[-1].reason is Reason.LENT)
    arrive(window, qtbot, clock, TWO)
    qtbot.keyClicks(window.stage.search, "12")
    assert shown_below(window) == f"Entrée : casque 12, qui est chez {ONE.name}"
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.answers[-1].reason is Reason.THING_OUT)
    assert f"Casque 12 : prêté à {ONE.name}" in spoken(window)
    assert "Cette personne n’en a pas encore" in spoken(window)
    assert window.answers[-1].attendee.id == TWO.id


def lend(window, qtbot, clock, person, number):
    arrive(window, qtbot, clock, person)
    clock.pass_by(seconds=20)
    window.take_code(number)
    qtbot.waitUntil(lambda: window.answers[-1].reason is Reason.LENT)
    clock.pass_by(minutes=5)


def test_a_thing_comes_back_where_it_was_lent_by_its_number(window, qtbot, clock, event):
    lend(window, qtbot, clock, ONE, "12")
    window.take_code("12")
    qtbot.waitUntil(lambda: window.answers[-1].reason is Reason.ALREADY_ARRIVED)
    assert "Rendu : casque 12 (F7)" in spoken(window)
    press(qtbot, window, Qt.Key.Key_F7)
    assert spoken(window).startswith("Rendu")
    assert event.attendees.inside("accueil") == 0
    press(qtbot, window, Qt.Key.Key_F8)
    assert event.attendees.inside("accueil") == 1
    assert event.journal.history(ONE.id).visit("accueil").thing == "12"


def test_or_by_the_person_who_has_it_who_may_borrow_again(window, qtbot, clock, event):
    lend(window, qtbot, clock, ONE, "12")
    window.take_code(ONE.ticket_code)
    qtbot.waitUntil(lambda: window.answers[-1].reason is Reason.ALREADY_ARRIVED)
    assert spoken(window).startswith("Casque : pas rendu")
    press(qtbot, window, Qt.Key.Key_F7)
    assert event.attendees.inside("accueil") == 0
    lend(window, qtbot, clock, ONE, "7")
    assert event.journal.history(ONE.id).visit("accueil").thing == "7"


def test_or_from_the_list_of_what_is_out(window, qtbot, clock, event):
    lend(window, qtbot, clock, ONE, "12")
    lend(window, qtbot, clock, TWO, "7")
    qtbot.keyClicks(window.stage.search, "casques")
    found = window.stage.search.matches
    assert found.has_people()
    assert {match.thing for match in found.matches.rows} == {"casque 12", "casque 7"}
    press(qtbot, window, Qt.Key.Key_Down)
    press(qtbot, window, Qt.Key.Key_Return)
    press(qtbot, window, Qt.Key.Key_F7)
    assert event.attendees.inside("accueil") == 1


def test_f12_lists_what_is_out_by_number_and_it_is_taken_back_from_there(window, qtbot, clock, event):
    assert "F12" in window.footer.accessibleName()
    press(qtbot, window, Qt.Key.Key_F12)
    assert window.stage.replied == "Tout est rendu."
    lend(window, qtbot, clock, ONE, "12")
    press(qtbot, window, Qt.Key.Key_F12)
    (match,) = window.stage.search.matches.matches.rows
    assert match.thing == "casque 12"
    press(qtbot, window, Qt.Key.Key_Down)
    press(qtbot, window, Qt.Key.Key_Return)
    press(qtbot, window, Qt.Key.Key_F7)
    assert event.attendees.inside("accueil") == 0


def test_a_thing_whose_number_nobody_noted_is_told_until_it_is(window, qtbot, clock):
    meter = window.findChild(ArrivalMeter)
    arrive(window, qtbot, clock, ONE)
    arrive(window, qtbot, clock, TWO)
    assert f"sans numéro : {ONE.name}" in spoken(window)
    window.updates.count()
    assert "2 sans numéro" in meter.accessibleName()
    clock.pass_by(seconds=20)
    window.take_code("7")
    qtbot.waitUntil(lambda: window.answers[-1].reason is Reason.LENT)
    window.updates.count()
    assert "1 sans numéro" in meter.accessibleName()
    press(qtbot, window, Qt.Key.Key_F12)
    texts = map(match_description, window.stage.search.matches.matches.rows)
    assert sum("sans numéro" in text for text in texts) == 1


def test_whose_number_is_missing_is_told_where_the_thing_was_lent_alone(window, qtbot, clock, event):
    programme = event.programme()
    another = ControlPoint("micros", "Micros", gives="micro")
    event.plan(replace(programme, control_points=(*programme.control_points, another)), at=MORNING, desk="d")
    window.operations._desk.reload()
    arrive(window, qtbot, clock, ONE)
    window.operations._desk.move_to("micros")
    arrive(window, qtbot, clock, TWO)
    assert "sans numéro" not in spoken(window)


def test_who_had_a_thing_is_not_named_after_an_erasure(window, qtbot, clock, event):
    arrive(window, qtbot, clock, ONE)
    with event.transaction():
        event.journal.empty()
    window.updates.forget_people()
    newcomer = an_attendee(9)
    add_people(event, clock(), newcomer)
    window.refresh()
    arrive(window, qtbot, clock, newcomer)
    assert ONE.last_name not in spoken(window)


def test_a_code_given_where_things_are_lent_lends_nothing(window, clock, event):
    tied = window.operations._desk.tying.tie(ONE.id, "0012345678", keeps=True)
    window.operations.show_decided(tied)
    assert "pas encore entré" not in spoken(window).lower()
    window.operations.admit()
    assert event.attendees.inside("accueil") == 0


def test_the_history_of_a_loan_says_what_was_lent(window, qtbot, clock, event):
    """Also on a further day, where each day has its own point."""
    lend(window, qtbot, clock, ONE, "12")
    press(qtbot, window, Qt.Key.Key_F12)
    window.take_code(ONE.ticket_code)
    qtbot.waitUntil(lambda: window.answers[-1].reason is Reason.ALREADY_ARRIVED)
    press(qtbot, window, Qt.Key.Key_F7)
    desk = window.operations._desk
    queries = PeopleQueries(event, desk)
    teller = TimelineFormatter(desk.programme, desk.now(), queries.name_of)
    told = [teller.format_entry(line).title for line in queries.person(ONE.id).story]
    assert "Prêté : casque 12" in [text.replace("\N{NO-BREAK SPACE}", " ") for text in told]
    assert any(text.startswith("Rendu") and "casque" in text for text in told)
    assert not any("rrivé" in text for text in told), told


def test_one_thing_is_lent_on_the_code_of_a_group(window, qtbot, clock, event):
    group = an_attendee(7, places=3)
    add_people(event, clock(), group)
    window.refresh()
    arrive(window, qtbot, clock, group)
    assert window.answers[-1].reason is Reason.WELCOME
    assert event.attendees.inside("accueil") == 1
    clock.pass_by(minutes=5)
    window.take_code(group.ticket_code)
    qtbot.waitUntil(lambda: window.answers[-1].reason is Reason.ALREADY_ARRIVED)
    assert spoken(window).startswith("Casque : pas rendu")


def test_a_loan_is_not_called_an_arrival(window, qtbot, clock):
    lend(window, qtbot, clock, ONE, "12")
    press(qtbot, window, Qt.Key.Key_F12)
    window.take_code(ONE.ticket_code)
    qtbot.waitUntil(lambda: window.answers[-1].reason is Reason.ALREADY_ARRIVED)
    assert "Prêté à" in spoken(window)
    press(qtbot, window, Qt.Key.Key_F7)
    window.updates.count()
    said = spoken(window) + " ".join(map(scan_description, window.stage.recent_scans.lines))
    assert "Rendu" in said
    assert "Prêté" in said
    press(qtbot, window, Qt.Key.Key_F8)
    said += spoken(window)
    assert "Retour annulé" in said
    assert not any(word in said.lower() for word in ("arrivée", "entrée", "sortie"))


def test_a_thing_that_another_gave_back_unrecorded_is_handed_on_with_one_key(window, qtbot, clock, event):
    lend(window, qtbot, clock, ONE, "12")
    arrive(window, qtbot, clock, TWO)
    window.take_code("12")
    qtbot.waitUntil(lambda: window.answers[-1].reason is Reason.THING_OUT)
    press(qtbot, window, Qt.Key.Key_F7)
    assert window.answers[-1].reason is Reason.LENT
    assert event.attendees.inside("accueil") == 1
    assert event.journal.history(TWO.id).visit("accueil").thing == "12"


def test_the_number_is_asked_for_as_long_as_it_would_be_this_persons(window, qtbot, clock):
    arrive(window, qtbot, clock, ONE)
    assert spoken(window).startswith("Casque : quel numéro ?")
    assert window.shown_answer.linger.remainingTime() > 100_000


def test_the_number_of_nothing_that_is_out_offers_no_registration(window, qtbot, clock):
    qtbot.keyClicks(window.stage.search, "99")
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.answers[-1].reason is Reason.THING_HERE)
    assert "casque 99 n’est prêté à personne" in spoken(window)
    assert "F2" not in spoken(window)


def test_the_longest_name_of_who_has_a_thing_is_a_line_that_wraps():
    lent = LentThing(
        "badge visiteur", about="badge visiteur 1204", holder="Marie-Françoise de Rochechouart-Montmorency"
    )
    content = answer_content(an_answer(Reason.THING_OUT, lent=lent), PROGRAMME)
    assert content.columns == (f"Badge visiteur 1204: lent to {lent.holder}",)
    assert not any(chip.is_large for chip in content.chips)
