from django.db import migrations, models

CALL_IN = [
    ("", "Open"),
    ("INVALID", "Not valid"),
    ("NO_ACTION", "No action"),
    ("REFER_BACK", "Referred back"),
    ("REFER_TO_COUNCIL", "Referred to the full council"),
    ("RECOMMENDATIONS_WITHOUT_REFERRAL", "Recommendations, without sending the decision back"),
    ("NOT_HEARD", "Not heard in time"),
    ("LAPSED", "Lapsed: not complete when the window closed"),
    ("WITHDRAWN", "Withdrawn"),
]


class Migration(migrations.Migration):

    dependencies = [
        ("scrutiny", "0005_council_reviews"),
    ]

    operations = [
        migrations.AddField(
            model_name="hearing",
            name="recommendations",
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name="callin",
            name="outcome",
            field=models.CharField(blank=True, choices=CALL_IN, max_length=40),
        ),
        migrations.AlterField(
            model_name="hearing",
            name="outcome",
            field=models.CharField(choices=CALL_IN[2:6], max_length=40),
        ),
        migrations.AlterField(
            model_name="historicalcallin",
            name="outcome",
            field=models.CharField(blank=True, choices=CALL_IN, max_length=40),
        ),
    ]
