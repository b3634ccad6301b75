from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0002_rights")]

    operations = [
        migrations.RemoveIndex(model_name="change", name="change_by_record"),
        migrations.AddIndex(model_name="change", index=models.Index(fields=["record", "sequence", "kind"], name="change_by_record")),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["record_kind", "sequence"], name="change_by_kind"),
        ),
    ]
