import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pages", "0011_front_page_rights"), ("publishing", "0010_bundles")]
    operations = [
        *(
            migrations.AddField(
                "replacementline",
                name,
                models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="publishing.bundle", **words),
            )
            for name, words in (("bundle", {"verbose_name": "bundle"}), ("undone_in", {}))
        ),
    ]
