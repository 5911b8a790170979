"""What ends for good: a person's data, a team's, an organisation's."""

from office.actions.erasing import erase_person, erase_who_left, wipe_person
