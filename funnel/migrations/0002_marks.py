from collections import defaultdict

from django.db import migrations, models
from django.utils import timezone

from funnel.cuts import BOUGHT, DIMENSIONS, cuts_of
from funnel.marks import fingerprint, mark


KEY = ("day", "cut", *DIMENSIONS, "kind", "currency")


def add_up(apps, schema_editor):
    """As the recorder does from now on: by the journey's day and cuts, and by the order's day."""
    alias, zone = schema_editor.connection.alias, timezone.get_default_timezone()
    purchases = apps.get_model("funnel", "Purchase").objects.using(alias)
    daily = apps.get_model("funnel", "DailyMoney").objects.using(alias)
    sums = defaultdict(int)
    for sale in purchases.select_related("journey").iterator():
        journey, bought = sale.journey, timezone.localtime(sale.at, zone).date()
        cuts = cuts_of(tuple(getattr(journey, name) for name in DIMENSIONS))
        for day, cut in [*((journey.day, cut) for cut in cuts), (bought, BOUGHT)]:
            added = fingerprint(mark(sale.order), sale.value, sale.refunded)
            sums[(day, *cut, sale.kind, sale.currency)] += added
    for key, total in sums.items():
        daily.filter(**dict(zip(KEY, key, strict=True))).update(fingerprint=total)


class Migration(migrations.Migration):

    dependencies = [
        ('funnel', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='dailymoney',
            name='fingerprint',
            field=models.BigIntegerField(default=0),
        ),
        migrations.RunPython(add_up, migrations.RunPython.noop),
    ]
