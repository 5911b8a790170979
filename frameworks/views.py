"""Pages to read a framework on."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frameworks.selectors import published, tree


@login_not_required
@require_http_methods(["GET", "HEAD"])
def framework_list(request: HttpRequest) -> HttpResponse:
    """Show which frameworks there are; with a single one, go straight to it."""
    frameworks = list(published())
    if len(frameworks) == 1:
        return redirect(frameworks[0])
    return render(request, "frameworks/framework_list.html", {"frameworks": frameworks})


@login_not_required
@require_http_methods(["GET", "HEAD"])
def framework(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """Show everything a framework says: themes, elements, questions, levels, where it comes from.

    Public: it is the same for everybody, holds nothing of a team, and a commissioner without an
    account may want to look a word up.
    """
    found = get_object_or_404(published(), slug=slug, version=version)
    # No service is meant here, so its people have no word of their own.
    people = _("the people we work with")
    return render(request, "frameworks/framework_page.html", {"framework": tree(found, people)})
