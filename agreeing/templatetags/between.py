"""Who reads what a body writes to a team."""

from django import template

from agreeing.text import who_reads

register = template.Library()
register.simple_tag(who_reads)
