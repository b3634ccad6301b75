import django.db.models.deletion
import django.utils.timezone
import syndication.addresses
import uuid6
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    # The steps of databases made before 23 November 2026.
    replaces = [
        ("syndication", "0001_initial"),
        ("syndication", "0003_partners"),
    ]

    dependencies = [
        ('actors', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('library', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('sequence', models.PositiveBigIntegerField(null=True, verbose_name='change')),
                ('record', models.UUIDField(null=True, verbose_name='key')),
                ('event', models.CharField(max_length=40, verbose_name='event')),
                ('outcome', models.CharField(choices=[('waiting', 'waiting'), ('done', 'delivered'), ('given_up', 'given up')], default='waiting', max_length=10, verbose_name='state')),
                ('tries', models.PositiveIntegerField(default=0, verbose_name='tries')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='handed on')),
                ('tried_at', models.DateTimeField(null=True, verbose_name='first tried')),
                ('next_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='next try')),
                ('done_at', models.DateTimeField(null=True, verbose_name='delivered')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('record', None), ('sequence', None)), models.Q(('record__isnull', False), ('sequence__isnull', False)), _connector='OR'), name='delivery_names_a_whole_change')],
            },
        ),
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(help_text='The organisation or the program, as you will know it later: “University library, mirror”.', max_length=120, verbose_name='whose it is')),
                ('mail', models.EmailField(blank=True, help_text='Whom to write to before the key is taken back.', max_length=254, verbose_name='contact')),
                ('beginning', models.CharField(editable=False, max_length=20, verbose_name='begins with')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='made')),
                ('used_on', models.DateField(editable=False, null=True, verbose_name='last used')),
                ('revoked_at', models.DateTimeField(editable=False, null=True, verbose_name='taken back')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
            ],
            options={
                'verbose_name': 'API key',
                'verbose_name_plural': 'API keys',
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='tried')),
                ('status', models.PositiveSmallIntegerField(null=True, verbose_name='status')),
                ('seconds', models.FloatField(default=0, verbose_name='seconds')),
                ('said', models.CharField(blank=True, max_length=300, verbose_name='answer')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='syndication.delivery')),
            ],
            options={
                'verbose_name': 'attempt',
                'verbose_name_plural': 'attempts',
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='HubState',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('sequence', models.PositiveBigIntegerField(default=0)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('next_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'state of the hub',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='hub_state_is_one_row')],
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('mail', models.EmailField(help_text='Is written to when the webhook does not answer: at once, after a day, and when it is suspended.', max_length=254, verbose_name='contact')),
                ('address', models.CharField(help_text='Where changes are sent to, such as https://example.org/hooks/matiane.', max_length=500, validators=[syndication.addresses.check_form], verbose_name='webhook')),
                ('condition', models.CharField(choices=[('active', 'active'), ('off', 'switched off'), ('suspended', 'suspended: it did not answer for three days'), ('gone', 'suspended: it answered that it wants no more (410)')], default='active', editable=False, max_length=10, verbose_name='state')),
                ('kinds', models.JSONField(blank=True, default=list, verbose_name='kinds')),
                ('languages', models.JSONField(blank=True, default=list, verbose_name='languages')),
                ('secret', models.CharField(editable=False, max_length=100)),
                ('former_secret', models.CharField(blank=True, editable=False, max_length=100)),
                ('former_until', models.DateTimeField(editable=False, null=True)),
                ('sequence', models.PositiveBigIntegerField(default=0, editable=False)),
                ('failures', models.PositiveIntegerField(default=0, editable=False)),
                ('failing_since', models.DateTimeField(editable=False, null=True)),
                ('failed_at', models.DateTimeField(editable=False, null=True)),
                ('resume_at', models.DateTimeField(editable=False, null=True)),
                ('told', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='added')),
                ('actors', models.ManyToManyField(blank=True, related_name='+', to='actors.actor', verbose_name='actors')),
                ('places', models.ManyToManyField(blank=True, help_text='With all that lies in them.', related_name='+', to='actors.place', verbose_name='places')),
                ('tags', models.ManyToManyField(blank=True, related_name='+', to='library.tag', verbose_name='tags')),
            ],
            options={
                'verbose_name': 'partner',
                'verbose_name_plural': 'partners',
                'ordering': ['name', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('former_secret', ''), ('former_until__isnull', False), _connector='OR'), name='partner_former_secret_has_an_end')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('first', 'it does not answer'), ('day', 'it has not answered for a day'), ('suspended', 'it is suspended'), ('gone', 'it wants no more')], max_length=10)),
                ('said', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('next_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('sent_at', models.DateTimeField(null=True)),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='syndication.partner')),
            ],
            options={
                'verbose_name': 'mail to a partner',
                'verbose_name_plural': 'mails to partners',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.AddField(
            model_name='delivery',
            name='partner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='syndication.partner', verbose_name='partner'),
        ),
        migrations.CreateModel(
            name='ApiUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('path', models.CharField(max_length=120, verbose_name='address')),
                ('requests', models.PositiveBigIntegerField(default=0, verbose_name='requests')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='syndication.apikey')),
            ],
            options={
                'verbose_name': 'use of a key',
                'verbose_name_plural': 'use of keys',
                'ordering': ['-day', 'path'],
                'constraints': [models.UniqueConstraint(fields=('key', 'day', 'path'), name='api_use_once_a_day')],
            },
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('outcome', 'waiting')), fields=['partner', 'next_at'], name='delivery_waiting'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['partner', 'record', 'sequence'], name='delivery_by_record'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(condition=models.Q(('sequence__isnull', False)), fields=('partner', 'sequence'), name='delivery_once_per_change'),
        ),
    ]
