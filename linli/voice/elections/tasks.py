"""The clock of elections: opens the box and counts it when the time has come."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.voice.elections.clock import run_clocks


@app.periodic(cron="* * * * *", periodic_id="election_clocks")
@app.task(name="linli.election_clocks", queue="clocks", queueing_lock="election_clocks")
def tick_elections(timestamp: int) -> None:
    run_clocks()
