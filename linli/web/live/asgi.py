"""The ASGI application of the stream process: `GET /live?keys=queue,matter:17`."""

from __future__ import annotations

import os

import django

from linli.web.processes import end_with_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.web.settings")
end_with_server()
django.setup()

from linli.web.live.streams import Streams  # noqa: E402 - needs the applications loaded

application = Streams()
