# SPDX-License-Identifier: GPL-3.0-or-later
"""The difficulties of strange lists: what each is, which exclude each other, and how some are drawn for one list."""

from random import Random

DIFFICULTIES = {
    "rare_titles": "titles that are right but rare: Mél, Patronyme, Employeur",
    "foreign_titles": "German, Spanish or Italian titles and words",
    "question_titles": "titles as whole questions, as forms have them",
    "technical_titles": "titles for machines: attendee.lastname, USR_NOM",
    "bilingual_titles": "titles in two languages: Nom / Last name",
    "numbered_titles": "titles that say nothing: fld_12, Q3",
    "no_header": "no titles at all",
    "two_level_header": "merged groups above the titles",
    "capital_titles": "titles in capitals without accents: PRENOM, TELEPHONE",
    "annotated_titles": "titles with remarks: Nom (en majuscules), E-mail *, 3. Tél. :",
    "one_cell_capitals": "names in one column: LE GOFF Anne",
    "one_cell_comma": "names in one column: Le Goff, Anne",
    "one_cell_plain": "names in one column: Anne Le Goff",
    "one_cell_salutation": "names in one column: Mme Anne LE GOFF",
    "one_cell_mixed": "names in one column, written in every way",
    "swapped_names": "first names stand under the title of last names, and the other way round",
    "capitals_everywhere": "last and first names all in capitals",
    "no_capitals": "all names in small letters",
    "missing_first_names": "some people have a last name only, and an organisation",
    "namesakes": "two people of one name, and one person twice",
    "empty_name_column": "an empty “Nom” before the real column",
    "anonymous_email": "an e-mail column that always says the same, before the real one",
    "badge_name": "a computed name for the badge beside last and first name",
    "salutation": "“Titre” is M. or Mme",
    "academic_title": "“Titre” is Dr or Prof., mostly empty",
    "manager": "the name and e-mail of somebody's manager",
    "owner": "the names of those who keep the records, before the attendees' own",
    "inviter": "the name of whoever invited",
    "buyer": "the buyer's names and e-mail before the attendee's, who often has no e-mail",
    "emergency_contact": "name and phone of somebody to call",
    "birth_name": "a birth name beside the name in use",
    "companion": "the names of a companion in columns of their own",
    "office_phone": "a switchboard's number beside the person's",
    "yes_no_columns": "several columns of yes and no that are no status",
    "door_marks": "what another door has seen: Contrôlé, with yes, no or a time",
    "presence_and_places": "on site or online, and the number of people on one ticket",
    "identifiers": "row numbers, order numbers and unique ids",
    "postal_address": "address, postcode, town and country",
    "many_columns": "ten other columns: dates, amounts, sizes, links",
    "lines_above": "a title and remarks above the header",
    "blank_rows": "blank rows between people",
    "example_row": "an example as first row: ex. DUPONT Jean",
    "hint_row": "a row below the header that says how to fill it in",
    "letter_rows": "a letter above the people whose names begin with it",
    "category_rows": "a category as a row above its people",
    "subtotals": "a subtotal below each group",
    "total_row": "a total at the end",
    "footer": "a remark below the list",
    "repeated_header": "the titles again on each page",
    "phones_as_numbers": "phones as numbers, without their zero",
    "international_phones": "phones in every way of writing",
    "shared_email": "one address for several people",
    "missing_emails": "many people without an e-mail",
    "name_in_email": "Anne Le Goff <anne@…>",
    "codes_with_zeros": "ticket codes with leading zeros",
    "codes_as_numbers": "ticket codes as numbers of a workbook",
    "codes_uuid": "ticket codes that are UUIDs",
    "short_status": "a status of one word (OUI, NON, ATT) that only its title explains",
    "untitled_status": "a status without a title",
    "payment_beside": "a column says who paid, and another, under any title, who withdrew",
    "x_marks": "a column for each workshop, marked x",
    "sessions_in_one_cell": "several workshops in one cell",
    "session_per_slot": "a column for each slot, with one workshop in it",
    "dashes": "empty cells hold a dash, or n/a",
    "column_b": "the list begins in the second or third column",
    "padded_cells": "surplus and no-break spaces in the cells",
    "line_breaks": "line breaks in cells and titles",
    "utf16_tabs": "a text file in UTF-16 with tabs",
    "windows_text": "a text file in Windows-1252",
    "old_mac_text": "a text file of an old Mac",
    "sep_line": "a first line sep=;",
    "joined_files": "two text files in one: a byte order mark and other line ends in the middle",
    "ragged_rows": "rows of a text file end with their last filled cell",
    "web_page": "a web page called .xls",
    "ods_file": "a LibreOffice sheet",
    "several_sheets": "other sheets beside the list",
    "hidden_parts": "hidden rows and columns, which count",
    "empty_columns": "fifty empty columns",
    "serial_dates": "dates as bare numbers",
}

ONE_CELL = frozenset(name for name in DIFFICULTIES if name.startswith("one_cell_"))
WITHOUT_WORDS = frozenset({"no_header", "numbered_titles"})
"""What the columns hold is to be read from their cells."""

NEED_TITLES = frozenset(
    {"manager", "owner", "inviter", "buyer", "emergency_contact", "birth_name", "companion", "office_phone"}
    | {"yes_no_columns", "short_status", "x_marks", "swapped_names", "anonymous_email", "empty_name_column"}
    | {"identifiers", "academic_title", "door_marks", "presence_and_places", "payment_beside"}
)
"""Without the words of a title not even a careful reader could tell these from the real column."""

TEXT_FORMS = frozenset({"utf16_tabs", "windows_text", "old_mac_text", "sep_line", "joined_files", "ragged_rows"})
PAGE_FORMS = frozenset({"web_page", "ods_file"})
SHEET_FORMS = frozenset({"several_sheets", "hidden_parts", "empty_columns", "serial_dates", "codes_as_numbers"})

ASKED_FOR = frozenset({"payment_beside"})
"""Difficulties that a list has only if they are asked for: the lists of all seeds stay the same."""

EXCLUDING = [
    {
        "rare_titles",
        "question_titles",
        "technical_titles",
        "bilingual_titles",
        "numbered_titles",
        "no_header",
        "two_level_header",
    },
    {"foreign_titles", "technical_titles", "bilingual_titles", "numbered_titles", "no_header"},
    {*ONE_CELL, "swapped_names", "capitals_everywhere", "no_capitals"},
    *({one, "badge_name"} for one in ONE_CELL),
    *({one, "birth_name"} for one in ONE_CELL),
    *({one, "empty_name_column"} for one in ONE_CELL),
    {"letter_rows", "category_rows"},
    {"salutation", "academic_title", "one_cell_salutation"},
    {"codes_with_zeros", "codes_uuid", "codes_as_numbers"},
    {"short_status", "untitled_status", "payment_beside"},
    *({"payment_beside", one} for one in ("technical_titles", "foreign_titles")),
    {"x_marks", "sessions_in_one_cell", "session_per_slot"},
    {"phones_as_numbers", "international_phones"},
    {"two_level_header", "line_breaks"},
    {"no_header", "hint_row"},
    {"no_header", "repeated_header"},
    {"no_header", "untitled_status"},
    {"windows_text", "utf16_tabs", "old_mac_text", "joined_files"},
    *({text, sheet} for text in TEXT_FORMS for sheet in sorted({*SHEET_FORMS, *PAGE_FORMS, "two_level_header"})),
    *({page, sheet} for page in PAGE_FORMS for sheet in sorted({*SHEET_FORMS, "two_level_header"})),
    {"web_page", "ods_file"},
    *({one, other} for one in ("capital_titles", "annotated_titles") for other in ("technical_titles", *WITHOUT_WORDS)),
    {"hint_row", "annotated_titles"},
    {"question_titles", "annotated_titles"},
    *({content, other} for content in WITHOUT_WORDS for other in NEED_TITLES),
]
"""Of each set a list has one at most."""

HIGHEST_LEVEL = 5


def draw_difficulties(rng: Random, level: int, first: str = "") -> tuple[str, ...]:
    """As many difficulties as the level says, `first` among them if any, none that exclude each other."""
    drawn = [first] if first else []
    possible = [one for one in DIFFICULTIES if one not in ASKED_FOR]
    for one in rng.sample(possible, k=len(possible)):
        if len(drawn) >= level:
            break
        if one not in drawn and not any(one in excluding and excluding & set(drawn) for excluding in EXCLUDING):
            drawn.append(one)
    return tuple(sorted(drawn, key=list(DIFFICULTIES).index))


def encoding_of(chosen: frozenset[str]) -> str:
    """What the text of the list must fit into."""
    return "cp1252" if "windows_text" in chosen else "mac_roman" if "old_mac_text" in chosen else "utf-8"
