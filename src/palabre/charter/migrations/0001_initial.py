import django.db.models.deletion
import django.utils.timezone
import palabre.kit.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('commitments', '0002_network'),
        ('communities', '0002_network'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('source_language', models.CharField(choices=[('fr', 'fr'), ('en', 'en')], default='fr', max_length=2)),
                ('kind', models.CharField(choices=[('principles', 'principles'), ('code', 'code of conduct'), ('standards', 'accountability standards')], max_length=10)),
                ('version', models.PositiveSmallIntegerField()),
                ('intro', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('published', 'published')], default='draft', max_length=10)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('days', models.PositiveSmallIntegerField(default=30)),
                ('decision', models.TextField(blank=True)),
                ('decided_on', models.DateField(blank=True, null=True)),
                ('digest_fr', models.CharField(blank=True, max_length=64)),
                ('digest_en', models.CharField(blank=True, max_length=64)),
                ('begun_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='communities.community')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('community', 'kind', 'version'), name='charter_version_once'), models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('community', 'kind'), name='charter_one_draft'), models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('decided_on__isnull', False), ('published_at__isnull', False), models.Q(('digest_fr', ''), _negated=True), models.Q(('digest_en', ''), _negated=True)), _connector='OR'), name='charter_published_is_sealed')],
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('source_language', models.CharField(choices=[('fr', 'fr'), ('en', 'en')], default='fr', max_length=2)),
                ('part', models.CharField(choices=[('a_principle', 'What we believe'), ('b_adopt', 'What I do'), ('c_refuse', 'What I refuse to do'), ('d_chapter', 'What we answer for')], max_length=12)),
                ('position', models.PositiveSmallIntegerField()),
                ('lineage', models.CharField(default=palabre.kit.ids.new_id, max_length=12)),
                ('title', models.CharField(max_length=200)),
                ('text', models.TextField()),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='articles', to='charter.edition')),
            ],
            options={
                'ordering': ['part', 'position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'lineage'), name='charter_article_once')],
            },
        ),
        migrations.CreateModel(
            name='Adoption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sign_by', models.DateTimeField()),
                ('decision', models.TextField(blank=True)),
                ('decided_on', models.DateField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('reminded', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='adoptions', to='communities.community')),
                ('code', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='charter.edition')),
                ('principles', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='charter.edition')),
            ],
            options={
                'indexes': [models.Index(fields=['ended_at', 'sign_by'], name='charter_to_sign')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('community',), name='charter_one_code_in_each_community')],
            },
        ),
        migrations.CreateModel(
            name='Adherence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('language', models.CharField(choices=[('fr', 'French'), ('en', 'English')], max_length=2)),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='adherences', to='communities.community')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='adherences', to='communities.organisation')),
                ('code', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adherences', to='charter.edition')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('community', 'organisation', 'code'), name='charter_adheres_once')],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('state', models.CharField(choices=[('planned', 'planned'), ('assessed', 'self-assessed'), ('reviewed', 'read by peers'), ('improving', 'improvement plan'), ('followed', 'followed up')], default='planned', max_length=10)),
                ('peer_accepted_at', models.DateTimeField(blank=True, null=True)),
                ('assessed_at', models.DateTimeField(blank=True, null=True)),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('improving_at', models.DateTimeField(blank=True, null=True)),
                ('followed_at', models.DateTimeField(blank=True, null=True)),
                ('conclusion', models.TextField(blank=True)),
                ('language', models.CharField(default='fr', max_length=2)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='accountability_reviews', to='communities.community')),
                ('peer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='peer_reviews', to='communities.community')),
                ('peer_named_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('planned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('standards', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accountability_reviews', to='charter.edition')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('peer__isnull', True), models.Q(('peer', models.F('community')), _negated=True), _connector='OR'), name='charter_nobody_is_her_own_peer'), models.UniqueConstraint(condition=models.Q(('state', 'followed'), _negated=True), fields=('community',), name='charter_one_review_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='ReviewLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('level', models.CharField(blank=True, choices=[('starting', 'still to begin'), ('partly', 'begun in places'), ('mostly', 'usual for us'), ('fully', 'usual, and we can show it')], max_length=10)),
                ('finding', models.TextField(blank=True)),
                ('evidence', models.TextField(blank=True)),
                ('language', models.CharField(default='fr', max_length=2)),
                ('comment', models.TextField(blank=True)),
                ('comment_language', models.CharField(default='fr', max_length=2)),
                ('version', models.PositiveIntegerField(default=0)),
                ('chapter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='charter.article')),
                ('commented_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='charter.review')),
                ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['chapter__position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('review', 'chapter'), name='charter_chapter_once')],
            },
        ),
        migrations.CreateModel(
            name='Improvement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('commitment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='improves', to='commitments.commitment')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='improvements', to='charter.reviewline')),
            ],
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('language', models.CharField(choices=[('fr', 'French'), ('en', 'English')], max_length=2)),
                ('digest', models.CharField(max_length=64)),
                ('signed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('code', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='charter.edition')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='communities.community')),
                ('membership', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='signatures', to='communities.membership')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('membership', 'code'), name='charter_signed_once')],
            },
        ),
    ]
