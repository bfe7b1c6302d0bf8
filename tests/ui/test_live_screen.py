# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of the day on the screen, on a projector and on paper."""

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
from checkin.ui.live import live_page, live_wording
from checkin.ui.live.live_charts import EDGE, LABELS, ArrivalsChart, _whole_parts
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
def open_screen(qtbot, event, clock):
    def opened(width=1270, height=668, **more):
        made = LiveScreen(LiveContext(event, lambda: clock().astimezone(START.tzinfo), **more))
        qtbot.addWidget(made)
        made.resize(width, height)
        made.show()
        made.refresh()
        return made

    return opened


@pytest.fixture
def screen(event, clock, open_screen):
    programme = a_programme(sessions=(OPENING, *a_programme().sessions), speakers=(SPEAKER,))
    event.plan(programme, at=clock(), desk="d")
    add_people(event, clock(), MAYOR, *(an_attendee(n, category="presse") for n in range(30, 60)))
    made = open_screen()
    yield made
    if made.projection:
        made.projection.close()


@pytest.fixture
def arrive(screen, event, clock):
    """Check people in by their numbers, and read the figures again."""

    def arrived(*numbers, person=None, desk="Accueil 1"):
        for each in [*map(an_attendee, numbers), *filter(None, [person])]:
            assert Desk(event, clock, desk).check_in(each.id).entry
        screen.refresh()

    return arrived


def said(screen):
    return [card.accessibleName() for card in screen.page.numbers]


def sentence(screen):
    return screen.page.sentence.accessibleName()


def missing(screen):
    content = screen.page.missing.list.content
    return [content.index(n).data().split(" · ")[0] for n in range(content.rowCount())]


def test_the_numbers_are_told_before_and_while_people_arrive(screen, arrive, clock):
    clock.pass_by(hours=-3)
    screen.refresh()
    assert "between 08:30 and 09:00" in sentence(screen)
    clock.pass_by(hours=3)
    screen.refresh()
    assert said(screen)[0] == "Arrived: Accueil, 0 / 34, 34 missing · 0% came"
    assert said(screen)[2].startswith("no queue")
    arrive(30, 31)
    clock.pass_by(minutes=2)
    screen.refresh()
    came, pace, _, nearly, *_ = said(screen)
    assert came == "Arrived: Accueil, 2 / 34, 32 missing · 6% came"
    assert pace.startswith("Per minute, 0.4, expected by now: ")
    assert nearly.startswith("Almost everyone in by, 09:")
    assert sentence(screen) == "Last: Éléonore Le Goff-31, 08:40, Accueil 1"


def test_on_the_second_day_the_days_stand_before_the_last_arrival(screen):
    live = replace(screen.reading.live, phase=Phase.AFTER, arrived=80, expected=301, in_all=212)
    one = replace(live, days=(DayArrivals(START.date(), 178),))
    two = replace(live, days=(*one.days, DayArrivals(START.date() + timedelta(days=1), 80)))
    over = "Arrivals are over: 80 of 301 came in at the entrance."
    days = "Day 1: 178 · Day 2: 80 · 212 people in all at the entrance"
    assert [live_sentence(each, names_people=True) for each in (one, two)] == [over, f"{days} · {over}"]


class Read:
    """Figures that note which of them are read."""

    def __init__(self, live):
        self._live, self.names = live, set()

    def __getattr__(self, name):
        self.names.add(name)
        return getattr(self._live, name)


def test_every_figure_is_shown_on_the_page_and_printed_for_scripts(screen, arrive):
    arrive(30)
    shown, printed = Read(screen.reading.live), Read(screen.reading.live)
    screen.page.show_snapshot(replace(screen.reading, live=shown), "")
    figures_as_json(printed, [])
    every = {field.name for field in fields(LiveFigures)}
    assert every <= shown.names
    of_a_desk = {"programme", "guests", "seen_elsewhere", "watched", "latest", "unexpected", "columns_at"}
    assert every - printed.names == of_a_desk


@pytest.mark.parametrize("minutes", [0, 1, 3, 5, 7])
def test_the_desk_and_the_figures_tell_one_pace(screen, arrive, event, clock, minutes):
    arrive(*range(30, 37))
    clock.pass_by(minutes=2)
    arrive(40)
    clock.pass_by(minutes=minutes)
    desk, count = Desk(event, clock, "Accueil 1"), ArrivalMeter()
    count.setParent(screen)
    count.set_tally(DeskQueries(event).tally(desk.programme, desk.control_point, clock()))
    screen.refresh()
    assert f"arrived, {said(screen)[1].split(', ')[1]} per minute" in count.accessibleName()
    for tip in (count.toolTip(), screen.page.numbers[1].toolTip()):
        assert "average of the last 5 minutes" in tip


def test_the_arrivals_are_not_over_while_somebody_came_just_now(screen, arrive, clock):
    clock.pass_by(hours=3)
    arrive(30)
    clock.pass_by(minutes=14)
    screen.refresh()
    assert sentence(screen) == "Last: Éléonore Le Goff-30, 11:40, Accueil 1"
    assert said(screen)[3] == "Last arrival, 11:40"
    clock.pass_by(minutes=1)
    screen.refresh()
    assert sentence(screen) == "Arrivals are over: 1 of 34 came in at the entrance."


def test_hardly_anybody_there_is_not_almost_everyone(arrive, screen, clock):
    clock.pass_by(minutes=34)
    arrive(30)
    assert said(screen)[3] == "Almost everyone in by, –, too few arrivals to forecast"


def test_how_many_are_missing_is_told_of_one_and_of_nobody(screen, qapp):
    translation.install(qapp, "fr")
    live = screen.reading.live
    told = {n: arrived_number(replace(live, arrived=live.expected - n)).below.split(" · ")[0] for n in (0, 1, 2, -1)}
    assert told == {0: "0 manque", 1: "1 manque", 2: "2 manquent", -1: "0 manque"}


def test_who_came_unexpected_is_told_beside_who_is_missing(screen, arrive, event, clock):
    arrive(30, 31)
    Desk(event, clock, "Accueil 1").registration.set_status({an_attendee(30).id: Status.CANCELLED})
    screen.refresh()
    assert said(screen)[0] == "Arrived: Accueil, 2 / 33, 1 of them not expected · 32 missing"
    assert "Presse: 1 + 1 / 29" in screen.page.categories.accessibleDescription()
    clock.pass_by(hours=5)
    screen.refresh()
    assert sentence(screen).endswith("2 came in at the entrance, and 32 of the 33 expected did not.")


def test_arrivals_of_any_connection_and_minutes_are_shown_by_themselves(screen, event, clock, qtbot):
    Desk(event, clock, "Accueil 1").check_in(an_attendee(31).id)
    qtbot.waitUntil(lambda: "1 / 34" in said(screen)[0])
    other = EventFile.open(event.path)
    Desk(other, clock, "Accueil 2").check_in(an_attendee(30).id)
    other.close()
    qtbot.waitUntil(lambda: "2 / 34" in said(screen)[0])
    assert "Accueil 2: 1" in screen.page.desks.accessibleDescription()
    assert "Presse: 2 / 30" in screen.page.categories.accessibleDescription()
    clock.pass_by(minutes=3)
    qtbot.waitUntil(lambda: screen.heading.accessibleName().endswith("08:43"))


def test_the_chart_has_the_arrivals_and_the_forecast(screen, arrive):
    arrive(30)
    assert "08:40: 1 arrived" in screen.page.arrivals.accessibleDescription()
    here, coming = screen.page.arrivals.chart().series()[0].barSets()
    assert (here.sum(), round(coming.sum())) == (1, round(screen.reading.live.forecast.remaining))
    assert here.brush().style() is not coming.brush().style()  # told apart without any colour


@pytest.mark.parametrize("minutes", [5, 10, 15, 30, 60])
def test_few_enough_times_stand_below_the_arrivals_to_be_read_whole(qtbot, minutes):
    long, starts, chart = timedelta(minutes=minutes), MORNING.replace(hour=5, minute=0), ArrivalsChart()
    qtbot.addWidget(chart)
    chart.show_steps([ChartStep(starts + n * long, starts + (n + 1) * long, 1) for n in range(18)])
    (axis,) = (each for each in chart.chart().axes() if isinstance(each, QCategoryAxis))
    assert 2 <= len(axis.categoriesLabels()) <= LABELS


# Who is missing


def test_who_is_missing_is_looked_for_at_the_desk_and_who_comes_leaves_the_list(screen, arrive, qtbot):
    speakers = ["Speakers to find now: 1", "Ana Lys"]
    assert missing(screen) == [*speakers, "Officiel (1)", "Zoé Ba"]
    rows, wanted = screen.page.missing.list, []
    screen.find_wanted.connect(wanted.append)
    for row in (0, 3):  # a heading is nobody to look for
        rows.activated.emit(rows.content.index(row))
    assert wanted == ["Zoé Ba"]
    arrive(person=MAYOR)
    assert missing(screen) == speakers


def test_where_nobody_is_looked_for_it_is_not_said_that_nobody_is_missing(screen, arrive, event, clock, qapp):
    told = screen.page.missing._counts_card
    event.plan(a_programme(categories=(), sessions=(), speakers=(), control_points=(ARRIVAL,)), at=clock(), desk="d")
    screen.refresh()
    assert told.isVisible()
    assert "nobody to look out for" in told.accessibleName()
    add_people(event, clock(), an_attendee(90, first_name="Lou", last_name="Mel", category="Intervenant"))
    screen.refresh()
    assert missing(screen) == ["Intervenant (1)", "Lou Mel"]
    arrive(90)
    assert told.accessibleName() == "Nobody is missing: no speaker, no Intervenant."
    translation.install(qapp, "fr")
    screen.refresh()
    assert told.accessibleName() == "Personne ne manque\N{NO-BREAK SPACE}: aucun intervenant."


# Columns and sessions


def shares(name, sizes, **more):
    return ColumnShares(name, tuple(ArrivalShare(value, 1, size) for value, size in sizes.items()), **more)


def test_of_many_the_smallest_are_one():
    parts = tuple(ArrivalShare(name, number, 10 * number) for number, name in enumerate("abcdefgh", 1))
    shown = [(part.name, part.arrived, part.expected) for part in merge_smallest(parts, 4)]
    assert shown == [("f", 6, 60), ("g", 7, 70), ("h", 8, 80), ("Others (5)", 15, 150)]
    assert merge_smallest(parts, 8) == list(parts)


def test_a_column_of_many_values_shows_its_largest_or_nothing(screen):
    tables = shares("Table", {str(number): number for number in range(1, 16)})
    diets = shares("Régime", {"végétarien": 37, "halal": 26, "sans gluten": 21}, needs_name=False)
    remarks = shares("Remarque", {f"mot {number}": 1 for number in range(9)} | {REST: 60})
    live = screen.reading.live

    def names(*columns):
        return [part.name for part in column_parts(replace(live, by_column=columns), 7)]

    largest = [f"Table {number}" for number in range(12, 16)]
    assert names(tables, diets) == [*largest, "végétarien", "halal", "sans gluten"]
    assert names(tables) == [str(number) for number in range(9, 16)]
    assert names(remarks) == []
    screen.page.show_snapshot(replace(screen.reading, live=replace(live, by_column=(remarks,))), "")
    assert not screen.page.columns.isVisible()


def test_at_the_dinner_the_diets_are_those_of_the_dinner(qtbot, event, clock, open_screen):
    dinner = Session("diner", "Dîner de gala", START, START + 90 * MINUTE, is_booked=True)
    door = ControlPoint("porte", "Porte du dîner", session="diner")
    diet = Column("regime", "Régime", "custom:Régime", is_counted=True)
    event.plan(Programme(Event("Gala"), (), (dinner,), (), (ARRIVAL, door), (diet,)), at=clock(), desk="d")
    booked, custom = {number: ("diner",) for number in (60, 61, 62)}, {"Régime": "Végétarien"}
    diners = [an_attendee(n, custom=custom, sessions=booked.get(n, ())) for n in range(60, 68)]
    add_people(event, clock(), *diners)
    desk = Desk(event, clock, "Accueil 1")
    made = open_screen(standing_at=lambda: desk.control_point.id)
    for point, person, share in (("accueil", diners[5], "1 / 8"), ("porte", diners[0], "1 / 3")):
        if point == "porte":
            desk.move_to(point)
        desk.check_in(person.id)
        made.reading = None
        made.refresh()
        qtbot.waitUntil(lambda: made.reading is not None)
        assert f"Végétarien: {share}" in made.page.columns.accessibleDescription()
    assert "Porte du dîner" in columns_title(made.reading.live)


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


# On a projector


@pytest.fixture
def projection(screen, qtbot):
    screen.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is screen)
    screen.setFocus()
    qtbot.keyClick(screen, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: screen.projection is not None and screen.projection.isVisible())
    return screen.projection


def test_the_projector_has_no_cursor_and_names_nobody(projection, arrive, qtbot):
    assert projection.cursor().shape() is Qt.CursorShape.BlankCursor
    arrive(30)
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


@pytest.mark.parametrize("end", [Qt.Key.Key_Escape, Qt.Key.Key_F11, "an answer that it hides", "the window"])
def test_escape_f11_an_answer_and_the_window_end_it(projection, screen, qtbot, end):
    match end:
        case "an answer that it hides":  # here there is one screen
            screen.end_projection()
            screen.end_projection()
        case "the window":
            screen.hide()
        case key:
            qtbot.keyClick(projection, key)
    assert screen.projection is None


def test_it_goes_to_the_screen_where_the_desk_is_not():
    assert screen_beside("laptop", ["laptop", "projector"]) == "projector"
    assert screen_beside("laptop", ["laptop"]) == "laptop"


def test_its_type_grows_with_it(projection):
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


def test_the_demonstration_says_so_on_a_projector_and_on_paper_too(qapp, qtbot, tmp_path):
    event, now = make_demo(tmp_path, resources() / "demo", lambda: 0.0)
    screen = LiveScreen(LiveContext(event, now))
    qtbot.addWidget(screen)
    screen.refresh()
    assert screen.title.startswith("DEMONSTRATION – nothing is real · ")
    event.close()


# On paper


def test_the_sheet_is_drawn_as_vectors_in_dark_ink(screen, qapp, tmp_path):
    Appearance(qapp).use(Theme.DARK)
    write_live_pdf(screen.reading, screen.title, str(tmp_path / "day.pdf"))
    Appearance(qapp).use(Theme.LIGHT)
    content = (tmp_path / "day.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert b"/FontFile" in content or b"/FontDescriptor" in content
    assert b"/Subtype /Image" not in content


@pytest.mark.needs("fonts of the system")
def test_the_sheet_says_the_figures_in_the_language_of_the_desk(screen, qapp, tmp_path):
    translation.install(qapp, "fr")
    screen.refresh()
    write_live_pdf(screen.reading, screen.title, str(tmp_path / "day.pdf"))
    figures = told(tmp_path / "day.pdf")
    for text in ("Suivi", "9ᵉ Rencontre", "Par minute", "/ 34", "Ana Lys", "Atelier B"):
        assert text in figures


def test_it_is_saved_with_a_name_that_names_nobody_and_where_it_cannot_be_nothing_is_left(
    screen, tmp_path, qtbot, monkeypatch
):
    asked = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: asked.append(a[2]) or (str(tmp_path / "day"), ""))
    with qtbot.waitSignal(screen.reported) as reported:
        screen.ask_pdf()
    assert (tmp_path / "day.pdf").exists()
    assert "day.pdf" in reported.args[0]
    assert "9ᵉ-rencontre-figures-2023-07-04-0840.pdf" in asked[0]
    with pytest.raises(UserError):
        write_live_pdf(screen.reading, screen.title, str(tmp_path / "nowhere" / "day.pdf"))
    assert len(list(tmp_path.glob("*.pdf"))) == 1


# While the figures are counted


@pytest.mark.parametrize("after", ["a while", "a purge"])
def test_until_the_figures_are_counted_the_screen_says_so_and_names_nobody(screen, event, qtbot, may_read, after):
    before = screen.reading
    if after == "a purge":
        screen.forget_people()
    else:
        screen.hide()
        add_people(event, MORNING, an_attendee(70, category="presse"))
        screen.refresh()
        screen.show()
    assert (screen.waiting.isVisible(), screen.page.isVisible()) == (True, False)
    may_read.set()
    qtbot.waitUntil(screen.page.isVisible)
    assert screen.reading.live.expected == before.live.expected + (after == "a while")


# In every width

FIVE = (*LIVE_NUMBERS[:4], arrived_number)


@pytest.mark.parametrize(("width", "rows"), [(1380, [5]), (1270, [3, 2]), (700, [2, 2, 1])])
def test_a_fifth_number_needs_nothing_but_its_line(qtbot, screen, monkeypatch, width, rows):
    monkeypatch.setattr(live_wording, "LIVE_NUMBERS", FIVE)
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


def test_below_two_rows_of_numbers_a_low_window_scrolls_and_nothing_lies_over_them(qtbot, open_screen, monkeypatch):
    monkeypatch.setattr(live_wording, "LIVE_NUMBERS", FIVE)
    screen = open_screen(960, 468)
    page = screen.page
    qtbot.waitUntil(lambda: page.height() > page.parentWidget().height())
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
    inner = card.width() - 2 * EDGE
    assert _whole_parts(card._number.below, inner) == card._number.below
    assert _whole_parts("dont 15 non attendus · 107 manquent", inner / 2) == "dont 15 non attendus"
