# SPDX-License-Identifier: GPL-3.0-or-later
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core import local_time
from checkin.core.attendance import stays
from checkin.core.attendance.connection_log import (
    ConnectionLogField,
    ConnectionLogSource,
    Watcher,
    check_connection_log_times,
    is_month_first,
    match_watchers,
    parse_platform_time,
    read_connection_log,
    read_connection_log_columns,
    read_duration,
)
from checkin.core.entries import Entry, next_id
from checkin.core.lists.list_fields import ListRow
from checkin.core.local_time import TimeSpan
from checkin.core.message import UserError
from tests.builders import MORNING, an_attendee

PARIS = ZoneInfo("Europe/Paris")
NINE = datetime(2023, 7, 4, 7, 0, tzinfo=UTC)
ZOOM = ("Name (original name)", "Email", "Join time", "Leave time", "Duration (minutes)", "Guest")


def rows(*lines):
    return tuple(ListRow(number, cells) for number, cells in enumerate(lines, 1))


@pytest.mark.parametrize(
    ("titles", "source"),
    [
        (ZOOM, ConnectionLogSource.ZOOM),
        (("Nom (nom d’origine)", "Adresse e-mail", "Heure d’arrivée", "Heure de départ"), ConnectionLogSource.ZOOM),
        (
            ("Name", "First Join", "Last Leave", "In-Meeting Duration", "Email", "Participant ID (UPN)"),
            ConnectionLogSource.TEAMS,
        ),
        (("Email", "First name", "Last name", "Joined at", "Left at"), ConnectionLogSource.LIVESTORM),
        (("Courriel", "Arrivée", "Départ"), ConnectionLogSource.OTHER),
    ],
)
def test_headers_are_recognised_by_their_source(titles, source):
    assert read_connection_log_columns(titles).source is source


def test_first_name_and_nom_are_two_columns():
    columns = read_connection_log_columns(("Prénom", "Nom", "Arrivée", "Départ"))
    assert (columns.at[ConnectionLogField.FIRST_NAME], columns.at[ConnectionLogField.LAST_NAME]) == (0, 1)


@pytest.mark.parametrize("titles", [("Nom", "Prénom"), ("Nom", "Arrivée"), ("Arrivée", "Départ"), ("9 h", "10 h"), ()])
def test_what_is_no_log_has_no_header(titles):
    assert read_connection_log_columns(titles) is None


TIMES = {
    5: "2023-07-04 09:00:00.250+04:00",
    7: (
        "2023-07-04 09:00:00|2023-07-04 09:00:00 +0200|04/07/2023 09:00|04/07/2023 à 09h00|04.07.23, 09:00:00|"
        "Jul 4, 2023 09:00:00|July 04, 2023 at 9:00 AM|4 juillet 2023 à 09:00|mar. 4 juil. 2023 09h00"
    ),
    9: "2023-07-04T09:00:00Z|Tue, 4 Jul 2023 09:00:00 GMT",
    None: "|neuf heures|31/02/2023 09:00|04/07/2023 25:00|04/07/2023 13:00 PM|4 Brumaire 2023 09:00",
}


@pytest.mark.parametrize(("hour", "text"), [(hour, text) for hour, said in TIMES.items() for text in said.split("|")])
def test_times_of_all_kinds_and_what_is_none(hour, text):
    assert parse_platform_time(text, PARIS) == (NINE.replace(hour=hour) if hour else None)


def test_which_comes_first_is_told_by_the_whole_column():
    assert is_month_first(["7/4/23, 9:00:00 AM"], ())
    assert is_month_first(["07/04/2023 09:00", "07/13/2023 09:00"], ())
    assert is_month_first(["07/04/2023 09:00"], {date(2023, 7, 4)})
    assert not is_month_first(["07/04/2023 09:00"], ())
    assert not is_month_first(["13/07/2023 09:00", "04/07/2023 09:00"], {date(2023, 4, 7)})


@pytest.mark.parametrize(("text", "minutes"), [("58", 58), ("1h 5m 60s", 66), ("01:05:00", 65), ("?", None)])
def test_durations(text, minutes):
    assert read_duration(text) == (None if minutes is None else timedelta(minutes=minutes))


def test_several_joins_of_one_person_are_one_and_a_header_that_says_utc_is_believed():
    table = rows(
        ("Sujet", "9e Rencontre"),
        ZOOM,
        ("Léa Morvan (Brest)", "lea@example.org", "04/07/2023 09:00", "04/07/2023 10:00", "", ""),
        ("Léa M.", "LEA@example.org", "04/07/2023 09:30", "04/07/2023 11:00", "", ""),
        ("Paul Arzel", "", "04/07/2023 09:00", "", "45", ""),
        ("Zoé Kerno", "", "bientôt", "04/07/2023 10:00", "", ""),
        ("Inscrit Absent", "absent@example.org", "", "", "", ""),
    )
    log = read_connection_log(table, PARIS)
    lea, paul = log.watchers
    assert (lea.name, lea.key, lea.minutes, len(lea.spans)) == ("Léa Morvan", "lea@example.org", 120, 1)
    assert (paul.key, paul.minutes, log.unread) == ("arzel paul", 45, (6,))
    titles = ("Name", "Join Time (UTC)", "Leave Time (UTC)")
    table = rows(titles, ("Paul Arzel", "2023-07-04 09:00", "2023-07-04 10:00"))
    assert read_connection_log(table, PARIS).watchers[0].spans[0].begins == NINE + timedelta(hours=2)


@pytest.mark.parametrize(
    "table",
    [
        (),
        (("Nom", "Prénom"), ("Arzel", "Paul")),
        (ZOOM,),
        (ZOOM, ("Paul Arzel", "", "04/07/2023 12:00", "04/07/2023 09:00", "", "")),
        (ZOOM, ("Paul Arzel", "", "04/07/2023 12:00", "04/07/2024 09:00", "", "")),
    ],
)
def test_what_cannot_be_understood_is_told(table):
    with pytest.raises(UserError):
        read_connection_log(rows(*table), PARIS)


def watcher(name, email="", *minutes):
    spans = [TimeSpan(NINE + timedelta(minutes=b), NINE + timedelta(minutes=e)) for b, e in minutes or ((0, 60),)]
    return Watcher(email or name, name, email, local_time.union(spans))


LEA = an_attendee(1, first_name="Léa", last_name="Morvan", email="Lea@example.org")
PAULS = (an_attendee(2, first_name="Paul", last_name="Arzel"), an_attendee(3, first_name="Paul", last_name="Arzel"))
PEOPLE = (LEA, *PAULS)


@pytest.mark.parametrize(
    "name_and_email", [("Nobody Known", "lea@example.org"), ("MORVAN Lea", ""), ("Lea Morvan", "other@example.org")]
)
def test_an_address_then_a_name_are_certain(name_and_email):
    assert [person for _, person in match_watchers([watcher(*name_and_email)], PEOPLE, {}).matched] == [LEA]


@pytest.mark.parametrize(("name", "candidates"), [("Paul Arzel", PAULS), ("Léa Morvant", (LEA,)), ("Lea", (LEA,))])
def test_what_is_doubtful_is_proposed(name, candidates):
    found = match_watchers([watcher(name)], PEOPLE, {})
    assert (found.matched, found.proposed[0].candidates) == ((), candidates)


def test_somebody_decides_and_who_is_nobody_is_told():
    watchers = [watcher("Paul Arzel"), watcher("Léa Morvant"), watcher("iPhone")]
    found = match_watchers(watchers, PEOPLE, {"Paul Arzel": PAULS[1].id, "Léa Morvant": ""})
    assert [person for _, person in found.matched] == [PAULS[1]]
    assert [w.name for w in found.unmatched] == ["Léa Morvant", "iPhone"]


minutes = st.tuples(st.integers(0, 300), st.integers(0, 300)).map(lambda pair: tuple(sorted(pair)))


@given(st.lists(minutes, min_size=1, max_size=6), st.lists(minutes, max_size=4))
def test_a_log_twice_says_nothing_new_and_no_minute_is_counted_twice(first, second):
    known, last = {}, None
    for log in (first, second, first, second):
        own = [(watcher("Léa Morvan", "", *log), LEA)] if log else []
        facts = list(stays.new_online_entries(own, known, {"source": "zoom"}))
        entries = []
        for kind, subject, body in facts:
            last = next_id(last, 1, bytes(8))
            entries.append(Entry(last, kind, subject, "Accueil 1", MORNING, body))
        for person, spans in stays.spans_by_person(entries).items():
            known.setdefault(person, []).extend(spans)
    every = [span for log in (first, second) for span in watcher("", "", *log).spans if log]
    whole = local_time.length(known[LEA.id])
    assert whole == local_time.length(every)
    assert whole <= max(s.ends for s in every) - min(s.begins for s in every)
    assert list(stays.new_online_entries([(watcher("Léa Morvan", "", *first), LEA)], known, {})) == []


@pytest.mark.parametrize("said", ["", "soon", 9, "2023-07-04T09:00:00"])
def test_an_entry_of_another_program_says_nothing(said):
    entry = Entry(next_id(None, 1, bytes(8)), "remote_seen", "A", "x", MORNING, {"start": said, "end": said})
    assert stays.watched_span(entry) is None


HOUR = timedelta(hours=1)
PROGRAMME = (TimeSpan(NINE, NINE + 3.5 * HOUR), TimeSpan(NINE + 5 * HOUR, NINE + 8 * HOUR))


def watching(begins, hours=3):
    return Watcher("lea", "Léa", "", (TimeSpan(begins, begins + hours * HOUR),))


@pytest.mark.parametrize(
    ("begins", "share", "is_doubtful", "hours"),
    [
        (NINE, 1.0, False, 0),
        (NINE - HOUR, 2 / 3, False, 1),
        (NINE - 2 * HOUR, 1 / 3, True, 2),  # written in UTC, read in Paris
        (NINE + 24 * HOUR, 0.0, True, 0),
    ],
)
def test_how_much_of_a_log_lies_within_the_programme(begins, share, is_doubtful, hours):
    found = check_connection_log_times([watching(begins)], PROGRAMME, PARIS)
    assert found.share == pytest.approx(share)
    assert (found.is_doubtful, found.hours) == (is_doubtful, hours)
    assert found.day == begins.date()


def test_the_nearest_hours_and_the_day_of_most_of_it_are_proposed():
    # who joined early would fit a little better still an hour later
    found = check_connection_log_times([watching(NINE - 2.1 * HOUR)], (PROGRAMME[0],), PARIS)
    assert (found.hours, found.shifted) == (2, pytest.approx(2.9 / 3))
    found = check_connection_log_times([watching(NINE, 1), watching(NINE + 24 * HOUR)], PROGRAMME, PARIS)
    assert found.day == (NINE + 24 * HOUR).date()


@pytest.mark.parametrize(("watchers", "programme"), [([], PROGRAMME), ([watching(NINE)], ())])
def test_of_nothing_nothing_is_said(watchers, programme):
    assert check_connection_log_times(watchers, programme, PARIS) is None
