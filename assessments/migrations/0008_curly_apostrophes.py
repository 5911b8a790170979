"""People read curly apostrophes everywhere; nothing in the tables changes."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies: ClassVar = [
        ("assessments", "0007_whom_an_ask_is_put_to"),
    ]

    operations: ClassVar = [
        migrations.AlterField(
            model_name='assessment',
            name='how_talked',
            field=models.CharField(blank=True, choices=[('team_meeting', 'a team meeting'), ('reflective', 'a reflective-practice session'), ('away_day', 'an away day'), ('one_to_one', 'one-to-one talks'), ('coffee_break', 'a coffee break'), ('residents', 'a residents’ meeting'), ('negotiation', 'open negotiation'), ('world_cafe', 'World Café'), ('open_space', 'Open Space'), ('future_search', 'Future Search'), ('simulation', 'open simulation'), ('other', 'another way')], max_length=20),
        ),
        migrations.AlterField(
            model_name='judgement',
            name='first_status',
            field=models.CharField(blank=True, choices=[('placed', 'Placed'), ('does_not_apply', 'Does not apply here, for now'), ('another_day', 'Leave it for another day'), ('differs', 'We don’t all see it the same way'), ('not_ours', 'We can’t, and it isn’t ours to change')], max_length=20),
        ),
        migrations.AlterField(
            model_name='judgement',
            name='status',
            field=models.CharField(blank=True, choices=[('placed', 'Placed'), ('does_not_apply', 'Does not apply here, for now'), ('another_day', 'Leave it for another day'), ('differs', 'We don’t all see it the same way'), ('not_ours', 'We can’t, and it isn’t ours to change')], max_length=20),
        ),
    ]
