# SPDX-License-Identifier: GPL-3.0-or-later
"""Every answer has its own words, icon and step, and says what the person at the desk needs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from checkin.core.answer import Alternatives, SeatCounts, UndoResult
from checkin.core.attendee import CheckInMethod, Presence
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import Entry, EntryKind
from checkin.core.print_jobs import JobState, PrinterState, PrinterTrouble, PrintJob, RequestedBadge
from checkin.core.programme.programme import Category, PointMode, Requirement, Session, Speaker
from checkin.core.sync.sync_status import OtherDesk
from checkin.core.ticketing.rule_explanations import ASKS_FOR_ATTENTION, NO_MEDIUM, TicketExplanation
from checkin.paths import resources
from checkin.ui.desk.answer_content import answer_content
from checkin.ui.desk.answer_steps import AnswerAction, answer_steps
from checkin.ui.look import theme, undo_wording
from checkin.ui.look.answer_looks import LOOKS, SHAPES, AnswerFamily, answer_look
from checkin.ui.look.answer_wording import answer_explanation, answer_title
from tests.ui.answers import ARRIVAL, NOW, PROGRAMME, WAY_OUT, WORKSHOP, a_person, an_answer

REFUSED_BY_CATEGORY = "Reserved for: Professionnels or Presse. Category for this person: not filled in"
MONDAY = replace(ARRIVAL, name="Accueil lundi", requires=(Requirement("custom:Jours", ("Les deux", "Lundi 5")),))
TUESDAY = replace(ARRIVAL, id="mardi", name="Accueil mardi", opens=NOW + timedelta(days=1))


@pytest.mark.parametrize(
    ("own", "alternatives", "sentence"),
    [
        ({"Jours": "Mardi 6"}, {}, "Jours for this person: Mardi 6"),
        ({}, {}, "Jours for this person: not filled in"),
        ({"Jours": "Mardi 6"}, {"open_to": (TUESDAY,)}, "Jours for this person: Mardi 6. Open to them: Accueil mardi"),
        (
            {"Jours": "Mardi 6"},
            {"open_later": (TUESDAY,)},
            "Jours for this person: Mardi 6. Open to them later: Accueil mardi (on 05/07 at 08:47)",
        ),
    ],
)
def test_a_refusal_says_what_the_person_has_and_where_they_may_enter(own, alternatives, sentence):
    person = replace(a_person(), custom=own)
    answer = an_answer(
        Reason.NO_ACCESS, attendee=person, control_point=MONDAY, alternatives=Alternatives(**alternatives)
    )
    reserved = "Reserved (Jours: Les deux or Lundi 5). "
    assert answer_explanation(answer, PROGRAMME) == reserved + sentence


def test_the_time_of_another_day_is_written_with_its_day():
    closed = replace(ARRIVAL, closes=NOW - timedelta(days=1))
    assert answer_explanation(an_answer(Reason.TOO_LATE, control_point=closed), PROGRAMME) == (
        "Accueil closed on 03/07 at 08:47"
    )


def test_every_reason_has_a_look_of_its_own():
    assert set(LOOKS) == set(Reason)
    assert len({each.icon for each in LOOKS.values()}) == len(LOOKS)
    assert len({each.title for each in LOOKS.values()}) == len(LOOKS)


def test_every_family_but_the_silent_one_has_a_shape_of_its_own():
    shapes = [shape for family, shape in SHAPES.items() if family is not AnswerFamily.NONE]
    assert set(SHAPES) == set(AnswerFamily)
    assert len(set(shapes)) == len(shapes)
    assert all(shapes)


def test_every_bundled_icon_is_used_and_every_used_icon_is_bundled():
    bundled = {path.stem for path in (resources() / "icons").glob("*.svg")}
    source = "".join(path.read_text("utf-8") for path in (resources().parent / "checkin").rglob("*.py"))
    assert {icon for icon in bundled if f'"{icon}"' not in source} - {"checkin"} == set()
    assert {each.icon for each in LOOKS.values()} | {s for s in SHAPES.values() if s} <= bundled


def test_no_answer_that_refuses_looks_like_one_that_admits():
    for reason, each in LOOKS.items():
        if each.family in (AnswerFamily.PERSON, AnswerFamily.REFUSED, AnswerFamily.TECHNICAL):
            assert each.colours not in (theme.GREEN, theme.BLUE), reason


def test_an_override_looks_like_an_admission_and_says_over_what():
    answer = an_answer(Reason.UNPAID, verdict=Verdict.ADMIT, is_override=True)
    assert answer_look(answer).colours is theme.GREEN
    assert answer_title(answer) == "Let in"
    assert answer_content(answer, PROGRAMME).notes == ("Let in without payment",)
    assert answer_content(answer, PROGRAMME).notes == ("Let in without payment",)


def test_who_was_remote_and_came_is_not_called_remote_beside_on_site():
    on_site = a_person(presence=Presence.ON_SITE)
    shown = answer_content(
        an_answer(Reason.REMOTE, verdict=Verdict.ADMIT, is_override=True, attendee=on_site), PROGRAMME
    )
    assert shown.notes == ("Was expected online: now on site",)
    assert "On site" in [chip.text for chip in shown.chips]


def test_a_refusal_of_somebody_who_was_let_in_all_the_same_says_when():
    answer = an_answer(Reason.UNPAID, verdict=Verdict.REFUSE, earlier_at=NOW, earlier_desk="Accueil 1")
    assert answer_content(answer, PROGRAMME).chips[0].text == f"Came in at {NOW:%H:%M}, Accueil 1"
    left = an_answer(Reason.NO_RETURN, verdict=Verdict.REFUSE, earlier_at=NOW)
    assert not any(chip.text.startswith("Came in") for chip in answer_content(left, PROGRAMME).chips)


def test_of_the_ticket_of_a_ticketing_nobody_knows_whether_they_are_online():
    person = a_person(category="int", position={"id": 10})
    assert "On site" not in [chip.text for chip in answer_content(an_answer(attendee=person), PROGRAMME).chips]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"attendee": a_person(category="int")}, "Intervenants: tell the supervisor they are here"),
        ({"speaker": Speaker("s", "Zoé", "", "", "p", True)}, "Speaking today: tell the supervisor they are here"),
        ({"attendee": a_person(note="Ascenseur nord.")}, "Ascenseur nord."),
        (
            {"attendee": a_person(), "explanations": (TicketExplanation(ASKS_FOR_ATTENTION),)},
            "Special attention required (marked in pretix, without a text): the organiser knows what to check",
        ),
    ],
)
def test_there_is_something_to_read_where_it_says_please_read(more, said):
    assert answer_content(an_answer(Reason.ATTENTION, **more), PROGRAMME).notes == (said,)


def test_an_exit_recorded_over_a_missing_entry_looks_like_an_exit():
    answer = an_answer(Reason.EXIT_WITHOUT_ENTRY, verdict=Verdict.ADMIT, is_override=True, control_point=WAY_OUT)
    assert WAY_OUT.mode is PointMode.EXIT
    assert answer_look(answer) is LOOKS[Reason.EXIT]


@pytest.mark.parametrize("reason", [Reason.UNDONE, Reason.NOT_SAVED])
def test_an_undone_or_unsaved_override_never_looks_like_an_admission(reason):
    assert answer_look(an_answer(reason, verdict=Verdict.ADMIT, is_override=True)) is LOOKS[reason]


@pytest.mark.parametrize(
    ("reason", "fields", "sentence"),
    [
        (Reason.TOO_EARLY, {"control_point": ARRIVAL}, "Accueil opens at 09:00"),
        (Reason.TOO_LATE, {"control_point": ARRIVAL}, "Accueil closed at 08:47"),
        (Reason.NO_ACCESS, {"control_point": WORKSHOP}, REFUSED_BY_CATEGORY),
        (Reason.NOT_REGISTERED, {"counts": SeatCounts(3)}, "Seats left: 3"),
        (Reason.NOT_REGISTERED, {"counts": SeatCounts(None)}, "Not on the list of this session"),
        (Reason.FULL, {"control_point": WORKSHOP}, "All 20 seats are taken"),
        (
            Reason.FULL,
            {"control_point": WORKSHOP, "counts": SeatCounts(inside=1, awaited=19)},
            "20 seats: 1 person in, 19 still to come",
        ),
        (Reason.ALREADY_ARRIVED, {"attendee": None}, "This code has already been let in"),
        (Reason.ALREADY_ARRIVED, {}, "No exit since then: check the name, then call the supervisor (F9)"),
        (Reason.WELCOME, {}, ""),
    ],
)
def test_the_second_sentence_tells_the_hours_the_seats_or_whom_it_is_for(reason, fields, sentence):
    assert answer_explanation(an_answer(reason, **fields), PROGRAMME) == sentence


def test_without_a_person_the_sentence_stands_in_the_place_of_the_name():
    shown = answer_content(an_answer(Reason.UNKNOWN, attendee=None, read="3760123450017"), PROGRAMME)
    assert (shown.is_person, shown.lines) == (False, ("This code is not on the list",))
    assert shown.detail == "Code read: 3760123450017"
    (how_to_give,) = shown.notes
    assert "Ctrl+L" in how_to_give


def test_at_a_desk_that_only_scans_no_unknown_code_is_to_be_given():
    unknown = an_answer(Reason.UNKNOWN, attendee=None, read="3760123450017", scans_only=True)
    assert answer_content(unknown, PROGRAMME).notes == ()


def test_with_a_person_the_name_is_shown_and_the_sentence_becomes_a_note_before_theirs():
    shown = answer_content(an_answer(Reason.REMOTE, attendee=a_person(note="Par l’ascenseur.")), PROGRAMME)
    assert shown.lines == ("Éléonore", "Le Goff-Kermarrec")
    assert shown.detail == "Pays d’Iroise · cheffe de projet"
    assert shown.notes == ("This person was expected online", "Par l’ascenseur.")


def test_chips_tell_the_earlier_arrival_then_category_presence_and_sessions():
    person = a_person(category="pro", presence=Presence.BOTH, sessions=("b", "gone"))
    answer = an_answer(
        Reason.ALREADY_ARRIVED, attendee=person, earlier_at=NOW.replace(minute=31), earlier_desk="Accueil 1"
    )
    texts = [chip.text for chip in answer_content(answer, PROGRAMME).chips]
    assert texts == ["Came in at 08:31, Accueil 1", "Professionnels", "On site and online", "Atelier B · 14:00"]


def test_a_welcome_stays_one_and_says_that_a_silent_desk_may_have_let_them_in():
    silent = tuple(OtherDesk(f"Accueil {number}", 720, 0) for number in (2, 3, 4))
    welcome = an_answer(Reason.WELCOME, silent=silent[:1])
    assert answer_look(welcome).family is AnswerFamily.WELCOME
    assert (
        answer_explanation(welcome, PROGRAMME)
        == "Accueil 2 may already have let them in, but has not been heard from for 12 min"
    )
    many = an_answer(Reason.WELCOME, silent=silent)
    assert answer_explanation(many, PROGRAMME).startswith("Accueil 2, Accueil 3 … may already have")


def test_a_speaker_has_a_star_and_their_session_first():
    speaker = Speaker("s", "Éléonore Le Goff-Kermarrec", "", "", "b")
    shown = answer_content(an_answer(Reason.ATTENTION, attendee=a_person(category="int"), speaker=speaker), PROGRAMME)
    assert [(c.text, c.icon) for c in shown.chips] == [
        ("Intervenants", "star"),
        ("On site", ""),
        ("Atelier B · 14:00", "mic"),
    ]


@pytest.mark.parametrize("reason", list(Reason))
def test_the_spoken_answer_begins_with_its_title_and_names_the_person(reason):
    spoken = answer_content(an_answer(reason), PROGRAMME).spoken
    assert spoken.startswith(answer_title(an_answer(reason)))
    assert "Éléonore Le Goff-Kermarrec" in spoken


@pytest.mark.parametrize(
    ("answer", "offered"),
    [
        (an_answer(Reason.WELCOME), [("F8", "Undo this arrival", False), ("F6", "Register a substitute", False)]),
        (an_answer(Reason.WALK_IN, how=CheckInMethod.WALK_IN), [("F8", "Undo this arrival", False)]),
        (an_answer(Reason.EXIT, control_point=WAY_OUT), [("F8", "Undo this exit", False)]),
        (an_answer(Reason.WELCOME, entry=None), []),
        (an_answer(Reason.UNPAID), [("F7", "Let in", True), ("F3", "Someone else", False)]),
        (
            an_answer(Reason.NOT_HEARD_OF, attendee=None),
            [("F7", "Let in, with a note", True), ("F3", "Search by name", False)],
        ),
        (
            an_answer(Reason.REMOTE),
            [("F7", "Switch to on site and let in", True), ("F3", "Someone else", False)],
        ),
        (
            an_answer(Reason.NOT_REGISTERED, counts=SeatCounts(1)),
            [("F7", "Let in (last seat)", True), ("F3", "Someone else", False)],
        ),
        (
            an_answer(Reason.NOT_REGISTERED, counts=SeatCounts(12)),
            [("F7", "Let in (12 seats left)", True), ("F3", "Someone else", False)],
        ),
        (an_answer(Reason.UNKNOWN, attendee=None), [("F3", "Search by name", True), ("F2", "Register here", False)]),
        (an_answer(Reason.FORGED, attendee=None), [("F3", "Search by name", True)]),
        (an_answer(Reason.CANCELLED), [("F3", "Someone else", False), ("F9", "Let in anyway", False)]),
        (
            an_answer(Reason.ALREADY_ARRIVED),
            [
                ("F3", "Someone else", False),
                ("F6", "Register a substitute", False),
                ("F9", "Let in anyway", False),
            ],
        ),
        (an_answer(Reason.REPEATED), []),
        (an_answer(Reason.UNDONE, verdict=Verdict.ADMIT), []),
        (an_answer(Reason.NOT_SAVED, verdict=Verdict.REFUSE), []),
    ],
)
def test_the_next_steps_are_those_that_make_sense_now(answer, offered):
    assert [(s.key, s.label, s.is_primary) for s in answer_steps(answer)] == offered


@pytest.mark.parametrize("reason", list(Reason))
def test_letting_in_is_offered_exactly_where_a_person_may_decide(reason):
    answer = an_answer(reason)
    assert any(s.action is AnswerAction.ADMIT for s in answer_steps(answer)) == (
        answer.can_admit or answer.awaits_entry
    )


@pytest.mark.parametrize(
    ("kind", "is_inside", "with_registration", "told"),
    [
        (
            EntryKind.CHECKED_IN,
            False,
            False,
            ("Arrival undone", ("No longer counted as here. They are still registered.",)),
        ),
        (
            EntryKind.CHECKED_IN,
            True,
            False,
            ("Arrival undone", ("Still counted as here: an earlier arrival still counts.",)),
        ),
        (
            EntryKind.CHECKED_IN,
            False,
            True,
            (
                "Arrival undone",
                ("No longer counted as here, nor registered: they were registered on arrival.",),
            ),
        ),
        (EntryKind.CHECKED_OUT, True, False, ("Exit undone", ("Counted as here again.",))),
        (EntryKind.WAITING_JOINED, False, False, ("Off the waiting list", ())),
        (EntryKind.ATTENDEE_CORRECTED, False, False, ("Workshop change undone", ())),
    ],
)
def test_an_undo_says_what_was_undone_of_whom_when_and_where_and_how_they_stand(
    kind, is_inside, with_registration, told
):
    verb = {EntryKind.CHECKED_IN: "Came in at ", EntryKind.CHECKED_OUT: "Went out at "}.get(kind, "")
    entry = Entry(b"1", kind, "1", "Accueil 2", NOW, {})
    answer = an_answer(
        Reason.UNDONE, undone=UndoResult(entry, is_inside, with_registration), attendee=a_person(note="!")
    )
    shown = answer_content(answer, PROGRAMME)
    assert (shown.title, shown.notes) == told
    assert (shown.lines, [chip.text for chip in shown.chips]) == (
        ("Éléonore", "Le Goff-Kermarrec"),
        [f"{verb}08:47, Accueil 2"],
    )


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (EntryKind.CHECKED_IN, "In pretix the arrival stays, and an exit follows."),
        (EntryKind.CHECKED_OUT, "In pretix the exit stays, and an arrival follows."),
    ],
)
def test_an_undo_says_what_pretix_has_instead(kind, told):
    entry = Entry(b"1", kind, "1", "pretix 2", NOW, {})
    answer = an_answer(Reason.UNDONE, undone=UndoResult(entry, False, False, is_kept_there=True))
    assert told in " ".join(answer_content(answer, PROGRAMME).notes)
    assert told in undo_wording.undo_line(answer)


def test_no_undo_looks_like_a_cancelled_registration():
    undone, cancelled = LOOKS[Reason.UNDONE], LOOKS[Reason.CANCELLED]
    assert undone.colours not in (cancelled.colours, theme.AMBER, theme.GREEN)
    assert undone.family is AnswerFamily.NONE


def test_who_is_here_already_can_be_undone_from_the_answer():
    arrival = Entry(b"1", EntryKind.CHECKED_IN, "1", "Accueil 2", NOW, {})
    here = an_answer(Reason.ALREADY_ARRIVED, earlier_at=NOW, earlier_desk="Accueil 2", passage=arrival)
    assert ("F8", "Undo the arrival at 08:47") in [(s.key, s.label) for s in answer_steps(here)]
    earlier = replace(here, earlier_at=NOW - timedelta(minutes=47))
    assert ("F8", "Undo the arrival at 08:47") in [(s.key, s.label) for s in answer_steps(earlier)]


def test_a_badge_asked_for_again_never_makes_an_arrival_of_somebody_who_was_here():
    waits = PrintJob(1, "1", "", "p", 2, "Lost", True, JobState.WAITING, NOW)
    badge = RequestedBadge(waits, PrinterState(PrinterTrouble.OUT_OF_PAPER), is_by_hand=True)
    assert answer_title(an_answer(Reason.ALREADY_ARRIVED, badge=badge)) == "Already here"


def test_a_badge_asked_for_by_hand_is_told_of_once_and_truly():
    waits = PrintJob(1, "1", "", "p", 2, "Lost", True, JobState.WAITING, NOW)
    for state, note in (
        (JobState.WAITING, "The badge is waiting for the printer."),
        (JobState.PRINTED, "The badge is printed."),
    ):
        badge = RequestedBadge(replace(waits, state=state), is_by_hand=True)
        assert answer_content(an_answer(Reason.ALREADY_ARRIVED, badge=badge), PROGRAMME).notes[:-1] == (note,)


@pytest.mark.parametrize("reason", Reason)
def test_f9_has_a_button_wherever_a_supervisor_may_let_in_and_nowhere_else(reason):
    answer = an_answer(reason)
    assert answer.can_overrule == (AnswerAction.OVERRULE in [step.action for step in answer_steps(answer)])


@pytest.mark.parametrize("reason", [Reason.ERASED, Reason.UNKNOWN, Reason.OTHER_EVENT, Reason.UNREADABLE])
def test_after_a_purge_there_is_no_name_to_look_for_and_nobody_to_register(reason):
    assert answer_steps(an_answer(reason, attendee=None, is_after_purge=True)) == ()
    if reason is not Reason.ERASED:
        offered = {step.action for step in answer_steps(an_answer(reason, attendee=None))}
        assert {AnswerAction.SEARCH, AnswerAction.WALK_IN} <= offered


@pytest.mark.parametrize("reason", [Reason.UNPAID, Reason.PENDING])
def test_what_a_ticketing_refuses_looks_like_a_refusal_even_if_others_ask_about_it(reason):
    refused = an_answer(reason, verdict=Verdict.REFUSE)
    assert (answer_look(refused).colours, answer_look(refused).family) == (theme.RED, AnswerFamily.REFUSED)
    assert answer_look(an_answer(reason)).colours is theme.AMBER


def test_a_category_that_says_what_the_presence_says_is_shown_once():
    programme = replace(PROGRAMME, categories=(Category("item-1", "On site"),))
    shown = answer_content(an_answer(attendee=a_person(category="item-1")), programme)
    assert [chip.text for chip in shown.chips] == ["On site"]


def test_a_company_that_stands_for_a_name_is_said_once():
    nameless = a_person(first_name="", last_name="Énergie+", organisation="Énergie+", role="")
    shown = answer_content(an_answer(attendee=nameless), PROGRAMME)
    assert (shown.lines, shown.detail) == (("Énergie+",), "")


def test_the_bookings_of_a_check_in_list_are_named_and_not_the_list():
    sessions = (Session("item-5", "Atelier A"), Session("list-5", "Ateliers (add-ons)"))
    programme = replace(PROGRAMME, sessions=sessions)
    shown = answer_content(an_answer(attendee=a_person(sessions=("item-5", "list-5"))), programme)
    assert [chip.text for chip in shown.chips] == ["On site", "Atelier A"]


def test_what_is_not_known_here_begins_a_sentence():
    undecided = an_answer(Reason.UNDECIDED, attendee=None, explanations=(TicketExplanation(NO_MEDIUM),))
    assert answer_explanation(undecided, PROGRAMME).startswith("Whether this ticket was exchanged")


def test_a_ticket_of_nobody_known_is_not_filled_in():
    unknown = answer_steps(an_answer(Reason.INCOMPLETE, attendee=None, missing=("custom:Régime",)))
    assert AnswerAction.COMPLETE not in [step.action for step in unknown]
    assert (unknown[0].action, unknown[0].is_primary) == (AnswerAction.ADMIT, True)
