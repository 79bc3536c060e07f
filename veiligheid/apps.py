"""The project as an app: commands that read across the apps."""

from __future__ import annotations

from django.apps import AppConfig


class VeiligheidConfig(AppConfig):
    """Holds no tables; only commands."""

    name = "veiligheid"
    verbose_name = "Veiligheid"
