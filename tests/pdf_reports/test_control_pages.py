# SPDX-License-Identifier: GPL-3.0-or-later
"""Control sheets as they are seen on paper: figures, every exception once, and places to sign at the end."""

from datetime import timedelta
from unicodedata import normalize

import pytest

from checkin.core.attendance.control_sheet import ControlSheet
from checkin.core.attendance.sign_in_sheet import SignInRemark, SignInRow
from checkin.core.attendance.stays import ConfirmedExit, ExitProof, WithdrawnExit
from checkin.core.attendee import CheckInMethod
from checkin.core.message import Message
from checkin.core.programme.programme import Event
from checkin.pdf_reports.page_canvas import PdfMetadata, ReportContext, build_pdf
from checkin.services.attendance.attendance_papers import all_pages
from checkin.translation import Translator
from tests.builders import MORNING
from tests.pdf_reports.readers import about, told
from tests.pdf_reports.test_sign_in_pages import HALF, LONG

LATER = MORNING + timedelta(hours=3)


def remark(text, minutes=5, desk="Accueil 1"):
    return SignInRemark(Message("sheet", text), {}, MORNING + timedelta(minutes=minutes), desk)


def came(number, *remarks, **fields):
    known = {"came": MORNING, "way": CheckInMethod.CODE, "exit": ExitProof.READ, "left": LATER, "is_present": True}
    return SignInRow(f"Nom{number:03}", "Ève", "Mairie", minutes=180, remarks=remarks, **{**known, **fields})


def drawn(tmp_path, rows, spoken="fr", **more):
    event = Event("9ᵉ Rencontre", organiser="Réseau")
    sheet = ControlSheet(event, HALF, tuple(rows), (), False, half_day=HALF.half_day, **more)
    path = tmp_path / "control.pdf"
    setting = ReportContext(Translator(spoken), MORNING.tzinfo, MORNING, fingerprint="checkin:1:5:abc:test-event")
    path.write_bytes(build_pdf(PdfMetadata("Feuille", "Réseau", setting.fingerprint), all_pages([sheet], setting)))
    return path


def words(path, page=None):
    return " ".join(normalize("NFKC", told(path, page)).split())


@pytest.mark.parametrize(("count", "exceptions"), [(0, 0), (1, 1), (400, 0), (400, 60), (30, 30)])
def test_every_exception_stands_on_it_once_and_it_ends_with_places_to_sign(qapp, tmp_path, count, exceptions):
    rows = [came(n, *([remark(f"exception{n:03}")] if n < exceptions else [])) for n in range(count)]
    path = drawn(tmp_path, rows)
    text, pages = words(path), int(about(path)["Pages"])
    assert [text.count(f"exception{n:03}") for n in range(exceptions)] == [1] * exceptions
    assert f"Présents {count} 0 {count}" in words(path, 1)
    assert f"de simples scans : {exceptions} sur {count}" in text
    assert "Le contrôleur" in words(path, pages)
    assert all("checkin:1:5:abc:test-event" in words(path, page) for page in range(1, pages + 1))
    assert pages == 1 or exceptions > 1


def test_a_person_with_many_remarks_is_named_again_on_the_next_page(qapp, tmp_path):
    path = drawn(tmp_path, [came(1, *(remark(f"undone{n:03}") for n in range(40)))])
    pages = int(about(path)["Pages"])
    assert pages == 3
    assert [words(path, page).count("Nom001") for page in (1, 2)] == [1, 1]
    assert [words(path).count(f"undone{n:03}") for n in range(40)] == [1] * 40


def test_the_longest_names_and_reasons_are_whole(qapp, tmp_path):
    long = SignInRow(
        LONG.last_name, LONG.first_name, LONG.organisation[:70], remarks=(remark("admission " * 14, 5, "Entrée " * 8),)
    )
    decided = ConfirmedExit(LATER, "Entrée des partenaires et de la presse " * 2, LATER, "Anne " * 12, "Vu. " * 50)
    before = WithdrawnExit("Accueil", MORNING, "Claire", "")
    text = words(drawn(tmp_path, [long], decisions=(before, decided), confirmed=decided))
    assert "…" not in text
    assert {"Rochechouart", "Luxembourg", "Antoinette"} <= set(text.replace("-", " ").split())
    assert text.count("Vu.") == 50
    assert "avant : retirée le 04/07 à 06:40 (Claire, Accueil)" in text


@pytest.mark.parametrize(
    ("spoken", "sentences"),
    [
        ("en", ("Control sheet (provisional)", "Seen by 07:10 1 0 1", "Not seen yet 1 0 1", "goes on until 09:40")),
        ("fr", ("Feuille de contrôle (provisoire)", "Vus à 07:10 1 0 1", "Pas encore vus 1 0 1", "jusqu’à 09:40")),
    ],
)
def test_a_provisional_sheet_says_why(qapp, tmp_path, spoken, sentences):
    going = came(1, exit=ExitProof.ONGOING, left=None, assumed=MORNING, is_present=False)
    text = words(drawn(tmp_path, [going, SignInRow("Attendue", "", "")], spoken, now=MORNING + timedelta(minutes=30)))
    assert [each for each in sentences if each not in text] == []
    assert "absent" not in text.lower()
    assumed = words(drawn(tmp_path, [came(1, exit=ExitProof.ASSUMED, left=None, assumed=LATER)], spoken))
    assert sentences[0] in assumed
    assert ("nobody has confirmed: 1" if spoken == "en" else "personne n’a confirmée : 1") in assumed


def test_people_whose_names_were_erased_are_counted_and_not_listed(qapp, tmp_path):
    gone = came(1, remark("secret"), is_forgotten=True)
    text = words(drawn(tmp_path, [gone, came(2)]))
    assert "secret" not in text
    assert "Présents 2 0 2" in text
    assert "noms effacés : 1" in text
