from django.db import migrations, models


class Migration(migrations.Migration):
    """Only Django's admin read groups and permissions: what people may do comes from memberships."""

    dependencies = [
        ('accounts', '0020_no_admin_log'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='user',
            name='groups',
        ),
        migrations.RemoveField(
            model_name='user',
            name='user_permissions',
        ),
        migrations.AlterField(
            model_name='user',
            name='is_superuser',
            field=models.BooleanField(default=False),
        ),
    ]
