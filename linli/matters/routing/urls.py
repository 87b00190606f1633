from __future__ import annotations

from django.urls import URLPattern, path

from linli.matters.routing import views

app_name = "routing"
urlpatterns: list[URLPattern] = [
    path("", views.show_rules, name="index"),
    path("rules/new", views.edit_rule, name="new_rule"),
    path("rules/<int:rule_id>", views.edit_rule, name="rule"),
    path("rules/<int:rule_id>/move", views.move_rule, name="move"),
    path("categories", views.show_categories, name="categories"),
    path("categories/new", views.edit_category, name="new_category"),
    path("categories/<int:category_id>", views.edit_category, name="category"),
    path("deadlines", views.show_profiles, name="profiles"),
    path("deadlines/<int:profile_id>", views.edit_profile, name="profile"),
    path("calendar", views.edit_calendar, name="calendar"),
]
