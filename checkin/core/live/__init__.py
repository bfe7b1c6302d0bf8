# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of the day: arrivals by the minute, forecast, queue, and how many desks are needed. Pure.

It may import the modules directly in `core` and `core/programme`. `services/live_queries` counts.

    ArrivalCounts ──▶ forecast (fit_forecast, expected_queue) ──▶ live_figures.LiveFigures ──▶ screen, checkin live
                          └──▶ desk_plan
"""
