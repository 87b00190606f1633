from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from linli.base.accounts.requests import actor_of
from linli.base.errors import NotAllowed, NotFound
from linli.estate.organisations.api import is_staff

_METHODS = ("get", "post", "put", "patch", "delete")


@require_safe
def show_schema(request: HttpRequest, api: NinjaAPI) -> HttpResponse:
    """The OpenAPI 3.1 description, for staff and their programs."""
    _require_staff(request)
    return JsonResponse(describe(api), json_dumps_params={"ensure_ascii": False})


@require_safe
def show_docs(request: HttpRequest, api: NinjaAPI) -> HttpResponse:
    """The same on a page, without scripts from elsewhere."""
    _require_staff(request)
    schema = describe(api)
    operations = [
        (method.upper(), path, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
        if method in _METHODS
    ]
    context = {"schema": schema, "operations": operations, "schemas": _schemas(schema)}
    return render(request, "api/docs.jinja", context)


def show_nothing(request: HttpRequest) -> HttpResponse:
    raise NotFound


def describe(api: NinjaAPI) -> dict[str, Any]:
    return dict(api.get_openapi_schema(path_prefix="/api/v1/"))


def _schemas(schema: dict[str, Any]) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Name of each schema with its fields: name, type in words, required."""
    return [
        (
            name,
            [
                (field, _type_words(facts), field in body.get("required", ()))
                for field, facts in body.get("properties", {}).items()
            ],
        )
        for name, body in schema["components"]["schemas"].items()
    ]


def _type_words(facts: dict[str, Any]) -> str:
    if "$ref" in facts:
        return str(facts["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in facts:
        return " | ".join(_type_words(one) for one in facts["anyOf"])
    if facts.get("type") == "array":
        return f"[{_type_words(facts['items'])}]"
    limit = facts.get("maxLength")
    kind = str(facts.get("format") or facts.get("type", ""))
    return f"{kind} ≤ {limit}" if limit else kind


def _require_staff(request: HttpRequest) -> None:
    if not is_staff(actor_of(request)):
        raise NotAllowed
