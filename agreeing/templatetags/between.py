"""What pages between a team and a body say of both."""

from django import template

from agreeing.text import who_has_page, who_reads

register = template.Library()
register.simple_tag(who_has_page)
register.simple_tag(who_reads)
