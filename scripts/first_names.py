#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes resources/lists/first_names.txt anew, of the first names given in France since 1900 (INSEE) and the name lists
of Faker for other languages that are often heard in Europe.

    pip install faker && PYTHONPATH=. python scripts/first_names.py nat2022.csv

The CSV is INSEE's "Fichier des prénoms" (https://www.insee.fr/fr/statistiques/7633685), Licence Ouverte 2.0; Faker is
under the MIT licence. Neither is part of the program.
"""

import csv
import importlib
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from checkin.core.text_folding import fold_text

OUT = Path(__file__).parent.parent / "resources" / "lists" / "first_names.txt"
LOCALES = (
    *("fr_FR", "fr_BE", "fr_CA", "fr_CH", "fr_DZ", "fr_QC", "de_AT", "de_CH", "de_DE", "de_LU", "it_IT"),
    *("es_AR", "es_CA", "es_CL", "es_CO", "es_ES", "es_MX", "pt_BR", "pt_PT", "nl_BE", "nl_NL"),
    *("en_GB", "en_IE", "en_US", "en_NZ", "en_NG", "en_IN", "pl_PL", "da_DK", "sv_SE", "no_NO", "fi_FI", "ro_RO"),
    *("hu_HU", "cs_CZ", "hr_HR", "sl_SI", "sk_SK", "tr_TR", "vi_VN"),
)
ATTRIBUTES = ("first_names", "first_names_male", "first_names_female", "first_names_unisex", "first_names_nonbinary")

FEWEST_BIRTHS = 200
"""Rarer names are often last names that were given to somebody."""

HEAD = """# First names, folded (small letters, no accents), one a line: by them a column of first names is told from
# one of last names. From "Fichier des prénoms", édition 2023, INSEE, Licence Ouverte 2.0 (names given 200 times or
# more), and the name lists of Faker {version}, Copyright (c) 2012 Daniele Faraglia, MIT licence
# (https://github.com/joke2k/faker). Made by scripts/first_names.py.
"""


def main(insee: Path) -> None:
    names = {fold_text(name) for name in (*_given_in_france(insee), *_of_faker())}
    plain = sorted(name for name in names if name.replace(" ", "").isalpha() and name.isascii() and len(name) > 1)
    OUT.write_text(HEAD.format(version=version("faker")) + "\n".join(plain) + "\n", encoding="utf-8")


def _given_in_france(insee: Path) -> Iterator[str]:
    births = Counter[str]()
    with insee.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            births[row["preusuel"]] += int(row["nombre"])
    yield from (name for name, count in births.items() if count >= FEWEST_BIRTHS and not name.startswith("_"))


def _of_faker() -> Iterator[str]:
    for locale in LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for attribute in ATTRIBUTES:
            found = getattr(provider, attribute, ())
            yield from () if isinstance(found, property) else found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
