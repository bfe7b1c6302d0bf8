# SPDX-License-Identifier: GPL-3.0-or-later
"""The programme in its editor: each page, mistakes, and a programme with nothing in it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from checkin.core.programme.programme import Column, ColumnDisplay, ColumnRule, Event, Programme, Requirement, RuleTest
from checkin.core.programme.programme_edits import put_item
from checkin.services.programme.programme_use import ProgrammeUse, read_programme_use
from checkin.ui.programme_editor.editor_fields import TextField
from checkin.ui.programme_editor.programme_editor import SIZE, ProgrammeEditor
from checkin.ui.programme_editor.sessions_page import PastedProgrammeDialog
from scripts import backstage

EVENT, SESSIONS, POINTS, CATEGORIES, COLUMNS = range(5)
CHOSEN = (
    Column("table", "Table", "custom:Table", in_search=True),
    Column("regime", "Régime", "custom:Régime alimentaire", ColumnDisplay.VALUE, in_kiosk=True, is_counted=True),
    Column(
        "certificat",
        "Certificat médical",
        "custom:Certificat médical remis (oui/non)",
        ColumnDisplay.HIDDEN,
        only_for=("participant", "presse"),
        rules=(
            ColumnRule(RuleTest.EMPTY, text="Demander le certificat, sinon poste de secours.", needs_person=True),
            ColumnRule(RuleTest.ONE_OF, ("non", "manquant"), "Proposer l’imprimé du médecin de la course."),
        ),
    ),
)

MAIL = """Bonjour Camille,

Mardi 4 juillet
9h30 – Ouverture de la rencontre (Auditorium)
11h – 12h30 : Atelier C : Accueillir les habitants qui ne viennent jamais – Salle Ouessant, 25 places
14 h – Table ronde, avec Jeanne Le Goff et Samir Benali

Mercredi 5 juillet
9h30-10h45 Plénière de clôture, Grand amphithéâtre
À partir de 12h30 : Buffet (inscription obligatoire)

Bien à toi,
Anne"""


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    for name, act in (
        ("event", lambda editor: editor.tabs.setCurrentIndex(EVENT)),
        ("several-days", several_days),
        ("talk", lambda editor: session(editor, "competences")),
        ("workshop", lambda editor: session(editor, "atelier-b")),
        ("endless", endless),
        ("mistakes", mistakes),
        ("unreadable", unreadable),
        ("point", point),
        ("category", category),
        ("column", partial(column, "table")),
        ("column-rules", partial(column, "certificat")),
    ):
        yield name, partial(edited, act)
    yield "empty-event", partial(empty, EVENT)
    yield "empty-sessions", partial(empty, SESSIONS)
    yield "empty-columns", partial(empty, COLUMNS)
    yield "said-sessions", said
    yield "pasted", pasted


def edited(act: Callable[[ProgrammeEditor], object]) -> QWidget:
    event, _ = backstage.demo()
    editor = ProgrammeEditor(event.programme(), read_programme_use(event), print)
    editor.resize(SIZE)
    act(editor)
    return editor


def several_days(editor: ProgrammeEditor) -> None:
    editor.tabs.setCurrentIndex(EVENT)
    line = editor.event_page.form.fields["last_day"].line
    line.setText("5/7/2023")
    line.editingFinished.emit()


def empty(page: int) -> QWidget:
    editor = ProgrammeEditor(Programme(Event("journée")), ProgrammeUse(), print)
    editor.tabs.setCurrentIndex(page)
    return editor


def said() -> QWidget:
    """The list names sessions, the programme has none."""
    titles = ("Atelier 1 – Compétences et territoires", "Atelier 2 – Financer la coopération", "Plénière de clôture")
    return ProgrammeEditor(Programme(Event("journée")), ProgrammeUse(listed_sessions=titles), print)


def pasted() -> QWidget:
    """The text of a mail, and what is understood of it."""
    event, _ = backstage.demo()
    two_days = replace(event.programme().event, last_day=date(2023, 7, 5))
    return PastedProgrammeDialog(MAIL, replace(event.programme(), event=two_days))


def session(editor: ProgrammeEditor, chosen: str) -> None:
    editor.tabs.setCurrentIndex(SESSIONS)
    editor.sessions.choose_row(chosen)


def type_in(field: TextField, text: str) -> None:
    field.line.setText(text)
    field.line.textEdited.emit(text)


def endless(editor: ProgrammeEditor) -> None:
    session(editor, "competences")
    type_in(editor.sessions.form.fields["ends"], "")


def mistakes(editor: ProgrammeEditor) -> None:
    session(editor, "atelier-b")
    type_in(editor.sessions.form.fields["ends"], "13:00")
    type_in(editor.sessions.form.fields["waiting"], "3")
    type_in(editor.sessions.form.fields["capacity"], "")
    editor.sessions.speakers.add.click()
    editor.accept()


def unreadable(editor: ProgrammeEditor) -> None:
    session(editor, "atelier-b")
    type_in(editor.sessions.form.fields["starts"], "deux heures")


def point(editor: ProgrammeEditor) -> None:
    editor.tabs.setCurrentIndex(POINTS)
    lunch = editor.draft.now.control_point("dejeuner")
    assert lunch
    required = (Requirement("custom:Repas", ("oui", "végétarien")), Requirement("", ()))
    editor._take(put_item(editor.draft.now, replace(lunch, requires=required)), ())
    editor.points.choose_row("dejeuner")


def category(editor: ProgrammeEditor) -> None:
    editor.tabs.setCurrentIndex(CATEGORIES)
    editor.categories.choose_row("officiel")


def column(chosen: str, editor: ProgrammeEditor) -> None:
    editor.tabs.setCurrentIndex(COLUMNS)
    editor._take(replace(editor.draft.now, columns=CHOSEN), ())
    editor.columns.choose_row(chosen)
