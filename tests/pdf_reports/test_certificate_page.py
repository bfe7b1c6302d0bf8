# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates as they are seen on paper: one a page, in its person's language, with a code that is read back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from checkin.core.attendance.attendance_certificate import Certificate, CertifiedHalfDay, code
from checkin.core.attendance.half_days import DayPart, HalfDay
from checkin.core.attendance.stays import ExitProof
from checkin.core.attendee import Presence
from checkin.core.local_time import TimeSpan
from checkin.core.programme.programme import Event
from checkin.core.tokens import CodeValidity, number, read_certificate_code
from checkin.pdf_reports.certificate_page import IssuedCertificate, certificate_pages
from checkin.pdf_reports.page_canvas import PdfMetadata, ReportContext, build_pdf
from checkin.translation import Translator
from tests.builders import KEY, MORNING
from tests.pdf_reports.readers import about, codes, told, words_on

EVENT = Event("9ᵉ Rencontre", date(2023, 7, 4), place="Paris", organiser="Réseau")


def half(days=0, part=DayPart.MORNING, **fields):
    day = date(2023, 7, 4) + timedelta(days=days)
    return replace(CertifiedHalfDay(HalfDay(day, part, TimeSpan(MORNING, MORNING)), 185, Presence.ON_SITE), **fields)


SAID = Certificate("p", "Éléonore N’Guyen-Łukasz", "Mairie de Brest", "", EVENT, (half(),), 185)


def drawn(tmp_path, *certificates):
    issued = [IssuedCertificate(said, number(KEY, said.person), code(KEY, said)) for said in certificates]
    path = tmp_path / "c.pdf"
    setting = ReportContext(Translator("fr"), MORNING.tzinfo, MORNING)
    path.write_bytes(build_pdf(PdfMetadata("Attestation", "Réseau"), certificate_pages(issued, setting)))
    return path


def test_one_a_page_in_the_language_of_each(qapp, tmp_path):
    path = drawn(tmp_path, SAID, replace(SAID, person="q", name="John Smith", language="en"))
    assert about(path)["Pages"] == "2"
    french, english = (told(path, page) for page in (1, 2))
    assert all(words in french for words in ("Attestation de présence", "Mardi 4 juillet 2023, matin", "3 h 05"))
    assert all(words in english for words in ("Certificate of attendance", "Tuesday 4 July 2023, morning", "Smith"))
    assert "Smith" not in french
    assert "Une minute commencée ne compte pas." in french
    assert "A minute that was begun does not count." in english


@pytest.mark.parametrize("page", [1, 40])
def test_its_code_is_read_back_from_the_first_page_and_the_last(qapp, tmp_path, page):
    people = [replace(SAID, person=str(n)) for n in range(40)]
    path = drawn(tmp_path, *people)
    assert codes(path, page) == [code(KEY, people[page - 1])]
    assert read_certificate_code(KEY, codes(path, page)[0]).standing is CodeValidity.GENUINE


def test_the_code_and_number_can_be_typed_from_the_page(qapp, tmp_path):
    text = told(drawn(tmp_path, SAID)).replace("-", "")
    assert code(KEY, SAID) in text
    assert number(KEY, SAID.person) in text


def test_many_half_days_stay_above_the_signature(qapp, tmp_path):
    halves = tuple(half(day, part) for day in range(5) for part in DayPart)
    text = told(drawn(tmp_path, replace(SAID, halves=halves, minutes=2775)))
    assert text.count("3 h 05") == 15
    assert text.index("46 h 15") < text.index("Fait le")
    assert "du mardi 4 juillet 2023 au samedi 8 juillet 2023" in text


def test_all_half_days_are_of_one_size(qapp, tmp_path):
    """The longest sets it: "après-midi" of a day with a long name has to be smaller than the rest would."""
    wednesday = (half(71), half(71, DayPart.AFTERNOON, exit=ExitProof.CONFIRMED, left=MORNING))
    words = words_on(drawn(tmp_path, replace(SAID, halves=wednesday)))
    heights = {round(words[word].bottom - words[word].top, 2) for word in ("matin", "après-midi")}
    assert len(heights) == 1, heights


def test_what_is_assumed_or_from_afar_is_said(qapp, tmp_path):
    one, other = half(exit=ExitProof.ASSUMED, left=MORNING), half(way=Presence.REMOTE, part=DayPart.AFTERNOON)
    text = told(drawn(tmp_path, replace(SAID, halves=(one, other))))
    assert "sortie supposée à 06:40, heure à confirmer" in " ".join(text.split())
    assert "à distance" in next(line for line in text.splitlines() if "après-midi" in line)
    assert "provisoire" in text


def test_an_hour_that_was_confirmed_and_an_exit_that_was_scanned_are_said_and_final(qapp, tmp_path):
    one, other = half(exit=ExitProof.CONFIRMED, left=MORNING), half(left=MORNING, part=DayPart.AFTERNOON)
    text = " ".join(told(drawn(tmp_path, replace(SAID, halves=(one, other)))).split())
    assert "sortie supposée à 06:40, heure confirmée par l’organisateur" in text
    assert "sortie lue" in text
    assert "rovisoire" not in text


def test_made_before_the_end_it_says_until_when_it_counts(qapp, tmp_path):
    said = replace(SAID, halves=(half(exit=ExitProof.ONGOING, left=MORNING),), has_missed=True)
    text = " ".join(told(drawn(tmp_path, said)).split())
    assert "sortie non lue, compté jusqu’à 06:40" in text
    assert "Provisoire le 04/07/2023 à 06:40" in text
    assert "Une session réservée qui a un point de contrôle ne compte" in text


def test_an_event_without_times_tells_the_arrival(qapp, tmp_path):
    text = told(drawn(tmp_path, replace(SAID, halves=(), minutes=0, arrived=MORNING)))
    assert "Arrivée le mardi 4 juillet 2023 à 06:40" in text
    assert "Total" not in text


def test_the_longest_names_are_whole(qapp, tmp_path):
    name = "Marie-Françoise-Antoinette de Rochechouart-Montmorency-Laval-Luxembourg"
    text = told(drawn(tmp_path, replace(SAID, name=name, organisation="Fédération nationale des agences " * 4)))
    assert "Luxembourg" in text
    assert "…" not in text
