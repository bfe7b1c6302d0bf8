# SPDX-License-Identifier: GPL-3.0-or-later
"""Control sheets of a real event: of two days by hand-counted figures, and of any day the same as the export."""

import json
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import normalize

from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.attendance.sign_in_sheet import SheetForm
from checkin.core.attendance.stays import ConfirmedExit, ExitProof
from checkin.core.attendee import Status
from checkin.core.export_columns import export_options
from checkin.core.supervisor import Authority
from checkin.services.attendance.attendance_evidence import ExitHours
from checkin.services.attendance.attendance_papers import (
    SheetOptions,
    make_report_context,
    make_sign_in_sheets,
    write_sheets,
)
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import export_attendance
from checkin.services.exports.exporting import export_day_report
from checkin.services.privacy import event_purge
from checkin.translation import Translator
from tests.builders import KEY, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock
from tests.pdf_reports.readers import about, told
from tests.services.test_several_days import ANNE, TWO_DAYS, at, event, replay, say

__all__ = ["event"]
TUESDAY_MORNING, TUESDAY_EVENING = "2023-07-04/morning", "2023-07-04/evening"
CLAIRE = Authority("Claire Le Bihan", "La salle s’est vidée")


def control_sheets(event, now=None, *occasions):
    made = make_sign_in_sheets(event, SheetOptions(occasions, SheetForm.CONTROL), now)
    return {sheet.occasion.id: sheet for sheet in made}


def paper(event, folder, sheets, language="fr"):
    """The text of sheets, as written at seven on Wednesday."""
    write_sheets(folder / "c.pdf", [*sheets], make_report_context(event, Translator(language), at(5, 19)))
    return " ".join(normalize("NFKC", told(folder / "c.pdf")).split())


def test_of_an_event_of_two_days_each_half_day_has_the_figures_counted_by_hand(event):
    replay(event)
    sheets = control_sheets(event, at(5, 18))
    assert {
        half: (s.presences.expected, s.briefs.total, s.absent, s.arrivals.total, s.exits.read)
        for half, s in sheets.items()
    } == {
        TUESDAY_MORNING: (2, 0, 2, 2, 1),
        "2023-07-04/afternoon": (1, 0, 3, 1, 0),
        TUESDAY_EVENING: (1, 0, 3, 1, 1),
        "2023-07-05/morning": (2, 0, 2, 2, 1),
        "2023-07-05/afternoon": (1, 0, 3, 1, 0),
    }
    morning, evening = sheets[TUESDAY_MORNING], sheets[TUESDAY_EVENING]
    assert (morning.arrivals.first, morning.arrivals.last) == (at(4, 8, 50), at(4, 9, 30))
    assert morning.exits.assumed == {ExitProof.ASSUMED: {at(4, 12): 1}}
    assert (evening.exits.first, evening.exits.last) == (at(5, 0, 30), at(5, 0, 30))
    assert (morning.is_provisional, evening.is_provisional) == (True, False)


def test_who_confirmed_the_hour_and_what_it_was_before_is_on_the_sheet(qapp, event, tmp_path):
    day, _ = replay(event)
    hours = ExitHours(event, day.desk)
    hours.confirm({TUESDAY_MORNING: at(4, 12, 15)})
    day.clock.at = at(5, 18, 5)
    hours.confirm({TUESDAY_MORNING: None})
    day.clock.at = at(5, 18, 10)
    hours.confirm({TUESDAY_MORNING: at(4, 12, 30)}, CLAIRE)
    sheets = control_sheets(event, at(5, 19), TUESDAY_MORNING)
    confirmed = ConfirmedExit(at(4, 12, 30), "Accueil 1", at(5, 18, 10), CLAIRE.name, CLAIRE.why)
    assert sheets[TUESDAY_MORNING].confirmed == confirmed
    text = paper(event, tmp_path, sheets.values())
    for words in (
        "Feuille de contrôle Rencontre",
        "lues de 08:50 à 09:30 : 2",
        "par code : 2",
        "lues à 12:00 : 1",
        "supposées à l’heure confirmée, 12:30 : 1",
        "12:30, confirmée le 05/07 à 18:10 (Claire Le Bihan, Accueil 1) : La salle s’est vidée",
        "avant : retirée le 05/07 à 18:05 (Accueil 1)",
        "avant : 12:15, confirmée le 05/07 à 18:00 (Accueil 1)",
        "Le contrôleur",
        make_report_context(event, Translator("fr"), at(5, 19)).fingerprint,
    ):
        assert words in text
    assert "provisoire" not in text
    assert about(tmp_path / "c.pdf")["Title"] == "Feuille de contrôle – Rencontre"
    filled = make_sign_in_sheets(event, SheetOptions((TUESDAY_MORNING,)), at(5, 19))
    assert "heure confirmée par Claire Le Bihan." in paper(event, tmp_path, filled)
    opening = next(session for session in TWO_DAYS.sessions if session.id == "ouverture")
    later = (replace(opening, starts=at(4, 12, 40), ends=at(4, 13)), *(s for s in TWO_DAYS.sessions if s != opening))
    event.plan(replace(TWO_DAYS, sessions=later, control_points=()), at=at(5, 18), desk="A")
    sheets = control_sheets(event, at(5, 19), TUESDAY_MORNING).values()
    assert "so it does not count" in paper(event, tmp_path, sheets, "en")


def test_exports_name_the_supervisor_who_confirmed_and_only_them(qapp, event, tmp_path):
    day, _ = replay(event)
    hours = ExitHours(event, day.desk)
    hours.confirm({TUESDAY_EVENING: at(5, 0, 45)})
    hours.confirm({TUESDAY_MORNING: at(4, 12)}, CLAIRE)
    export_attendance(event, tmp_path / "out.json", say, now=at(5, 19))
    found = json.loads((tmp_path / "out.json").read_text("utf-8"))
    named = {half["id"]: half.get("exit_confirmed_by") for half in found["half_days"]}
    assert {half: who for half, who in named.items() if who} == {TUESDAY_MORNING: CLAIRE.name}
    export_attendance(event, tmp_path / "out.csv", say, now=at(5, 19))
    account = (tmp_path / "out-account.csv").read_text("utf-8")
    assert "hour confirmed by Claire Le Bihan" in account
    assert "hour confirmed by the organiser" in account
    assert "Exit time of 04/07/2023, 12:00: confirmed by Claire Le Bihan on 05/07/2023 18:00 (Accueil 1)" in account
    export_day_report(event, tmp_path / "d.pdf", make_report_context(event, Translator("fr"), at(5, 19)))
    assert "confirmée par Claire Le Bihan" in told(tmp_path / "d.pdf").replace("\xa0", " ")


def test_after_a_purge_the_figures_stay_and_nobody_is_named(qapp, event, tmp_path):
    day, _ = replay(event)
    ExitHours(event, day.desk).confirm({TUESDAY_MORNING: at(4, 12)}, CLAIRE)
    day.desk.registration.correct(ANNE.id, {"last_name": "Zéphyrine"})
    before = control_sheets(event, at(5, 19))
    event_purge.purge(event, CLAIRE, at=at(5, 19), desk="Accueil 1")
    after = control_sheets(event, at(5, 19))
    for half, sheet in before.items():
        left = after[half]
        for figure in ("presences", "absent", "arrivals", "exits"):
            assert getattr(left, figure) == getattr(sheet, figure), figure
        assert (left.lines, left.forgotten) == ((), 4)
    text = paper(event, tmp_path, after.values())
    assert not any(name in text for name in ("Claire", "Anne", "Zéphyrine"))


PEOPLE = [an_attendee(n, last_name=f"Nom{n}") for n in range(5)]
ACT = st.tuples(
    st.sampled_from(("scan", "scan", "search", "paper", "exit", "workshop", "undo", "cancel", "correct")),
    st.integers(0, 4),
    st.integers(1, 70),
)


def act(event, desk, what, person):
    desk.move_to({"exit": "sortie", "workshop": "ateliers"}.get(what, "accueil"))
    match what:
        case "scan" | "exit" | "workshop":
            desk.scan(person.ticket_code)
        case "search":
            desk.check_in(person.id)
        case "paper":
            desk.enter_from_paper(desk.now() - timedelta(minutes=5))
            desk.check_in(person.id)
            desk.enter_from_paper(None)
        case "undo":
            [(_, history)] = event.journal.histories([person.id])
            if arrived := [visit.arrived for visit in history.visits.values() if visit.arrived]:
                desk.undo(arrived[-1].id)
        case "cancel":
            desk.registration.set_status({person.id: Status.CANCELLED})
        case "correct":
            desk.registration.correct(person.id, {"last_name": f"Corrigé{desk.now():%M}"})


@settings(max_examples=40)
@given(st.lists(ACT, max_size=14), st.booleans())
def test_of_any_day_the_figures_are_those_of_the_sign_in_sheet_and_of_the_export(acts, is_confirmed):
    with TemporaryDirectory() as folder, closing(EventFile.create(Path(folder) / "two.checkin", KEY)) as event:
        event.plan(TWO_DAYS, at=at(3, 12), desk="A")
        add_people(event, at(3, 12), *PEOPLE)
        clock = FakeClock(at(4, 8))
        desk = Desk(event, clock, "Accueil 1", "accueil")
        for what, number, minutes in acts:
            clock.pass_by(minutes=minutes)
            act(event, desk, what, PEOPLE[number])
        clock.at = at(5, 20)
        if is_confirmed:
            ExitHours(event, desk).confirm({TUESDAY_MORNING: at(4, 11), "2023-07-04/afternoon": at(4, 17, 30)})
        options = export_options(columns=["code", "half_days", "half_day_minutes", "half_day_exits"])
        export_attendance(event, Path(folder) / "out.json", say, options, clock.at)
        rows = json.loads((Path(folder) / "out.json").read_text("utf-8"))["rows"]
        filled = {s.occasion.id: s for s in make_sign_in_sheets(event, SheetOptions(), clock.at)}
        for half, sheet in control_sheets(event, clock.at).items():
            plain, there, brief = filled[half], sheet.presences.total, sheet.briefs.total
            assert (there, sheet.absent, brief) == (plain.present, plain.absent, len(plain.brief))
            assert there == sum(row["half_days"][half] is True for row in rows)
            assert there + brief == sum((row["half_day_minutes"][half] or 0) > 0 for row in rows)
            exits = Counter(row["half_day_exits"][half] for row in rows if row["half_day_exits"][half])
            assumed = {proof.value: sum(hours.values()) for proof, hours in sheet.exits.assumed.items()}
            assert {"read": sheet.exits.read} | assumed == {"read": 0} | exits
