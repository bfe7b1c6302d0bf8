# SPDX-License-Identifier: GPL-3.0-or-later
"""How a computer prints, kept in its event file."""

import json

import pytest

from checkin.core.desk_settings import Settings
from checkin.core.print_jobs import Calibration, Medium, PrinterSetup, PrintPlan, PrintPolicy
from checkin.storage import settings_store as kept

PLAN = PrintPlan(
    "ipp://hall",
    "pdf:/tmp",
    "badge:1",
    PrintPolicy.ONCE,
    ("accueil", "b"),
    {
        "ipp://hall": PrinterSetup("Étiqueteuse", Medium(62, 100, 203), Calibration(1.5, -0.2, 1.01)),
        "pdf:/tmp": PrinterSetup(),
    },
)


def test_all_of_a_plan_comes_back(event):
    kept.save(event.db, Settings(desk="Accueil 2", printing=PLAN))
    assert kept.load(event.db) == Settings(desk="Accueil 2", printing=PLAN)


@pytest.mark.parametrize(
    "damage",
    [
        lambda plan: plan.pop("printer"),
        lambda plan: plan.update(policy="sometimes"),
        lambda plan: plan.update(setups=[]),
        lambda plan: plan["setups"]["ipp://hall"].update(medium={"width": "wide"}),
        lambda plan: plan["setups"]["ipp://hall"]["calibration"].update(turn=90),
        lambda plan: plan.update(points=7),
    ],
)
def test_half_a_plan_is_none_and_the_other_settings_stay(event, damage):
    kept.save(event.db, Settings(desk="Accueil 2", printing=PLAN))
    (text,) = event.db.execute("SELECT value FROM settings WHERE name = 'printing'").fetchone()
    plan = json.loads(text)
    damage(plan)
    event.db.conn.execute("UPDATE settings SET value = ? WHERE name = 'printing'", [json.dumps(plan)])
    assert kept.load(event.db) == Settings(desk="Accueil 2")
