"""Where the funnel's tables live: a database of their own, or the shop's."""

from django.conf import settings


class FunnelRouter:
    """Send the funnel's tables to `FUNNEL_DATABASE` and everything else to `default`."""

    def db_for_read(self, model, **hints) -> str:
        return self._home(model._meta.app_label)

    db_for_write = db_for_read

    def allow_relation(self, first, second, **hints) -> bool:
        return (first._meta.app_label == "funnel") == (second._meta.app_label == "funnel")

    def allow_migrate(self, db: str, app_label: str, **hints) -> bool:
        return db == self._home(app_label)

    def _home(self, app_label: str) -> str:
        return settings.FUNNEL_DATABASE if app_label == "funnel" else "default"
