"""The parts and shells render under strict names, and the sprite holds every sign they use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from linli.web.look.views import icon_names, show_look

WEB = Path(__file__).parents[2]
TEMPLATES = WEB / "jinja2"
FRAMES = ["plain", "resident", "staff", "panes", "wall", "public"]
REFUSALS = ["400", "403", "404", "413", "429", "500", "refused", "csrf"]


@pytest.fixture(autouse=True)
def _addresses(settings):
    settings.ROOT_URLCONF = "linli.web.look.tests.addresses"


@pytest.mark.parametrize("mode", ["light", "dark", "elder"])
def test_look_page_shows_the_parts_in_every_mode(mode):
    page = show_look(RequestFactory().get("/look/", {"mode": mode, "errors": "1"})).content.decode()
    assert "3-2-1502" in page
    assert ('data-bs-theme="dark"' in page) == (mode != "elder")
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_shells_render_for_a_visitor_without_any_context(frame, language):
    with translation.override(language):
        page = render_to_string(f"shells/{frame}.jinja", {}, RequestFactory().get("/somewhere/"))
    assert 'id="main"' in page
    assert f'<html lang="{"en" if language == "en" else "zh-Hans"}"' in page


@pytest.mark.parametrize("name", REFUSALS)
def test_refusals_show_a_way_out(name):
    context = {"text": "这件事已经转过两次。", "code": "handed_on_twice", "back": "/queue/"}
    page = render_to_string(f"errors/{name}.jinja", context, RequestFactory().get("/gone/"))
    assert 'class="refusal"' in page
    assert 'href="/"' in page


def test_nothing_in_the_templates_is_inline():
    for template in TEMPLATES.rglob("*.jinja"):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"\s(style|on[a-z]+)=[\"']", text), template.name
        scripts = re.findall(r"<script(?![^>]*(?:src=|application/json))", text)
        assert not scripts, template.name


def test_every_sign_that_a_template_names_is_drawn():
    texts = [path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.jinja")]
    named = {name for text in texts for name in re.findall(r"icon\(\"([\w-]+)\"", text)}
    assert named <= set(icon_names())
