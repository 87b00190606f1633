from __future__ import annotations

from django.urls import URLPattern, path

from linli.estate.places import home_views, views

app_name = "places"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("grids/", views.show_grids, name="grids"),
    path("grids/<int:grid_id>/", views.show_grid, name="grid"),
    path("buildings/<int:building_id>/", views.show_building, name="building"),
    path("homes/<int:home_id>/", home_views.show_home, name="home"),
    path("homes/<int:home_id>/edit/", home_views.edit_home, name="home_edit"),
    path("homes/<int:home_id>/owners/", home_views.edit_owners, name="owners"),
    path("homes/<int:home_id>/lease/", home_views.add_lease, name="lease"),
    path("homes/<int:home_id>/lease/end/", home_views.finish_lease, name="lease_end"),
    path("leases/", views.show_lease_alarms, name="leases"),
    path("public/", views.show_public_places, name="public_places"),
    path("public/new/", views.add_public_place, name="public_place_new"),
    path("public/<int:place_id>/", views.show_public_place, name="public_place"),
    path("public/<int:place_id>/edit/", views.edit_public_place, name="public_place_edit"),
    path("<int:place_id>/verify/", views.verify, name="verify"),
    path("stickers/", views.print_sheet, name="stickers"),
    path("qr/<uuid:token>/", views.open_sticker, name="sticker"),
]
