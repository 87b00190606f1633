"""The Jinja2 environment of all pages."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from linli.web import formats


def environment(**options: Any) -> Environment:
    """Jinja2 with translations, strict names and the estate's formats."""
    options["undefined"] = StrictUndefined
    env = Environment(
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=True,
        **{name: value for name, value in options.items() if name != "autoescape"},
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
        newstyle=True,
    )
    env.globals.update(_=_translate)  # what {{ _("…") }} calls, without the detour over a context
    env.globals.update(static=static, url=_url, get_language=translation.get_language)
    env.globals.update(LANGUAGES=settings.LANGUAGES, is_demo_site=lambda: settings.LINLI.demo)
    env.filters.update(formats.FILTERS)
    return env


def _translate(message: str, **values: Any) -> Markup:
    """The message in the language of the request, safe; values are escaped."""
    text = _translated(translation.get_language(), message)
    return text % values if "%" in text else text


@lru_cache(maxsize=10_000)
def _translated(language: str | None, message: str) -> Markup:
    return Markup(translation.gettext(message))  # noqa: S704 (a message is ours)


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs) if args or kwargs else _page(name)


@lru_cache(maxsize=1000)
def _page(name: str) -> str:
    return reverse(name)
