from django.conf import settings
from django.db import migrations
from django.db.models import F

WORDS = {
    ("catalogue", "Product"): ("name", "tagline", "description", "option_name"),
    ("catalogue", "Variant"): ("option",),
    ("catalogue", "Picture"): ("alt",),
    ("delivery", "DeliveryMethod"): ("name", "promise", "address_hint"),
    ("page", "Storefront"): ("name", "tagline", "address", "delivery_promise", "bank_account"),
}


def give_language(apps, schema_editor):
    """What was written so far is in the storefront's language."""
    storefront = apps.get_model("page", "Storefront").objects.filter(pk=1).first()
    language = storefront.language if storefront else settings.LANGUAGE_CODE
    for (app, model), names in WORDS.items():
        so_far = {f"{name}_{language.replace('-', '_')}": F(name) for name in names}
        apps.get_model(app, model).objects.update(**so_far)


class Migration(migrations.Migration):
    dependencies = [
        ("page", "0005_words_in_each_language"),
        ("catalogue", "0002_words_in_each_language"),
        ("delivery", "0003_words_in_each_language"),
    ]

    operations = [migrations.RunPython(give_language, migrations.RunPython.noop)]
