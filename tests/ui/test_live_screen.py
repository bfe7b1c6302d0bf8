# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of the day on the screen, on a projector and on paper."""

import subprocess
import sys
from dataclasses import fields, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCharts import QCategoryAxis
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QFileDialog

from checkin import translation
from checkin.core.attendee import Status
from checkin.core.chosen_columns import REST
from checkin.core.counts import ArrivalShare, ColumnShares
from checkin.core.live.live_figures import ChartStep, DayArrivals, LiveFigures, Phase, figures_as_json
from checkin.core.message import UserError
from checkin.core.programme.programme import ARRIVAL, Column, ControlPoint, Event, Programme, Session, Speaker
from checkin.paths import resources
from checkin.services.demo_event import make_demo
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.ui.live import live_page
from checkin.ui.live.live_cards import EDGE, _whole_parts
from checkin.ui.live.live_charts import LABELS, ArrivalsChart
from checkin.ui.live.live_screen import LiveContext, LiveScreen, screen_beside, write_live_pdf
from checkin.ui.live.live_wording import (
    LIVE_NUMBERS,
    arrived_number,
    column_parts,
    columns_title,
    live_sentence,
    merge_smallest,
)
from checkin.ui.look.theme import Appearance, Theme
from checkin.ui.programme.session_row import has_counts, list_items
from checkin.ui.widgets.arrival_meter import ArrivalMeter
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.pdf_reports.readers import told

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

MINUTE = timedelta(minutes=1)
START = MORNING.astimezone(ZoneInfo("Europe/Paris"))  # 8:40
OPENING = Session("opening", "Ouverture", START + 20 * MINUTE, START + 50 * MINUTE)
MAYOR = an_attendee(20, first_name="Zoé", last_name="Ba", category="officiel", role="Maire")
SPEAKER = Speaker("opening/1", "Ana Lys", "Directrice", "", "opening")


@pytest.fixture
def screen(qtbot, event, clock):
    programme = a_programme(sessions=(OPENING, *a_programme().sessions), speakers=(SPEAKER,))
    event.plan(programme, at=clock(), desk="d")
    add_people(event, clock(), MAYOR, *(an_attendee(n, category="presse") for n in range(30, 60)))
    made = LiveScreen(LiveContext(event, lambda: clock().astimezone(START.tzinfo)))
    qtbot.addWidget(made)
    made.resize(1270, 668)
    made.show()
    made.refresh()
    yield made
    if made.projection:
        made.projection.close()


def arrive(event, clock, desk, *people):
    for person in people:
        assert Desk(event, clock, desk).check_in(person.id).entry


def said(screen):
    return [card.accessibleName() for card in screen.page.numbers]


def missing(screen):
    content = screen.page.missing.list.content
    return [content.index(n).data() for n in range(content.rowCount())]


def test_the_numbers_are_told(screen, event, clock):
    assert said(screen)[0] == "Arrived: Accueil, 0 / 34, 34 missing · 0% came"
    assert said(screen)[2].startswith("no queue")
    arrive(event, clock, "Accueil 1", an_attendee(30), an_attendee(31))
    clock.pass_by(minutes=2)
    screen.refresh()
    came, pace, _, nearly, *_ = said(screen)
    assert came == "Arrived: Accueil, 2 / 34, 32 missing · 6% came"
    assert pace.startswith("Per minute, 0.4, expected by now: ")
    assert nearly.startswith("Almost everyone in by, 09:")
    assert screen.page.sentence.accessibleName() == "Last: Éléonore Le Goff-31, 08:40, Accueil 1"


def test_on_the_second_day_the_days_stand_before_the_last_arrival(screen):
    live = replace(screen.reading.live, phase=Phase.AFTER, arrived=80, expected=301, in_all=212)
    one = replace(live, days=(DayArrivals(START.date(), 178),))
    two = replace(live, days=(*one.days, DayArrivals(START.date() + timedelta(days=1), 80)))
    assert live_sentence(one, names_people=True) == "Arrivals are over: 80 of 301 came in at the entrance."
    assert live_sentence(two, names_people=True).startswith(
        "Day 1: 178 · Day 2: 80 · 212 people in all at the entrance · Arrivals"
    )


class Read:
    """Figures that note which of them are read."""

    def __init__(self, live):
        self._live, self.names = live, set()

    def __getattr__(self, name):
        self.names.add(name)
        return getattr(self._live, name)


def test_every_figure_is_shown_on_the_page_and_printed_for_scripts(screen, event, clock):
    arrive(event, clock, "Accueil 1", an_attendee(30))
    screen.refresh()
    shown, printed = Read(screen.reading.live), Read(screen.reading.live)
    screen.page.show_snapshot(replace(screen.reading, live=shown), "")
    figures_as_json(printed, [])
    every = {field.name for field in fields(LiveFigures)}
    assert every <= shown.names
    of_a_desk = {"programme", "guests", "seen_elsewhere", "watched", "latest", "unexpected", "columns_at"}
    assert every - printed.names == of_a_desk


@pytest.mark.parametrize("minutes", [0, 1, 3, 5, 7])
def test_the_desk_and_the_figures_tell_one_pace(screen, event, clock, qtbot, minutes):
    arrive(event, clock, "Accueil 1", *(an_attendee(n) for n in range(30, 37)))
    clock.pass_by(minutes=2)
    arrive(event, clock, "Accueil 1", an_attendee(40))
    clock.pass_by(minutes=minutes)
    desk, count = Desk(event, clock, "Accueil 1"), ArrivalMeter()
    qtbot.addWidget(count)
    count.set_tally(DeskQueries(event).tally(desk.programme, desk.control_point, clock()))
    screen.refresh()
    told = said(screen)[1].split(", ")[1]
    assert f"arrived, {told} per minute" in count.accessibleName()
    tip = "Per minute: average of the last 5 minutes, this one included"
    assert tip in count.toolTip()
    assert tip in screen.page.numbers[1].toolTip()


def test_the_arrivals_are_not_over_while_somebody_came_just_now(screen, event, clock):
    clock.pass_by(hours=3)
    arrive(event, clock, "Accueil 1", an_attendee(30))
    clock.pass_by(minutes=14)
    screen.refresh()
    assert screen.page.sentence.accessibleName() == "Last: Éléonore Le Goff-30, 11:40, Accueil 1"
    assert said(screen)[3] == "Last arrival, 11:40"
    clock.pass_by(minutes=1)
    screen.refresh()
    assert screen.page.sentence.accessibleName() == "Arrivals are over: 1 of 34 came in at the entrance."


def test_how_many_are_missing_is_told_of_one_and_of_nobody(screen, qapp):
    translation.install(qapp, "fr")
    live = screen.reading.live
    told = {n: arrived_number(replace(live, arrived=live.expected - n)).below.split(" · ")[0] for n in (0, 1, 2, -1)}
    translation.install(qapp, "en")
    one, several = "manque", "manquent"
    assert told == {0: f"0 {one}", 1: f"1 {one}", 2: f"2 {several}", -1: f"0 {one}"}


def test_who_came_unexpected_is_told_beside_who_is_missing(screen, event, clock):
    arrive(event, clock, "Accueil 1", an_attendee(30), an_attendee(31))
    Desk(event, clock, "Accueil 1").registration.set_status({an_attendee(30).id: Status.CANCELLED})
    screen.refresh()
    assert said(screen)[0] == "Arrived: Accueil, 2 / 33, 1 of them not expected · 32 missing"
    assert "Presse: 1 + 1 / 29" in screen.page.categories.accessibleDescription()
    clock.pass_by(hours=5)
    screen.refresh()
    assert screen.page.sentence.accessibleName() == (
        "Arrivals are over: 2 came in at the entrance, and 32 of the 33 expected did not."
    )


def test_arrivals_of_another_connection_are_shown_within_a_second(screen, event, clock, qtbot):
    other = EventFile.open(event.path)
    arrive(other, clock, "Accueil 2", an_attendee(30))
    other.close()
    qtbot.waitUntil(lambda: "1 / 34" in said(screen)[0])
    assert "Accueil 2: 1" in screen.page.desks.accessibleDescription()
    assert "Presse: 1 / 30" in screen.page.categories.accessibleDescription()


def test_arrivals_of_this_desk_are_too(screen, event, clock, qtbot):
    arrive(event, clock, "Accueil 1", an_attendee(30))
    qtbot.waitUntil(lambda: "1 / 34" in said(screen)[0])


def test_each_minute_it_is_read_again(screen, clock, qtbot):
    clock.pass_by(minutes=3)
    qtbot.waitUntil(lambda: screen.heading.accessibleName().endswith("08:43"))


def test_the_chart_has_the_arrivals_and_the_forecast(screen, event, clock):
    arrive(event, clock, "Accueil 1", an_attendee(30))
    screen.refresh()
    told = screen.page.arrivals.accessibleDescription()
    assert "08:40: 1 arrived" in told
    here, coming = screen.page.arrivals.chart().series()[0].barSets()
    assert (here.sum(), round(coming.sum())) == (1, round(screen.reading.live.forecast.remaining))
    assert here.brush().style() is not coming.brush().style()  # told apart without any colour


@pytest.mark.parametrize("minutes", [5, 10, 15, 30, 60])
def test_few_enough_times_stand_below_the_arrivals_to_be_read_whole(qtbot, minutes):
    long = timedelta(minutes=minutes)
    starts = MORNING.replace(hour=5, minute=0)
    chart = ArrivalsChart()
    qtbot.addWidget(chart)
    chart.show_steps([ChartStep(starts + n * long, starts + (n + 1) * long, 1) for n in range(18)])
    (axis,) = (each for each in chart.chart().axes() if isinstance(each, QCategoryAxis))
    assert 2 <= len(axis.categoriesLabels()) <= LABELS


def test_who_is_missing_and_who_comes_leaves_the_list(screen, event, clock):
    assert [story.split(" · ")[0] for story in missing(screen)] == [
        "Speakers to find now: 1",
        "Ana Lys",
        "Officiel (1)",
        "Zoé Ba",
    ]
    arrive(event, clock, "Accueil 1", MAYOR)
    screen.refresh()
    assert [story.split(" · ")[0] for story in missing(screen)] == ["Speakers to find now: 1", "Ana Lys"]


def test_where_nobody_is_looked_for_it_is_not_said_that_nobody_is_missing(screen, event, clock):
    told = screen.page.missing._counts_card
    event.plan(a_programme(categories=(), sessions=(), speakers=(), control_points=(ARRIVAL,)), at=clock(), desk="d")
    screen.refresh()
    assert told.isVisible()
    assert told.accessibleName().startswith("There is nobody to look out for: the programme has no speakers")
    add_people(event, clock(), an_attendee(90, first_name="Lou", last_name="Mel", category="Intervenant"))
    screen.refresh()
    assert [story.split(" · ")[0] for story in missing(screen)] == ["Intervenant (1)", "Lou Mel"]
    arrive(event, clock, "Accueil 1", an_attendee(90, first_name="Lou", last_name="Mel", category="Intervenant"))
    screen.refresh()
    assert told.accessibleName() == "Nobody is missing: no speaker, no Intervenant."
    translation.install(QApplication.instance(), "fr")
    try:
        screen.refresh()
        assert told.accessibleName() == "Personne ne manque\N{NO-BREAK SPACE}: aucun intervenant."
    finally:
        translation.install(QApplication.instance(), "en")


def test_a_heading_among_the_missing_is_nobody_to_look_for(screen, qtbot):
    wanted = []
    screen.find_wanted.connect(wanted.append)
    screen.page.missing.list.activated.emit(screen.page.missing.list.content.index(0))
    assert wanted == []


def test_somebody_missing_is_looked_for_at_the_desk(screen, qtbot):
    screen.page.missing.list.setCurrentIndex(screen.page.missing.list.content.index(3))
    with qtbot.waitSignal(screen.find_wanted) as wanted:
        screen.page.missing.list.activated.emit(screen.page.missing.list.currentIndex())
    assert wanted.args == ["Zoé Ba"]


def test_before_and_after_it_says_so(screen, event, clock):
    clock.pass_by(hours=-3)
    screen.refresh()
    assert screen.page.sentence.accessibleName() == (
        "Nobody has arrived yet. Most people are expected between 08:30 and 09:00."
    )
    clock.pass_by(hours=3)
    arrive(event, clock, "Accueil 1", MAYOR)
    clock.pass_by(hours=9)
    screen.refresh()
    assert screen.page.sentence.accessibleName() == "Arrivals are over: 1 of 34 came in at the entrance."
    assert said(screen)[3] == "Last arrival, 08:40"


def test_of_many_the_smallest_are_one():
    parts = tuple(ArrivalShare(name, number, 10 * number) for number, name in enumerate("abcdefgh", 1))
    shown = merge_smallest(parts, 4)
    assert [(part.name, part.arrived, part.expected) for part in shown] == [
        ("f", 6, 60),
        ("g", 7, 70),
        ("h", 8, 80),
        ("Others (5)", 15, 150),
    ]
    assert merge_smallest(parts, 8) == list(parts)


def shares(name, sizes, **more):
    return ColumnShares(name, tuple(ArrivalShare(value, 1, size) for value, size in sizes.items()), **more)


def test_at_the_dinner_the_diets_are_those_of_the_dinner(qtbot, event, clock):
    dinner = Session("diner", "Dîner de gala", START, START + 90 * MINUTE, is_booked=True)
    door = ControlPoint("porte", "Porte du dîner", session="diner")
    diet = Column("regime", "Régime", "custom:Régime", is_counted=True)
    event.plan(Programme(Event("Gala"), (), (dinner,), (), (ARRIVAL, door), (diet,)), at=clock(), desk="d")
    diners = [
        an_attendee(n, custom={"Régime": "Végétarien"}, sessions=("diner",) if n < 63 else ()) for n in range(60, 68)
    ]
    add_people(event, clock(), *diners)
    desk = Desk(event, clock, "Accueil 1")
    made = LiveScreen(LiveContext(event, clock, lambda: desk.control_point.id))
    qtbot.addWidget(made)
    made.resize(1270, 668)
    made.show()

    def diets():
        made.refresh()
        qtbot.waitUntil(lambda: made.reading is not None)
        return made.page.columns.accessibleDescription()

    desk.check_in(diners[5].id)
    assert "Végétarien: 1 / 8" in diets()
    desk.move_to("porte")
    desk.check_in(diners[0].id)
    made.reading = None
    assert "Végétarien: 1 / 3" in diets()
    assert "Porte du dîner" in columns_title(made.reading.live)


def test_a_column_of_many_values_shows_its_largest_or_nothing(screen):
    tables = shares("Table", {str(number): number for number in range(1, 16)})
    diets = shares("Régime", {"végétarien": 37, "halal": 26, "sans gluten": 21}, needs_name=False)
    remarks = shares("Remarque", {f"mot {number}": 1 for number in range(9)} | {REST: 60})
    live = screen.reading.live

    def names(*columns):
        return [part.name for part in column_parts(replace(live, by_column=columns), 7)]

    assert names(tables, diets) == [
        "Table 12",
        "Table 13",
        "Table 14",
        "Table 15",
        "végétarien",
        "halal",
        "sans gluten",
    ]
    assert names(tables) == [str(number) for number in range(9, 16)]
    assert names(remarks) == []
    screen.page.show_snapshot(replace(screen.reading, live=replace(live, by_column=(remarks,))), "")
    assert not screen.page.columns.isVisible()


def test_a_session_without_a_time_leaves_no_room_for_one(screen):
    sessions = screen.page.sessions
    row = next(row for row in list_items(screen.reading.day) if row.figures and has_counts(row.figures))
    untimed = replace(row.figures.session, starts=None, ends=None)
    lefts = []
    for figures in (row.figures, replace(row.figures, session=untimed)):
        sessions.show_rows([replace(row, figures=figures)], -1)
        lefts.append(sessions.itemDelegate().title_left)
    assert lefts[0] > lefts[1]
    sessions.show_rows([row, replace(row, figures=replace(row.figures, session=untimed))], -1)
    assert sessions.itemDelegate().title_left == lefts[0]


def test_hardly_anybody_there_is_not_almost_everyone(screen, event, clock):
    clock.pass_by(minutes=34)
    arrive(event, clock, "Accueil 1", an_attendee(30))
    screen.refresh()
    assert said(screen)[3] == "Almost everyone in by, –, too few arrivals to forecast"


# On a projector


@pytest.fixture
def projection(screen, qtbot):
    screen.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is screen)
    screen.setFocus()
    qtbot.keyClick(screen, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: screen.projection is not None and screen.projection.isVisible())
    return screen.projection


def test_the_projector_has_no_cursor_and_names_nobody(projection, screen, event, clock, qtbot):
    assert projection.cursor().shape() is Qt.CursorShape.BlankCursor
    arrive(event, clock, "Accueil 1", an_attendee(30))
    qtbot.waitUntil(lambda: "1 / 34" in projection._page.numbers[0].accessibleName())
    assert projection._page.sentence.accessibleName() == "Last: 08:40, Accueil 1"
    assert not projection._page.missing.list.isVisible()


def test_what_has_no_room_on_a_projector_is_counted_and_comes_back_with_more_room(projection, screen, event, clock):
    workshop = a_programme().sessions[0]
    more = [replace(workshop, id=f"w{n}", title=f"Atelier {n}") for n in range(9)]
    event.plan(a_programme(sessions=(OPENING, workshop, *more)), at=clock(), desk="d")
    screen.refresh()
    card, rows = projection._page._cards[2], projection._page.sessions.content.rows
    assert card._more == f"{10 - len(rows)} more"
    projection.resize(projection.width(), 2 * projection.width())
    assert (card._more, len(projection._page.sessions.content.rows)) == ("", 10)


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F11])
def test_escape_and_f11_end_it(projection, screen, qtbot, key):
    qtbot.keyClick(projection, key)
    assert screen.projection is None


def test_it_goes_when_it_hides_an_answer_of_the_desk(projection, screen):
    screen.end_projection()  # here there is one screen
    assert screen.projection is None
    screen.end_projection()


def test_it_ends_with_the_window(projection, screen):
    screen.hide()
    assert screen.projection is None


def test_it_goes_to_the_screen_where_the_desk_is_not():
    assert screen_beside("laptop", ["laptop", "projector"]) == "projector"
    assert screen_beside("laptop", ["laptop"]) == "laptop"


def test_its_type_grows_with_it(projection, qtbot):
    projection.showNormal()
    heights = []
    for width, height in ((960, 540), (1920, 1080)):
        projection.resize(width, height)
        heights.append(height_of_ink(projection.grab().toImage()))
    assert heights[1] == pytest.approx(2 * heights[0], rel=0.1)


def height_of_ink(image: QImage) -> int:
    """Of the first big figure: rows of its card with a very dark pixel."""
    left, right = round(image.width() * 0.03), round(image.width() * 0.06)
    top, bottom = round(image.height() * 0.155), round(image.height() * 0.23)
    dark = [
        y for y in range(top, bottom) if any(QColor(image.pixel(x, y)).lightness() < 60 for x in range(left, right))
    ]
    return dark[-1] - dark[0] + 1


# On paper


def test_the_sheet_is_drawn_as_vectors_in_dark_ink(screen, event, qapp, tmp_path):
    appearance = Appearance(qapp)
    appearance.use(Theme.DARK)
    write_live_pdf(screen.reading, screen.title, str(tmp_path / "day.pdf"))
    appearance.use(Theme.LIGHT)
    content = (tmp_path / "day.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert b"/FontFile" in content or b"/FontDescriptor" in content
    assert b"/Subtype /Image" not in content


@pytest.mark.needs("fonts of the system")
def test_the_sheet_says_the_figures_in_the_language_of_the_desk(screen, qapp, tmp_path):
    translation.install(qapp, "fr")
    screen.refresh()
    write_live_pdf(screen.reading, screen.title, str(tmp_path / "day.pdf"))
    translation.install(qapp, "en")
    figures = told(tmp_path / "day.pdf")
    for text in ("Suivi", "9ᵉ Rencontre", "Par minute", "/ 34", "Ana Lys", "Atelier B"):
        assert text in figures


def test_a_pdf_that_cannot_be_written_is_told_and_nothing_is_left(screen, tmp_path):
    with pytest.raises(UserError):
        write_live_pdf(screen.reading, screen.title, str(tmp_path / "nowhere" / "day.pdf"))
    assert list(tmp_path.glob("*.pdf")) == []


def test_saved_as_a_pdf_with_a_name_that_names_nobody(screen, tmp_path, qtbot, monkeypatch):
    asked = []
    chosen = str(tmp_path / "day")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: asked.append(a[2]) or (chosen, ""))
    with qtbot.waitSignal(screen.reported) as told:
        screen.ask_pdf()
    assert (tmp_path / "day.pdf").exists()
    assert told.args == ["The figures were written to day.pdf."]
    assert "9ᵉ-rencontre-figures-2023-07-04-0840.pdf" in asked[0]


def test_until_the_figures_are_counted_the_screen_says_so(screen, event, clock, qtbot, may_read):
    screen.hide()
    add_people(event, clock(), an_attendee(70, category="presse"))
    before = screen.reading
    screen.refresh()
    screen.show()
    assert screen.waiting.isVisible()
    assert not screen.page.isVisible()
    may_read.set()
    qtbot.waitUntil(screen.page.isVisible)
    assert screen.reading.live.expected == before.live.expected + 1


def test_after_a_purge_no_name_stays_while_the_figures_are_counted(screen, may_read, qtbot):
    screen.forget_people()
    assert not screen.page.isVisible()
    may_read.set()
    qtbot.waitUntil(screen.page.isVisible)


def test_starting_the_desk_does_not_wait_for_charts():
    check = "print([m for m in sys.modules if 'QtCharts' in m or 'live' in m])"
    script = f"import sys; from checkin.application import desk_program; {check}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_demonstration_says_so_on_a_projector_and_on_paper_too(qapp, qtbot, tmp_path):
    event, now = make_demo(tmp_path, resources() / "demo", lambda: 0.0)
    screen = LiveScreen(LiveContext(event, now))
    qtbot.addWidget(screen)
    screen.refresh()
    assert screen.title.startswith("DEMONSTRATION – nothing is real · ")
    event.close()


@pytest.mark.parametrize(("width", "rows"), [(1380, [5]), (1270, [3, 2]), (700, [2, 2, 1])])
def test_a_fifth_number_needs_nothing_but_its_line(qtbot, screen, monkeypatch, width, rows):
    monkeypatch.setattr(live_page, "LIVE_NUMBERS", (*LIVE_NUMBERS[:4], arrived_number))
    page = live_page.LivePage()
    qtbot.addWidget(page)
    page.resize(width, 668)
    page.show()
    page.show_snapshot(screen.reading, "")
    tops = sorted({card.geometry().top() for card in page.numbers})
    found = [[card.geometry() for card in page.numbers if card.geometry().top() == top] for top in tops]
    assert list(map(len, found)) == rows
    for row in found:
        assert max(box.width() for box in row) - min(box.width() for box in row) <= 1
        assert (row[0].left(), row[-1].right() + 1) == (0, page.numbers[0].parentWidget().width())
    assert max(box.bottom() for row in found for box in row) < page.numbers[0].parentWidget().height()


def test_below_two_rows_of_numbers_a_low_window_scrolls_and_nothing_lies_over_them(qtbot, event, clock, monkeypatch):
    monkeypatch.setattr(live_page, "LIVE_NUMBERS", (*LIVE_NUMBERS[:4], arrived_number))
    screen = LiveScreen(LiveContext(event, clock))
    qtbot.addWidget(screen)
    screen.resize(960, 468)
    screen.show()
    screen.refresh()
    qtbot.waitUntil(lambda: screen.page.height() > screen.page.parentWidget().height())
    page = screen.page
    below = page.arrivals.mapTo(page, page.arrivals.rect().topLeft()).y()
    assert max(card.mapTo(page, card.rect().bottomLeft()).y() for card in page.numbers) < below
    screen.resize(1262, 728)  # in a window of 1366x768
    qtbot.waitUntil(lambda: page.height() == page.parentWidget().height())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_word_below_a_large_number_is_cut(screen, qapp, language):
    translation.install(qapp, language)
    screen.resize(1270, 700)
    live = replace(screen.reading.live, arrived=75, expected=194, unexpected=15)
    card = screen.page.numbers[0]
    card.show_number(arrived_number(live))
    translation.install(qapp, "en")
    inner = card.width() - 2 * EDGE
    assert _whole_parts(card._number.below, inner) == card._number.below
    assert _whole_parts("dont 15 non attendus · 107 manquent", inner / 2) == "dont 15 non attendus"
