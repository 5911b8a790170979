"""The admin's site, and what all its lists have in common. Nothing in it can be deleted."""

from functools import wraps
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts import policy
from accounts.forms import Chooser
from accounts.models import User
from accounts.signing_in import again


class AccountsSite(admin.AdminSite):
    """A site of its own, so that it shows what is registered below and nothing packages bring."""

    site_header = _("Accounts")
    site_title = _("Accounts")
    index_title = _("People and teams")

    def password_change(  # type: ignore[override]  # a redirect is an answer, too
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to our own page: Django's would judge any number of wrong old passwords."""
        return redirect("account_change_password")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Ask who it is before a page on which something is changed, and before it is."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            reaches_far = changes_something(request) and self.has_permission(request)
            if reaches_far and not again.said_lately(request):
                return again.ask(request)
            answer: HttpResponseBase = inner(request, *args, **kwargs)
            return answer

        return asking

    def get_urls(self) -> list[Any]:
        """Leave out Django's way from any object to its page: those pages are not for here."""
        return [each for each in super().get_urls() if getattr(each, "name", "") != "view_on_site"]


def changes_something(request: HttpRequest) -> bool:
    """Say whether a request to the admin is a form, or asks for the page with one."""
    name = (request.resolver_match.url_name or "") if request.resolver_match else ""
    if name in {"login", "logout"}:
        return False
    return request.method == "POST" or name.endswith(("_add", "_change"))


site = AccountsSite(name="admin")
# Its own sign-in page would know no limit on guesses.
site.login = secure_admin_login(site.login)  # type: ignore[method-assign]
# Nothing is deleted here.
site.disable_action("delete_selected")

MOST_WORDS, LONGEST_SEARCH = 10, 200


class AccountsAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # no argument at run time
    """What those who run the site may see and change, and nobody may delete."""

    view_on_site = False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Let an address ask for what the list offers and nothing else; Django answers 400.

        Any other lookup could read by yes and no what no page shows: a team's own words, a
        password's hash.
        """
        return lookup in self._offered()

    def _offered(self) -> set[str]:
        """Return the lookups that the filters beside the list put into their links."""
        offered: set[str] = set()
        for entry in self.list_filter:
            if isinstance(entry, type):  # one of ours, with a parameter of its own
                offered.add(str(getattr(entry, "parameter_name", "")))
                continue
            name = entry[0] if isinstance(entry, tuple) else entry
            field = self.opts.get_field(str(name))
            if isinstance(entry, tuple):  # ours are all of empty or not
                offered.add(f"{name}__isempty")
            elif field.is_relation:
                offered.add(f"{name}__id__exact")
            elif isinstance(field, models.BooleanField) or getattr(field, "choices", None):
                offered.add(f"{name}__exact")
            else:
                offered.add(str(name))
        return offered

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the list; without a character that no database keeps."""
        if any("\0" in value for _name, values in request.GET.lists() for value in values):
            return redirect(request.path)
        return super().changelist_view(request, extra_context)

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Any], *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        """Do what was chosen with the chosen rows; nothing where a key is none."""
        try:
            for key in request.POST.getlist("_selected_action"):
                self.opts.pk.clean(key, None)
        except ValidationError:
            return redirect(request.path)
        return super().response_action(request, queryset, *args, **kwargs)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Look for a few words. Each is a part of the query, and thousands are more than it takes.

        Those with a character that no database keeps are found nowhere.
        """
        words = search_term.replace("\0", "\ufffd").split()[:MOST_WORDS]
        return super().get_search_results(request, queryset, " ".join(words)[:LONGEST_SEARCH])

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Let what is no key come back as a field's error, where the widget would break on it."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Chooser(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def may(self, request: HttpRequest) -> bool:
        user = request.user
        return isinstance(user, User) and policy.may(
            policy.Act.MANAGE_ACCOUNTS, policy.roles_on_site(user)
        )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.may(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: what happened stays."""
        return False
