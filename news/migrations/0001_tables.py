import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import publishing.fields.richtext
import publishing.publishable
import taggit.managers
import uuid
import uuid6
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    # The steps of databases made before 23 November 2026.
    replaces = [
        ("news", "0001_initial"),
        ("news", "0003_documents"),
        ("news", "0005_mark_terms"),
        ("news", "0006_mentions"),
        ("news", "0007_listed_mentions"),
        ("news", "0008_backfill_mentions"),
        ("news", "0009_events"),
    ]

    dependencies = [
        ('actors', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('chronicle', '0001_tables'),
        ('library', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Author',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('name_ka', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('slug_en', models.SlugField(blank=True, help_text='Last part of the address. A change leaves a redirect.', max_length=100, null=True, verbose_name='slug')),
                ('slug_ka', models.SlugField(blank=True, help_text='Last part of the address. A change leaves a redirect.', max_length=100, null=True, verbose_name='slug')),
                ('about_en', models.TextField(blank=True, verbose_name='about')),
                ('about_ka', models.TextField(blank=True, verbose_name='about')),
                ('has_profile', models.BooleanField(default=False, help_text='Leave off for people at risk: the name then stands in bylines only.', verbose_name='has a public page')),
            ],
            options={
                'verbose_name': 'author',
                'verbose_name_plural': 'authors',
                'ordering': ['name_en', 'name_ka'],
            },
        ),
        migrations.CreateModel(
            name='Kind',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('key', models.SlugField(help_text='For the API, for example “news”. Does not change.', unique=True, verbose_name='key')),
                ('label_en', models.CharField(blank=True, max_length=60, verbose_name='label')),
                ('label_ka', models.CharField(blank=True, max_length=60, verbose_name='label')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'verbose_name': 'kind of article',
                'verbose_name_plural': 'kinds of article',
                'ordering': ['position', 'key'],
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('listed_at_en', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='listed at')),
                ('listed_at_ka', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='listed at')),
                ('available_en', models.BooleanField(default=False, editable=False, verbose_name='available')),
                ('available_ka', models.BooleanField(default=False, editable=False, verbose_name='available')),
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('short_id', models.CharField(default=publishing.publishable.new_short_id, editable=False, max_length=10, unique=True)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('published', 'published'), ('withdrawn', 'withdrawn'), ('trashed', 'trashed')], default='draft', editable=False, max_length=12, verbose_name='state')),
                ('published_at_en', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
                ('published_at_ka', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
                ('live_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='public since')),
                ('first_published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='first published')),
                ('updated_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last public change')),
                ('show_title_en', models.BooleanField(default=False, help_text='Lists in this language show the title while the text is only available in another language.', verbose_name='show this title before its text')),
                ('show_title_ka', models.BooleanField(default=False, help_text='Lists in this language show the title while the text is only available in another language.', verbose_name='show this title before its text')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('edited_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='last edited')),
                ('has_draft', models.BooleanField(default=False, editable=False, verbose_name='unpublished changes')),
                ('working_title', models.CharField(blank=True, default='', editable=False, max_length=300, verbose_name='title')),
                ('slug_en', models.SlugField(blank=True, help_text='Last part of the address. Leave it empty to have it made from the title; a change leaves a redirect.', max_length=100, null=True, verbose_name='slug')),
                ('slug_ka', models.SlugField(blank=True, help_text='Last part of the address. Leave it empty to have it made from the title; a change leaves a redirect.', max_length=100, null=True, verbose_name='slug')),
                ('title_en', models.CharField(blank=True, help_text='What happened, in one line.', max_length=200, verbose_name='title')),
                ('title_ka', models.CharField(blank=True, help_text='What happened, in one line.', max_length=200, verbose_name='title')),
                ('lead_en', models.TextField(blank=True, help_text='One paragraph that stands in lists, feeds and search results.', verbose_name='lead')),
                ('lead_ka', models.TextField(blank=True, help_text='One paragraph that stands in lists, feeds and search results.', verbose_name='lead')),
                ('body_en', publishing.fields.richtext.RichTextField(blank=True, verbose_name='body')),
                ('body_ka', publishing.fields.richtext.RichTextField(blank=True, verbose_name='body')),
                ('licence', models.CharField(blank=True, choices=[('CC-BY-4.0', 'Creative Commons Attribution 4.0'), ('CC-BY-SA-4.0', 'Creative Commons Attribution-ShareAlike 4.0'), ('CC-BY-NC-4.0', 'Creative Commons Attribution-NonCommercial 4.0'), ('CC0-1.0', 'public domain'), ('reserved', 'all rights reserved')], help_text='Leave it empty for the licence of the site.', max_length=20, verbose_name='licence')),
                ('mark_terms', models.BooleanField(default=True, help_text='Where the text first uses a term, unless the site marks none.', verbose_name='mark terms of the glossary')),
                ('corrected_at_en', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='corrected')),
                ('corrected_at_ka', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='corrected')),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='created by')),
                ('edited_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='last edited by')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='library.image', verbose_name='image')),
            ],
            options={
                'verbose_name': 'article',
                'verbose_name_plural': 'articles',
                'ordering': ['-live_at', '-id'],
                'permissions': [('publish_article', 'Can publish articles'), ('erase_article', 'Can delete articles for ever')],
                'indexes': [models.Index(fields=['-listed_at_en', '-id'], name='article_listed_en'), models.Index(fields=['-listed_at_ka', '-id'], name='article_listed_ka'), models.Index(condition=models.Q(('available_en', True)), fields=['-listed_at_en', '-id'], name='article_only_en'), models.Index(condition=models.Q(('available_ka', True)), fields=['-listed_at_ka', '-id'], name='article_only_ka'), models.Index(fields=['-live_at', '-id'], name='article_live'), models.Index(fields=['-edited_at', '-id'], name='article_edited'), models.Index(fields=['state', '-edited_at'], name='article_state'), models.Index(condition=models.Q(('first_published_at__isnull', True)), fields=['live_at'], name='article_waiting')],
                'constraints': [models.UniqueConstraint(fields=('slug_en',), name='article_slug_en_once', violation_error_message='Another article has this address.'), models.UniqueConstraint(fields=('slug_ka',), name='article_slug_ka_once', violation_error_message='Another article has this address.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('live_at__isnull', False), _connector='OR'), name='article_published_has_a_date'), models.CheckConstraint(condition=models.Q(('slug_en__regex', '^[0-9]+$'), _negated=True), name='article_slug_en_not_a_number', violation_error_message='An address cannot be a number alone.'), models.CheckConstraint(condition=models.Q(('slug_ka__regex', '^[0-9]+$'), _negated=True), name='article_slug_ka_not_a_number', violation_error_message='An address cannot be a number alone.')],
            },
        ),
        migrations.CreateModel(
            name='ArticleCitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('locator', models.CharField(blank=True, help_text='For example “p. 12” or “02:15”.', max_length=100, verbose_name='place in the source')),
                ('quote', models.TextField(blank=True, help_text='In the language of the source.', verbose_name='quoted words')),
                ('quote_language', models.CharField(blank=True, help_text='As a code, for example ru.', max_length=10, validators=[django.core.validators.RegexValidator('^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\\Z', 'Give a language code, for example ka, ru or en.', code='language_code')], verbose_name='language of the quotation')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='news.article')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='library.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'citation',
                'verbose_name_plural': 'citations',
                'ordering': ['position', 'id'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='article',
            name='sources',
            field=models.ManyToManyField(related_name='articles', through='news.ArticleCitation', to='library.source', verbose_name='sources'),
        ),
        migrations.CreateModel(
            name='ArticleDocument',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='news.article')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='library.document', verbose_name='document')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'ordering': ['position', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ArticleTag',
            fields=[
                ('listed_at_en', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='listed at')),
                ('listed_at_ka', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='listed at')),
                ('available_en', models.BooleanField(default=False, editable=False, verbose_name='available')),
                ('available_ka', models.BooleanField(default=False, editable=False, verbose_name='available')),
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged', to='news.article')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='article_rows', to='library.tag', verbose_name='tag')),
            ],
            options={
                'verbose_name': 'tag of an article',
                'verbose_name_plural': 'tags of articles',
                'indexes': [models.Index(fields=['tag', '-listed_at_en', '-content_object'], name='article_tag_en'), models.Index(condition=models.Q(('available_en', True)), fields=['tag', '-listed_at_en', '-content_object'], name='article_tag_only_en'), models.Index(fields=['tag', '-listed_at_ka', '-content_object'], name='article_tag_ka'), models.Index(condition=models.Q(('available_ka', True)), fields=['tag', '-listed_at_ka', '-content_object'], name='article_tag_only_ka')],
                'constraints': [models.UniqueConstraint(fields=('content_object', 'tag'), name='article_tag_once')],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='tags',
            field=taggit.managers.TaggableManager(blank=True, help_text='A comma-separated list of tags.', through='news.ArticleTag', to='library.Tag', verbose_name='tags'),
        ),
        migrations.CreateModel(
            name='Byline',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bylines', to='news.article')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bylines', to='news.author', verbose_name='author')),
            ],
            options={
                'verbose_name': 'author',
                'verbose_name_plural': 'byline',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='authors',
            field=models.ManyToManyField(related_name='articles', through='news.Byline', to='news.author', verbose_name='byline'),
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date')),
                ('text_en', models.TextField(blank=True, verbose_name='what was corrected')),
                ('text_ka', models.TextField(blank=True, verbose_name='what was corrected')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='news.article')),
            ],
            options={
                'verbose_name': 'correction',
                'verbose_name_plural': 'corrections',
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['-at', '-id'], name='correction_newest')],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='kind',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='news.kind', verbose_name='kind'),
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('listed_at_en', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='listed at')),
                ('listed_at_ka', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='listed at')),
                ('available_en', models.BooleanField(default=False, editable=False, verbose_name='available')),
                ('available_ka', models.BooleanField(default=False, editable=False, verbose_name='available')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('capacity_en', models.CharField(blank=True, help_text='As what the person appears. Leave it empty for the title on the day of the article.', max_length=200, verbose_name='capacity')),
                ('capacity_ka', models.CharField(blank=True, help_text='As what the person appears. Leave it empty for the title on the day of the article.', max_length=200, verbose_name='capacity')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='actors.actor', verbose_name='actor')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='news.article')),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='actors.office', verbose_name='office')),
            ],
            options={
                'verbose_name': 'mention',
                'verbose_name_plural': 'people and offices',
                'ordering': ['position', 'id'],
                'indexes': [models.Index(condition=models.Q(('actor__isnull', False)), fields=['actor', '-listed_at_en', '-article'], name='mention_actor_en'), models.Index(condition=models.Q(('actor__isnull', False), ('available_en', True)), fields=['actor', '-listed_at_en', '-article'], name='mention_actor_only_en'), models.Index(condition=models.Q(('actor__isnull', False)), fields=['actor', '-listed_at_ka', '-article'], name='mention_actor_ka'), models.Index(condition=models.Q(('actor__isnull', False), ('available_ka', True)), fields=['actor', '-listed_at_ka', '-article'], name='mention_actor_only_ka'), models.Index(condition=models.Q(('office__isnull', False)), fields=['office', '-listed_at_en', '-article'], name='mention_office_en'), models.Index(condition=models.Q(('office__isnull', False), ('available_en', True)), fields=['office', '-listed_at_en', '-article'], name='mention_office_only_en'), models.Index(condition=models.Q(('office__isnull', False)), fields=['office', '-listed_at_ka', '-article'], name='mention_office_ka'), models.Index(condition=models.Q(('office__isnull', False), ('available_ka', True)), fields=['office', '-listed_at_ka', '-article'], name='mention_office_only_ka')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('actor__isnull', False), ('office__isnull', True)), models.Q(('actor__isnull', True), ('office__isnull', False)), _connector='OR'), name='mention_of_an_actor_or_an_office', violation_error_message='Choose an actor or an office, one of them in each row.')],
            },
        ),
        migrations.CreateModel(
            name='ArticleEvent',
            fields=[
                ('listed_at_en', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='listed at')),
                ('listed_at_ka', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='listed at')),
                ('available_en', models.BooleanField(default=False, editable=False, verbose_name='available')),
                ('available_ka', models.BooleanField(default=False, editable=False, verbose_name='available')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('relation', models.CharField(choices=[('announces', 'announces'), ('reports', 'reports'), ('refers_to', 'refers to')], default='reports', max_length=9, verbose_name='the article …')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='news.article')),
                ('event', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='chronicle.event', verbose_name='event')),
            ],
            options={
                'verbose_name': 'event of an article',
                'verbose_name_plural': 'events',
                'ordering': ['position', 'id'],
                'indexes': [models.Index(fields=['event', '-listed_at_en', '-article'], name='article_event_all_en'), models.Index(condition=models.Q(('available_en', True)), fields=['event', '-listed_at_en', '-article'], name='article_event_only_en'), models.Index(fields=['event', '-listed_at_ka', '-article'], name='article_event_all_ka'), models.Index(condition=models.Q(('available_ka', True)), fields=['event', '-listed_at_ka', '-article'], name='article_event_only_ka')],
            },
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('slug_en__in', ['', 'tag', 'feed', 'kind']), _negated=True), name='article_slug_en_not_reserved', violation_error_message='This word is reserved.'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('slug_ka__in', ['', 'tag', 'feed', 'kind']), _negated=True), name='article_slug_ka_not_reserved', violation_error_message='This word is reserved.'),
        ),
    ]
