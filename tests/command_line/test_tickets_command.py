# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin tickets`: one PDF, a folder, another paper, another design, and designs with a mistake."""

import pytest

from checkin.command_line.main import main
from checkin.core.badges.badge_file import badge_text
from checkin.core.badges.template import BadgeTemplate, Box, CodeElement, TextElement
from tests.pdf_reports.readers import about, codes, told


@pytest.fixture
def path(event):
    return str(event.path)


@pytest.mark.parametrize(("layout", "width"), [("a4", 210), ("phone", 80)])
def test_one_pdf_has_a_page_for_everybody(event, path, tmp_path, layout, width):
    out = tmp_path / "all.pdf"
    assert main(["tickets", path, str(out), "--layout", layout, "--language", "en"]) == 0
    people = [person for person, _ in event.attendees.all()]
    assert [codes(out, page) for page in range(1, 1 + len(people))] == [[p.ticket_code] for p in people]
    assert about(out)["Page size"][0] * 25.4 / 72 == pytest.approx(width, abs=0.2)


def test_a_folder_has_a_pdf_and_a_calendar_for_each(event, path, tmp_path, capsys):
    assert main(["tickets", path, str(tmp_path / "out"), "--by-name", "--language", "en"]) == 0
    names = sorted(each.suffix for each in (tmp_path / "out").iterdir())
    count = len(list(event.attendees.all()))
    assert f"{count} tickets written to" in capsys.readouterr().out
    assert names == [".ics"] * count + [".pdf"] * count


def test_another_design(path, tmp_path):
    texts = (TextElement(Box(5, 5, 60, 10), "Hello {first_name}", 4), CodeElement(Box(5, 20, 40, 40)))
    design = BadgeTemplate("Small", 70, 70, texts)
    (tmp_path / "small.toml").write_text(badge_text(design), encoding="utf-8")
    out = tmp_path / "all.pdf"
    assert main(["tickets", path, str(out), "--template", str(tmp_path / "small.toml")]) == 0
    assert "Hello" in told(out, 1)


def test_a_design_with_a_mistake_is_told(path, tmp_path, capsys):
    wrong = BadgeTemplate("Wrong", 70, 70, (TextElement(Box(5, 5, 60, 10), "{nickname}", 4),))
    (tmp_path / "wrong.toml").write_text(badge_text(wrong), encoding="utf-8")
    (tmp_path / "broken.toml").write_text("name = ", encoding="utf-8")
    words = ["tickets", path, str(tmp_path / "all.pdf"), "--language", "en", "--template"]
    assert main([*words, str(tmp_path / "wrong.toml")]) == 1
    said = capsys.readouterr().err
    assert "no field “nickname”" in said
    assert "no code" in said
    (tmp_path / "all.pdf").unlink()
    assert main([*words, str(tmp_path / "broken.toml")]) == 3
    assert not (tmp_path / "all.pdf").exists()
