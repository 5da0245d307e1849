import django.core.validators
from django.db import migrations, models


MIST = {
    "paper": "#FAF7F1",
    "ink": "#1E1B16",
    "primary": "#23463B",
    "mist": "#DDE6DF",
    "accent": "#B84A1F",
    "star": "#9A6B1E",
}


def leave_to_the_theme(apps, schema_editor):
    """Colours that were the defaults are the theme's now; the owner's own stay."""
    storefronts = apps.get_model("page", "Storefront").objects
    for name, colour in MIST.items():
        storefronts.filter(**{f"{name}__iexact": colour}).update(**{name: ""})


def name_them_again(apps, schema_editor):
    storefronts = apps.get_model("page", "Storefront").objects
    for name, colour in MIST.items():
        storefronts.filter(**{name: ""}).update(**{name: colour})


class Migration(migrations.Migration):
    dependencies = [
        ("page", "0006_words_so_far"),
    ]

    operations = [
        migrations.AddField(
            model_name="storefront",
            name="dark_mode",
            field=models.BooleanField(
                default=True,
                help_text="For buyers whose device is set to dark, where the theme has a night side.",
                verbose_name="dark mode",
            ),
        ),
        migrations.AddField(
            model_name="storefront",
            name="theme",
            field=models.CharField(
                choices=[("mist", "Mist"), ("studio", "Studio"), ("harvest", "Harvest")],
                default="mist",
                help_text="Colours, type, corners and density of page, checkout and mails.",
                max_length=20,
                verbose_name="theme",
            ),
        ),
        migrations.AlterField(
            model_name="storefront",
            name="accent",
            field=models.CharField(
                blank=True,
                max_length=7,
                validators=[
                    django.core.validators.RegexValidator(
                        "^#[0-9A-Fa-f]{6}\\Z", "Enter a colour such as #23463B."
                    )
                ],
                verbose_name="call to action",
            ),
        ),
        migrations.AlterField(
            model_name="storefront",
            name="ink",
            field=models.CharField(
                blank=True,
                max_length=7,
                validators=[
                    django.core.validators.RegexValidator(
                        "^#[0-9A-Fa-f]{6}\\Z", "Enter a colour such as #23463B."
                    )
                ],
                verbose_name="ink",
            ),
        ),
        migrations.AlterField(
            model_name="storefront",
            name="mist",
            field=models.CharField(
                blank=True,
                max_length=7,
                validators=[
                    django.core.validators.RegexValidator(
                        "^#[0-9A-Fa-f]{6}\\Z", "Enter a colour such as #23463B."
                    )
                ],
                verbose_name="mist",
            ),
        ),
        migrations.AlterField(
            model_name="storefront",
            name="paper",
            field=models.CharField(
                blank=True,
                max_length=7,
                validators=[
                    django.core.validators.RegexValidator(
                        "^#[0-9A-Fa-f]{6}\\Z", "Enter a colour such as #23463B."
                    )
                ],
                verbose_name="paper",
            ),
        ),
        migrations.AlterField(
            model_name="storefront",
            name="primary",
            field=models.CharField(
                blank=True,
                max_length=7,
                validators=[
                    django.core.validators.RegexValidator(
                        "^#[0-9A-Fa-f]{6}\\Z", "Enter a colour such as #23463B."
                    )
                ],
                verbose_name="primary",
            ),
        ),
        migrations.AlterField(
            model_name="storefront",
            name="star",
            field=models.CharField(
                blank=True,
                max_length=7,
                validators=[
                    django.core.validators.RegexValidator(
                        "^#[0-9A-Fa-f]{6}\\Z", "Enter a colour such as #23463B."
                    )
                ],
                verbose_name="stars",
            ),
        ),
        migrations.RunPython(leave_to_the_theme, name_them_again),
    ]
