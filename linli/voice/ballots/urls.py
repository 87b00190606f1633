from __future__ import annotations

from django.urls import URLPattern, path

from linli.voice.ballots import (
    compare_views,
    desk_views,
    public_views,
    run_views,
    taking_views,
    views,
)

app_name = "ballots"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("<int:assembly_id>", views.show_assembly, name="assembly"),
    path("<int:assembly_id>/vote/<int:voter_id>", views.vote, name="vote"),
    path("<int:assembly_id>/mine/<int:voter_id>", views.show_own, name="mine"),
    path("<int:assembly_id>/roll", views.show_roll, name="roll"),
    path("<int:assembly_id>/object", views.object_to, name="object"),
    path("<int:assembly_id>/file", views.download, name="file"),
    path("petitions", views.list_petitions, name="petitions"),
    path("petitions/new", views.write_petition, name="new_petition"),
    path("petitions/<int:petition_id>", views.show_petition, name="petition"),
    path("petitions/<int:petition_id>/sign", views.sign, name="sign"),
    path("petitions/<int:petition_id>/paper", views.enter_signature, name="enter_signature"),
    path("public/<slug:code>", public_views.show_list, name="public"),
    path("public/<slug:code>/<int:assembly_id>", public_views.show_result, name="result"),
    path("desk", desk_views.show_desk, name="desk"),
    path("desk/rules", desk_views.edit_rules, name="rules"),
    path("desk/compare", compare_views.index, name="compare"),
    path("desk/compare/<uuid:token>", compare_views.show, name="comparison"),
    path("desk/compare/<uuid:token>/act", compare_views.act, name="comparison_act"),
    path("desk/compare/<uuid:token>/sheet.xlsx", compare_views.sheet, name="comparison_sheet"),
    path("desk/new", desk_views.edit, name="new"),
    path("desk/<int:assembly_id>", desk_views.show_steps, name="steps"),
    path("desk/<int:assembly_id>/edit", desk_views.edit, name="edit"),
    path("desk/<int:assembly_id>/act", desk_views.act, name="act"),
    path("desk/<int:assembly_id>/lacking", desk_views.show_lacking, name="lacking"),
    path("desk/<int:assembly_id>/items/new", desk_views.edit_item, name="new_item"),
    path("desk/<int:assembly_id>/items/<int:item_id>", desk_views.edit_item, name="item"),
    path(
        "desk/<int:assembly_id>/items/<int:item_id>/drop", desk_views.remove_item, name="drop_item"
    ),
    path("desk/<int:assembly_id>/sheet", desk_views.take_sheet, name="sheet"),
    path("desk/<int:assembly_id>/<slug:what>.<slug:form>", desk_views.export, name="export"),
    path("take", taking_views.show_all, name="take_all"),
    path("take/<int:assembly_id>", taking_views.show_one, name="take"),
    path("take/<int:assembly_id>/number", taking_views.find_paper, name="number"),
    path("take/<int:assembly_id>/print", taking_views.print_out, name="print"),
    path("take/<int:assembly_id>/print_all", run_views.print_all, name="print_all"),
    path("runs/<uuid:token>", run_views.show_run, name="run"),
    path("runs/<uuid:token>/progress", run_views.show_progress, name="run_progress"),
    path("runs/<uuid:token>/stop", run_views.stop, name="stop_run"),
    path("take/<int:assembly_id>/door", taking_views.find_door, name="find_door"),
    path("take/<int:assembly_id>/door/<int:home_id>", taking_views.vote_at_door, name="door"),
    path("take/<int:assembly_id>/door/<int:home_id>/code", taking_views.text_code, name="code"),
    path("take/<int:assembly_id>/proxies", taking_views.show_proxies, name="proxies"),
    path(
        "take/<int:assembly_id>/proxies/<int:proxy_id>/end",
        taking_views.end_proxy,
        name="end_proxy",
    ),
    path("paper/<uuid:token>", taking_views.enter, name="paper"),
    path("paper/<uuid:token>/scan", taking_views.show_scan, name="scan"),
]
