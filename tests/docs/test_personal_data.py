"""Personal data are annotated where they are stored (PIPL 28, SEC-04)."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from linli.base.personal import Grade

OURS = "linli."


def complaint_about(model: type[models.Model]) -> str:
    """What is wrong with a model's annotation; empty when it is in order."""
    if "personal_data" not in vars(model):
        return "has no personal_data of its own (an empty mapping when it holds none)"
    annotation: dict[str, str] = model.personal_data  # type: ignore[attr-defined]
    fields = {field.name for field in model._meta.get_fields()}
    if unknown := set(annotation) - fields:
        return f"names fields that are not there: {sorted(unknown)}"
    if wrong := {grade for grade in annotation.values() if grade not in set(Grade)}:
        return f"has unknown grades: {sorted(wrong)}"
    return ""


def test_every_model_says_which_fields_are_personal() -> None:
    found = {
        model._meta.label: complaint
        for model in apps.get_models()
        if model.__module__.startswith(OURS) and (complaint := complaint_about(model))
    }
    assert not found


def test_encrypted_fields_are_the_most_sensitive() -> None:
    from linli.base.crypto.api import EncryptedTextField

    plain = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, EncryptedTextField)
        and getattr(model, "personal_data", {}).get(field.name) != Grade.SENSITIVE
    ]
    assert not plain


class _Silent(models.Model):
    class Meta:
        abstract = True


class _Wrong(models.Model):
    name = models.CharField(max_length=3)
    personal_data = {"nickname": Grade.PERSONAL}

    class Meta:
        abstract = True


def test_a_silent_model_is_found() -> None:
    assert "has no personal_data" in complaint_about(_Silent)


def test_a_wrong_name_is_found() -> None:
    assert "nickname" in complaint_about(_Wrong)
