from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0008_photographs_are_exhibits")]

    operations = [migrations.DeleteModel("Photo"), migrations.DeleteModel("PendingPhoto")]
