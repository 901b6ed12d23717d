import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_organisations_take_reports"),
        ("core", "0002_live_realm"),
        ("places", "0001_initial"),
        ("reports", "0012_public_matters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Received",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("unread_since", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="message",
            name="reports_message_author_known",
        ),
        migrations.RemoveConstraint(
            model_name="report",
            name="reports_report_status_known",
        ),
        migrations.RemoveConstraint(
            model_name="report",
            name="reports_report_counted_holds_little",
        ),
        migrations.AddField(
            model_name="report",
            name="sent_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="to_police",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AlterField(
            model_name="message",
            name="author",
            field=models.CharField(
                choices=[("reporter", "reporter"), ("police", "police"), ("partner", "partner")],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="status",
            field=models.CharField(
                choices=[
                    ("counted", "counted"),
                    ("elsewhere", "elsewhere"),
                    ("submitted", "submitted"),
                    ("seen", "seen"),
                    ("assessed", "assessed"),
                    ("asked", "asked"),
                    ("assigned", "assigned"),
                    ("investigating", "investigating"),
                    ("shared", "shared"),
                    ("resolved", "resolved"),
                    ("filed", "filed"),
                    ("passed", "passed"),
                    ("withdrawn", "withdrawn"),
                    ("erased", "erased"),
                ],
                default="submitted",
                max_length=16,
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("sent_to__isnull", False)),
                fields=["sent_to", "id"],
                name="reports_report_sent_to",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("author__in", ["reporter", "police", "partner"])),
                name="reports_message_author_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "counted",
                            "elsewhere",
                            "submitted",
                            "seen",
                            "assessed",
                            "asked",
                            "assigned",
                            "investigating",
                            "shared",
                            "resolved",
                            "filed",
                            "passed",
                            "withdrawn",
                            "erased",
                        ],
                    )
                ),
                name="reports_report_status_known",
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
                        ("sent_to__isnull", True),
                        ("status__in", ["counted", "erased"]),
                        ("to_police", True),
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
                    models.Q(
                        (
                            "status__in",
                            [
                                "counted",
                                "submitted",
                                "seen",
                                "assessed",
                                "asked",
                                "assigned",
                                "investigating",
                                "shared",
                                "resolved",
                                "filed",
                                "passed",
                                "withdrawn",
                                "erased",
                            ],
                        ),
                        ("to_police", True),
                    ),
                    models.Q(
                        ("identity__in", ["anonymous", "pseudonym"]),
                        ("queue_at__isnull", True),
                        ("reporter__isnull", True),
                        ("sent_to__isnull", False),
                        ("status__in", ["elsewhere", "withdrawn", "erased"]),
                        ("to_police", False),
                    ),
                    _connector="OR",
                ),
                name="reports_report_elsewhere_is_no_police_matter",
            ),
        ),
        migrations.AddField(
            model_name="received",
            name="report",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="received",
                to="reports.report",
            ),
        ),
    ]
