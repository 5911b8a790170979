"""Taking out of a kept record, and of every copy, words that should never have been written."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.policy import Act, require, roles_in_service
from accounts.signing_in.signed_in import signed_in
from assessments import selectors
from pages.answers import form_page, posted
from pages.forms.fields import OneOf, OurForm
from pages.forms.rendering import offer
from record.document import Record, digest
from record.taking_out import is_taken_out_mark, texts_in
from sharing import actions
from sharing.selectors import texts_beside_records


class TakeOutForm(OurForm):
    """Which text goes, of a record or beside it; each is named by its own digest."""

    passage = OneOf(
        label=gettext_lazy("Which words?"),
        required=True,
        error_messages={
            "required": gettext_lazy("Choose which words to take out."),
            "invalid_choice": gettext_lazy("These words are not there any more. Look again."),
        },
    )

    def __init__(self, data: Any = None, *, record: Record, beside: Iterable[str] = ()) -> None:
        super().__init__(data)
        self.texts = {}
        for words in (*texts_in(record), *beside):
            if not is_taken_out_mark(words):  # there is nothing left of these
                self.texts[digest(words)] = words
        offer(self.fields["passage"], list(self.texts.items()))

    @property
    def are_gone(self) -> bool:
        """True where the words that were chosen are in the record no more, as after two presses."""
        return self.is_bound and not self.is_valid() and bool(self.data.get("passage"))

    @property
    def words(self) -> str:
        return self.texts[self.cleaned_data["passage"]]


@require_http_methods(["GET", "POST"])
def take_words_out(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = signed_in(request)
    closure = selectors.closure(user, pk)
    service = closure.assessment.service
    require(Act.TAKE_OUT, roles_in_service(user, service))
    beside = texts_beside_records(service)
    form = TakeOutForm(posted(request), record=closure.record, beside=beside)
    if form.are_gone:
        messages.info(request, _("These words are not there any more."))
        return redirect(closure)
    if form.is_valid():
        actions.take_out_everywhere(service, words=form.words, by=user)
        messages.success(request, _("They are taken out. Nobody can read them here any more."))
        return redirect(closure)
    context = {"service": service, "closure": closure}
    return form_page(request, "sharing/take_words_out.html", form, context)
