"""The owner's forms for variants and pictures."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from shop.catalogue.models import Picture, Variant
from shop.catalogue.pictures import put_files
from shop.lib import images
from shop.lib.admin import is_kept
from shop.lib.forms import CleanCharField
from shop.lib.text import whole_number

MOST_STOCK = 1_000_000


class ChangeField(forms.CharField):
    """A whole number with or without a sign: `50`, `+50`, `-2`."""

    def to_python(self, value: object) -> int:
        typed = str(value or "").strip().replace("\N{MINUS SIGN}", "-")
        if not typed:
            return 0
        sign, digits = (typed[0], typed[1:]) if typed[0] in "+-" else ("+", typed)
        number = whole_number(digits, most=MOST_STOCK)
        return -number if sign == "-" else number


class VariantForm(forms.ModelForm):
    """A variant. Stock is changed by so many, never set: meanwhile somebody may have bought."""

    change_by = ChangeField(
        label=_("Change stock by"),
        required=False,
        help_text=_("Such as 50 for a delivery, or -2 for two broken ones."),
        widget=forms.TextInput(attrs={"size": 6}),
    )
    why = CleanCharField(label=_("Why"), required=False, max_length=200)

    class Meta:
        model = Variant
        fields = ("option", "sku", "price", "compare_at", "per_order", "active", "position")

    def clean_change_by(self) -> int:
        change = self.cleaned_data["change_by"]
        stock = self.instance.stock
        if stock + change < 0:
            raise ValidationError(
                _("There are only %(stock)d; you can take away no more than that."),
                code="below_zero",
                params={"stock": stock},
            )
        return change

    def clean(self) -> dict:
        data = super().clean()
        price, compare_at = data.get("price"), data.get("compare_at")
        if price is not None and compare_at is not None and compare_at <= price:
            self.add_error(
                "compare_at", _("The price it is compared with must be higher than the price.")
            )
        return data

    def save(self, commit: bool = True) -> Variant:
        """Write what was changed and nothing else: the stock read with it is old by now."""
        if not commit or self.instance.pk is None:
            return super().save(commit)
        fields = {field.name for field in self.instance._meta.concrete_fields}
        columns = fields.intersection(self.changed_data) - {"id", "product"}
        if columns:
            self.instance.save(update_fields=columns)
        return self.instance


class VariantFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        for form in self.initial_forms:
            if self._should_delete_form(form) and is_kept(form.instance):
                raise ValidationError(
                    _("%(variant)s was ordered and can't be deleted. Untick “for sale” instead."),
                    code="ordered",
                    params={"variant": form.instance},
                )


class PictureForm(forms.ModelForm):
    """A picture with its upload. A new file takes the place of the old."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("JPEG, PNG or WebP, up to 40 million pixels; 2,400 pixels wide is best."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    class Meta:
        model = Picture
        fields = ("file", "alt", "focus_x", "focus_y", "position")

    def clean(self) -> dict:
        data = super().clean()
        if (data.get("focus_x") is None) != (data.get("focus_y") is None):
            missing = "focus_x" if data.get("focus_x") is None else "focus_y"
            if missing not in self.errors:
                self.add_error(missing, _("Fill in both, or neither."))
        return data

    def clean_file(self) -> UploadedFile | None:
        file = self.cleaned_data["file"]
        if file:
            prepare_upload(file)
            if isinstance(file.prepared, ValidationError):
                raise file.prepared
        elif not self.instance.pk:
            raise ValidationError(_("Choose a file."), code="required")
        return file

    def save(self, commit: bool = True) -> Picture:
        if self.cleaned_data.get("file"):
            put_files(self.instance, self.cleaned_data["file"].prepared)
        return super().save(commit)


def prepare_upload(file: UploadedFile) -> None:
    """Hang what `images.prepare` makes of an upload, or its refusal, on it as `prepared`, once."""
    if hasattr(file, "prepared"):
        return
    try:
        file.prepared = images.prepare(file)
    except ValidationError as refusal:
        file.prepared = refusal
