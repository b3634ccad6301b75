from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0011_review_links_to_bundles'),
    ]

    operations = [
        migrations.AddField(
            model_name='bundleitem',
            name='was_public',
            field=models.BooleanField(default=False),
        ),
    ]
