# SPDX-License-Identifier: GPL-3.0-or-later
"""People whose traces are looked for in the bytes of files, and a day on which they left some everywhere."""

from base64 import b64encode

from checkin.core.attendee import Presence, Status
from checkin.core.entries import EntryKind
from checkin.core.mail.mail_jobs import NewMail
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.picture_entries import picture_digest
from checkin.core.signature import encode_signature
from checkin.core.supervisor import Authority
from checkin.core.text_folding import fold_text
from checkin.services.supervision import Supervision
from checkin.storage.mail_queue import MailQueue
from tests.builders import MORNING, an_attendee
from tests.conftest import add_people
from tests.core.signatures import a_signature

FACE = bytes(range(33, 255))
"""A photograph, so small that its bytes stand together in a file of SQLite."""

SECRETS = (
    "Zéphyrine",
    "Quillévéré",
    "Œuvrard",
    "Wolfgang",
    "zephyrine@exemple.test",
    "0698765432",
    "Conserverie Kermadec",
    "Trésorière",
    "sans gluten",
    "Souhaite être rappelée",
    "Aurélie Vasseur",
    "Le carnet rouge",
    "3760123456789",
    "Pièce d’identité vue",
    encode_signature(a_signature()),
    b64encode(FACE).decode(),
    picture_digest(FACE),
)
"""Every text about somebody in `a_day`."""

ZEPHYRINE = an_attendee(
    71,
    first_name="Zéphyrine",
    last_name="Quillévéré",
    organisation="Conserverie Kermadec",
    role="Trésorière",
    email="zephyrine@exemple.test",
    phone="0698765432",
    note="Souhaite être rappelée",
    category="participant",
    sessions=("atelier-b",),
    custom={"Régime": "sans gluten"},
)
WOLFGANG = an_attendee(72, first_name="Wolfgang", last_name="Œuvrard", category="presse", presence=Presence.BOTH)
AGAIN = an_attendee(73, first_name="Wolfgang", last_name="Œuvrard", category="presse")


def a_day(event, desk, clock):
    """Arrivals, a refusal, a correction, a merge, a walk-in, another code, a note, a signature, a photograph, a
    supervisor, a badge asked for."""
    add_people(event, MORNING, ZEPHYRINE, WOLFGANG, AGAIN)
    supervision = Supervision(event, desk)
    supervision.name("Aurélie Vasseur", "4719", Authority(desk.name, "Première"))
    desk.scan(ZEPHYRINE.ticket_code)
    clock.pass_by(minutes=20)
    desk.scan(WOLFGANG.ticket_code)
    desk.signing.sign(ZEPHYRINE.id, "2023-07-04/morning", a_signature())
    desk.photographs.keep(ZEPHYRINE.id, FACE)
    desk.scan("3760123456789")
    desk.replace_code(ZEPHYRINE.id)
    desk.registration.correct(ZEPHYRINE.id, {"note": "Souhaite être rappelée le soir", "category": "officiel"})
    desk.registration.merge(WOLFGANG.id, AGAIN.id)
    desk.registration.walk_in(RegistrationForm("Zéphyrine", "Œuvrard", organisation="Conserverie Kermadec"))
    desk.registration.set_status({ZEPHYRINE.id: Status.BLOCKED}, Authority("Aurélie Vasseur", "Pièce d’identité vue"))
    desk.handover.leave_note("Le carnet rouge est à Wolfgang")
    with event.transaction():
        event.db.conn.execute(
            "INSERT INTO print_jobs (attendee, template, printer, copy, why, is_urgent, state, created_at) "
            "VALUES (?, 'a6', 'p', 1, 'Le carnet rouge', 0, 'waiting', '2023-07-04T08:40:00+02:00')",
            [ZEPHYRINE.id],
        )
        MailQueue(event.db).add(NewMail(ZEPHYRINE.email, {ZEPHYRINE.id: "0"}), "<1@asso.test>", MORNING)


def codes(event):
    """Every code there was, and the ids they begin with."""
    rows = event.db.conn.execute("SELECT code, attendee FROM tickets").fetchall()
    return {text for row in rows for text in row}


def traces(folder, texts=()):
    """(file, text) for every text of somebody that is in the bytes of a file of the folder."""
    wanted = {
        form for text in (*SECRETS, *texts) for form in (text, fold_text(text), text.upper(), fold_text(text)[::-1])
    }
    found = []
    for path in sorted(folder.rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        found += [(path.name, text) for text in sorted(wanted) if text.encode() in data]
    return found


def journal(event):
    """Rows without the people's."""
    return event.db.conn.execute("SELECT id, kind, at, desk, position FROM journal ORDER BY id").fetchall()


def kinds(event):
    return {row[0] for row in event.db.conn.execute("SELECT DISTINCT kind FROM journal")} - {EntryKind.EVENT_PURGED}
