"""The Jinja2 environment of all pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from linli.web import formats


def environment(**options: Any) -> Environment:
    """Jinja2 with translations, strict names and the estate's formats."""
    options["undefined"] = StrictUndefined
    env = Environment(
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        **{**options, "autoescape": True},
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
        newstyle=True,
    )
    env.globals.update(static=static, url=_url, get_language=translation.get_language)
    env.globals.update(LANGUAGES=settings.LANGUAGES, is_demo_site=lambda: settings.LINLI.demo)
    env.filters.update(formats.FILTERS)
    return env


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)
