import django.db.models.deletion
import django.utils.timezone
import publishing.fields.richtext
import publishing.publishable
import uuid
import uuid6
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True
    # The steps of databases made before 23 November 2026.
    replaces = [
        ("pages", "0001_pages"),
        ("pages", "0003_moving_in"),
        ("pages", "0004_terms"),
        ("pages", "0007_menus"),
        ("pages", "0009_page_documents"),
        ("pages", "0011_mark_terms"),
        ("pages", "0012_menu_headings"),
        ("pages", "0013_language_pairs"),
        ("pages", "0014_moving_out"),
        ("pages", "0016_lists_of_people_and_offices"),
        ("pages", "0017_list_of_places"),
        ("pages", "0018_list_of_chronologies"),
        ("pages", "0019_list_of_agreements"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('library', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Menu',
            fields=[
                ('place', models.CharField(choices=[('header', 'At the head of pages'), ('footer', 'At the foot of pages')], editable=False, max_length=10, primary_key=True, serialize=False, verbose_name='place')),
            ],
            options={
                'verbose_name': 'menu',
                'verbose_name_plural': 'menus',
                'ordering': ['-place'],
            },
        ),
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('failed', 'failed'), ('deleted', 'deleted')], default='waiting', editable=False, max_length=10, verbose_name='state')),
                ('rows', models.PositiveIntegerField(default=0, editable=False, verbose_name='rows')),
                ('files', models.PositiveIntegerField(default=0, editable=False, verbose_name='files')),
                ('bytes', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='size')),
                ('missing', models.JSONField(default=list, editable=False)),
                ('problem', models.CharField(blank=True, editable=False, max_length=500)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='started')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='ended')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='started by')),
            ],
            options={
                'verbose_name': 'archive of the site',
                'verbose_name_plural': 'moving out',
                'ordering': ['-started_at', '-id'],
                'permissions': [('move_out', 'Can export everything the site holds')],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(max_length=500, verbose_name='source')),
                ('mapping', models.CharField(blank=True, max_length=500, verbose_name='mapping file')),
                ('media', models.CharField(blank=True, max_length=500, verbose_name='folder of files')),
                ('fetch', models.BooleanField(default=False, verbose_name='fetch pictures from the old site')),
                ('dry', models.BooleanField(default=True, verbose_name='dry run')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('refused', 'refused')], default='waiting', editable=False, max_length=10, verbose_name='state')),
                ('done', models.PositiveIntegerField(default=0, editable=False, verbose_name='done')),
                ('total', models.PositiveIntegerField(default=0, editable=False, verbose_name='items')),
                ('report', models.JSONField(default=dict, editable=False, verbose_name='report')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='started')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='ended')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='started by')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'moving in',
                'ordering': ['-started_at', '-id'],
                'permissions': [('move_in', 'Can move content in from another site')],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Page',
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
                ('title_en', models.CharField(blank=True, help_text='Short: it also stands in menus.', max_length=200, verbose_name='title')),
                ('title_ka', models.CharField(blank=True, help_text='Short: it also stands in menus.', max_length=200, verbose_name='title')),
                ('lead_en', models.TextField(blank=True, help_text='One paragraph under the title; also for search results. May stay empty.', verbose_name='lead')),
                ('lead_ka', models.TextField(blank=True, help_text='One paragraph under the title; also for search results. May stay empty.', verbose_name='lead')),
                ('body_en', publishing.fields.richtext.RichTextField(blank=True, help_text='From three headings on, the page lists them at its beginning.', verbose_name='body')),
                ('body_ka', publishing.fields.richtext.RichTextField(blank=True, help_text='From three headings on, the page lists them at its beginning.', verbose_name='body')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Pages under the same page stand in the order of these numbers, the smallest first.', verbose_name='order')),
                ('mark_terms', models.BooleanField(default=True, help_text='Where the text first uses a term, unless the site marks none.', verbose_name='mark terms of the glossary')),
                ('purpose', models.CharField(choices=[('WebPage', 'ordinary page'), ('AboutPage', 'about the publisher'), ('ContactPage', 'how to reach the publisher')], default='WebPage', help_text='Told to search engines.', max_length=20, verbose_name='purpose')),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='created by')),
                ('edited_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='last edited by')),
                ('parent', models.ForeignKey(blank=True, help_text='Another page that stands at the top itself. Leave it empty for a page at the top.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='children', to='pages.page', verbose_name='belongs under')),
            ],
            options={
                'verbose_name': 'page',
                'verbose_name_plural': 'pages',
                'ordering': ['position', 'id'],
                'permissions': [('publish_page', 'Can publish pages'), ('erase_page', 'Can delete pages for ever')],
                'indexes': [models.Index(fields=['-listed_at_en', '-id'], name='page_listed_en'), models.Index(fields=['-listed_at_ka', '-id'], name='page_listed_ka'), models.Index(condition=models.Q(('available_en', True)), fields=['-listed_at_en', '-id'], name='page_only_en'), models.Index(condition=models.Q(('available_ka', True)), fields=['-listed_at_ka', '-id'], name='page_only_ka'), models.Index(fields=['-live_at', '-id'], name='page_live'), models.Index(fields=['-edited_at', '-id'], name='page_edited'), models.Index(fields=['state', '-edited_at'], name='page_state'), models.Index(condition=models.Q(('first_published_at__isnull', True)), fields=['live_at'], name='page_waiting'), models.Index(fields=['parent', 'position', 'id'], name='page_under')],
                'constraints': [models.UniqueConstraint(fields=('slug_en',), name='page_slug_en_once', violation_error_message='Another page has this address.'), models.UniqueConstraint(fields=('slug_ka',), name='page_slug_ka_once', violation_error_message='Another page has this address.'), models.CheckConstraint(condition=models.Q(('slug_en', ''), _negated=True), name='page_slug_en_not_empty'), models.CheckConstraint(condition=models.Q(('slug_ka', ''), _negated=True), name='page_slug_ka_not_empty'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('live_at__isnull', False), _connector='OR'), name='page_published_has_a_date'), models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='page_not_under_itself', violation_error_message='A page cannot stand under itself.')],
            },
        ),
        migrations.CreateModel(
            name='PageDocument',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='library.document', verbose_name='document')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='pages.page')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'ordering': ['position', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PairProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('first', models.UUIDField(db_index=True)),
                ('second', models.UUIDField(db_index=True)),
                ('score', models.PositiveSmallIntegerField(default=0)),
                ('reasons', models.JSONField(default=list)),
                ('rivals', models.JSONField(default=list)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('refused_at', models.DateTimeField(null=True)),
                ('refused_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'language pair',
                'verbose_name_plural': 'language pairs',
                'default_permissions': (),
                'indexes': [models.Index(fields=['-score', 'id'], name='pair_by_score')],
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='pair_once')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('anchor', models.SlugField(blank=True, error_messages={'unique': 'Another term has this anchor.'}, help_text='Last part of its address in the glossary, for example “gid”. Leave it empty to have it made from the name; others may link to it.', max_length=100, unique=True, verbose_name='anchor')),
                ('name_en', models.CharField(blank=True, help_text='As it is written within a sentence: “de facto”, “GID”. Texts are searched for it in this case of letters.', max_length=120, verbose_name='name')),
                ('name_ka', models.CharField(blank=True, help_text='As it is written within a sentence: “de facto”, “GID”. Texts are searched for it in this case of letters.', max_length=120, verbose_name='name')),
                ('also_en', models.CharField(blank=True, help_text='Other spellings, the full name of an abbreviation, forms with endings; separated by commas.', max_length=500, verbose_name='also written')),
                ('also_ka', models.CharField(blank=True, help_text='Other spellings, the full name of an abbreviation, forms with endings; separated by commas.', max_length=500, verbose_name='also written')),
                ('definition_en', models.TextField(blank=True, help_text='One or two plain sentences. They also show where a text uses the term.', verbose_name='definition')),
                ('definition_ka', models.TextField(blank=True, help_text='One or two plain sentences. They also show where a text uses the term.', verbose_name='definition')),
                ('is_shown', models.BooleanField(default=False, help_text='Readers see the term, in every language in which it has a name and a definition.', verbose_name='in the glossary')),
            ],
            options={
                'verbose_name': 'term',
                'verbose_name_plural': 'glossary',
                'ordering': ['anchor'],
                'constraints': [models.CheckConstraint(condition=models.Q(('anchor', ''), _negated=True), name='term_has_an_anchor'), models.UniqueConstraint(condition=models.Q(('name_en', ''), _negated=True), fields=('name_en',), name='term_name_en_once', violation_error_message='Another term has this name.'), models.UniqueConstraint(condition=models.Q(('name_ka', ''), _negated=True), fields=('name_ka',), name='term_name_ka_once', violation_error_message='Another term has this name.')],
            },
        ),
        migrations.CreateModel(
            name='ImportedItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=200)),
                ('key', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=20)),
                ('record', models.UUIDField(db_index=True)),
                ('digest', models.CharField(max_length=64)),
                ('language', models.CharField(blank=True, max_length=10)),
                ('group', models.CharField(blank=True, db_index=True, max_length=200)),
                ('addresses', models.JSONField(default=list)),
                ('problems', models.JSONField(default=list)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='items', to='pages.importrun')),
            ],
            options={
                'verbose_name': 'imported item',
                'verbose_name_plural': 'imported items',
                'constraints': [models.UniqueConstraint(fields=('source', 'key'), name='imported_item_once')],
            },
        ),
        migrations.CreateModel(
            name='MenuEntry',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('page', models.CharField(blank=True, choices=[('home', 'Front page'), ('news', 'News'), ('tags', 'Tags'), ('actors', 'Actors'), ('offices', 'Offices'), ('places', 'Places'), ('chronology', 'Chronology'), ('agreements', 'Agreements'), ('corrections', 'Corrections'), ('glossary', 'Glossary')], max_length=20, verbose_name='page')),
                ('kind', models.CharField(blank=True, max_length=20)),
                ('record', models.UUIDField(blank=True, null=True)),
                ('address', models.CharField(blank=True, max_length=500, verbose_name='address')),
                ('anchor_en', models.CharField(blank=True, editable=False, max_length=200, verbose_name='heading')),
                ('anchor_ka', models.CharField(blank=True, editable=False, max_length=200, verbose_name='heading')),
                ('lost_en', models.BooleanField(default=False, editable=False, verbose_name='the heading is gone')),
                ('lost_ka', models.BooleanField(default=False, editable=False, verbose_name='the heading is gone')),
                ('label_en', models.CharField(blank=True, max_length=60, verbose_name='label')),
                ('label_ka', models.CharField(blank=True, max_length=60, verbose_name='label')),
                ('menu', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='pages.menu', verbose_name='menu')),
            ],
            options={
                'verbose_name': 'menu entry',
                'verbose_name_plural': 'menu entries',
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('address', ''), ('page', '')), models.Q(('page', ''), ('record', None)), models.Q(('address', ''), ('record', None)), _connector='OR'), name='menu_entry_leads_to_one_place'), models.CheckConstraint(condition=models.Q(models.Q(('kind', ''), ('record', None)), models.Q(models.Q(('kind', ''), _negated=True), ('record__isnull', False)), _connector='OR'), name='menu_entry_names_a_whole_record'), models.CheckConstraint(condition=models.Q(('record__isnull', False), models.Q(('anchor_en', ''), ('anchor_ka', '')), _connector='OR'), name='menu_entry_heading_of_a_record')],
            },
        ),
    ]
