# SPDX-License-Identifier: GPL-3.0-or-later
"""Sets Django up before the modules that need it are imported.

python -m tests.pretix_server.inside seed FILE.json
python -m tests.pretix_server.inside big_event FILE.json POSITIONS
"""

import importlib
import sys

import django

django.setup()
importlib.import_module(f"{__package__}.{sys.argv[1]}").main(*sys.argv[2:])
