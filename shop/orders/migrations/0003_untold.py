from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cart', '0001_initial'),
        ('customers', '0001_initial'),
        ('orders', '0002_marks'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='order',
            index=models.Index(condition=models.Q(('accepted_at__isnull', False), ('recorded_at', None)), fields=['accepted_at'], name='order_untold'),
        ),
    ]
