# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates for everybody who was there, and what the code on one is worth (docs/adr/0030). Writes no entry."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checkin.badges.outputs import Tell
from checkin.core.entries import LATEST
from checkin.core.errors import UserError
from checkin.core.evening import certificates as rules
from checkin.core.evening.attendance import FIRST_RULES
from checkin.core.evening.certificates import Certificate, Standing
from checkin.core.evening.sign_in import name_order
from checkin.core.privacy.anonymous import is_anonymous
from checkin.core.words import Words
from checkin.desk.evening.attendance import Evidence, Traced
from checkin.desk.event_file import EventFile
from checkin.documents.aside import write_all_aside, write_aside
from checkin.documents.codes import file_stems
from checkin.papers.certificate_page import Issued, pages_of
from checkin.papers.pdf import About, DrawPage, pdf
from checkin.papers.setting import Setting


@dataclass(frozen=True, slots=True)
class Verified:
    """`now` is what the event says now; None where it says nothing any more, or the code is none of its own."""

    standing: Standing
    now: Certificate | None = None


def issue(event: EventFile, now: datetime | None = None) -> list[Issued]:
    """As of `now`, by name; not of people who were forgotten. Raises `UserError` if nobody was there."""
    evidence = Evidence(event, now)
    made = [(_name(traced), said) for traced in evidence.all_people() if (said := _certificate(evidence, traced))]
    found = [pair for pair in made if not is_anonymous(pair[1].person)]
    if not found:
        raise UserError(_FORGOTTEN if made else _NOBODY)
    found.sort(key=lambda pair: (pair[0], pair[1].person))
    return [Issued(said, rules.number(event.key, said.person), rules.code(event.key, said)) for _, said in found]


def _name(traced: Traced) -> str:
    """By which sign-in sheets are sorted too."""
    person = traced.history.attendee
    return name_order(person.last_name, person.first_name) if person else ""


def write_certificates(out: Path, issued: Sequence[Issued], setting: Setting, tell: Tell | None = None) -> int:
    """One PDF if `out` is called so, else one for each in the folder `out`, by their numbers. Returns how many."""
    pages, event = pages_of(issued, setting), issued[0].certificate.event
    about = About(f"{setting.voice.say(_TITLE)} – {event.title}", event.organiser, setting.control)
    if out.suffix.lower() == ".pdf":
        write_aside(out, pdf(about, pages, tell))
        return len(pages)
    stems = file_stems(one.number for one in issued)
    return write_all_aside(out, _each(about, stems, pages, tell))


def _each(
    about: About, stems: Sequence[str], pages: Sequence[DrawPage], tell: Tell | None
) -> Iterator[tuple[str, bytes]]:
    for done, (stem, page) in enumerate(zip(stems, pages, strict=True), 1):
        yield f"{stem}.pdf", pdf(about, [page])
        if tell:
            tell(done, len(pages))


def verify(event: EventFile, text: str, now: datetime | None = None) -> Verified:
    """What the code of a certificate is worth as of `now`, read from a picture or typed."""
    read = rules.read(event.key, text)
    if read.standing is not Standing.GENUINE:
        return Verified(read.standing)
    evidence = Evidence(event, now)
    whose = [traced for traced in evidence.all_people() if _has_number(event, traced, read.number)]
    today = [said for traced in whose if (said := _certificate(evidence, traced))]
    same = next((said for said in today if rules.content(event.key, said) == read.content), None)
    if same:
        return Verified(Standing.GENUINE, same)
    changed = Standing.COUNTED_ON if _is_counted_on(event, whose, read.content) else Standing.CHANGED
    return Verified(changed if whose else Standing.GONE, today[0] if today else None)


def _is_counted_on(event: EventFile, whose: Sequence[Traced], content: str) -> bool:
    """Whether a certificate said so that assumed everybody to stay to the end."""
    first = Evidence(event, LATEST, FIRST_RULES)
    before = (_certificate(first, first.of(traced.id)) for traced in whose)
    return any(said is not None and rules.content(event.key, said) == content for said in before)


def _certificate(evidence: Evidence, traced: Traced) -> Certificate | None:
    person = traced.history.attendee
    if person is None:
        return None
    return rules.certificate(evidence.programme.event, evidence.occasions, person, traced.attendance)


def _has_number(event: EventFile, traced: Traced, number: str) -> bool:
    """A record that was merged since had a number too."""
    records = {traced.id, *(entry.subject for entry in traced.entries)}
    return any(rules.number(event.key, record) == number for record in records)


_TITLE = Words("certificate", "Certificate of attendance")
_FORGOTTEN = Words(
    "certificate", "The people of this event were forgotten: there is nobody left to write a certificate for."
)
_NOBODY = Words("certificate", "Nobody was there for half of a half-day yet: there is no certificate to write.")
