"""The clock of assemblies: opens, seals and closes boxes when their time has come."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.voice.ballots.counting import run_clocks


@app.periodic(cron="* * * * *", periodic_id="assembly_clocks")
@app.task(name="linli.assembly_clocks", queue="default", queueing_lock="assembly_clocks")
def tick_assemblies(timestamp: int) -> None:
    run_clocks()
