"""Something worth remembering: kept on any shift, waiting for the next conversation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.policy import Act, require, roles_in_service
from accounts.selectors import signed_in, team_service
from assessments import selectors
from assessments.actions import Refused
from assessments.forms import NoteForm
from frameworks.selectors import tree_by_id
from pages.answers import form_page

SENT = "notes_kept"  # the keys of the last few forms, so that one sent twice is kept once
REMEMBERED = 20


@require_http_methods(["GET", "POST"])
def keep_note(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep one line; then back to where one came from."""
    user = signed_in(request)
    service = team_service(user, slug)
    require(Act.KEEP_NOTE, roles_in_service(user, service))
    framework = selectors.sheet(service).framework
    data = request.POST if request.method == "POST" else None
    form = NoteForm(data, tree=tree_by_id(framework.pk, service.people))
    if form.is_valid():
        key = str(form.cleaned_data["key"] or "")
        sent = request.session.get(SENT, [])
        try:
            if not key or key not in sent:
                form.save(service, framework, by=user)
        except Refused as refused:
            form.add_error("words", str(refused))
        else:
            request.session[SENT] = [*sent, key][-REMEMBERED:]
            messages.success(request, _("Kept. The team sees it next time you talk."))
            return redirect("home")
    return form_page(request, "assessments/note.html", form, {"service": service})
