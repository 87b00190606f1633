from __future__ import annotations

from django.urls import URLPattern, path

from linli.contact.mailings import carrying, views

app_name = "mailings"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("new", views.write, name="new"),
    path("<int:mailing_id>", views.show_mailing, name="mailing"),
    path("<int:mailing_id>/edit", views.write, name="edit"),
    path("<int:mailing_id>/act", views.act, name="act"),
    path("templates", views.show_templates, name="templates"),
    path("templates/new", views.edit_template, name="new_template"),
    path("templates/<slug:code>", views.edit_template, name="template"),
    path("quiet", views.set_quiet, name="quiet"),
    path("carry", carrying.show_lists, name="lists"),
    path("carry/<int:mailing_id>", carrying.show_list, name="list"),
    path("carry/<int:mailing_id>/paper", carrying.print_list, name="paper"),
    path("carry/told/<int:recipient_id>", carrying.tick, name="tick"),
    path("own", carrying.show_own, name="own"),
    path("preference", carrying.set_own_preference, name="preference"),
    path("preference/<int:person_id>", carrying.set_persons_preference, name="person_preference"),
]
