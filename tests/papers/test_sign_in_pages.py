# SPDX-License-Identifier: GPL-3.0-or-later
"""Sign-in sheets as they are seen on paper: every row once, long names whole, the sums at the end."""

from datetime import timedelta

import pytest

from checkin.core.half_days import HalfDay, Part
from checkin.core.programme import Event, Speaker
from checkin.core.sign_in import Occasion, Row, SignInSheet
from checkin.core.time_spans import TimeSpan
from checkin.language import Voice
from checkin.papers.pdf import About, pdf
from checkin.papers.setting import Setting
from checkin.papers.sign_in_pages import all_pages
from tests.builders import MORNING
from tests.papers.readers import about, told

SPAN = TimeSpan(MORNING, MORNING + timedelta(hours=3))
HALF = Occasion(SPAN, half_day=HalfDay(MORNING.date(), Part.MORNING, SPAN))
LONG = Row("de Rochechouart-Montmorency-Laval-Luxembourg", "Marie-Françoise-Antoinette", "Fédération nationale " * 5)


def drawn(tmp_path, rows, *, is_blank=False, speakers=(), spoken="fr"):
    sheet = SignInSheet(Event("9ᵉ Rencontre", organiser="Réseau"), HALF, tuple(rows), tuple(speakers), is_blank)
    path = tmp_path / "sheet.pdf"
    setting = Setting(Voice(spoken), MORNING.tzinfo, MORNING)
    path.write_bytes(pdf(About("Feuille", "Réseau"), all_pages([sheet], setting)))
    return path


def people(count, **fields):
    return [Row(f"Nom{n:04}", "Ève", "Mairie", **fields) for n in range(count)]


@pytest.mark.parametrize("count", [0, 1, 21, 22, 60, 350])
@pytest.mark.parametrize("is_blank", [True, False])
def test_everyone_stands_on_it_once_and_it_ends_with_the_sums(qapp, tmp_path, count, is_blank):
    path = drawn(tmp_path, people(count), is_blank=is_blank)
    text, pages = told(path), int(about(path)["Pages"])
    assert [text.count(f"Nom{n:04}") for n in range(count)] == [1] * count
    assert f"Page {pages}/{pages}" in told(path, pages)
    assert f"Attendus : {count}" in told(path, pages).replace("\xa0", " ")
    assert "Attendus" not in told(path, 1) or pages == 1


def test_the_file_names_nobody_but_the_organiser(qapp, tmp_path):
    path = drawn(tmp_path, people(2))
    found = about(path)
    assert (found["Title"], found["Author"]) == ("Feuille", "Réseau")
    assert b"Nom0001" not in path.read_bytes()


def test_the_longest_names_are_whole(qapp, tmp_path):
    text = told(drawn(tmp_path, [LONG]))
    words = set(text.replace("-", " ").split())
    assert {"Rochechouart", "Montmorency", "Luxembourg", "Antoinette"} <= words
    assert "…" not in text


def test_times_and_who_was_absent(qapp, tmp_path):
    came = Row("Zola", "É", "", True, True, 165, MORNING, MORNING + timedelta(minutes=165))
    text = told(drawn(tmp_path, [came, Row("Absente", "", "")], spoken="en"))
    row = next(line.split() for line in text.splitlines() if "Zola" in line)
    assert row == ["1", "Zola", "É", "06:40", "09:25", "2", "h", "45"]
    assert "absent" in next(line for line in text.splitlines() if "Absente" in line)


def test_every_speaker_has_a_place_to_sign(qapp, tmp_path):
    speakers = [Speaker(f"s/{n}", f"Orateur{n:02}", "Directrice", "Ville", "s") for n in range(19)]
    path = drawn(tmp_path, people(21), speakers=speakers)
    last = told(path, int(about(path)["Pages"]))
    assert all(s.name in last for s in speakers)
    assert "L’organisateur" in last
