from __future__ import annotations

from django.urls import URLPattern, path

from linli.money.ledger import views

app_name = "ledger"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("accounts/<int:account_id>", views.show_account, name="account"),
    path("entries/<int:entry_id>", views.show_entry, name="entry"),
    path("entries/<int:entry_id>/proof.json", views.give_proof, name="proof"),
    path("<slug:code>", views.show_book, name="book"),
    path("<slug:code>/homes", views.show_homes, name="homes"),
    path("<slug:code>/entries", views.show_entries, name="entries"),
    path("<slug:code>/seals", views.show_seals, name="seals"),
    path("<slug:code>/sheet.xlsx", views.give_sheet, name="sheet"),
    path("<slug:code>/book.jsonl.gz", views.give_book, name="file"),
]
