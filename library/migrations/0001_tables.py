import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import library.fields
import library.storage
import publishing.publishable
import uuid6
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    # The steps of databases made before 23 November 2026.
    replaces = [
        ("library", "0001_initial"),
        ("library", "0002_documents"),
        ("library", "0003_deleted_documents"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DeletedDocument',
            fields=[
                ('short_id', models.CharField(editable=False, max_length=10, primary_key=True, serialize=False)),
                ('deleted_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'deleted document',
                'verbose_name_plural': 'deleted documents',
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(help_text='In the language of the source.', max_length=300, verbose_name='title')),
                ('publisher', models.CharField(blank=True, max_length=200, verbose_name='publisher')),
                ('kind', models.CharField(choices=[('official', 'official'), ('press', 'press'), ('document', 'document'), ('field_note', 'field note'), ('archive', 'archive')], default='press', max_length=12, verbose_name='kind')),
                ('language', models.CharField(blank=True, help_text='As a code, for example ka, ru or en.', max_length=10, validators=[django.core.validators.RegexValidator('^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\\Z', 'Give a language code, for example ka, ru or en.', code='language_code')], verbose_name='language')),
                ('url', library.fields.WebAddressField(blank=True, max_length=1000, verbose_name='address')),
                ('archived_url', library.fields.WebAddressField(blank=True, help_text='The page as an archive keeps it, for the day the original is gone.', max_length=1000, verbose_name='archived copy')),
                ('accessed_on', models.DateField(blank=True, null=True, verbose_name='date accessed')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='Image',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(help_text='For finding it in the library; readers do not see it.', max_length=200, verbose_name='title')),
                ('file', models.ImageField(height_field='height', storage=library.storage.originals, upload_to=library.storage.original_path, verbose_name='file', width_field='width')),
                ('file_variant_en', models.ImageField(blank=True, help_text='Where the picture holds text: the file that readers of this language see.', storage=library.storage.originals, upload_to=library.storage.original_path, verbose_name='other file')),
                ('file_variant_ka', models.ImageField(blank=True, help_text='Where the picture holds text: the file that readers of this language see.', storage=library.storage.originals, upload_to=library.storage.original_path, verbose_name='other file')),
                ('width', models.PositiveIntegerField(default=0, editable=False)),
                ('height', models.PositiveIntegerField(default=0, editable=False)),
                ('alt_en', models.CharField(blank=True, help_text='What a reader who cannot see the picture needs to know, for example “Two empty chairs at a long table”.', max_length=300, verbose_name='alternative text')),
                ('alt_ka', models.CharField(blank=True, help_text='What a reader who cannot see the picture needs to know, for example “Two empty chairs at a long table”.', max_length=300, verbose_name='alternative text')),
                ('decorative', models.BooleanField(default=False, help_text='The picture says nothing that the text does not; no alternative text.', verbose_name='decorative')),
                ('caption_en', models.CharField(blank=True, max_length=500, verbose_name='caption')),
                ('caption_ka', models.CharField(blank=True, max_length=500, verbose_name='caption')),
                ('credit_en', models.CharField(blank=True, max_length=200, verbose_name='credit')),
                ('credit_ka', models.CharField(blank=True, max_length=200, verbose_name='credit')),
                ('licence', models.CharField(choices=[('CC-BY-4.0', 'Creative Commons Attribution 4.0'), ('CC-BY-SA-4.0', 'Creative Commons Attribution-ShareAlike 4.0'), ('CC-BY-NC-4.0', 'Creative Commons Attribution-NonCommercial 4.0'), ('CC0-1.0', 'public domain'), ('reserved', 'all rights reserved')], default='reserved', max_length=20, verbose_name='licence')),
                ('partners_may_use', models.BooleanField(default=False, verbose_name='partners may use it')),
                ('focal_x', models.PositiveSmallIntegerField(default=50, help_text='In per cent.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='focal point, from the left')),
                ('focal_y', models.PositiveSmallIntegerField(default=50, help_text='In per cent.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='focal point, from the top')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('renditions', models.JSONField(default=list, editable=False)),
            ],
            options={
                'verbose_name': 'image',
                'verbose_name_plural': 'images',
                'ordering': ['-created_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('decorative', True), models.Q(('alt_en', ''), ('alt_ka', ''), _connector='OR', _negated=True), _connector='OR'), name='image_has_alternative_text', violation_error_message='Give the alternative text in every language, or say that the picture is decorative.'), models.CheckConstraint(condition=models.Q(('focal_x__lte', 100), ('focal_y__lte', 100)), name='image_focal_point_in_picture')],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('short_id', models.CharField(default=publishing.publishable.new_short_id, editable=False, max_length=10, unique=True)),
                ('title_en', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('title_ka', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('description_en', models.TextField(blank=True, help_text='What it holds and who made it, in a sentence or two.', verbose_name='description')),
                ('description_ka', models.TextField(blank=True, help_text='What it holds and who made it, in a sentence or two.', verbose_name='description')),
                ('licence', models.CharField(blank=True, choices=[('CC-BY-4.0', 'Creative Commons Attribution 4.0'), ('CC-BY-SA-4.0', 'Creative Commons Attribution-ShareAlike 4.0'), ('CC-BY-NC-4.0', 'Creative Commons Attribution-NonCommercial 4.0'), ('CC0-1.0', 'public domain'), ('reserved', 'all rights reserved')], help_text='Leave it empty for the licence of the site.', max_length=20, verbose_name='licence')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('source', models.ForeignKey(blank=True, help_text='Where it was first published.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='library.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'ordering': ['-created_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('title_en', ''), _negated=True), models.Q(('title_ka', ''), _negated=True), _connector='OR'), name='document_has_a_title', violation_error_message='Give a title in at least one language.')],
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(editable=False, max_length=300, unique=True, verbose_name='key')),
                ('slug_en', models.SlugField(blank=True, help_text='Last part of the address. A change leaves a redirect.', max_length=100, null=True, verbose_name='slug')),
                ('slug_ka', models.SlugField(blank=True, help_text='Last part of the address. A change leaves a redirect.', max_length=100, null=True, verbose_name='slug')),
                ('label_en', models.CharField(blank=True, max_length=100, verbose_name='label')),
                ('label_ka', models.CharField(blank=True, max_length=100, verbose_name='label')),
                ('description_en', models.TextField(blank=True, verbose_name='description')),
                ('description_ka', models.TextField(blank=True, verbose_name='description')),
            ],
            options={
                'verbose_name': 'tag',
                'verbose_name_plural': 'tags',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('slug_en',), name='tag_slug_en_once', violation_error_message='Another tag has this address.'), models.UniqueConstraint(fields=('slug_ka',), name='tag_slug_ka_once', violation_error_message='Another tag has this address.')],
            },
        ),
        migrations.CreateModel(
            name='TagAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=100, verbose_name='alias')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='library.tag', verbose_name='tag')),
            ],
            options={
                'verbose_name': 'alias',
                'verbose_name_plural': 'aliases',
                'ordering': ['label'],
            },
        ),
        migrations.CreateModel(
            name='TagCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('listed', models.PositiveIntegerField(default=0)),
                ('available_en', models.PositiveIntegerField(default=0)),
                ('available_ka', models.PositiveIntegerField(default=0)),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counts', to='library.tag')),
            ],
            options={
                'verbose_name': 'count',
                'verbose_name_plural': 'counts',
                'constraints': [models.UniqueConstraint(fields=('tag', 'kind'), name='tag_count_once_per_kind')],
            },
        ),
        migrations.CreateModel(
            name='TagSpelling',
            fields=[
                ('key', models.CharField(max_length=300, primary_key=True, serialize=False)),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spellings', to='library.tag')),
            ],
            options={
                'verbose_name': 'spelling',
                'verbose_name_plural': 'spellings',
            },
        ),
        migrations.CreateModel(
            name='DocumentFile',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('language', models.CharField(editable=False, max_length=10, verbose_name='language')),
                ('number', models.PositiveIntegerField(editable=False, verbose_name='version')),
                ('file', models.FileField(editable=False, storage=library.storage.originals, upload_to=library.storage.document_path, verbose_name='file')),
                ('name', models.CharField(editable=False, max_length=120, verbose_name='file name')),
                ('kind', models.CharField(choices=[('pdf', 'PDF'), ('docx', 'DOCX'), ('xlsx', 'XLSX'), ('csv', 'CSV'), ('zip', 'ZIP')], editable=False, max_length=4, verbose_name='kind')),
                ('bytes', models.PositiveBigIntegerField(editable=False, verbose_name='size')),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('pages', models.PositiveIntegerField(editable=False, null=True, verbose_name='pages')),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='uploaded')),
                ('replaced_at', models.DateTimeField(editable=False, null=True, verbose_name='replaced')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='taken back')),
                ('reason_en', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('reason_ka', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('text', models.TextField(default='', editable=False)),
                ('reading', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('failed', 'failed')], default='waiting', editable=False, max_length=7)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='library.document', verbose_name='document')),
                ('uploaded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'verbose_name': 'file of a document',
                'verbose_name_plural': 'files of documents',
                'ordering': ['language', '-number'],
                'constraints': [models.UniqueConstraint(fields=('document', 'language', 'number'), name='document_file_number_once'), models.UniqueConstraint(condition=models.Q(('replaced_at__isnull', True)), fields=('document', 'language'), name='document_file_one_stands')],
            },
        ),
        migrations.CreateModel(
            name='DocumentUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('record', models.UUIDField(db_index=True)),
                ('has_ended', models.BooleanField(default=False)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='library.document')),
            ],
            options={
                'verbose_name': 'use of a document',
                'verbose_name_plural': 'uses of documents',
                'constraints': [models.UniqueConstraint(fields=('document', 'record'), name='document_use_once')],
            },
        ),
        migrations.CreateModel(
            name='ImageUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('record', models.UUIDField(db_index=True)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='library.image')),
            ],
            options={
                'verbose_name': 'use of an image',
                'verbose_name_plural': 'uses of images',
                'constraints': [models.UniqueConstraint(fields=('image', 'record'), name='image_use_once')],
            },
        ),
    ]
