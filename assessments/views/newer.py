"""A newer edition of the framework: what it would change, before the team takes it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.policy import Act, require, roles_in_service
from accounts.selectors import team_service
from accounts.signing_in.signed_in import signed_in
from assessments import selectors
from frameworks.files.changes import level_changes, line_changes
from frameworks.selectors import links_file, tree_for
from pages.answers import or_404


@require_http_methods(["GET"])
def newer(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Name every line and what happens to its words; nothing changes until the team begins."""
    user = signed_in(request)
    service = team_service(user, slug)
    require(Act.WRITE, roles_in_service(user, service))
    sheet = selectors.sheet(service, code)
    coming = or_404(sheet.coming)
    then = tree_for(service, sheet.framework.pk)
    now = tree_for(service, coming.pk)
    context = {
        "service": service,
        "framework": sheet.framework,
        "coming": coming,
        "levels": level_changes(then, now),
        "changes": line_changes(then, now, links_file(sheet.framework, coming)),
    }
    return render(request, "assessments/newer.html", context)
