# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of check-in as pure functions and values: no Qt, SQL, files, clock, randomness or logging.

`core` decides what a scan means, what a person's journal entries add up to, what a list changes and what the papers of
the evening say. Whatever it needs from outside (the time, random bytes, the programme, journal entries) is an argument.
It may import the standard library only; every other package may import it. Modules that several topics need stand here,
the topics are the packages below.

    tokens ──────────▶ admission.decide ──▶ Decision ──▶ answer.Answer
    (what was scanned)      ▲                              (what the desk shows)
                            │
    entries ──▶ history.fold_history, merged_records.fold_records
    (the journal)           (what one person's entries say)
"""
