import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0016_word_index"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                models.F("cell8"),
                django.db.models.functions.comparison.Coalesce("happened_hour", "received_at"),
                name="reports_report_near",
            ),
        ),
    ]
