"""A believable shop to look at: brand, products, and a month of visitors and orders."""

import os
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from shop.demo.adverts import advertise
from shop.demo.build import build_shop, verify_testimonials
from shop.demo.clock import stage
from shop.demo.crowd import simulate
from shop.demo.notebook import write_down
from shop.demo.people import latest_simulated, orders_of_others, refuse_orders_of_others
from shop.demo.texts import STOREFRONT
from shop.demo.visitors import Mood
from shop.management.commands.serve import (
    parse_bind,
    refuse_taken_port,
    serving_environment,
)
from shop.management.prepare import migrate

OWNER = "owner"
VISITORS, SEED, DAYS = 750, 3, 30
LATELY = 4


class Command(BaseCommand):
    help = "Prepare the demo shop (once; again it changes nothing), then serve it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="only prepare")
        parser.add_argument("--bind", default="127.0.0.1:8000", help="HOST:PORT")
        parser.add_argument("--visitors", type=int, default=VISITORS, help="in the month so far")

    def handle(self, *, no_serve: bool, bind: str, visitors: int, **options) -> None:
        host, port = parse_bind(bind)
        if not no_serve:
            refuse_taken_port(host, port)  # now, not after a minute of building
        migrate(say=self.say)
        bought_by_hand = is_complete() and orders_of_others().exists()
        if bought_by_hand and not no_serve:
            self.say("Somebody bought here, so nothing is built anew.")
        else:
            refuse_orders_of_others("demo")
        if not is_complete():
            now = timezone.now()
            with stage(now - timedelta(days=DAYS, hours=1)):
                build_shop(say=self.say)
            self.live_through_a_month(visitors, now)
        if not no_serve:
            serving_environment(host, port)  # tells where it will be served
        self.invite_owner()
        if not no_serve:
            call_command("serve", bind=bind)

    def say(self, words: str) -> None:
        self.stdout.write(f"  {words}")
        self.stdout.flush()

    def live_through_a_month(self, visitors: int, now: datetime) -> None:
        self.say(f"{visitors} visitors in {DAYS} days")
        simulate(
            visitors=visitors,
            seed=SEED,
            days=DAYS,
            end=now,
            mood=Mood(),
            say=self.say,
            lately=LATELY,
            after=latest_simulated(),
        )
        advertise(visitors=visitors, days=DAYS, end=now, seed=SEED)
        write_down(now=now)
        verify_testimonials()

    def invite_owner(self) -> None:
        """Make the owner's account, last of all; or give it the password that was asked for."""
        owner, made = User.objects.get_or_create(
            username=OWNER,
            defaults={"email": STOREFRONT.email, "is_staff": True, "is_superuser": True},
        )
        password = os.environ.get("DEMO_PASSWORD", "") or (secrets.token_urlsafe(9) if made else "")
        if password and not owner.check_password(password):
            owner.set_password(password)
            owner.save(update_fields=["password"])
        again = f"as set before (a new one: manage.py changepassword {OWNER})"
        for name, value in (
            ("Shop", f"{settings.SITE_URL}/"),
            ("Admin", f"{settings.SITE_URL}/admin/"),
            ("Mails", settings.EMAIL_FILE_PATH or "as EMAIL_URL says"),
            ("User", OWNER),
            ("Password", password or again),
        ):
            self.stdout.write(f"{name + ':':<10}{value}")
        self.stdout.flush()


def is_complete() -> bool:
    """Whether an earlier run came to its end, where it makes the owner's account."""
    return User.objects.filter(username=OWNER).exists() and latest_simulated() is not None
