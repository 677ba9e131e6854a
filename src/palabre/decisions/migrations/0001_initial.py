import django.db.models.deletion
import django.utils.timezone
import palabre.kit.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('communities', '0004_reviewing'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('source_language', models.CharField(choices=[('fr', 'fr'), ('en', 'en')], default='fr', max_length=2)),
                ('subject', models.CharField(choices=[('free', 'a question of the community'), ('learning_question', 'learning questions'), ('learning_outcome', 'learning outcome')], default='free', max_length=20)),
                ('subject_id', models.BigIntegerField(blank=True, null=True)),
                ('title', models.CharField(max_length=200)),
                ('text', models.TextField()),
                ('state', models.CharField(choices=[('draft', 'draft'), ('clarifying', 'questions to understand'), ('stances', 'stances'), ('amending', 'objections to integrate'), ('to_record', 'to be recorded'), ('adopted', 'adopted'), ('no_quorum', 'no quorum'), ('set_aside', 'set aside'), ('replaced', 'replaced')], default='draft', max_length=12)),
                ('round', models.PositiveSmallIntegerField(default=1)),
                ('version', models.PositiveIntegerField(default=1)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('closes_at', models.DateTimeField(blank=True, null=True)),
                ('announced', models.PositiveSmallIntegerField(default=0)),
                ('quorum', models.PositiveSmallIntegerField(default=50)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='communities.community')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaced_by', to='decisions.proposal')),
            ],
            options={
                'indexes': [models.Index(fields=['community', 'state', '-id'], name='decisions_by_state'), models.Index(fields=['subject', 'subject_id'], name='decisions_by_subject'), models.Index(fields=['state', 'closes_at'], name='decisions_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('quorum__lte', 100)), name='decisions_quorum_in_hundred'), models.CheckConstraint(condition=models.Q(('replaces__isnull', True), models.Q(('replaces', models.F('id')), _negated=True), _connector='OR'), name='decisions_not_its_own_successor'), models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'clarifying', 'stances', 'amending', 'to_record')), ('subject_id__isnull', False)), fields=('subject', 'subject_id'), name='decisions_one_open_each')],
            },
        ),
        migrations.CreateModel(
            name='Amendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('round', models.PositiveSmallIntegerField()),
                ('before', models.TextField()),
                ('after', models.TextField()),
                ('other_before', models.TextField(blank=True)),
                ('other_after', models.TextField(blank=True)),
                ('reason', models.TextField(blank=True)),
                ('language', models.CharField(default='fr', max_length=2)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='amendments', to='decisions.proposal')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('proposal', 'round'), name='decisions_one_amendment_each')],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('round', models.PositiveSmallIntegerField()),
                ('reason', models.TextField()),
                ('language', models.CharField(default='fr', max_length=2)),
                ('state', models.CharField(choices=[('open', 'open'), ('integrated', 'integrated'), ('withdrawn', 'taken back')], default='open', max_length=12)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('integrated_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='integrates', to='decisions.amendment')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objections', to='decisions.proposal')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='decisions_objection_has_a_reason'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('proposal', 'person'), name='decisions_one_open_objection_each')],
            },
        ),
        migrations.CreateModel(
            name='Elector',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('speaks_for', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='communities.community')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='electors', to='decisions.proposal')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'proposal'], name='decisions_mine')],
                'constraints': [models.UniqueConstraint(fields=('proposal', 'person'), name='decisions_elector_once'), models.UniqueConstraint(condition=models.Q(('speaks_for__isnull', False)), fields=('proposal', 'speaks_for'), name='decisions_one_voice_for_each')],
            },
        ),
        migrations.CreateModel(
            name='DecisionRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('source_language', models.CharField(choices=[('fr', 'fr'), ('en', 'en')], default='fr', max_length=2)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('clarifying', 'questions to understand'), ('stances', 'stances'), ('amending', 'objections to integrate'), ('to_record', 'to be recorded'), ('adopted', 'adopted'), ('no_quorum', 'no quorum'), ('set_aside', 'set aside'), ('replaced', 'replaced')], max_length=12)),
                ('outcome', models.TextField()),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('review_on', models.DateField(blank=True, null=True)),
                ('electors', models.PositiveIntegerField()),
                ('consenting', models.PositiveIntegerField()),
                ('with_reservation', models.PositiveIntegerField()),
                ('standing_aside', models.PositiveIntegerField()),
                ('objections_integrated', models.PositiveIntegerField()),
                ('reminded_of', models.DateField(blank=True, null=True)),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='record', to='decisions.proposal')),
            ],
            options={
                'indexes': [models.Index(fields=['review_on'], name='decisions_to_review')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'adopted'), _negated=True), ('review_on__isnull', False), _connector='OR'), name='decisions_adopted_has_a_review_date'), models.CheckConstraint(condition=models.Q(('state__in', ('adopted', 'set_aside', 'replaced'))), name='decisions_recorded_when_ended')],
            },
        ),
        migrations.CreateModel(
            name='Clarification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('question', models.TextField()),
                ('language', models.CharField(default='fr', max_length=2)),
                ('answer', models.TextField(blank=True)),
                ('answer_language', models.CharField(default='fr', max_length=2)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clarifications', to='decisions.proposal')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Stance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('consent', 'I consent'), ('reservation', 'I consent, with a reservation'), ('abstain', 'I stand aside'), ('object', 'I object')], max_length=12)),
                ('comment', models.TextField(blank=True)),
                ('language', models.CharField(default='fr', max_length=2)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stances', to='decisions.proposal')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('proposal', 'round', 'person'), name='decisions_one_stance_each')],
            },
        ),
        migrations.CreateModel(
            name='DecisionReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('note', models.TextField()),
                ('language', models.CharField(default='fr', max_length=2)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('next_on', models.DateField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='decisions.decisionrecord')),
            ],
            options={
                'indexes': [models.Index(fields=['record', 'at'], name='decisions_reviews')],
            },
        ),
    ]
