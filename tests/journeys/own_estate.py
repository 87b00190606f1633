"""`python -m tests.journeys.own_estate FOLDER`: the cast's estate in a cluster of its own.

Prints the accounts that may sign in with `PASSWORD`, as JSON: name in the cast, name to sign in.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench.serving import prepare

PASSWORD = "eight-lanterns-5"
WHO = ("agent", "worker")  # no second factor is asked of them


def found_estate() -> dict[str, str]:
    import django

    django.setup()
    from django.db import connections

    from linli.base.scopes.api import estate_scope
    from linli.estate.testing import make_cast
    from linli.matters.routing.api import load_catalogue

    cast = make_cast()
    load_catalogue(cast.estate)
    with estate_scope(cast.estate.pk):
        for name in WHO:
            cast.accounts[name].set_password(PASSWORD)
            cast.accounts[name].save()
    connections.close_all()
    return {name: cast.accounts[name].username for name in WHO}


if __name__ == "__main__":
    print(json.dumps(prepare(Path(sys.argv[1]), found_estate)))
