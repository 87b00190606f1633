"""The ASGI application of the stream process.

`GET /live?keys=queue,matter:17&as_of=1796046680123`. `as_of`: milliseconds of the epoch up to which
the page knows everything; what was told later is told at once. Each message's id is such a moment.
"""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.web.settings")
django.setup()

from linli.web.live.streams import Streams  # noqa: E402 - needs the applications loaded

application = Streams()
