"""The address in step 2: its fields by the rules of the country, and what is filled in."""

from collections.abc import Mapping
from functools import lru_cache

from django import forms
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shop.lib.addresses import NATIVE, PARTS, Country, is_postal, tidy_postal
from shop.lib.forms import CleanCharField, PlainSelect
from shop.lib.postcodes import elsewhere, filled
from shop.lib.text import clean

PLACE = tuple(PARTS.values())
LIMITS = {"postal_code": 20, "city": 80, "region": 80, "address": 250}
# By what a part is called there: its label, and what is said where it is missing.
WORDS = {
    "postal": (_("Postal code"), _("Enter the postal code.")),
    "zip": (_("ZIP code"), _("Enter the ZIP code.")),
    "plz": (_("Postal code (PLZ)"), _("Enter the postal code.")),
    "county": (_("County"), _("Choose the county.")),
    "prefecture": (_("Prefecture"), _("Choose the prefecture.")),
    "state": (_("State"), _("Choose the state.")),
    "province": (_("Province"), _("Choose the province.")),
    "do_si": (_("Province"), _("Choose the province.")),
    "area": (_("Area"), _("Choose the area.")),
    "emirate": (_("Emirate"), _("Choose the emirate.")),
    "district": (_("District"), _("Enter the district.")),
    "city": (_("Town or city"), _("Enter the town or city.")),
    "ward": (_("City, ward or town"), _("Enter the city, ward or town.")),
    "taiwan": (_("City"), _("Choose the city or county.")),
    "street": (_("Address"), _("Enter the street and house number.")),
}
OWN_WORDS = {
    ("TW", "city"): "taiwan",
    ("JP", "city"): "ward",
    ("DE", "postal_code"): "plz",
    ("AT", "postal_code"): "plz",
}
USUAL = {"postal_code": "postal", "region": "province", "city": "city", "address": "street"}
NOT_THERE = _("No place in that country has this postal code.")
NOT_LISTED = _("Choose it from the list, please.")


def words(rules: Country, part: str) -> tuple[str, str]:
    """A part's label, and what is said where it is missing."""
    kind = OWN_WORDS.get((rules.code, part)) or rules.kinds.get(part, "")
    return WORDS.get(kind) or WORDS[USUAL[part]]


@lru_cache(maxsize=600)
def place_fields(rules: Country, *, native: bool) -> dict[str, forms.Field]:
    """The fields of an address there, in its order; `native`: states and counties are listed in
    the country's own script. They are shared: who changes one copies it."""
    return {part: _field(rules, part, native) for part in rules.order}


def _field(rules: Country, part: str, native: bool) -> CleanCharField:
    label, missing = words(rules, part)
    attrs = {"autocomplete": _token(rules, part), "aria-describedby": f"help-{part} error-{part}"}
    if part == "postal_code" and not any(letter.isupper() for letter in rules.postal):
        attrs["inputmode"] = "numeric"
    widget = forms.TextInput(attrs)
    if part == rules.larger and rules.areas:
        widget = AreaSelect(attrs, rules=rules, native=native)
    return CleanCharField(
        label=label,
        max_length=LIMITS[part],
        widget=widget,
        required=part in rules.required,
        error_messages={"required": missing},
    )


class AreaSelect(PlainSelect):
    """States or counties; one that is kept by another of its names is found by it."""

    def __init__(self, attrs: dict, *, rules: Country, native: bool) -> None:
        listed = [(area.written(native), area.listed(native)) for area in rules.areas]
        super().__init__(attrs, choices=[("", _("Please choose")), *listed])
        self.rules, self.native = rules, native

    def render(self, name: str, value: object, attrs=None, renderer=None) -> SafeString:
        area = self.rules.area(str(value or ""))
        shown = area.written(self.native) if area else value
        return super().render(name, shown, attrs, renderer)


def _token(rules: Country, part: str) -> str:
    tokens = {
        "postal_code": "shipping postal-code",
        "address": "shipping street-address",
        rules.larger: "shipping address-level1",
        rules.smaller: "shipping address-level2",
    }
    return tokens[part]


class Place:
    """What stands in the fields of an address before it is looked through.

    `typed`: what was posted; `values`: by part, what was changed of it; `filled`: what was filled
    in rather than typed; `others`: what was typed for other countries, by their codes.
    """

    def __init__(
        self, rules: Country, data: Mapping, draft: Mapping, *, came_from: str, native: bool
    ) -> None:
        """`came_from`: the country that `draft` was typed for."""
        typed = self.typed = {part: _cut(data.get(part, ""), LIMITS[part]) for part in PLACE}
        self.others = dict(draft.get("places", {}))
        before = draft.get("filled", {})
        self.values = {}
        if came_from != rules.code:
            self.others[came_from] = typed
            self.values = self._moved(rules, typed)
            before = {}
        code = tidy_postal(rules.code, typed["postal_code"])
        if is_postal(rules, code) and "postal_code" not in self.values:
            self.values["postal_code"] = code
        now = {part: self.values.get(part, typed[part]) for part in rules.order}
        in_script = bool(NATIVE.search(now["address"])) if now["address"] else native
        told = filled(rules, now, before, native=in_script)
        self.values |= told
        self.filled = {
            part: text
            for part, text in {**before, **told}.items()
            if text and {**now, **told}.get(part) == text
        }

    def _moved(self, rules: Country, typed: Mapping[str, str]) -> dict[str, str]:
        """To another country: what was typed for it before, else what fits of what is there."""
        was = self.others.pop(rules.code, {})
        values = {part: was[part] for part in rules.order if was.get(part)}
        larger = typed[rules.larger]
        if rules.areas and larger and rules.larger not in values and not rules.area(larger):
            values[rules.larger] = ""
        return values


def _cut(value: object, most: int) -> str:
    return clean(str(value)[: 2 * most])[:most]


def look_through(
    rules: Country, place: dict[str, str], *, native: bool
) -> dict[str, str | ValidationError]:
    """What is wrong with a filled-in address, by part; puts names into their usual form.

    Names of counties and districts follow the script of the street, so that an address reads as
    one. `native`: messages name places in the country's own script.
    """
    wrong = {}
    code, larger = place.get("postal_code", ""), place.get(rules.larger, "")
    if code and not is_postal(rules, code):
        wrong["postal_code"] = not_postal(rules)
    area = rules.area(larger)
    if rules.areas and larger and not area:
        wrong[rules.larger] = NOT_LISTED
    in_script = bool(NATIVE.search(place.get("address", "")))
    if area:
        place[rules.larger] = area.written(in_script)
        if district := rules.district(area, place.get(rules.smaller, "")):
            place[rules.smaller] = district.written(in_script)
    if not wrong and (where := elsewhere(rules, place, native=native)) is not None:
        belongs = _("Postal code %(code)s belongs to %(place)s. Please check both.")
        words = belongs % {"code": code, "place": where} if where else NOT_THERE
        wrong["postal_code"] = ValidationError(words, code="mismatch")
    return wrong


def not_postal(rules: Country) -> str:
    if rules.code == "TW":
        return _("A postal code has 3, 5 or 6 digits.")
    return _("A postal code there looks like %(example)s.") % {"example": rules.example}
