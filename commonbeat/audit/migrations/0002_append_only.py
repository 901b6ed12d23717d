from django.db import migrations

from commonbeat.audit.migrations import _append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: _append_only.install(editor.connection),
            lambda apps, editor: _append_only.remove(editor.connection),
        )
    ]
