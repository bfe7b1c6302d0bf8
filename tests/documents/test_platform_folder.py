# SPDX-License-Identifier: GPL-3.0-or-later
"""Each platform's file is right: it loads, is recognised by its own titles and by no other's, and hides no mistake."""

import textwrap

import pytest

from checkin.core.attendee import Status
from checkin.core.lists.list_fields import ListField
from checkin.core.lists.platforms import SOURCES, read_platform, recognise
from checkin.core.message import UserError
from checkin.documents.spreadsheets import read_platforms
from tests.platforms import FOLDER, PLATFORMS

HEADERS = [(platform, header) for platform in PLATFORMS for header in platform.headers]
IDS = [f"{platform.name}-{header.language}-{index}" for index, (platform, header) in enumerate(HEADERS)]

QUESTION = "Bring a cup?"


def titles_of(header):
    """Every title of the file, as an export may have them: those it begins with first, or else a question."""
    rest = {*header.means, *header.at_need}.union(*header.recognised_by)
    return [*(header.begins_with or [QUESTION]), *sorted(rest - set(header.begins_with))]


def test_every_file_is_a_platform_and_no_two_have_one_name():
    assert len(PLATFORMS) == len(list(FOLDER.glob("*.toml"))) > 25
    assert len({platform.name.casefold() for platform in PLATFORMS}) == len(PLATFORMS)


@pytest.mark.parametrize(("platform", "header"), HEADERS, ids=IDS)
def test_a_header_is_recognised_by_what_its_file_says_and_by_no_other_file(platform, header):
    proofs = [[QUESTION, *sorted(signs)] for signs in header.recognised_by] + [list(header.begins_with)]
    for titles in [titles_of(header), *filter(None, proofs)]:
        assert recognise(titles, PLATFORMS).platform is platform
        others = [other for other in PLATFORMS if other is not platform]
        assert recognise(titles, others) is None


@pytest.mark.parametrize(("platform", "header"), HEADERS, ids=IDS)
def test_all_titles_of_a_file_have_one_meaning_each(platform, header):
    signs = frozenset(header.begins_with).union(*header.recognised_by)
    assert signs <= header.means.keys() | header.at_need.keys()  # nothing that proves an export is left to a guess
    assert not header.means.keys() & header.at_need.keys()
    assert header.source.partition(":")[0] in SOURCES
    assert platform.traps.endswith((".", ")"))


@pytest.mark.parametrize("page", ["lists.md", "fr/lists.md"])
def test_every_platform_is_named_in_the_documentation(page):
    text = (FOLDER.parents[2] / "docs" / page).read_text("utf-8")
    makers = {
        "Google Contacts": "Google",
        "Google Forms": "Google",
        "Microsoft Forms": "Microsoft",
        "Nextcloud Forms": "Nextcloud",
    }
    assert [one.name for one in PLATFORMS if makers.get(one.name, one.name) not in text] == []


def test_who_paid_and_what_another_door_has_seen_is_only_kept():
    others = {
        "nom payeur",
        "email payeur",
        "nom acheteur",
        "buyer email",
        "order email",
        "checked in",
        "controle",
        "utilise",
    }
    for _, header in HEADERS:
        assert not [title for title in others if header.means.get(title) or header.at_need.get(title)]


RIGHT = """
name = "Guichet"
traps = "none"
[[header]]
language = "fr"
source = "documentation: https://example.org"
recognised_by = [["Commande", "Porteur"]]
[header.means]
last_name = ["Porteur"]
kept = ["Commande"]
[header.at_need]
email = ["Compte"]
[[status]]
under = ["État"]
cancelled = ["Perdu"]
"""


def written(tmp_path, text, name="guichet.toml"):
    folder = tmp_path / str(len(list(tmp_path.iterdir())))
    folder.mkdir()
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def test_a_file_of_ones_own_is_read(tmp_path):
    (platform,) = read_platforms(written(tmp_path, RIGHT))
    (header,) = platform.headers
    assert (platform.name, header.language, header.recognised_by) == (
        "Guichet",
        "fr",
        (frozenset({"commande", "porteur"}),),
    )
    assert (header.means, header.at_need) == (
        {"porteur": ListField.LAST_NAME, "commande": None},
        {"compte": ListField.EMAIL},
    )
    assert platform.statuses == {("etat", "perdu"): Status.CANCELLED}


def test_the_example_in_the_documentation_is_read(tmp_path):
    recipe = (FOLDER.parents[2] / "docs" / "how-to-add.md").read_text("utf-8").partition("## A platform")[2]
    (platform,) = read_platforms(
        written(tmp_path, textwrap.dedent(recipe.partition("```toml\n")[2].partition("```")[0]))
    )
    (header,) = platform.headers
    assert (len(header.recognised_by), header.begins_with) == (2, ("n de commande",))
    assert platform.status_meant("État", "perdu") is Status.CANCELLED


def test_with_a_byte_order_mark_too(tmp_path):
    assert read_platforms(written(tmp_path, "\ufeff" + RIGHT))


def test_without_a_folder_there_are_no_platforms(tmp_path):
    assert read_platforms(tmp_path / "nowhere") == ()


@pytest.mark.parametrize(
    ("right", "wrong", "key"),
    [
        ('name = "Guichet"', 'nom = "Guichet"', "“nom” is not known there (known: name, traps, header, status)"),
        ('name = "Guichet"', "", "“name” is missing"),
        ('name = "Guichet"', "name = 3", "“name” is missing or cannot be read"),
        ('traps = "none"', "", "“traps” is missing"),
        ('language = "fr"', "", "“language” is missing"),
        ('language = "fr"', 'language = "fr"\nlangue = "fr"', "“langue” is not known there (known: language"),
        (
            'source = "documentation: https://example.org"',
            'source = "a friend"',
            "“source” is missing or cannot be read",
        ),
        ('recognised_by = [["Commande", "Porteur"]]', "", "“recognised_by” is missing"),
        ('[["Commande", "Porteur"]]', '["Commande", "Porteur"]', "“recognised_by” is missing or cannot be read"),
        ('[["Commande", "Porteur"]]', '"Commande"', "“recognised_by” is missing or cannot be read"),
        (
            'last_name = ["Porteur"]',
            'surname = ["Porteur"]',
            "“surname” is not known there (known: first_name, last_name",
        ),
        ('last_name = ["Porteur"]', 'last_name = "Porteur"', "“last_name” is missing or cannot be read"),
        ('last_name = ["Porteur"]', 'last_name = [""]', "“last_name” is missing or cannot be read"),
        ('email = ["Compte"]', 'kept = ["Compte"]', "“kept” is not known there (known: first_name"),
        ('cancelled = ["Perdu"]', 'lost = ["Perdu"]', "“lost” is not known there (known: under, confirmed"),
        ("[[status]]", "[status]", "“status” is missing or cannot be read"),
        ("[header.means]", "[[header.means]]", "“means” is missing or cannot be read"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_key(tmp_path, right, wrong, key):
    assert right in RIGHT
    with pytest.raises(UserError) as refused:
        read_platforms(written(tmp_path, RIGHT.replace(right, wrong)))
    assert f"“guichet.toml”: {key}" in str(refused.value)
    assert "Nothing was imported" in str(refused.value)


def test_a_platform_without_a_header_is_none():
    with pytest.raises(UserError, match="“header” is missing"):
        read_platform({"name": "Guichet", "traps": "none"}, "guichet.toml")


@pytest.mark.parametrize("text", ["name = ", "\xff\xfe".encode("latin-1"), "name = 'a'\nname = 'b'"])
def test_what_is_no_toml_is_told_with_its_file(tmp_path, text):
    with pytest.raises(UserError, match=r"“guichet\.toml” is no TOML file"):
        read_platforms(written(tmp_path, text))
