"""Assemblies of the furnished estate: one to be voted on, one voted on, one published, a draft."""

from __future__ import annotations

from typing import Any


def furnish_ballots(cast: Any) -> dict[Any, Any]:
    from linli.voice.ballots.api import (
        begin_petition,
        cast_ballot,
        compare_list,
        enter_paper,
        enter_proxy,
        own_voters,
        print_papers,
        start_print,
    )
    from linli.voice.ballots.testing import (
        make_assembly,
        make_open,
        make_owner,
        make_published,
        make_scan,
    )

    owner, clerk = cast.actor("owner"), cast.actor("clerk")
    make_owner("1-2-101")
    petition = begin_petition(actor=make_owner("1-2-102"), title="换物业", text="楼道没人扫。")
    fresh, voted, ended = (make_open(cast) for _ in range(3))
    for one in (voted, ended):
        voter = own_voters(owner, one).get()
        cast_ballot(one.pk, voter.pk, "yn", actor=owner, key="k")
    make_published(cast, ended)
    draft = make_assembly(cast)
    paper = print_papers(fresh.pk, actor=clerk, plate="1-2-102")[0]
    enter_paper(paper, "yn", actor=clerk, scan=make_scan(clerk))
    proxy = enter_proxy(
        fresh.pk, actor=clerk, plate="1-2-101", holder_id=owner.person_id, power=make_scan(clerk)
    )
    run = start_print(fresh.pk, actor=clerk)
    listed = "房号,业主姓名,面积\n1-1-101,某某,66.5\n9-9-999,某某,50\n"
    comparison = compare_list(listed.encode(), "房管所名单.csv", actor=clerk)
    found: dict[Any, Any] = {
        "assembly_id": fresh.pk,
        "voter_id": own_voters(owner, fresh).filter(proxies__isnull=True).get().pk,
        "petition_id": petition.pk,
        "item_id": draft.items.order_by("position").first().pk,
        "proxy_id": proxy.pk,
        "what": "roll",
        ("ballots:export", "form"): "xlsx",
        ("ballots:mine", "assembly_id"): voted.pk,
        ("ballots:mine", "voter_id"): own_voters(owner, voted).get().pk,
        ("ballots:paper", "token"): paper.token,
        ("ballots:scan", "token"): paper.token,
    }
    for name in ("run", "run_progress", "stop_run"):
        found[f"ballots:{name}", "token"] = run.token
    for name in ("comparison", "comparison_act", "comparison_sheet"):
        found[f"ballots:{name}", "token"] = comparison.token
    for name in ("file", "result"):
        found[f"ballots:{name}", "assembly_id"] = ended.pk
    for name in ("steps", "edit", "act", "lacking", "new_item", "item", "drop_item"):
        found[f"ballots:{name}", "assembly_id"] = draft.pk
    line = fresh.lines.get(home__place__plate="1-2-101")
    for name in ("door", "code"):
        found[f"ballots:{name}", "home_id"] = line.home_id
    return found
