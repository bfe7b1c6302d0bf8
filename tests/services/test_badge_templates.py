# SPDX-License-Identifier: GPL-3.0-or-later
"""The event's own badges: kept in its file, offered before those of the program, carried in and out as files."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QColor, QImage

from checkin.core.badges.template import Box, ImageElement
from checkin.core.entries import EntryKind
from checkin.core.message import UserError
from checkin.services.badges.badge_building import LoadedTemplate, make_badges, read_template, select_wearers
from checkin.services.badges.badge_templates import (
    BadgeTemplates,
    export_template,
    find_templates,
    own_templates,
    picture_file,
    shipped_templates,
)
from checkin.services.event_file import EventFile
from tests.builders import a_programme, an_attendee
from tests.conftest import add_people


@pytest.fixture
def templates(qapp, event, desk):
    return BadgeTemplates(event, desk)


@pytest.fixture
def logo(tmp_path):
    image = QImage(80, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("#c2410c"))
    path = tmp_path / "Notre logo.png"
    assert image.save(str(path))
    return path


def with_logo(loaded, logo):
    name, data = picture_file(logo)
    element = ImageElement(Box(5, 5, 20, 10), name)
    return replace(loaded, template=replace(loaded.template, elements=(element,)), files={name: data})


def test_an_event_has_none_until_one_is_copied_and_the_copy_is_kept_in_its_file(templates, event):
    assert templates.own() == ()
    kept = templates.duplicate(read_template("a6"))
    event.close()
    again = EventFile.open(event.path)
    assert own_templates(again) == (kept,)
    assert kept.template == read_template("a6").template
    again.close()


def test_a_copy_of_a_copy_has_a_name_of_its_own_and_takes_nobody_s_place(templates):
    first = templates.save(LoadedTemplate(replace(read_template("a6").template, categories=("presse",))))
    second = templates.duplicate(first)
    third = templates.duplicate(second)
    assert [each.name for each in templates.own()] == ["A6", "A6 2", "A6 2 2"]
    assert (second.template.categories, third.id == second.id) == ((), False)


def test_saving_again_changes_the_same_one_and_withdrawing_takes_it_from_the_list_alone(templates, event):
    kept = templates.duplicate(read_template("a6"))
    wider = templates.save(replace(kept, template=replace(kept.template, width=120.0)))
    assert templates.own() == (wider,)
    templates.withdraw(wider)
    assert templates.own() == ()
    kinds = [entry.kind for entry in event.journal.entries_of_kinds(list(EntryKind))]
    assert kinds.count(EntryKind.BADGE_TEMPLATE_SAVED) == 2
    templates.save(wider)
    assert templates.own() == (wider,)


def test_a_picture_travels_with_the_event_and_is_kept_once(templates, event, logo):
    first = templates.save(with_logo(read_template("a6"), logo))
    templates.duplicate(first)
    (name,) = first.files
    assert [each.pictures[name].pixelColor(3, 3).name() for each in templates.own()] == ["#c2410c"] * 2
    assert len(event.journal.entries_of_kinds([EntryKind.BADGE_PICTURE_KEPT])) == 1


def test_what_is_exported_is_imported_as_the_same_with_its_pictures(templates, logo, tmp_path):
    kept = templates.save(with_logo(read_template("90x55"), logo))
    folder = tmp_path / "usb"
    folder.mkdir()
    export_template(kept, folder / "badge.toml")
    assert sorted(path.name for path in folder.iterdir()) == ["Notre logo.png", "badge.toml"]
    templates.withdraw(kept)
    again = templates.import_file(folder / "badge.toml")
    assert (again.template, again.files) == (kept.template, kept.files)


def test_an_import_never_takes_the_name_of_one_that_is_there(templates, tmp_path):
    kept = templates.duplicate(read_template("a6"))
    export_template(kept, tmp_path / "a6.toml")
    assert templates.import_file(tmp_path / "a6.toml").name == "A6 2"


@pytest.mark.parametrize("text", ["format = 1", "no toml at all"])
def test_a_file_that_is_no_badge_changes_nothing(templates, tmp_path, text):
    (tmp_path / "x.toml").write_text(text)
    with pytest.raises(UserError):
        templates.import_file(tmp_path / "x.toml")
    assert templates.own() == ()


def test_the_event_s_own_go_before_those_of_the_program(templates, event):
    own = templates.duplicate(read_template("a6"))
    assert find_templates(event, ["a6"]) == [own]
    assert find_templates(event, ["86x54"]) == [read_template("86x54")]
    assert find_templates(event, ()) == [own, read_template("a6")]


def test_everyone_has_the_badge_of_their_category_with_its_own_picture_of_the_same_name(
    templates, event, clock, logo, tmp_path
):
    add_people(event, clock(), an_attendee(4, category="presse"))
    templates.save(with_logo(read_template("a6"), logo))
    other = QImage(10, 10, QImage.Format.Format_RGB32)
    other.fill(QColor("#0000ff"))
    assert other.save(str(logo))
    press = with_logo(read_template("90x55"), logo)
    templates.save(replace(press, template=replace(press.template, categories=("presse",))))
    programme = a_programme()
    badges = make_badges(select_wearers(event, programme), programme, find_templates(event, ()))
    found = {
        (b.subject.category, b.template.name, next(iter(b.pictures.values())).pixelColor(1, 1).name()) for b in badges
    }
    assert found == {
        ("", "A6", "#c2410c"),
        ("participant", "A6", "#c2410c"),
        ("presse", "90 × 55 mm", "#0000ff"),
    }


def test_those_that_come_with_the_program_are_offered(qapp):
    assert {"A6", "90 × 55 mm", "86 × 54 mm"} <= {each.name for each in shipped_templates()}


def test_a_picture_that_cannot_be_read_is_told(qapp, tmp_path):
    with pytest.raises(UserError):
        picture_file(tmp_path / "gone.png")
