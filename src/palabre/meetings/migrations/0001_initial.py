import django.db.models.deletion
import django.utils.timezone
import palabre.kit.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('commitments', '0001_initial'),
        ('communities', '0001_initial'),
        ('files', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('rhythm', models.CharField(choices=[('monthly_day', 'every month, on the same weekday of the month'), ('monthly_date', 'every month, on the same date'), ('half_yearly', 'every six months')], max_length=16)),
                ('until', models.DateField()),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='series', to='communities.community')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('source_language', models.CharField(choices=[('fr', 'fr'), ('en', 'en')], default='fr', max_length=2)),
                ('kind', models.CharField(choices=[('group', 'group meeting'), ('plenary', 'plenary'), ('core_group', 'core group meeting'), ('half_yearly', 'half-yearly meeting'), ('mel', 'MEL check-in'), ('expert_talk', 'expert talk'), ('exchange_visit', 'exchange visit'), ('concertation', 'concertation forum'), ('session', 'session')], max_length=16)),
                ('audience', models.CharField(choices=[('everyone', 'the whole community'), ('core', 'the core group')], default='everyone', max_length=10)),
                ('title', models.CharField(max_length=160)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('zone', models.CharField(max_length=64)),
                ('mode', models.CharField(choices=[('in_person', 'in person'), ('online', 'online'), ('hybrid', 'both')], max_length=10)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('place_hidden', models.BooleanField(default=False)),
                ('link', models.URLField(blank=True, max_length=400)),
                ('welcome', models.TextField(blank=True)),
                ('interpretation', models.CharField(blank=True, max_length=160)),
                ('long_because', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(choices=[('planned', 'planned'), ('agenda_published', 'agenda published'), ('held', 'held'), ('minutes_draft', 'minutes in progress'), ('closed', 'closed'), ('cancelled', 'cancelled')], default='planned', max_length=18)),
                ('cancelled_because', models.CharField(blank=True, max_length=300)),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='communities.community')),
                ('facilitators', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('planned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('series', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='meetings', to='meetings.series')),
            ],
            options={
                'indexes': [models.Index(fields=['community', '-starts_at', '-id'], name='meetings_by_date'), models.Index(fields=['state', 'ends_at'], name='meetings_ahead')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='meetings_end_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Guest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('name', models.CharField(max_length=120)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('language', models.CharField(choices=[('fr', 'French'), ('en', 'English')], default='fr', max_length=2)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guests', to='meetings.meeting')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('meeting', 'email'), name='meetings_guest_once')],
            },
        ),
        migrations.CreateModel(
            name='EvaluationTurn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='turns', to='meetings.meeting')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'person'), name='meetings_evaluates_once')],
            },
        ),
        migrations.CreateModel(
            name='Evaluation',
            fields=[
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, primary_key=True, serialize=False)),
                ('useful', models.PositiveSmallIntegerField()),
                ('heard', models.PositiveSmallIntegerField()),
                ('change', models.TextField(blank=True)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evaluations', to='meetings.meeting')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('heard__gte', 1), ('heard__lte', 5), ('useful__gte', 1), ('useful__lte', 5)), name='meetings_evaluation_scale')],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('title', models.CharField(max_length=160)),
                ('language', models.CharField(blank=True, max_length=2)),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='meetings.meeting')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CountedLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('label', models.CharField(max_length=160)),
                ('unit', models.CharField(choices=[('people', 'people'), ('organisations', 'organisations')], default='people', max_length=14)),
                ('value', models.PositiveIntegerField()),
                ('precision', models.CharField(choices=[('exact', 'exactly'), ('about', 'about'), ('at_least', 'at least')], default='exact', max_length=8)),
                ('note', models.CharField(blank=True, max_length=240)),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='communities.organisation')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counted_lines', to='meetings.meeting')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('name_key', models.CharField(blank=True, editable=False, max_length=64)),
                ('organisation_label', models.CharField(blank=True, max_length=160)),
                ('kind', models.CharField(choices=[('member', 'member'), ('guest', 'guest'), ('walk_in', 'came without invitation')], default='member', max_length=8)),
                ('presence', models.CharField(choices=[('present', 'present'), ('remote', 'by distance'), ('excused', 'excused'), ('absent', 'absent')], default='present', max_length=8)),
                ('source', models.CharField(choices=[('web', 'entered here'), ('paper', 'paper sheet'), ('spreadsheet', 'spreadsheet')], default='web', max_length=12)),
                ('gender', models.CharField(choices=[('woman', 'women'), ('man', 'men'), ('other', 'another gender'), ('unsaid', 'not said')], default='unsaid', max_length=8)),
                ('age_band', models.CharField(choices=[('under_18', 'under 18'), ('18_34', '18 to 34'), ('35_59', '35 to 59'), ('60_more', '60 and over'), ('unsaid', 'not said')], default='unsaid', max_length=8)),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='attendances', to='communities.organisation')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='attendances', to=settings.AUTH_USER_MODEL)),
                ('guest', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='attendances', to='meetings.guest')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='meetings.meeting')),
            ],
            options={
                'indexes': [models.Index(fields=['meeting', 'presence'], name='meetings_present')],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'person'), name='meetings_attends_once'), models.UniqueConstraint(fields=('meeting', 'guest'), name='meetings_guest_attends_once'), models.UniqueConstraint(condition=models.Q(('name_key', ''), _negated=True), fields=('meeting', 'name_key'), name='meetings_name_attends_once')],
            },
        ),
        migrations.CreateModel(
            name='AnonymousQuestion',
            fields=[
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('on', models.DateField()),
                ('answer', models.TextField(blank=True)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='meetings.meeting')),
            ],
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('source_language', models.CharField(choices=[('fr', 'fr'), ('en', 'en')], default='fr', max_length=2)),
                ('position', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('topic', 'topic'), ('break', 'break'), ('commitments', 'follow-up of commitments')], default='topic', max_length=12)),
                ('title', models.CharField(max_length=200)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('owner_label', models.CharField(blank=True, max_length=120)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='meetings.meeting')),
            ],
            options={
                'indexes': [models.Index(fields=['meeting', 'position'], name='meetings_agenda')],
                'constraints': [models.CheckConstraint(condition=models.Q(('minutes__gte', 1)), name='meetings_item_minutes')],
            },
        ),
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('source_language', models.CharField(default='fr', max_length=2)),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='minutes', to='meetings.meeting')),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MinutesLanguage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=2)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('proposed', 'to approve'), ('approved', 'approved'), ('amended', 'amended, to approve again')], default='draft', max_length=10)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('proposed_at', models.DateTimeField(null=True)),
                ('approved_at', models.DateTimeField(null=True)),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='languages', to='meetings.minutes')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('minutes', 'language'), name='meetings_minutes_language')],
            },
        ),
        migrations.CreateModel(
            name='MinutesApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('minutes_language', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approvals', to='meetings.minuteslanguage')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('minutes_language', 'version', 'person'), name='meetings_approves_once')],
            },
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('yes', 'I come'), ('remote', 'By distance'), ('no', "I can't")], max_length=8)),
                ('needs', models.CharField(blank=True, max_length=300)),
                ('answered_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('guest', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='meetings.guest')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='meetings.meeting')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replies', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'person'), name='meetings_one_reply_each'), models.UniqueConstraint(fields=('meeting', 'guest'), name='meetings_one_reply_each_guest'), models.CheckConstraint(condition=models.Q(models.Q(('guest__isnull', True), ('person__isnull', False)), models.Q(('guest__isnull', False), ('person__isnull', True)), _connector='OR'), name='meetings_reply_of_one')],
            },
        ),
        migrations.CreateModel(
            name='Segment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('source_language', models.CharField(choices=[('fr', 'fr'), ('en', 'en')], default='fr', max_length=2)),
                ('position', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('body', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='segment', to='meetings.agendaitem')),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='segments', to='meetings.minutes')),
            ],
            options={
                'indexes': [models.Index(fields=['minutes', 'position'], name='meetings_segments')],
            },
        ),
        migrations.CreateModel(
            name='RecordedDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('source_language', models.CharField(choices=[('fr', 'fr'), ('en', 'en')], default='fr', max_length=2)),
                ('text', models.CharField(max_length=400)),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('segment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='meetings.segment')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SegmentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('body', models.TextField(blank=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('segment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='meetings.segment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('segment', 'version'), name='meetings_segment_version')],
            },
        ),
        migrations.CreateModel(
            name='SignedSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('note', models.CharField(blank=True, max_length=240)),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signed_sheets', to='meetings.meeting')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TakenCommitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('commitment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='taken_at', to='commitments.commitment')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='taken', to='meetings.recordeddecision')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taken', to='meetings.meeting')),
                ('segment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='taken', to='meetings.segment')),
            ],
        ),
        migrations.CreateModel(
            name='CountedSplit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gender', models.CharField(blank=True, choices=[('woman', 'women'), ('man', 'men'), ('other', 'another gender'), ('unsaid', 'not said')], max_length=8)),
                ('age_band', models.CharField(blank=True, choices=[('under_18', 'under 18'), ('18_34', '18 to 34'), ('35_59', '35 to 59'), ('60_more', '60 and over'), ('unsaid', 'not said')], max_length=8)),
                ('value', models.PositiveIntegerField()),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='splits', to='meetings.countedline')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('line', 'gender', 'age_band'), name='meetings_split_once'), models.CheckConstraint(condition=models.Q(models.Q(('gender', ''), models.Q(('age_band', ''), _negated=True)), models.Q(models.Q(('gender', ''), _negated=True), ('age_band', '')), _connector='OR'), name='meetings_split_by_one')],
            },
        ),
    ]
