from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0005_old_addresses_roles")]

    operations = [
        migrations.AddField(
            model_name="sitesettings",
            name="error_reports",
            field=models.BooleanField(
                default=True,
                help_text="A link below each text leads to a form, which is mailed to the editors.",
                verbose_name="readers may report errors",
            ),
        ),
        migrations.AddField(
            model_name="sitesettings",
            name="error_reports_to",
            field=models.EmailField(
                blank=True,
                help_text="Left empty, they go to the address that the operator has set, else to the e-mail above.",
                max_length=254,
                verbose_name="mail reports of errors to",
            ),
        ),
    ]
