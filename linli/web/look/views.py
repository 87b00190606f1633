"""Every part of the shells on one page, for whoever builds the next page."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from linli.web.look.forms import SpecimenForm
from linli.web.look.plan import make_plan

MODES = ("light", "dark", "elder")
_SPRITE = Path(__file__).parent.parent / "static" / "linli" / "icons.svg"


def show_look(request: HttpRequest) -> HttpResponse:
    """`?mode=` light, dark or elder; `?errors=1` shows the form as it comes back."""
    mode = request.GET.get("mode", "light")
    context = {
        "mode": mode if mode in MODES else "light",
        "form": SpecimenForm({"phone": "138"}) if request.GET.get("errors") else SpecimenForm(),
        "plan_buildings": make_plan(),
        "icon_names": icon_names(),
    }
    return render(request, "look/index.jinja", context)


@cache
def icon_names() -> list[str]:
    return re.findall(r'<symbol id="([\w-]+)"', _SPRITE.read_text(encoding="utf-8"))
