import django.db.models.deletion
import django.utils.timezone
import palabre.kit.ids
import palabre.kit.keyring
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('communities', '0004_reviewing'),
        ('files', '0001_initial'),
        ('groups', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Budget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('currency', models.CharField(default='EUR', max_length=3)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='budgets', to='communities.community')),
                ('group', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='budget', to='groups.workinggroup')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None), ('group', None)), fields=('community',), name='money_one_budget_of_the_community')],
            },
        ),
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('source_language', models.CharField(choices=[('fr', 'fr'), ('en', 'en')], default='fr', max_length=2)),
                ('position', models.PositiveSmallIntegerField(default=1)),
                ('category', models.CharField(choices=[('people', 'people and fees'), ('travel', 'travel and stay'), ('event', 'meetings and events'), ('making', 'making and printing'), ('languages', 'translation and interpretation'), ('care', 'care and security'), ('connection', 'connection and communication'), ('other', 'other')], default='other', max_length=12)),
                ('label', models.CharField(max_length=200)),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='money.budget')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='BudgetVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('number', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'handed in'), ('returned', 'returned with comments'), ('approved', 'in force'), ('superseded', 'replaced'), ('dropped', 'given up')], default='draft', max_length=12)),
                ('reason', models.TextField(blank=True)),
                ('language', models.CharField(default='fr', max_length=2)),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='money.budget')),
                ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('budget', 'number'), name='money_version_once'), models.UniqueConstraint(condition=models.Q(('state', 'approved')), fields=('budget',), name='money_one_version_in_force'), models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'submitted', 'returned'))), fields=('budget',), name='money_one_version_in_work')],
            },
        ),
        migrations.CreateModel(
            name='BudgetComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('text', models.TextField()),
                ('language', models.CharField(default='fr', max_length=2)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='money.budgetversion')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='BudgetApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('approver', models.CharField(choices=[('coordinator', 'coordination'), ('mel', 'monitoring, evaluation and learning'), ('treasurer', 'treasury')], max_length=12)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approvals', to='money.budgetversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('version', 'approver'), name='money_one_approval_for_each_name'), models.UniqueConstraint(fields=('version', 'by'), name='money_one_approval_each')],
            },
        ),
        migrations.CreateModel(
            name='Expense',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('what', models.CharField(max_length=300)),
                ('language', models.CharField(default='fr', max_length=2)),
                ('spent_on', models.DateField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14)),
                ('spent_amount', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ('spent_currency', models.CharField(blank=True, max_length=3)),
                ('rate', models.DecimalField(blank=True, decimal_places=8, max_digits=14, null=True)),
                ('rate_divides', models.BooleanField(default=False)),
                ('rate_on', models.DateField(blank=True, null=True)),
                ('state', models.CharField(choices=[('entered', 'entered'), ('checked', 'checked'), ('approved', 'approved'), ('paid', 'paid'), ('rejected', 'not accepted')], default='entered', max_length=10)),
                ('entered_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('paid_at', models.DateTimeField(blank=True, null=True)),
                ('means', models.CharField(blank=True, choices=[('transfer', 'bank transfer'), ('mobile', 'mobile money'), ('cash', 'cash against receipt')], max_length=10)),
                ('fees', models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ('reference', models.CharField(blank=True, max_length=80)),
                ('rejected_because', models.TextField(blank=True)),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expenses', to='money.budget')),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expenses', to='money.budgetline')),
                ('paid_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proof', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('reverses', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversals', to='money.expense')),
            ],
            options={
                'indexes': [models.Index(fields=['budget', 'state'], name='money_expenses')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'rejected'), _negated=True), fields=('reverses',), name='money_reversed_once'), models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('reverses', None)), models.Q(('amount__lt', 0), ('reverses__isnull', False)), _connector='OR'), name='money_expense_sign'), models.CheckConstraint(condition=models.Q(('fees__gte', 0)), name='money_expense_fees'), models.CheckConstraint(condition=models.Q(('approved_by', None), ('paid_by', None), models.Q(('approved_by', models.F('paid_by')), _negated=True), _connector='OR'), name='money_expense_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('rate', None), ('spent_currency', '')), models.Q(('rate__gt', 0), ('rate_on__isnull', False), ('spent_amount__isnull', False)), _connector='OR'), name='money_conversion_has_its_rate')],
            },
        ),
        migrations.CreateModel(
            name='HonorariumAgreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('monthly_amount', models.DecimalField(decimal_places=2, max_digits=14)),
                ('currency', models.CharField(default='EUR', max_length=3)),
                ('first_month', models.DateField()),
                ('last_month', models.DateField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='honorarium_agreements', to='communities.community')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='honorarium_agreements', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('monthly_amount__gt', 0)), name='money_honorarium_positive'), models.CheckConstraint(condition=models.Q(('last_month__gte', models.F('first_month'))), name='money_agreement_months'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('community', 'person'), name='money_one_agreement_each')],
            },
        ),
        migrations.CreateModel(
            name='Break',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('first_month', models.DateField()),
                ('last_month', models.DateField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='breaks', to='money.honorariumagreement')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('last_month', None), ('last_month__gte', models.F('first_month')), _connector='OR'), name='money_break_months')],
            },
        ),
        migrations.CreateModel(
            name='HonorariumLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('month', models.DateField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14)),
                ('state', models.CharField(choices=[('planned', 'planned'), ('eligible', 'due'), ('approved', 'approved'), ('paid', 'paid'), ('void', 'not due')], default='planned', max_length=10)),
                ('void_because', models.CharField(blank=True, choices=[('waived', 'waived by the member'), ('paused', 'on a break'), ('inactive', 'not active that month'), ('ended', 'agreement over')], max_length=10)),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('paid_at', models.DateTimeField(blank=True, null=True)),
                ('means', models.CharField(blank=True, choices=[('transfer', 'bank transfer'), ('mobile', 'mobile money'), ('cash', 'cash against receipt')], max_length=10)),
                ('fees', models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ('reference', models.CharField(blank=True, max_length=80)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='money.honorariumagreement')),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('eligible_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paid_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='money.honorariumline')),
                ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='money.honorariumline')),
            ],
            options={
                'ordering': ['month', 'pk'],
                'indexes': [models.Index(fields=['month', 'state'], name='money_month')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('replaces', None), ('reverses', None)), fields=('agreement', 'month'), name='money_one_line_a_month'), models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('reverses', None)), models.Q(('amount__lt', 0), ('reverses__isnull', False)), _connector='OR'), name='money_line_sign'), models.CheckConstraint(condition=models.Q(('fees__gte', 0)), name='money_line_fees'), models.CheckConstraint(condition=models.Q(('approved_by', None), ('paid_by', None), models.Q(('approved_by', models.F('paid_by')), _negated=True), _connector='OR'), name='money_line_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'void'), _negated=True), models.Q(('void_because', ''), _negated=True), _connector='OR'), name='money_void_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='LineAmount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='amounts', to='money.budgetline')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='amounts', to='money.budgetversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('version', 'line'), name='money_one_amount_each'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='money_no_negative_line')],
            },
        ),
        migrations.CreateModel(
            name='PayeeDetails',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=palabre.kit.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('means', models.CharField(choices=[('transfer', 'bank transfer'), ('mobile', 'mobile money'), ('cash', 'cash against receipt')], max_length=10)),
                ('name', palabre.kit.keyring.SealedText()),
                ('account', palabre.kit.keyring.SealedText(blank=True)),
                ('institution', palabre.kit.keyring.SealedText(blank=True)),
                ('note', palabre.kit.keyring.SealedText(blank=True)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='payee_details', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Waiver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waivers', to='money.honorariumagreement')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agreement', 'month'), name='money_waived_once')],
            },
        ),
    ]
