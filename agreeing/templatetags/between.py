"""What pages between a team and a body say of both."""

from django import template

from accounts.models import Service
from agreeing import text
from agreeing.models import Tie

register = template.Library()


@register.simple_tag
def who_has_page(tie: Tie) -> str:
    """Say who has the pages between a team and a body."""
    return text.who_has_page(tie)


@register.simple_tag
def who_reads(service: Service) -> str:
    """Say who reads what a body writes to a team."""
    return text.who_reads(service)
