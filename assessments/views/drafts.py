"""What a person has typed and not yet saved, kept while they type."""

import json
import re
import uuid
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import actions
from assessments.forms.page import NOT_IN_DRAFTS
from assessments.views.reach import TalkView
from pages.words import check_words

PAGE = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
NAME = re.compile(r"[a-z0-9_]{1,100}")
MOST_FIELDS = 200
LARGEST = 300_000  # bytes: the fullest page of ours has thirty boxes of 5,000 characters
NOT_OURS = gettext_lazy("This was not sent by a page of ours.")
TOO_LARGE = gettext_lazy(
    "Not kept: this is more than a page can hold (300 KB). Your words are still on this page. Take "
    "some away, or press the button."
)
ELSEWHERE = gettext_lazy(
    "Not kept: this page is open in another tab, and words are kept from there. What you type here "
    "counts when you press the button."
)


class KeepDraft(TalkView):
    """Keep what somebody types.

    Takes JSON {"page"?, "key"?, "leaving"?, "fields"}, the page also as ?page=. The key is the one
    that the form was printed with; words typed after that form was sent have none. `leaving`: the
    page is being left, and names this draft to the page that comes next (views/pages.py). A browser
    that can send nothing but a form as it leaves has the JSON in a field, `message`.
    """

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Answer {"kept_at": "14:03"}, or why not in a sentence.

        With 409 when the form was saved or the conversation finished meanwhile, with 422 for what
        cannot be kept.
        """
        now = timezone.now()
        try:
            page, key, fields = _read_message(request)
            grew_from = _key(fields.pop("grew_from", ""))
            actions.keep_draft(
                user=self.talk.user,
                assessment=self.talk.assessment,
                page=page,
                fields=fields,
                key=key,
                form=key,
                grew_from=grew_from,
                at=now,
            )
        except ValidationError as refused:
            return _refusal(HTTPStatus.UNPROCESSABLE_ENTITY, refused.messages[0])
        except actions.InAnotherTabError:
            return _refusal(HTTPStatus.CONFLICT, str(ELSEWHERE))
        except actions.AlreadySaved:
            return _refusal(HTTPStatus.CONFLICT, _("This page has been saved already."))
        except actions.NotOpen:
            finished = _("This conversation was finished while you were typing.")
            return _refusal(HTTPStatus.CONFLICT, finished)
        return JsonResponse({"kept_at": timezone.localtime(now).strftime("%H:%M")})


def _refusal(status: HTTPStatus, words: str) -> JsonResponse:
    return JsonResponse({"error": words}, status=status)


def _read_message(request: HttpRequest) -> tuple[str, uuid.UUID | None, dict[str, str | list[str]]]:
    """Return page, key and fields. Raises Refused."""
    if request.content_type == "multipart/form-data":  # no script of ours: it cannot be read twice
        raise actions.Refused(NOT_OURS)
    try:
        body = json.loads(request.POST.get("message") or request.body)
    except (ValueError, RecursionError) as error:
        raise actions.Refused(NOT_OURS) from error
    body = body if isinstance(body, dict) else {}
    page, fields = str(body.get("page") or request.GET.get("page", "")), body.get("fields")
    if not PAGE.fullmatch(page) or not isinstance(fields, dict) or len(fields) > MOST_FIELDS:
        raise actions.Refused(NOT_OURS)
    if not all(map(NAME.fullmatch, fields)):
        raise actions.Refused(NOT_OURS)
    if len(request.body) > LARGEST:
        raise actions.Refused(TOO_LARGE)
    own = {name: _value(value) for name, value in fields.items() if name not in NOT_IN_DRAFTS}
    leaving = _key(body.get("leaving"))
    if leaving:
        own["leaving"] = str(leaving)
    return page, _key(body.get("key")), own


def _key(value: Any) -> uuid.UUID | None:
    """Return the key, or None. Raises Refused."""
    try:
        return uuid.UUID(value) if value else None
    except (AttributeError, TypeError, ValueError) as error:
        raise actions.Refused(NOT_OURS) from error


def _value(value: Any) -> str | list[str]:
    """Return one field's value. Raises Refused."""
    if isinstance(value, list) and len(value) <= MOST_FIELDS:
        return [str(_value(text)) for text in value if not isinstance(text, list)]
    if not isinstance(value, str):
        raise actions.Refused(NOT_OURS)
    return check_words(value)
