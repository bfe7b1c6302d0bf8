# SPDX-License-Identifier: GPL-3.0-or-later
"""Readiness of a desk before the doors open: judges what was measured. Values in, results out; nothing is measured
here.

It may import the modules directly in `core`, values of `core/programme` and `core/sync`.
`services/ready/readiness_measuring` measures.

    event_checks, computer_checks, device_checks ──▶ CheckResult ──▶ check_result.readiness (one word)
                    ▲
    readiness.check_measurements, check_equipment
"""
