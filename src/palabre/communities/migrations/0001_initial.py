import django.db.models.deletion
import django.utils.timezone
import palabre.kit.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Community',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('source_language', models.CharField(choices=[('fr', 'fr'), ('en', 'en')], default='fr', max_length=2)),
                ('kind', models.CharField(choices=[('global', 'network'), ('regional', 'regional network'), ('national', 'national network'), ('section', 'language section'), ('community', 'community of practice'), ('committee', 'committee')], default='community', max_length=12)),
                ('stage', models.CharField(choices=[('proposed', 'proposed'), ('forming', 'forming'), ('active', 'active'), ('closed', 'closed')], default='forming', max_length=12)),
                ('risk', models.CharField(choices=[('standard', 'standard'), ('elevated', 'elevated'), ('high', 'high')], default='standard', max_length=10)),
                ('name', models.CharField(max_length=120)),
                ('purpose', models.TextField(blank=True)),
                ('domain', models.TextField(blank=True)),
                ('people', models.TextField(blank=True)),
                ('practice', models.TextField(blank=True)),
                ('zone', models.CharField(default='UTC', max_length=64)),
                ('needs_both_languages', models.BooleanField(default=True)),
                ('approvals_needed', models.PositiveSmallIntegerField(default=2)),
                ('started_on', models.DateField(blank=True, null=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='communities.community', verbose_name='parent')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='communities_not_its_own_parent'), models.CheckConstraint(condition=models.Q(('approvals_needed__gte', 1)), name='communities_one_approval_at_least')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('name', models.CharField(max_length=160)),
                ('kind', models.CharField(choices=[('ngo', 'national association or NGO'), ('ingo', 'international NGO'), ('cbo', 'grassroots association'), ('authority', 'public authority'), ('research', 'research'), ('media', 'media'), ('donor', 'donor')], default='ngo', max_length=12)),
                ('added_in', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='communities.community')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('level', models.CharField(choices=[('core', 'core group'), ('active', 'active'), ('occasional', 'occasional'), ('observer', 'observer')], default='active', max_length=12)),
                ('state', models.CharField(choices=[('active', 'active'), ('paused', 'care break'), ('left', 'left')], default='active', max_length=8)),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='communities.community')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='memberships', to='communities.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['community', 'state'], name='communities_members')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'left'), _negated=True), fields=('person', 'community'), name='communities_one_membership_each')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('email', models.EmailField(max_length=254)),
                ('language', models.CharField(choices=[('fr', 'French'), ('en', 'English')], default='fr', max_length=2)),
                ('role', models.CharField(blank=True, choices=[('facilitator', 'facilitation'), ('coordinator', 'coordination'), ('translator', 'translation'), ('steward', 'network coordination')], max_length=12)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='communities.community')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='communities.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['community', 'accepted_at'], name='communities_invited')],
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('role', models.CharField(choices=[('facilitator', 'facilitation'), ('coordinator', 'coordination'), ('translator', 'translation'), ('steward', 'network coordination')], max_length=12)),
                ('starts_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='communities.community')),
                ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'role'], name='communities_roles')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='communities_grant_dates')],
            },
        ),
    ]
