from django import forms
from django.utils.translation import gettext_lazy as _

from shop.catalogue.models import Variant
from shop.lib.forms import WholeNumberField

MOST = 999


class AddForm(forms.Form):
    """What `POST /cart/lines/` takes. Prices are never read from a form."""

    variant = forms.ModelChoiceField(
        Variant.objects.none(),
        error_messages={
            "required": _("Choose what you would like first."),
            "invalid_choice": _("This product is not for sale at the moment."),
        },
    )
    quantity = WholeNumberField(least=1, most=MOST)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["variant"].queryset = Variant.objects.for_sale()


class QuantityForm(forms.Form):
    """What `POST /cart/lines/<id>/` takes: 0 removes the line."""

    quantity = WholeNumberField(least=0, most=MOST)
