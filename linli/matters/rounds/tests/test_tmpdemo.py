import time, pytest


def test_demo(db):
    from linli.web.demo.api import load_demo

    t = time.time()
    r = load_demo()
    print("SECONDS", time.time() - t, r.seconds, r.counts)
    from linli.base.scopes.api import estate_scope

    with estate_scope(r.estate_id):
        from linli.matters.clears.api import count_clears, total_of, list_lacks, list_trend
        from linli.base.accounts.api import system_actor

        t = time.time()
        rows = count_clears(None)
        print("count", time.time() - t)
        for c, f in total_of(rows).clears.items():
            print(c, f.complete, f.fresh)
        print([(x.name, x.fresh.per_mille) for x in rows])
        from linli.matters.rounds.api import Watch, DoorVisit, make_round, device_list, captain_days

        print(Watch.objects.count(), DoorVisit.objects.count())
        from linli.base.accounts.api import User
        from linli.estate.organisations.api import load_actor

        w = load_actor(User.objects.get(username="grid"))
        t = time.time()
        m = make_round(actor=w)
        print("make", time.time() - t, m.doors.count())
        t = time.time()
        l = device_list(w, m)
        print("list", time.time() - t, len(str(l)))
        c = load_actor(User.objects.get(username="captain"))
        t = time.time()
        d = captain_days(c)
        print(
            "captain",
            time.time() - t,
            len(d[0].unseen),
            d[0].open_count,
            d[0].seen_today,
            d[0].notices,
        )
