"""A believable shop to look at: brand, products, and a month of visitors and orders."""

import os
import secrets

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from shop.demo.build import build_shop
from shop.demo.people import orders_of_others
from shop.demo.texts import STOREFRONT
from shop.health import pending_migrations

OWNER = "owner"


class Command(BaseCommand):
    help = "Prepare the demo shop (once; again it changes nothing), then serve it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="only prepare")
        parser.add_argument("--bind", default="127.0.0.1:8000", help="HOST:PORT")

    def handle(self, *, no_serve: bool, bind: str, **options) -> None:
        self.migrate()
        refuse_orders_of_others("demo")
        build_shop(say=self.say)
        self.invite_owner()
        if not no_serve:
            call_command("serve", bind=bind)

    def say(self, words: str) -> None:
        self.stdout.write(f"  {words}")

    def migrate(self) -> None:
        for alias in connections:
            if pending_migrations(alias):
                self.say(f"Database “{alias}”")
                call_command("migrate", database=alias, interactive=False, verbosity=0)

    def invite_owner(self) -> None:
        """Make the owner's account, or give it the password that was asked for."""
        owner, made = User.objects.get_or_create(
            username=OWNER,
            defaults={"email": STOREFRONT.email, "is_staff": True, "is_superuser": True},
        )
        wanted = os.environ.get("DEMO_PASSWORD", "")
        password = wanted or (secrets.token_urlsafe(9) if made else "")
        if password and not owner.check_password(password):
            owner.set_password(password)
            owner.save(update_fields=["password"])
        again = f"set before (anew: manage.py changepassword {OWNER})"
        self.stdout.write(f"Shop:     {settings.SITE_URL}/")
        self.stdout.write(f"Admin:    {settings.SITE_URL}/admin/")
        self.stdout.write(f"User:     {OWNER}")
        self.stdout.write(f"Password: {password or again}")


def refuse_orders_of_others(command: str) -> None:
    """Raises CommandError (exit 1) if the shop holds orders that no simulation placed."""
    if others := orders_of_others().count():
        raise CommandError(
            f"This shop has {others} order{'s' * (others > 1)} that the demo did not make, so "
            f"“{command}” leaves it alone; nothing was changed. To open it: manage.py serve. "
            "For a demo shop, give another VAR_DIR and MEDIA_ROOT (or DATABASE_URL)."
        )
