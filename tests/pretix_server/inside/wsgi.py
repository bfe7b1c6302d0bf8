# SPDX-License-Identifier: GPL-3.0-or-later
"""What gunicorn serves: pretix, with all modules loaded before the first request, and its static files."""

import mimetypes
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client

_pretix = get_wsgi_application()
Client(HTTP_HOST="127.0.0.1").get("/api/v1/version")
connections.close_all()


def application(environ, start_response):
    path = environ["PATH_INFO"]
    file = Path(settings.STATIC_ROOT, path.removeprefix(settings.STATIC_URL)).resolve()
    if path.startswith(settings.STATIC_URL) and file.is_relative_to(settings.STATIC_ROOT) and file.is_file():
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        start_response("200 OK", [("Content-Type", kind), ("Content-Length", str(file.stat().st_size))])
        return [file.read_bytes()]
    return _pretix(environ, start_response)
