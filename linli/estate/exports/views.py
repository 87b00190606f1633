from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.accounts.requests import actor_of
from linli.base.submissions import submit
from linli.estate.exports.api import ExportedFile, FileFormat, export_register
from linli.estate.exports.forms import ExportForm
from linli.estate.organisations.api import Permission, may, require
from linli.estate.pages import form_page
from linli.estate.places.api import list_buildings


def take_register(request: HttpRequest) -> HttpResponse:
    """Ask what for and what of it, then hand out the file (SEC-06)."""
    actor = actor_of(request)
    require(actor, Permission.EXPORT_REGISTER)
    form = ExportForm(request.POST or None).offer(
        [(building.id, building.plate) for building in list_buildings()],
        identity=may(actor, Permission.SEE_IDENTITY),
        health=may(actor, Permission.SEE_HEALTH),
    )
    files: list[ExportedFile] = []

    def work(data: dict[str, Any]) -> None:
        files.append(
            export_register(
                actor=actor, purpose=data["purpose"], building_id=data["building"],
                file_format=FileFormat(data["file_format"]),
                identity=data.get("identity", False), health=data.get("health", False),
            )
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        return _hand_out(files[0])
    return form_page(
        request, form, title=_("导出居民登记"), button=_("导出"), back=reverse("people:index"),
        hint=_("文件会写上您的名字、时间和用途。改完可以原样导入。"),
    )  # fmt: skip


def _hand_out(file: ExportedFile) -> HttpResponse:
    response = HttpResponse(file.content, content_type=file.content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    return response
