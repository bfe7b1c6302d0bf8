# SPDX-License-Identifier: GPL-3.0-or-later
"""Readiness of a desk before the doors open: judges what was measured. Values in, results out; nothing is measured
here.

It may import the modules directly in `core`, values of `core/programme`, `core/sync` and `core/ticketing`.
`services/readiness_measuring` measures.

    ReadinessMeasurements ──▶ readiness.check_measurements (event) ─┐
                              checks (computer, devices) ───────────┴─▶ CheckResult ──▶ checks.readiness (one word)
"""
