"""What kinds of services there are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class KindOfPlace(models.TextChoices):
    """What kind of service it is. Only whom there is to hear is proposed from it."""

    HOSTEL = "hostel", _("hostel")
    OUTREACH = "outreach", _("outreach")
    DAY_CENTRE = "day centre", _("day centre")
    SUPPORTED = "supported housing", _("supported housing")
    HOUSING_FIRST = "housing first", _("Housing First")
    WOMENS = "women", _("women’s service or refuge")
    JUSTICE_HEALTH = "probation or health", _("probation or health team")
    OTHER = "other", _("other")
