from __future__ import annotations

from django.urls import URLPattern, path

from linli.estate.people import household_views, views

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("pick/", views.pick_person, name="pick"),
    path("expiring/", views.show_expiring, name="expiring"),
    path("duplicates/", household_views.show_duplicates, name="duplicates"),
    path("<int:person_id>/", views.show_person, name="person"),
    path("<int:person_id>/edit/", views.edit_person, name="edit"),
    path("<int:person_id>/status/", views.edit_status, name="status"),
    path("<int:person_id>/categories/new/", views.add_one_category, name="category_new"),
    path(
        "<int:person_id>/categories/<int:category_id>/end/",
        views.end_one_category,
        name="category_end",
    ),
    path(
        "<int:person_id>/categories/<int:category_id>/verify/",
        views.verify_one_category,
        name="category_verify",
    ),
    path("<int:person_id>/open/<slug:field>/", views.show_secret, name="secret"),
    path("<int:kept_id>/merge/<int:absorbed_id>/", household_views.merge_two, name="merge"),
    path(
        "<int:person_id>/merges/<int:merge_id>/back/",
        household_views.take_merge_back,
        name="unmerge",
    ),
    path("homes/<int:home_id>/new/", household_views.register_newcomer, name="arrive"),
    path("homes/<int:home_id>/join/", household_views.join_home, name="join"),
    path("households/<int:household_id>/leave/", household_views.leave_home, name="leave"),
    path("households/<int:household_id>/head/", household_views.set_head, name="head"),
]
