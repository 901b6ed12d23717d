from datetime import UTC, datetime

from django.db import migrations


def open_live_realm(apps, schema_editor):
    realm = apps.get_model("core", "Realm")
    realm.objects.create(id=1, kind="live", name="Live", opened_at=datetime(2026, 1, 1, tzinfo=UTC))
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SELECT setval(pg_get_serial_sequence('core_realm', 'id'), 1)")


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(open_live_realm, migrations.RunPython.noop)]
