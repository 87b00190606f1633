import time
from dataclasses import replace
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from linli.web.demo.api import FULL

SCALE = replace(FULL, matters=0)


def test_carry(demo):
    from linli.contact.notices.api import notices_to_carry
    from linli.contact.notices import queries
    from linli.estate.places.api import Place

    b = Place.objects.filter(kind="building").order_by("id")[3]
    for n in range(3):
        if n == 1:
            connection.cursor().execute("ANALYZE")
        with CaptureQueriesContext(
            connection,
        ) as c:
            t = time.time()
            found = notices_to_carry(b.pk)
            took = time.time() - t
        print("RUN", n, took, len(found), len(c))
        for q in c.captured_queries:
            if float(q["time"]) > 0.05:
                print("   ", q["time"], q["sql"][:1500])
    t = time.time()
    rows = list(queries.without_phone([b.pk]).values_list("person"))
    print("without", time.time() - t, len(rows))
    qs = queries.without_phone([b.pk]).values_list("person", flat=True)
    print(qs.explain(analyze=True)[:4000])
