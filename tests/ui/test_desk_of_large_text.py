# SPDX-License-Identifier: GPL-3.0-or-later
"""With large text the desk scrolls, and an answer is seen whole with the search box, whatever was shown before it."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from checkin.core.attendee import Attendee
from checkin.core.decision import Reason
from checkin.core.desk_settings import Settings
from checkin.services.desk_queries import DeskQueries
from checkin.ui.desk.desk_stage import StageScrollArea
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.look.theme import LARGE, MARGIN, Appearance, design_rect, scaled_font
from checkin.ui.shell import ScreenEntry, Shell
from checkin.ui.widgets.payment_dialog import PaymentDialog
from checkin.ui.widgets.screen_page import PARTICIPANTS, PROGRAMME
from scripts.backstage_answers import CHOSEN, COLUMNS, ELEONORE, LONGEST, answer_for
from tests.builders import a_programme, an_attendee
from tests.conftest import add_people

ONE = an_attendee(1)
RAIL = tuple(
    ScreenEntry(words, icon, lambda parent: None) for words, icon in ((PARTICIPANTS, "users"), (PROGRAMME, "calendar"))
)


@pytest.fixture
def large(qapp):
    """What gives text this size."""
    return lambda percent: Appearance(qapp).apply(Settings(text_size=percent, theme="light"))


def shown_at(qtbot, made, size):
    qtbot.addWidget(made)
    made.resize(*size)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    settle()
    return made


@pytest.fixture
def of_people(event, desk, clock):
    """What makes the desk of an event with these people too."""

    def made(people, language):
        add_people(event, clock(), *people)
        return DeskWindow(desk, DeskQueries(event), language)

    return made


def settle():
    for _ in range(5):
        QApplication.processEvents()


def bar(window) -> QScrollArea:
    return window.findChild(StageScrollArea).verticalScrollBar()


@pytest.mark.parametrize("percent", [150, 200])
def test_neither_the_letters_of_a_scanner_nor_looking_for_people_scrolls_the_answer_away(
    of_people, large, qtbot, percent
):
    large(percent)
    window = shown_at(qtbot, of_people(map(an_attendee, range(4, 12)), "en"), (1262, 728))
    search = window.stage.search
    for _ in range(3):
        QTest.keyClicks(search, ONE.ticket_code)
        search.setText("")  # as the wedge does once it knows that a scanner typed
        window.take_code(ONE.ticket_code)
        settle()
        assert bar(window).value() == 0
    QTest.keyClicks(search, "le")
    settle()
    assert bar(window).value() == 0
    assert search.visibleRegion().boundingRect() == search.rect()
    assert search.matches.visibleRegion().boundingRect().height() > 100


@pytest.fixture(params=[(150, 5), (175, 5), (200, 3)], ids=str)
def shell(request, qtbot, of_people, large):
    """Text of this size, with an order of so many people: the buttons of more have no room beside its title."""
    size, people = request.param
    large(size)
    others = [an_attendee(n, first_name=f"Marie-Bernadette {n}", order="A-1001") for n in range(4, 4 + people)]
    made = Shell(of_people(others, "fr"), ())
    made.notice.show_notice("Checkin stopped unexpectedly. " * 3, "circle-alert", "Report a problem…")
    return shown_at(qtbot, made, (1366, 768))


def test_what_is_pressed_is_seen_whole_below_a_notice_and_comes_to_its_place_as_the_answer_is_scrolled(shell):
    answer, scrolled = shell.desk.stage.answer, bar(shell)
    for code in (ONE.ticket_code, "nobody’s code", an_attendee(4).ticket_code):
        shell.desk.codes.clear()
        shell.desk.take_code(code)
        settle()
        assert answer.buttons
        for button in answer.buttons:
            assert button.visibleRegion().boundingRect() == button.rect(), button.text()
        title = answer.arrangement().title.box.toRect()
        assert answer.visibleRegion().boundingRect().contains(title)
    scrolled.setValue(scrolled.maximum())
    settle()
    assert answer.buttons[0].y() == round(answer.arrangement().steps.top())


SIZES = [(1366, 768), (1280, 720), (1920, 1080)]
REASONS = tuple(
    map(Reason, ("welcome", "unpaid", "already_arrived", "attention", "cancelled", "group", "incomplete", "unknown"))
)
NOTE = "Allergie sévère aux arachides : prévenir la cuisine."
LETTERS = "letters"
SHORT = Attendee("9", "Zoé", "Li", "V", "Ville de Brest", category="pro", note=NOTE)
PEOPLE = [replace(each, note=each.note or NOTE, custom=CHOSEN) for each in (ELEONORE, SHORT, LONGEST)]


def answers():
    def made(reason, person):
        answer = answer_for(reason)
        return replace(answer, attendee=answer.attendee and person)

    return st.builds(made, st.sampled_from(REASONS), st.sampled_from(PEOPLE))


@pytest.fixture
def shell_of(qtbot, event, desk, clock, large):
    """What makes the window with text of this size; table, diet and T-shirt are chosen columns."""
    event.plan(a_programme(columns=COLUMNS[:3]), at=clock(), desk="Accueil 1")
    desk.reload()

    def made(percent, size):
        large(percent)
        shell = shown_at(qtbot, Shell(DeskWindow(desk, DeskQueries(event), "fr"), RAIL), size)
        shell.desk.shown_answer.linger.blockSignals(True)  # the answer stays while it is looked at
        return shell

    return made


def show(window, answer):
    if answer == LETTERS:
        QTest.keyClicks(window.stage.search, "le")
        QTest.qWait(0)
        window.stage.search.dismiss()
    else:
        window.shown_answer.present(answer)
    settle()
    return window.stage.answer.arrangement()


def assert_all_is_seen(window):
    """The whole answer and the search box, which has the keyboard."""
    panel, search = window.stage.answer, window.stage.search
    arranged, seen = panel.arrangement(), panel.visibleRegion().boundingRect()
    blocks = [arranged.title, arranged.lines, arranged.detail, *arranged.strips, *arranged.columns]
    texts = [(block.setting, block.box) for block in blocks] + [(chip.setting, chip.box) for chip in arranged.chips]
    buttons = min((button.y() for button in panel.buttons), default=panel.height())
    for setting, box in texts:
        assert setting.width <= box.width() + 0.5, setting.lines
        assert not setting.lines or seen.contains(box.toRect()), setting.lines
        assert box.bottom() <= buttons, setting.lines
    for button in panel.buttons:
        assert button.visibleRegion().boundingRect() == button.rect(), button.text()
    assert search.visibleRegion().boundingRect() == search.rect()
    assert search.hasFocus()


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("percent", [100, 125, 150, 200])
def test_an_answer_is_seen_whole_whatever_was_shown_before(shell_of, percent, size):
    window = shell_of(percent, size).desk
    rest = window.shown_answer.rest

    @settings(max_examples=5, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(answers() | st.just(LETTERS), max_size=3), answers())
    def check(before, last):
        rest()
        for answer in before:
            show(window, answer)
        arranged = show(window, last)
        assert_all_is_seen(window)
        rest()
        settle()
        assert show(window, last) == arranged

    check()


def sizes_of(arranged):
    """The sizes of the letters of title, name, notes and small chips."""
    notes = [strip.setting for strip in arranged.strips]
    chips = [chip.setting for chip in arranged.chips if not chip.chip.is_large]
    blocks = ([arranged.title.setting], [arranged.lines.setting], notes, chips)
    return [min((each.font.pixelSize() for each in some), default=0) for some in blocks]


@pytest.mark.parametrize("size", [(1366, 750), *SIZES[1:]], ids=str)
def test_an_answer_is_no_smaller_with_larger_text(shell_of, size):
    shown = [(replace(answer_for(reason), attendee=person), person) for reason in REASONS[:5] for person in PEOPLE]
    plain, *larger = (
        [sizes_of(show(window, answer)) for answer, _ in shown]
        for window in (shell_of(percent, size).desk for percent in (100, 150, 200))
    )
    for (answer, person), small, *more in zip(shown, plain, *larger, strict=True):
        share = 0.85 if person is PEOPLE[-1] else 0.9  # the longest there may be fills the panel at any size
        for large in more:
            assert all(s * share <= each for s, each in zip(small, large, strict=True)), (answer.reason, small, more)


def test_the_foot_keeps_f8_and_the_head_a_word_with_the_largest_text(shell_of):
    window = shell_of(200, (1366, 750)).desk
    row = design_rect(window.footer).width() - 2 * MARGIN
    assert "F8" in [key for key, _ in window.footer.keys[: window.footer.shown(row)]]
    lights = [button for button in window.header._lights.buttons if button.isVisible()]
    assert lights
    assert all(light._word() for light in lights)


def test_the_choices_of_a_payment_grow_with_the_text(large, qtbot):
    large(200)
    dialog = PaymentDialog([replace(SHORT, custom={"Montant": "45,00 €"})], may_enter=True)
    qtbot.addWidget(dialog)
    assert dialog.choices.font().pixelSize() == scaled_font(LARGE).pixelSize()
    assert "45,00\N{NO-BREAK SPACE}€" in dialog.choices.accessibleName()


def test_what_is_to_be_done_grows_with_the_text_before_the_headline_does(shell_of):
    owes = replace(answer_for(Reason.UNPAID), attendee=replace(SHORT, note=""))
    shown = [owes, replace(answer_for(Reason.ATTENTION), attendee=SHORT)]

    def sizes(percent):
        window = shell_of(percent, (1366, 768)).desk
        for answer in shown:
            title, _, note, _ = sizes_of(show(window, answer))
            yield title, note, min(button.height() for button in window.stage.answer.buttons)

    for (title, note, button), (large_title, large_note, large_button) in zip(
        [*sizes(100)], [*sizes(200)], strict=True
    ):
        assert large_note >= 1.5 * note
        assert large_note / note > large_title / title
        assert large_button >= 1.2 * button
