"""Every word of the demo shop, as plain data; field names are those of the shop's models.

Amounts are whole New Taiwan dollars (the currency's stored unit). Pictures are file names in
``static/demo``. People, farms and numbers are invented; reviews carry ``demo=True``. It is long
because a shop's words are one text.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Picture:
    file: str
    alt: str


@dataclass(frozen=True)
class Storefront:
    name: str
    tagline: str
    promise: str
    email: str
    phone: str
    address: str
    delivery_promise: str
    bank_account: str
    logo: Picture
    share: Picture
    currency: str = "TWD"
    language: str = "en"
    country: str = "TW"
    countries: str = "TW"
    theme: str = "mist"


@dataclass(frozen=True)
class Page:
    title: str
    slug: str
    description: str
    language: str = "en"


@dataclass(frozen=True)
class Item:
    """A benefit, a fact or a trust mark."""

    heading: str
    text: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Section:
    """``kind`` is one of the page's section kinds; ``text`` is Markdown."""

    kind: str
    heading: str
    kicker: str = ""
    text: str = ""
    button: str = ""
    picture: Picture | None = None
    phone_picture: Picture | None = None
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Variant:
    """Prices in whole dollars; ``stock`` at the start of the demo month."""

    sku: str
    option: str
    price: int
    compare_at: int | None
    stock: int
    per_order: int


@dataclass(frozen=True)
class Product:
    """``description`` is Markdown."""

    name: str
    slug: str
    tagline: str
    description: str
    colour: str
    pictures: tuple[Picture, ...]
    variants: tuple[Variant, ...]
    option_name: str = "Size"
    published: bool = True


@dataclass(frozen=True)
class Question:
    """``answer`` is Markdown."""

    question: str
    answer: str


@dataclass(frozen=True)
class Testimonial:
    """``product`` is a slug."""

    name: str
    place: str
    words: str
    stars: int
    product: str
    portrait: Picture
    photo: Picture | None = None
    demo: bool = True


@dataclass(frozen=True)
class Coupon:
    """``kind`` is percent, fixed or free_delivery; ``value`` a percentage or whole dollars."""

    code: str
    kind: str
    value: int
    minimum_spend: int = 0
    total_limit: int | None = None
    per_customer: int | None = None


@dataclass(frozen=True)
class LimitedOffer:
    """``products`` are slugs. It begins so many days after the shop opens, and ends at six in the
    evening so many days later: a demo opens thirty days before it is first looked at."""

    label: str
    percent: int
    products: tuple[str, ...]
    begins_after: int
    days: int


@dataclass(frozen=True)
class DeliveryMethod:
    """``price`` and ``free_from`` in whole dollars."""

    name: str
    promise: str
    price: int
    free_from: int | None
    countries: str = "TW"
    pickup: bool = False
    address_hint: str = ""


STOREFRONT = Storefront(
    name="Wushan Coffee",
    tagline="Drip-bag coffee from the mist of Alishan",
    promise="A good cup at your desk in two minutes, from farms we know by name.",
    email="hello@wushan.example",
    phone="+886 5 000 0000",
    address="1 Demo Road, East District, Chiayi City",
    countries="TW JP US DE",
    delivery_promise=(
        "Order before noon: it leaves the next working day and is at your door the day after."
    ),
    bank_account=(
        "Demo Bank (code 000), Chiayi branch\n"
        "Account 000-000-000000\n"
        "Name: Wushan Coffee (demo)\n"
        "This is a demo shop: please don't send any money."
    ),
    logo=Picture("logo.png", "Wushan Coffee"),
    share=Picture("share.jpg", "A drip bag over a cup, before misty mountains at dawn"),
)

PAGE = Page(
    title="Wushan Coffee: drip-bag coffee from Alishan",
    slug="coffee",
    description=(
        "Single-farm coffee from 1,150 to 1,320 metres under Alishan, roasted on Tuesdays in "
        "Chiayi and packed in drip bags. Hot water, two minutes, no machine."
    ),
)

HERO = Section(
    kind="hero",
    kicker="Single farms, under Alishan",
    heading="A good cup at your desk, in two minutes",
    text=(
        "Coffee from small mountain farms, roasted on Tuesdays in Chiayi and packed in drip bags. "
        "Just add hot water."
    ),
    button="Choose your coffee",
    picture=Picture(
        "hero-wide.jpg",
        "A stoneware cup with a drip bag and a box of Morning Mist, before misty ridges at dawn",
    ),
    phone_picture=Picture(
        "hero-tall.jpg", "A cup with a drip bag and a box of Morning Mist, at dawn"
    ),
    items=(Item("Roasted this week"), Item("Delivered in two days")),
)

BENEFITS = Section(
    kind="benefits",
    heading="Small farms, one roast day, ten grams at a time",
    items=(
        Item(
            "One farm in each box",
            "We buy from three families and print the height and the process on the side. "
            "Nothing is blended.",
        ),
        Item(
            "Roasted on Tuesdays",
            "Ground and sealed within the hour, and sent within the week. The roast date is "
            "stamped on every bag.",
        ),
        Item(
            "No machine, no scale",
            "Ten grams, 180 ml of hot water, two minutes. The bag hangs on any cup up to 9 cm "
            "wide.",
        ),
        Item(
            "Scored before we buy",
            "Two licensed graders cup each lot blind. This season's three lots scored 84.25, "
            "85.00 and 86.25.",
        ),
    ),
)

PRODUCTS_SECTION = Section(
    kind="products",
    kicker="Three coffees",
    heading="Which hour is yours?",
    text=(
        "All three are grown within twenty kilometres of each other. Height, process and roast "
        "make the difference."
    ),
)

MORNING_MIST = Product(
    name="Morning Mist",
    slug="morning-mist",
    tagline="Light, washed. Yuzu and jasmine.",
    description=(
        "For the first hour of the day. Clear and light, with the scent of jasmine while it is "
        "hot and a taste of yuzu as it cools.\n\n"
        "- **Farm:** the Fang family, Shizhuo, 1,280 m\n"
        "- **Variety:** SL34 and Typica\n"
        "- **Process:** washed, dried on raised beds for 14 days\n"
        "- **Cup score:** 86.25\n\n"
        "Brew it at 92 °C. Good with nothing added, and over ice."
    ),
    colour="#C9B45B",
    pictures=(
        Picture("morning-box.jpg", "A pale yellow box of Morning Mist in window light"),
        Picture("morning-cup.jpg", "A drip bag of Morning Mist over a cup, with yuzu beside it"),
        Picture("morning-land.jpg", "Dawn over the ridges of Alishan, coffee cherries in front"),
    ),
    variants=(
        Variant("MIST-10", "10 bags", 320, None, 240, 10),
        Variant("MIST-30", "30 bags", 880, 960, 120, 6),
        Variant("MIST-50", "50 bags", 1380, 1600, 60, 4),
    ),
)

FOREST_SHADE = Product(
    name="Forest Shade",
    slug="forest-shade",
    tagline="Medium, honey. Brown sugar and plum.",
    description=(
        "For the long middle of the day. Round and sweet, with brown sugar first and ripe plum "
        "after it. It takes milk well.\n\n"
        "- **Farm:** the Yang family, Leye, 1,150 m, under old cedar\n"
        "- **Variety:** Catuai and Typica\n"
        "- **Process:** honey, turned by hand for 18 days\n"
        "- **Cup score:** 85.00\n\n"
        "Brew it at 90 °C. For a fuller cup, stop at 150 ml."
    ),
    colour="#6F8F5F",
    pictures=(
        Picture("forest-box.jpg", "A sage green box of Forest Shade in window light"),
        Picture("forest-cup.jpg", "A drip bag of Forest Shade over a cup, plums beside it"),
        Picture("forest-land.jpg", "Light falling between old cedars on coffee shrubs"),
    ),
    variants=(
        Variant("SHADE-10", "10 bags", 320, None, 260, 10),
        Variant("SHADE-30", "30 bags", 880, 960, 140, 6),
        Variant("SHADE-50", "50 bags", 1380, 1600, 70, 4),
    ),
)

NIGHT_HAZE = Product(
    name="Night Haze",
    slug="night-haze",
    tagline="Dark, natural. Cocoa and longan smoke.",
    description=(
        "For the evening, and for those who like it strong. Cocoa, dried longan and a thread of "
        "wood smoke, with little acidity.\n\n"
        "- **Farm:** the Chuang family, Fenqihu, 1,320 m\n"
        "- **Variety:** Typica\n"
        "- **Process:** natural, dried whole for 25 days\n"
        "- **Cup score:** 84.25\n\n"
        "Brew it at 88 °C. A little milk makes it taste of chocolate."
    ),
    colour="#3B3A4F",
    pictures=(
        Picture("night-box.jpg", "A dark blue box of Night Haze in evening light"),
        Picture("night-cup.jpg", "A drip bag of Night Haze over a cup by moonlight, with longan"),
        Picture("night-land.jpg", "A lamp in a drying shed, mountains and moon behind it"),
    ),
    variants=(
        Variant("HAZE-10", "10 bags", 320, None, 220, 10),
        Variant("HAZE-30", "30 bags", 880, 960, 90, 6),
        Variant("HAZE-50", "50 bags", 1380, 1600, 40, 4),
    ),
)

TASTING_SET = Product(
    name="Tasting Set",
    slug="tasting-set",
    tagline="Three bags of each. Find your hour.",
    description=(
        "Nine drip bags: three of Morning Mist, three of Forest Shade, three of Night Haze, with "
        "a card to note what you taste.\n\n"
        "- **In the set:** nine drip bags of 10 g\n"
        "- **Good for:** three quiet days, or one office morning for nine\n\n"
        "Brew them side by side with the same water, and let them cool. The differences come out "
        "when the cups are lukewarm."
    ),
    colour="#9A6B1E",
    pictures=(
        Picture("tasting-set.jpg", "Three small boxes in yellow, green and dark blue, in a row"),
    ),
    variants=(Variant("TASTE-9", "9 bags", 199, 288, 150, 3),),
    published=False,
)

PRODUCTS = (MORNING_MIST, FOREST_SHADE, NIGHT_HAZE, TASTING_SET)

STORY = Section(
    kind="story",
    kicker="Where it grows",
    heading="The mist comes up at two, every afternoon",
    text=(
        "Between Shizhuo and Fenqihu the cloud climbs the valley after lunch and stays until "
        "evening. Cherries ripen slowly in it: nine months instead of six. Three families pick "
        "them by hand, four or five times a season, only the red ones.\n\n"
        "We pay by the cup score, before the harvest, so that a wet year is not the farmer's "
        "problem alone."
    ),
    picture=Picture(
        "story-terraces.jpg", "Coffee terraces at dawn with a picker, ridges fading into mist"
    ),
    items=(
        Item("Height", "1,150 to 1,320 m"),
        Item("Harvest", "November to March, by hand"),
        Item("Farms", "3 families, 7.4 hectares"),
        Item("Processes", "Washed, honey, natural"),
    ),
)

ROASTING = Section(
    kind="story",
    kicker="Tuesday in Chiayi",
    heading="One drum, twelve kilos, eleven minutes",
    text=(
        "We roast once a week, and only as much as a week's orders take. Two of us taste each "
        "batch at four o'clock. What is flat or scorched goes to our own kitchen, not into a "
        "box.\n\n"
        "Then it is ground, weighed to a tenth of a gram and sealed under nitrogen, so that the "
        "bag you open in March smells of the Tuesday it was made."
    ),
    picture=Picture("story-roasting.jpg", "A drum roaster, beans cooling in the tray before it"),
)

BREWING = Section(
    kind="story",
    kicker="Two minutes",
    heading="Tear, hook, pour",
    text=(
        "1. Tear the bag along the line and hook its arms over your cup.\n"
        "2. Pour enough hot water to wet the coffee, and wait thirty seconds.\n"
        "3. Pour twice more, slowly, up to 180 ml. Lift the bag out and let it drip."
    ),
    picture=Picture("story-pouring.jpg", "A hand pouring from a kettle into a drip bag, at dawn"),
)

TESTIMONIALS_SECTION = Section(
    kind="testimonials",
    kicker="Reviews",
    heading="What people write to us",
    text="This is a demo shop: these reviews are invented.",
)

FAQ_SECTION = Section(kind="faq", heading="Questions before the first cup")

TRUST = Section(
    kind="trust",
    heading="",
    items=(
        Item("Roast date on every bag", "Never older than a week when we send it", "date"),
        Item(
            "Free from NT$1,000", "Delivery to your door in two days; NT$80 below that", "delivery"
        ),
        Item("If it is not for you", "Write within 14 days and we pay you back", "returns"),
        Item("Pay as you like", "By transfer now, or in cash when it arrives", "payment"),
    ),
)

CLOSING = Section(
    kind="closing",
    heading="The next roast is on Tuesday",
    text="Until then we send this week's. Order before noon, and it leaves the next working day.",
    button="Choose your coffee",
    picture=Picture("closing-dusk.jpg", ""),
)

SECTIONS = (
    HERO,
    BENEFITS,
    PRODUCTS_SECTION,
    STORY,
    ROASTING,
    BREWING,
    TESTIMONIALS_SECTION,
    FAQ_SECTION,
    TRUST,
    CLOSING,
)

QUESTIONS = (
    Question(
        "How fresh is it, and how long does it keep?",
        "We send coffee within a week of roasting; the date is on each bag. Sealed under "
        "nitrogen it keeps for twelve months; we would drink it within three. Once a bag is "
        "open, brew it the same day.",
    ),
    Question(
        "How do I brew a drip bag?",
        "Hook it over a cup and wet it with 30 ml of water at about 90 °C. Wait thirty seconds, "
        "then pour twice, up to 180 ml. No thermometer? Boil the water and wait one minute.",
    ),
    Question(
        "How much caffeine is in a cup?",
        "About 100 mg, much like a mug of filter coffee. Roast changes it very little: Night "
        "Haze tastes stronger but holds no more than Morning Mist.",
    ),
    Question(
        "Do I need a grinder or a machine?",
        "No. It is ground and portioned; a kettle and a cup will do. The bags don't fit capsule "
        "or espresso machines. On request we pack whole beans, from 500 g.",
    ),
    Question(
        "When does it arrive, and can I collect it at a convenience store?",
        "What you order before noon leaves the next working day and is at your door the day "
        "after; Penghu, Kinmen and Matsu take two days more. Choose “Convenience store” and "
        "give its name and number as the address: the parcel waits there for seven days. Or "
        "“Collect in Chiayi”. Airmail abroad takes five to nine days.",
    ),
    Question(
        "What if I don't like it?",
        "Write to us within 14 days of delivery, even if you have opened the box. We pay it "
        "back or send another coffee. Only unopened boxes need come back. Damaged on the way? A "
        "photo is enough.",
    ),
    Question(
        "Can my company get an invoice with its tax number?",
        "Yes. At the delivery step open “E-invoice”, choose the company and enter its name and "
        "its eight digits. It comes by e-mail on the day we send the parcel.",
    ),
    Question(
        "Can I send it as a gift?",
        "Enter the other person's address and put your words under “Add a note”: we write them "
        "on a card by hand. No prices go into the parcel; the receipt comes to you alone.",
    ),
)

TESTIMONIALS = (
    Testimonial(
        "Chen Yi-ting",
        "Neihu, Taipei",
        "I keep a box in my desk drawer. Two minutes, one cup, and the meeting can start. My "
        "neighbour smelled the jasmine and now owes me six bags.",
        5,
        "morning-mist",
        Picture("portrait-1.jpg", ""),
    ),
    Testimonial(
        "Wang Hao",
        "East District, Hsinchu",
        "Sweet without sugar. I poured it as the card says, with the thirty seconds of waiting, "
        "and the plum is really there once it cools.",
        5,
        "forest-shade",
        Picture("portrait-2.jpg", ""),
    ),
    Testimonial(
        "Lin Shu-fen",
        "Anping, Tainan",
        "Darker than I usually drink, yet not bitter. My father, who grew up beside a longan "
        "kiln, put down his newspaper and asked what it was.",
        5,
        "night-haze",
        Picture("portrait-3.jpg", ""),
        Picture("buyer-evening.jpg", "A cup and a box of Night Haze under a lamp"),
    ),
    Testimonial(
        "Kao Ming-te",
        "Zuoying, Kaohsiung",
        "Good coffee, and it came on the second day. One star off because the arms are too short "
        "for my wide mug. In an ordinary cup they fit.",
        4,
        "morning-mist",
        Picture("portrait-4.jpg", ""),
    ),
    Testimonial(
        "Huang Pei-chi",
        "West District, Taichung",
        "We put the fifty-bag box in the office kitchen instead of a machine. Nothing to clean, "
        "nothing to repair, and nobody has asked for the machine back.",
        5,
        "forest-shade",
        Picture("portrait-5.jpg", ""),
        Picture(
            "buyer-desk.jpg", "A cup with a drip bag beside a box of Forest Shade, on a kitchen top"
        ),
    ),
    Testimonial(
        "Tsai Jung",
        "Hualien City",
        "I wanted more weight from a dark roast. With 150 ml instead of 180 it is better. They "
        "answered my letter the same day and sent two bags of Forest Shade to compare.",
        3,
        "night-haze",
        Picture("portrait-6.jpg", ""),
    ),
    Testimonial(
        "Liao Mei",
        "Jiaoxi, Yilan",
        "The roast date was four days before I opened the box. On the balcony, before the "
        "children wake, it tastes like the picture on the lid.",
        5,
        "morning-mist",
        Picture("portrait-7.jpg", ""),
        Picture("buyer-balcony.jpg", "A box of Morning Mist on a balcony, hills behind it"),
    ),
    Testimonial(
        "Ho Wen",
        "Ren'ai, Keelung",
        "I send a box to my sister in every wet month, so in most of them. The handwritten card "
        "is kind. I only wish there were a box of twenty.",
        4,
        "night-haze",
        Picture("portrait-8.jpg", ""),
    ),
)

COUPONS = (
    Coupon("WELCOME10", "percent", 10, minimum_spend=500, per_customer=1),
    Coupon("MIST100", "fixed", 100, minimum_spend=1000, total_limit=300, per_customer=2),
    Coupon("FREESHIP", "free_delivery", 0, total_limit=500, per_customer=1),
)

LIMITED_OFFERS = (
    LimitedOffer("Making room for the next lot", 10, ("forest-shade",), begins_after=27, days=9),
)

DELIVERY_METHODS = (
    DeliveryMethod("Home delivery", "At your door in two days", 80, 1000),
    DeliveryMethod(
        "Convenience store",
        "At your branch in three days",
        60,
        1000,
        address_hint="Name of the branch and its store number",
    ),
    DeliveryMethod(
        "Airmail",
        "To Japan, the United States and Germany in five to nine days",
        480,
        3000,
        countries="JP US DE",
    ),
    DeliveryMethod(
        "Collect in Chiayi", "From our roastery, Wednesday to Saturday", 0, None, pickup=True
    ),
)


def pictures() -> list[Picture]:
    """All that the shop shows."""
    shown = [STOREFRONT.logo, *(shot for product in PRODUCTS for shot in product.pictures)]
    shown += [shot for section in SECTIONS for shot in (section.picture, section.phone_picture)]
    return [shot for shot in shown if shot]
