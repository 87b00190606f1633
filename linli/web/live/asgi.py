"""The ASGI application of the stream process: `GET /live?keys=queue,matter:17`."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.web.settings")
django.setup()

from linli.web.live.streams import Streams  # noqa: E402 - needs the applications loaded

application = Streams()
