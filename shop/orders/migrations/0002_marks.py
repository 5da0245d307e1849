from django.db import migrations, models

import shop.orders.models
from funnel.marks import mark


def mark_all(apps, schema_editor):
    orders = apps.get_model("orders", "Order").objects.using(schema_editor.connection.alias)
    for pk, number in list(orders.values_list("pk", "number")):
        orders.filter(pk=pk).update(mark=mark(number))


class Migration(migrations.Migration):

    dependencies = [
        ('cart', '0001_initial'),
        ('customers', '0001_initial'),
        ('orders', '0001_initial'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='order',
            name='order_sums',
        ),
        migrations.AddField(
            model_name='order',
            name='mark',
            field=shop.orders.models.MarkField(default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(fields=['currency', 'accepted_at', 'total', 'refunded_at', 'cancelled_at', 'expired_at', 'mark'], name='order_sums'),
        ),
        migrations.RunPython(mark_all, migrations.RunPython.noop),
    ]
