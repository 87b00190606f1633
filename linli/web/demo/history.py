"""Writes three months of matters behind the register, and what lies on the desk today."""

from __future__ import annotations

import gc
from datetime import datetime
from random import Random

from linli.base.accounts.api import system_actor
from linli.base.calendars.api import SHANGHAI
from linli.base.scopes.api import Estate
from linli.web.demo.data import DemoScale, Progress
from linli.web.demo.lives import Life
from linli.web.demo.pictures import keep_pictures
from linli.web.demo.present import plan_present
from linli.web.demo.projects import write_project
from linli.web.demo.register import Register
from linli.web.demo.stories import StoryMaker


def write_history(
    estate: Estate, register: Register, scale: DemoScale, seed: int, now: datetime, tell: Progress
) -> dict[str, int]:
    """Rules, pictures and all matters; returns counts. `refused` steps are left out, and said."""
    maker = StoryMaker(register, scale, Random(f"{seed}:stories"), now)  # noqa: S311  repeatable
    stories = maker.plan()
    stories += plan_present(maker, len(stories))
    life = Life(register, now.astimezone(SHANGHAI).date(), keep_pictures(system_actor(estate.pk)))
    gc.freeze()  # the whole register is in memory and stays: looking through it again costs a third
    try:
        life.run(stories, now, tell)
    finally:
        gc.unfreeze()
    projects = write_project(life, stories, now)
    return {
        "projects": projects,
        "matters": len(life.rows) + projects,  # a project is a matter, too
        "actions": life.actions,
        "contacts": life.contacts,
        "letters": life.letters,
        "refused": len(life.refused),
    }
