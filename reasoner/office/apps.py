"""The office as Django knows it."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """The one application of the window."""

    name = "reasoner.office"
    label = "office"
    default_auto_field = "django.db.models.BigAutoField"
