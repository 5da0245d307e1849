"""The invented people of the demo and of `simulate`, and how their orders are told from others."""

import random
from dataclasses import dataclass
from datetime import datetime

from django.core.management.base import CommandError
from django.db.models import Max, QuerySet

from shop.lib.contact import is_tax_number
from shop.orders.models import Order

# RFC 2606 keeps `.example` from ever being given to anybody: no customer can have such a mailbox.
DOMAIN = "simulated.example"

FAMILY = """
    Chen Lin Huang Chang Lee Wang Wu Liu Tsai Yang Hsu Cheng Kuo Hung Chiu Tseng Liao Lai Chou
    Yeh Su Chiang Lu Ho Kao Hsiao Pan Chien Chu Chung
"""
GIVEN = """
    Yi-chun Ya-ting Chia-hao Kuan-yu Shu-fen Mei-ling Chih-ming Chun-chieh Yu-hsuan Pei-shan
    Tzu-han Po-han Hsin-yi Wei-ting Li-hua Cheng-en Jui-lin Ssu-han Yen-ting Ming-che Hui-chun
    Tsung-han Wan-ju Chieh-yu Shih-wei Ching-yi Hao-yu Pin-chun Hsiao-wen An-chi
"""
STREETS = "Minsheng Zhongshan Heping Fuxing Ren'ai Xinyi Minquan Wenhua Guangfu Datong"
PLACES = (
    ("100", "Taipei City", "Zhongzheng"),
    ("106", "Taipei City", "Da'an"),
    ("114", "Taipei City", "Neihu"),
    ("220", "New Taipei City", "Banqiao"),
    ("300", "Hsinchu City", "East"),
    ("320", "Taoyuan City", "Zhongli"),
    ("403", "Taichung City", "West"),
    ("600", "Chiayi City", "East"),
    ("700", "Tainan City", "West Central"),
    ("802", "Kaohsiung City", "Lingya"),
    ("970", "Hualien County", "Hualien"),
    ("260", "Yilan County", "Yilan"),
)
NOTES = (
    "Please ring the bell twice.",
    "A gift: “For the long nights before the exam. Your sister.”",
    "Leave it with the guard, please.",
    "Office on the third floor, weekdays only.",
)


@dataclass(frozen=True)
class Person:
    """`contact` is what step 2 asks for."""

    contact: dict[str, str]

    @property
    def email(self) -> str:
        return self.contact["email"]


def invent(rng: random.Random, *, unique: str) -> Person:
    """A buyer in Taiwan. `unique` keeps apart the mailboxes and telephones of namesakes."""
    family, given = rng.choice(FAMILY.split()), rng.choice(GIVEN.split())
    postal_code, city, region = rng.choice(PLACES)
    number, section, road = rng.randint(1, 280), rng.randint(1, 5), rng.choice(STREETS.split())
    lane, floor = rng.randint(1, 280), rng.randint(1, 5)
    digits = f"{random.Random(unique).randrange(10**8):08}"  # noqa: S311 (no secret)
    contact = {
        "email": f"{given}.{family}{digits[-5:]}@{DOMAIN}".lower(),
        "name": f"{family} {given}",
        "phone": f"09{digits}",
        "country": "TW",
        "postal_code": postal_code,
        "city": city,
        "region": region,
        "address": f"{floor}F, {number}, Lane {lane}, Section {section}, {road} Road",
    }
    if rng.random() < 0.15:
        contact["note"] = rng.choice(NOTES)
    if rng.random() < 0.08:
        contact |= {
            "invoice": "company",
            "company": f"{family} Design Co.",
            "tax_id": tax_number(rng),
        }
    return Person(contact)


def tax_number(rng: random.Random) -> str:
    """An invented company's, which the checkout takes."""
    first = rng.randrange(10**8 - 10)
    return next(n for n in (f"{first + more:08}" for more in range(10)) if is_tax_number(n))


def latest_simulated() -> datetime | None:
    """When the latest simulated order was placed: a demo that was broken off goes on from there."""
    ours = Order.objects.filter(email__iendswith=f"@{DOMAIN}")
    return ours.aggregate(latest=Max("placed_at"))["latest"]


def orders_of_others() -> QuerySet[Order]:
    """Orders that no simulated visitor placed: perhaps a real customer's."""
    return Order.objects.exclude(email__iendswith=f"@{DOMAIN}")


def refuse_orders_of_others(command: str) -> None:
    """Raises CommandError (exit 1) if the shop holds orders that no simulation placed."""
    if others := orders_of_others().count():
        raise CommandError(
            f"This shop has {others} order{'s' * (others > 1)} that no simulation placed, so "
            f"“{command}” leaves it alone; nothing was changed. To open it: manage.py serve. "
            "For a demo shop beside it, set another VAR_DIR and MEDIA_ROOT (or DATABASE_URL)."
        )
