"""What the owner says about a file: the file itself, and what it doesn't say of itself."""

import base64
import binascii
import zlib

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..ledger import decimals
from ..sources import clean
from .columns import LABELS, guess, named_currency, platform
from .figures import ORDERS, POINTS, Style
from .importing import usual_currency
from .lines import Rule
from .table import LARGEST, Table, Unreadable, read

PASTED = 400_000  # characters; more is a file
# Django takes no form above 2.5 MB besides files; what was read once travels along packed.
LARGEST_PACKED = 2_000_000
NO_COLUMN = ("", _("not in the file"))


def pack(content: bytes) -> str:
    """For a hidden field, so that nothing is kept between the look and the import."""
    packed = base64.b64encode(zlib.compress(content, 6)).decode()
    if len(packed) > LARGEST_PACKED:
        raise Unreadable(_("This file is too large. Export fewer days at a time."))
    return packed


def unpack(packed: str) -> bytes:
    """Raises Unreadable for anything that `pack` didn't make, or that is larger than a file."""
    try:
        unzip = zlib.decompressobj()
        content = unzip.decompress(base64.b64decode(packed, validate=True), LARGEST + 1)
    except (binascii.Error, ValueError, zlib.error):
        raise Unreadable(_("The file got lost on the way. Choose it again.")) from None
    if not unzip.eof and len(content) <= LARGEST:
        raise Unreadable(_("The file got lost on the way. Choose it again."))
    return content


class FileForm(forms.Form):
    file = forms.FileField(label=_("File"), required=False, allow_empty_file=True)
    text = forms.CharField(
        label=_("or its lines, pasted"),
        required=False,
        strip=False,
        max_length=PASTED,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )

    def clean(self) -> dict:
        """`table` and `packed` hold what was read."""
        data = super().clean()
        file, text = data.get("file"), data.get("text", "")
        if not self.errors and not file and not text.strip():
            raise ValidationError(_("Choose a file, or paste its lines."))
        if self.errors:
            return data
        try:
            content = file.read(LARGEST + 1) if file else text.encode()
            data["table"] = read(content)
            data["packed"] = pack(content)
        except Unreadable as error:
            raise ValidationError(str(error)) from error
        return data


class RuleForm(forms.Form):
    """How the table is read. Its first values are what the columns' names tell."""

    source = forms.CharField(
        label=_("Source"),
        max_length=100,
        required=False,
    )
    currency = forms.CharField(label=_("Currency"), max_length=3, required=False)
    order = forms.ChoiceField(
        label=_("Days"),
        choices=[("", _("as the file shows")), *ORDERS.items()],
        required=False,
    )
    point = forms.ChoiceField(
        label=_("Decimals"),
        choices=[("", _("as the file shows")), *POINTS.items()],
        required=False,
    )

    def __init__(self, *args, table: Table, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        columns = [(str(place), name.strip() or "–") for place, name in enumerate(table.header)]
        for name, label in LABELS.items():
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=label, choices=[NO_COLUMN, *columns], required=False
            )

    def columns(self) -> list[forms.BoundField]:
        return [self[f"column_{name}"] for name in LABELS]

    def clean_source(self) -> str:
        return clean(self.cleaned_data["source"]).lower()

    def clean_currency(self) -> str:
        code = self.cleaned_data["currency"].upper()
        if code and decimals(code) is None:
            raise ValidationError(_("The shop doesn’t know this currency."))
        return code

    def rule(self) -> Rule:
        said = self.cleaned_data
        places = {name: said[f"column_{name}"] for name in LABELS}
        return Rule(
            {name: int(place) for name, place in places.items() if place},
            said["source"],
            said["currency"],
            Style(said["order"], said["point"]),
        )


def first_values(table: Table) -> dict[str, object]:
    """What a table's header tells, for the form's fields."""
    places = guess(table.header)
    cost = table.header[places["cost"]] if "cost" in places else ""
    return {
        **{f"column_{name}": str(places.get(name, "")) for name in LABELS},
        "source": platform(table.header),
        "currency": named_currency(cost) or ("" if "currency" in places else usual_currency()),
        "order": "",
        "point": "",
    }
