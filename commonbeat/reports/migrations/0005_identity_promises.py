from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_identity_ladder")]

    operations = [
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("identity__in", ["counted", "anonymous", "pseudonym", "confidential", "named"])
                ),
                name="reports_report_identity_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("identity", "named"), ("reporter__isnull", True), _connector="OR"
                ),
                name="reports_report_only_named_has_reporter",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answers__isnull", True),
                        ("cell9__isnull", True),
                        ("identity", "counted"),
                        ("pseudonym__isnull", True),
                        ("queue_at__isnull", True),
                        ("status__in", ["counted", "erased"]),
                    ),
                    models.Q(
                        models.Q(("identity", "counted"), _negated=True),
                        models.Q(("status", "counted"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="reports_report_counted_holds_little",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("pseudonym__isnull", True),
                    models.Q(("identity", "anonymous"), _negated=True),
                    _connector="OR",
                ),
                name="reports_report_pseudonym_has_its_rung",
            ),
        ),
    ]
