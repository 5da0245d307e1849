"""What a postal code says about the rest of an address, and the other way round."""

from collections.abc import Mapping

from shop.lib.addresses import Area, Country, is_postal

Place = Mapping[str, str]  # by part: postal_code, region, city, address


def filled(rules: Country, place: Place, before: Place, *, native: bool) -> dict[str, str]:
    """What follows for the parts that are empty, or that were filled in `before` and left so.

    A postal code tells county and district, or the state; county and district tell a postal code
    where it is the only one. What was filled in and follows no longer becomes "". `native`: names
    in the country's own script.
    """
    stale = {part: "" for part, text in before.items() if text and place.get(part) == text}
    own = {**place, **stale}
    code = own.get("postal_code", "")
    if code and not is_postal(rules, code):
        return {}
    told = _told_by_code(rules, own, native) if code else _told_by_names(rules, own)
    return {**stale, **{part: text for part, text in told.items() if text and not own.get(part)}}


def _told_by_code(rules: Country, own: Place, native: bool) -> dict[str, str]:
    code = own["postal_code"]
    areas = [area for area in rules.areas if area.zips and area.has(code)]
    if len(areas) != 1:
        return {}
    told = {rules.larger: areas[0].written(native)}
    chosen = own.get(rules.larger)
    same = not chosen or rules.area(chosen) == areas[0]
    if same and (district := _district_with(rules, areas[0], code)):
        told[rules.smaller] = district.written(native)
    return told


def _told_by_names(rules: Country, own: Place) -> dict[str, str]:
    area = rules.area(own.get(rules.larger, ""))
    district = rules.district(area, own.get(rules.smaller, ""))
    codes = [part.zips for part in (district, area) if part and part.zips]
    return {"postal_code": codes[0] if district and codes[0].isdigit() else ""}


def _district_with(rules: Country, area: Area, code: str) -> Area | None:
    found = [district for district in rules.districts(area) if district.zips == code[:3]]
    return found[0] if len(found) == 1 else None


def elsewhere(rules: Country, place: Place, *, native: bool) -> str | None:
    """Where a postal code belongs, if not to the county, district or state beside it.

    None if they agree, as far as that is known; "" if no place there has such a code.
    """
    code = place.get("postal_code", "")
    chosen = rules.area(place.get(rules.larger, ""))
    if not code or not rules.areas or not all(area.zips for area in rules.areas):
        return None
    areas = [area for area in rules.areas if area.has(code)]
    if not areas:
        return ""
    if chosen and chosen not in areas:
        return areas[0].listed(native)
    named = rules.district(chosen, place.get(rules.smaller, ""))
    if named and not named.has(code) and (right := _district_with(rules, chosen, code)):
        return right.listed(native)
    return None
