# SPDX-License-Identifier: GPL-3.0-or-later
"""Every answer has its own words, icon and step, and says what the person at the desk needs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from checkin.core.answer import Alternatives, DeskAbilities, EarlierPassage, SeatCounts, TicketingAnswer, UndoResult
from checkin.core.attendee import CheckInMethod, Presence
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import Entry, EntryKind
from checkin.core.print_jobs import JobState, PrinterState, PrinterTrouble, PrintJob, RequestedBadge
from checkin.core.programme.programme import (
    Category,
    Column,
    ColumnDisplay,
    ColumnRule,
    Requirement,
    RuleTest,
    Session,
    Speaker,
)
from checkin.core.sync.sync_status import OtherDesk
from checkin.core.ticketing.rule_explanations import ASKS_FOR_ATTENTION, NO_MEDIUM, TicketExplanation
from checkin.paths import resources
from checkin.ui.desk.answer_content import LONGEST_LINE, MOST_CHIPS, MOST_LINES, MOST_READ, answer_content
from checkin.ui.desk.answer_steps import AnswerAction, answer_steps
from checkin.ui.look import theme, undo_wording
from checkin.ui.look.answer_looks import LOOKS, SHAPES, AnswerFamily, answer_look
from checkin.ui.look.answer_wording import answer_explanation, answer_title
from tests.ui.answers import ARRIVAL, NOW, PROGRAMME, WAY_OUT, WORKSHOP, a_person, an_answer

REFUSED_BY_CATEGORY = "Reserved for: Professionnels or Presse. Category for this person: not filled in"
MONDAY = replace(ARRIVAL, name="Accueil lundi", requires=(Requirement("custom:Jours", ("Les deux", "Lundi 5")),))
TUESDAY = replace(ARRIVAL, id="mardi", name="Accueil mardi", opens=NOW + timedelta(days=1))
WAITS = PrintJob(1, "1", "", "p", 2, "Lost", True, JobState.WAITING, NOW)


def content(reason=Reason.WELCOME, programme=PROGRAMME, **fields):
    return answer_content(an_answer(reason, **fields), programme)


def texts_of(shown):
    return [chip.text for chip in shown.chips]


# Looks


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


@pytest.mark.parametrize(
    ("answer", "look"),
    [
        (an_answer(Reason.EXIT_WITHOUT_ENTRY, verdict=Verdict.ADMIT, is_override=True, control_point=WAY_OUT), "exit"),
        *((an_answer(Reason(name), verdict=Verdict.ADMIT, is_override=True), name) for name in ("undone", "not_saved")),
    ],
    ids=("an exit over a missing entry", "undone", "not saved"),
)
def test_an_override_looks_like_an_admission_only_where_somebody_was_admitted(answer, look):
    assert answer_look(answer) is LOOKS[Reason(look)]
    let_in = an_answer(Reason.UNPAID, verdict=Verdict.ADMIT, is_override=True)
    assert (answer_look(let_in).colours, answer_title(let_in)) == (theme.GREEN, "Let in")


def test_no_undo_looks_like_a_cancelled_registration():
    undone, cancelled = LOOKS[Reason.UNDONE], LOOKS[Reason.CANCELLED]
    assert undone.colours not in (cancelled.colours, theme.AMBER, theme.GREEN)
    assert undone.family is AnswerFamily.NONE


@pytest.mark.parametrize("reason", [Reason.UNPAID, Reason.PENDING])
def test_what_a_ticketing_refuses_looks_like_a_refusal_even_if_others_ask_about_it(reason):
    refused = an_answer(reason, verdict=Verdict.REFUSE)
    assert (answer_look(refused).colours, answer_look(refused).family) == (theme.RED, AnswerFamily.REFUSED)
    assert answer_look(an_answer(reason)).colours is theme.AMBER


# Sentences


def refused(own, **alternatives):
    person = a_person(custom={"Jours": own} if own else {})
    more = {"attendee": person, "alternatives": Alternatives(**alternatives)}
    return an_answer(Reason.NO_ACCESS, control_point=MONDAY, **more)


YESTERDAY = replace(ARRIVAL, closes=NOW - timedelta(days=1))
ALMOST_FULL = {"control_point": WORKSHOP, "counts": SeatCounts(inside=1, awaited=19)}
RESERVED = "Reserved (Jours: Les deux or Lundi 5). Jours for this person: "
SENTENCES = {
    "Accueil opens at 09:00": an_answer(Reason.TOO_EARLY),
    "Accueil closed at 08:47": an_answer(Reason.TOO_LATE),
    "Accueil closed on 03/07 at 08:47": an_answer(Reason.TOO_LATE, control_point=YESTERDAY),
    REFUSED_BY_CATEGORY: an_answer(Reason.NO_ACCESS, control_point=WORKSHOP),
    f"{RESERVED}not filled in": refused(""),
    f"{RESERVED}Mardi 6. Open to them: Accueil mardi": refused("Mardi 6", open_to=(TUESDAY,)),
    f"{RESERVED}Mardi 6. Open to them later: Accueil mardi (on 05/07 at 08:47)": refused(
        "Mardi 6", open_later=(TUESDAY,)
    ),
    "Seats left: 3": an_answer(Reason.NOT_REGISTERED, counts=SeatCounts(3)),
    "Not on the list of this session": an_answer(Reason.NOT_REGISTERED, counts=SeatCounts(None)),
    "All 20 seats are taken": an_answer(Reason.FULL, control_point=WORKSHOP),
    "20 seats: 1 person in, 19 still to come": an_answer(Reason.FULL, **ALMOST_FULL),
    "This code has already been let in": an_answer(Reason.ALREADY_ARRIVED, attendee=None),
    "No exit since then: check the name, then call the supervisor (F9)": an_answer(Reason.ALREADY_ARRIVED),
    "": an_answer(Reason.WELCOME),
}


@pytest.mark.parametrize(("sentence", "answer"), SENTENCES.items())
def test_the_second_sentence_tells_the_hours_the_seats_or_whom_it_is_for(sentence, answer):
    assert answer_explanation(answer, PROGRAMME) == sentence


def test_a_welcome_stays_one_and_says_that_a_silent_desk_may_have_let_them_in():
    silent = tuple(OtherDesk(f"Accueil {number}", 720, 0) for number in (2, 3, 4))
    welcome = an_answer(Reason.WELCOME, silent=silent[:1])
    assert answer_look(welcome).family is AnswerFamily.WELCOME
    told = answer_explanation(welcome, PROGRAMME)
    assert (told.startswith("Accueil 2 may already have"), "12 min" in told) == (True, True)
    many = an_answer(Reason.WELCOME, silent=silent)
    assert answer_explanation(many, PROGRAMME).startswith("Accueil 2, Accueil 3 … may already have")


def test_what_is_not_known_here_begins_a_sentence():
    undecided = an_answer(Reason.UNDECIDED, attendee=None, ticketing=TicketingAnswer((TicketExplanation(NO_MEDIUM),)))
    assert answer_explanation(undecided, PROGRAMME).startswith("Whether this ticket was exchanged")


# Whom it is about: name, notes and chips


@pytest.mark.parametrize("reason", list(Reason))
def test_the_spoken_answer_begins_with_its_title_and_names_the_person(reason):
    spoken = content(reason).spoken
    assert spoken.startswith(answer_title(an_answer(reason)))
    assert "Éléonore Le Goff-Kermarrec" in spoken


def test_without_a_person_the_sentence_stands_in_the_place_of_the_name():
    unknown = {"attendee": None, "read": "3760123450017"}
    shown = content(Reason.UNKNOWN, **unknown)
    assert (shown.is_person, shown.lines) == (False, ("This code is not on the list",))
    assert "3760123450017" in shown.detail
    (how_to_give,) = shown.notes
    assert "Ctrl+L" in how_to_give
    assert content(Reason.UNKNOWN, **unknown, desk=DeskAbilities(scans_only=True)).notes == ()


@pytest.mark.parametrize(
    ("person", "lines", "detail"),
    [
        ({}, ("Éléonore", "Le Goff-Kermarrec"), "Pays d’Iroise · cheffe de projet"),
        ({"first_name": "", "last_name": "Énergie+", "organisation": "Énergie+", "role": ""}, ("Énergie+",), ""),
        ({"first_name": "<b>Ana</b>", "last_name": "&amp; Co", "role": ""}, ("<b>Ana</b>", "&amp; Co"), ...),
    ],
    ids=("all", "a company that stands for the name", "marks of a web page"),
)
def test_the_name_is_shown_as_it_is_with_what_it_does_not_say(person, lines, detail):
    shown = content(attendee=a_person(**person))
    assert shown.lines == lines
    assert detail in (..., shown.detail)


def of_badge(state):
    return an_answer(Reason.ALREADY_ARRIVED, badge=RequestedBadge(replace(WAITS, state=state), is_by_hand=True))


def who_came(reason, **fields):
    return an_answer(reason, verdict=Verdict.ADMIT, is_override=True, attendee=a_person(**fields))


NOTES = {
    "Intervenants: tell the supervisor": an_answer(Reason.ATTENTION, attendee=a_person(category="int")),
    "Speaking today: tell the supervisor": an_answer(Reason.ATTENTION, speaker=Speaker("s", "Zoé", "", "", "p", True)),
    "Ascenseur nord.": an_answer(Reason.ATTENTION, attendee=a_person(note="Ascenseur nord.")),
    "Special attention required": an_answer(
        Reason.ATTENTION, ticketing=TicketingAnswer((TicketExplanation(ASKS_FOR_ATTENTION),))
    ),
    "This person was expected online|Ascenseur.": an_answer(Reason.REMOTE, attendee=a_person(note="Ascenseur.")),
    "Was expected online: now on site": who_came(Reason.REMOTE, presence=Presence.ON_SITE),
    "Let in without payment": who_came(Reason.UNPAID),
    "The badge is waiting|No exit since then": of_badge(JobState.WAITING),
    "The badge is printed.|No exit since then": of_badge(JobState.PRINTED),
}


@pytest.mark.parametrize(("notes", "answer"), NOTES.items())
def test_what_is_to_be_read_are_sentence_and_note(notes, answer):
    shown = answer_content(answer, PROGRAMME).notes
    assert [note[: len(begins)] for note, begins in zip(shown, notes.split("|"), strict=True)] == notes.split("|")


BOOKED = a_person(category="pro", presence=Presence.BOTH, sessions=("b", "gone"))
EARLIER = {"earlier": EarlierPassage(NOW.replace(minute=31), "Accueil 1")}
CHIPS = {
    "Came in at 08:31, Accueil 1|Professionnels|On site and online|Atelier B · 14:00": an_answer(
        Reason.ALREADY_ARRIVED, attendee=BOOKED, **EARLIER
    ),
    "Came in at 08:31, Accueil 1|On site": an_answer(Reason.UNPAID, verdict=Verdict.REFUSE, **EARLIER),
    "On site": an_answer(Reason.NO_RETURN, verdict=Verdict.REFUSE, earlier=EarlierPassage(NOW)),
    "Intervenants": an_answer(
        attendee=a_person(category="int", position={"id": 10})
    ),  # nobody knows if they are online
}


@pytest.mark.parametrize(("texts", "answer"), CHIPS.items())
def test_chips_tell_the_earlier_arrival_then_category_presence_and_sessions(texts, answer):
    assert texts_of(answer_content(answer, PROGRAMME)) == texts.split("|")


def test_a_speaker_has_a_star_and_their_session_first():
    speaker = Speaker("s", "Éléonore Le Goff-Kermarrec", "", "", "b")
    shown = content(Reason.ATTENTION, attendee=a_person(category="int"), speaker=speaker)
    assert [f"{chip.icon} {chip.text}" for chip in shown.chips] == [
        "star Intervenants",
        " On site",
        "mic Atelier B · 14:00",
    ]


def test_what_two_chips_would_both_say_is_shown_once():
    on_site = replace(PROGRAMME, categories=(Category("item-1", "On site"),))
    assert texts_of(content(programme=on_site, attendee=a_person(category="item-1"))) == ["On site"]
    bookings = replace(PROGRAMME, sessions=(Session("item-5", "Atelier A"), Session("list-5", "Ateliers (add-ons)")))
    booked = a_person(sessions=("item-5", "list-5"))
    assert texts_of(content(programme=bookings, attendee=booked)) == ["On site", "Atelier A"]


def test_a_badge_asked_for_again_never_makes_an_arrival_of_somebody_who_was_here():
    badge = RequestedBadge(WAITS, PrinterState(PrinterTrouble.OUT_OF_PAPER), is_by_hand=True)
    assert answer_title(an_answer(Reason.ALREADY_ARRIVED, badge=badge)) == "Already here"


@pytest.mark.parametrize(
    ("reason", "how", "shown"),
    [
        (Reason.WALK_IN, CheckInMethod.WALK_IN, True),
        (Reason.TOO_EARLY, CheckInMethod.WALK_IN, True),  # registered, though the door is closed
        (Reason.UNDONE, CheckInMethod.WALK_IN, False),
        (Reason.NOT_SAVED, CheckInMethod.WALK_IN, False),
        (Reason.WELCOME, CheckInMethod.CODE, False),
        (Reason.WELCOME, CheckInMethod.SEARCH, False),
    ],
)
def test_only_somebody_who_was_registered_just_now_is_shown_their_code(reason, how, shown):
    assert content(reason, how=how, ticket="BCDEF").code == ("BCDEF" if shown else "")


# Steps


STEPS = [
    (an_answer(Reason.WELCOME), "F8 Undo this arrival|F6 Register a substitute|F4 Correct…"),
    (an_answer(Reason.WALK_IN, how=CheckInMethod.WALK_IN), "F8 Undo this arrival|F4 Correct…"),
    (an_answer(Reason.EXIT, control_point=WAY_OUT), "F8 Undo this exit"),
    (an_answer(Reason.WELCOME, entry=None), ""),
    (an_answer(Reason.UNPAID), "*F7 Let in|F3 Someone else"),
    (an_answer(Reason.PENDING), "F7 Let in|F3 Someone else"),
    (an_answer(Reason.NOT_HEARD_OF, attendee=None), "*F7 Let in, with a note|F3 Search by name"),
    (an_answer(Reason.REMOTE), "*F7 Switch to on site and let in|F3 Someone else"),
    (an_answer(Reason.NOT_REGISTERED, counts=SeatCounts(1)), "*F7 Let in (last seat)|F3 Someone else"),
    (an_answer(Reason.NOT_REGISTERED, counts=SeatCounts(12)), "*F7 Let in (12 seats left)|F3 Someone else"),
    (an_answer(Reason.UNKNOWN, attendee=None), "*F3 Search by name|F2 Register here"),
    (an_answer(Reason.FORGED, attendee=None), "*F3 Search by name"),
    (an_answer(Reason.CANCELLED), "F3 Someone else|F9 Let in anyway"),
    (an_answer(Reason.ALREADY_ARRIVED), "F3 Someone else|F4 Correct…|F6 Register a substitute|F9 Let in anyway"),
    *((an_answer(reason), "") for reason in (Reason.REPEATED, Reason.NOT_SAVED)),
    (an_answer(Reason.UNDONE, verdict=Verdict.ADMIT), ""),
]


@pytest.mark.parametrize(("answer", "offered"), STEPS)
def test_the_next_steps_are_those_that_make_sense_now(answer, offered):
    """A star marks the one that is primary."""
    steps = [f"{'*' * step.is_primary}{step.key} {step.label}" for step in answer_steps(answer)]
    assert "|".join(steps) == offered


@pytest.mark.parametrize("reason", Reason)
def test_letting_in_is_offered_exactly_where_a_person_or_a_supervisor_may_decide(reason):
    answer = an_answer(reason)
    offered = [step.action for step in answer_steps(answer)]
    assert (AnswerAction.ADMIT in offered) == (answer.can_admit or answer.awaits_entry)
    assert (AnswerAction.OVERRULE in offered) == answer.can_overrule


@pytest.mark.parametrize("reason", [Reason.ERASED, Reason.UNKNOWN, Reason.OTHER_EVENT, Reason.UNREADABLE])
def test_after_a_purge_there_is_no_name_to_look_for_and_nobody_to_register(reason):
    assert answer_steps(an_answer(reason, attendee=None, is_after_purge=True)) == ()
    if reason is not Reason.ERASED:
        offered = {step.action for step in answer_steps(an_answer(reason, attendee=None))}
        assert {AnswerAction.SEARCH, AnswerAction.WALK_IN} <= offered


def test_a_ticket_of_nobody_known_is_not_filled_in():
    unknown = answer_steps(an_answer(Reason.INCOMPLETE, attendee=None, missing=("custom:Régime",)))
    assert AnswerAction.COMPLETE not in [step.action for step in unknown]
    assert (unknown[0].action, unknown[0].is_primary) == (AnswerAction.ADMIT, True)


# An undo


STILL = "Still counted as here: an earlier arrival still counts."
ALONE = "No longer counted as here. They are still registered."
WHOLLY = "No longer counted as here, nor registered: they were registered on arrival."


@pytest.mark.parametrize(
    ("kind", "result", "title", "notes"),
    [
        (EntryKind.CHECKED_IN, (False, False), "Arrival undone", (ALONE,)),
        (EntryKind.CHECKED_IN, (True, False), "Arrival undone", (STILL,)),
        (EntryKind.CHECKED_IN, (False, True), "Arrival undone", (WHOLLY,)),
        (EntryKind.CHECKED_OUT, (True, False), "Exit undone", ("Counted as here again.",)),
        (EntryKind.WAITING_JOINED, (False, False), "Off the waiting list", ()),
        (EntryKind.ATTENDEE_CORRECTED, (False, False), "Workshop change undone", ()),
    ],
)
def test_an_undo_says_what_was_undone_of_whom_when_and_where_and_how_they_stand(kind, result, title, notes):
    verb = {EntryKind.CHECKED_IN: "Came in at ", EntryKind.CHECKED_OUT: "Went out at "}.get(kind, "")
    undone = UndoResult(Entry(b"1", kind, "1", "Accueil 2", NOW, {}), *result)
    shown = content(Reason.UNDONE, undone=undone, attendee=a_person(note="!"))
    assert (shown.title, shown.notes) == (title, notes)
    assert (shown.lines[-1], texts_of(shown)) == ("Le Goff-Kermarrec", [f"{verb}08:47, Accueil 2"])


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


def test_who_is_here_already_can_be_undone_from_the_answer():
    arrival = Entry(b"1", EntryKind.CHECKED_IN, "1", "Accueil 2", NOW, {})
    here = an_answer(Reason.ALREADY_ARRIVED, earlier=EarlierPassage(NOW, "Accueil 2", arrival))
    assert ("F8", "Undo the arrival at 08:47") in [(s.key, s.label) for s in answer_steps(here)]
    earlier = replace(here, earlier=EarlierPassage(NOW - timedelta(minutes=47), "Accueil 2", arrival))
    assert ("F8", "Undo the arrival at 08:47") in [(s.key, s.label) for s in answer_steps(earlier)]


# Chosen columns


TABLE = Column("table", "Table", "custom:Table")
DIET = Column("regime", "Régime", "custom:Régime", ColumnDisplay.VALUE)
HOTEL = Column("hotel", "Hôtel", "custom:Hôtel", ColumnDisplay.LINE)
CHOSEN = replace(PROGRAMME, columns=(TABLE, DIET, HOTEL))
VALUES = {"Table": "7", "Régime": "Végétarien", "Hôtel": "Ibis Gare"}
ALLERGY = "sans gluten, sans lactose, sans arachides"
SIZE = Column("taille", "T-shirt", "custom:T-shirt")


def shown(programme=CHOSEN, reason=Reason.WELCOME, **fields):
    return content(reason, programme, attendee=a_person(custom=VALUES | fields.pop("custom", {})), **fields)


def large_chips(content):
    return [chip.text for chip in content.chips if chip.is_large]


def test_chosen_columns_stand_first_as_chips_and_below_as_lines():
    content = shown()
    assert [(chip.text, chip.is_large) for chip in content.chips[:2]] == [("Table 7", True), ("Végétarien", True)]
    assert not content.chips[2].is_large
    assert content.columns == ("Hôtel: Ibis Gare",)
    assert "Table 7. Végétarien" in content.spoken
    assert "Hôtel: Ibis Gare" in content.spoken


LONG = "Sans gluten, sans lactose, sans arachides, ni fruits de mer"


@pytest.mark.parametrize(
    ("custom", "table", "diet", "lines"),
    [
        *(({"Régime": dash, "Hôtel": dash}, "Table 7", None, ()) for dash in ("  ", "—", "-", " – ", "--", "/")),
        (
            {"Table": "table ronde", "Hôtel": "HOTEL de la Chartreuse"},
            "table ronde",
            "Végétarien",
            ("HOTEL de la Chartreuse",),
        ),
        ({"Table": "Tableau 3"}, "Table Tableau 3", "Végétarien", ("Hôtel: Ibis Gare",)),
        ({"Table": "Table des mariés, au fond"}, "Table des mariés, au fond", ..., ...),
        ({"Table": LONG, "Régime": LONG}, f"Table: {LONG}", LONG, ...),
        ({"Régime": ALLERGY}, "Table 7", ALLERGY, ...),
        ({"Hôtel": "é" * LONGEST_LINE + " 🥜🥛"}, ..., ..., (f"Hôtel: {'é' * LONGEST_LINE} 🥜🥛",)),
    ],
)
def test_a_value_is_shown_whole_with_the_name_of_its_column_once_and_a_lone_dash_is_none(custom, table, diet, lines):
    content = shown(custom=custom)
    told = (*large_chips(content), None)
    assert table in (..., told[0])
    assert diet in (..., told[1])
    assert lines in (..., content.columns)


def test_a_value_far_too_long_says_where_the_rest_is():
    (line,) = shown(custom={"Hôtel": "mot " * 1250}).columns
    assert line.endswith("mot… (the rest is on their page)")
    assert len(line) < 250


def test_a_hidden_column_a_refusal_and_an_exit_show_none():
    hidden = replace(CHOSEN, columns=(TABLE, replace(DIET, shown_as=ColumnDisplay.HIDDEN)))
    assert large_chips(shown(hidden)) == ["Table 7"]
    for reason in (Reason.UNKNOWN, Reason.BLOCKED, Reason.CANCELLED):
        assert large_chips(shown(reason=reason)) == [], reason
    assert large_chips(shown(reason=Reason.EXIT, control_point=WAY_OUT)) == []


def test_of_sixty_columns_the_first_are_shown_and_the_others_counted():
    kinds = (ColumnDisplay.CHIP, ColumnDisplay.LINE)
    columns = tuple(Column(str(n), f"C{n}", f"custom:{n}", kinds[n % 2]) for n in range(60))
    content = shown(replace(PROGRAMME, columns=columns), custom={str(n): f"v{n}" for n in range(60)})
    assert (len(large_chips(content)), len(content.columns)) == (MOST_CHIPS, MOST_LINES)
    assert content.chips[-1].text == f"{60 - MOST_CHIPS - MOST_LINES} more on their page"


def test_rules_are_read_with_the_note_and_so_many_of_them():
    rules = (ColumnRule(values=("7",), text="Ticket vert"), ColumnRule(RuleTest.NONE_OF, ("8",)))
    empty = Column("c", "Certificat", "custom:Certificat", rules=(ColumnRule(RuleTest.EMPTY, needs_person=True),))
    programme = replace(PROGRAMME, columns=(replace(TABLE, rules=rules), empty))
    assert shown(programme, Reason.PERSON_NEEDED).notes == ("Certificat: nothing given", "Ticket vert", "Table: 7")
    more = replace(programme, columns=(replace(TABLE, rules=rules * 3), empty))
    assert shown(more, Reason.ATTENTION).notes[MOST_READ:] == ("4 more to read on their page",)


def test_what_a_volunteer_confirmed_is_told_with_its_time_below_what_is_still_to_be_read():
    rules = (ColumnRule(values=("7",), text="Call a supervisor", needs_person=True),)
    rules = (*rules, ColumnRule(values=("7",), text="Ticket vert"))
    programme = replace(PROGRAMME, columns=(replace(TABLE, rules=rules),))
    assert shown(programme, Reason.PERSON_NEEDED).notes == ("Call a supervisor", "Ticket vert")
    confirmed = shown(programme, Reason.ATTENTION, is_confirmed=True).notes
    assert confirmed == ("Ticket vert", "Confirmed at 08:47: Call a supervisor")
