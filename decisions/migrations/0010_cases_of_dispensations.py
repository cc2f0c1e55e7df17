import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commissioning', '0006_committees_of_the_cabinet'),
        ('decisions', '0009_moments_and_parts_of_procurement'),
    ]

    operations = [
        migrations.AddField(
            model_name='dispensation',
            name='case',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dispensations', to='commissioning.case'),
        ),
        migrations.AddField(
            model_name='dispensationrequest',
            name='case',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dispensation_requests', to='commissioning.case'),
        ),
    ]
