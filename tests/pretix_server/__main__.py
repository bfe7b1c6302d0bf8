# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a seeded pretix until Ctrl+C. `--big N` adds an event of N positions."""

import argparse
import json
import signal

from tests.pretix_server.server import PretixServer

arguments = argparse.ArgumentParser(description=__doc__)
arguments.add_argument("--big", type=int, default=0)
with PretixServer() as server:
    server.reset(big=arguments.parse_args().big)
    print(
        json.dumps(
            {"url": server.url, "log": str(server.folder / "log"), **server.seeded}, ensure_ascii=False, indent=1
        )
    )
    try:
        signal.pause()
    except KeyboardInterrupt:
        print("stopped")
