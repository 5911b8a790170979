"""The Django admin: organisations, services, people and memberships, and what happened to them.

It holds no assessment content, and nothing in it can be deleted: people leave, services are
archived, accounts are closed. Every change records an Event. Its sign-in page is our own.
"""

from typing import Any, ClassVar

from allauth.account.forms import ResetPasswordForm
from django.contrib import admin, messages
from django.db.models import BLANK_CHOICE_DASH, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import actions, selectors
from accounts.admin.site import AccountsAdmin, site
from accounts.forms import PersonAddForm, PersonChangeForm, ServiceAdminForm
from accounts.models import (
    Event,
    Organisation,
    OrganisationMembership,
    Service,
    ServiceMembership,
    User,
)
from accounts.signing_in.signed_in import signed_in

POWERS = ("is_staff", "is_superuser")


@admin.register(Organisation, site=site)
class OrganisationAdmin(AccountsAdmin):
    """Organisations. What one is for (its kind) is said once."""

    list_display = ("name", "kind", "slug")
    list_filter = ("kind",)
    search_fields = ("name", "slug")
    prepopulated_fields: ClassVar[dict[str, Any]] = {"slug": ("name",)}

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Offer the kinds that people belong to."""
        kinds = Organisation.Kind
        if db_field.name != "kind":
            return super().formfield_for_choice_field(db_field, request, **kwargs)
        chosen = [each for each in kinds.choices if each[0] != kinds.PRACTICE]
        kwargs["choices"] = [*BLANK_CHOICE_DASH, *chosen]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Keep the kind: memberships and shares were allowed by it."""
        if obj:
            return ("kind",)
        return ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        act = "organisation_changed" if change else "organisation_added"
        actions.log(act, by=signed_in(request), object_id=obj.pk, organisation=obj)


@admin.register(Service, site=site)
class ServiceAdmin(AccountsAdmin):
    """Services. What matters to a team is the team's own and not shown here."""

    form = ServiceAdminForm
    list_display = ("name", "organisation", "slug", "archived_on")
    list_filter = (("archived_on", admin.EmptyFieldListFilter), "organisation")
    list_select_related = ("organisation",)
    search_fields = ("name", "slug", "organisation__name")
    autocomplete_fields = ("organisation",)
    prepopulated_fields: ClassVar[dict[str, Any]] = {"slug": ("name",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Keep the organisation: everything the team said was said inside it."""
        if obj:
            return ("organisation",)
        return ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        act = "service_changed" if change else "service_added"
        actions.log(act, by=signed_in(request), object_id=obj.pk, service=obj)


@admin.register(User, site=site)
class PersonAdmin(AccountsAdmin):
    """People. Nobody here sees or sets a password; a person chooses it by mail."""

    list_display = ("display_name", "email", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff")
    search_fields = ("display_name", "email")
    ordering = ("display_name", "email")
    actions = ("send_password_mail",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Leave out rows that are nobody's any more."""
        return super().get_queryset(request).filter(erased_on=None)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:  # type: ignore[type-arg]  # no argument at run time
        kwargs["form"] = PersonChangeForm if obj else PersonAddForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Show what a person belongs to below what can be changed."""
        fields = PersonChangeForm.Meta.fields if obj else PersonAddForm.Meta.fields
        if obj:
            return (*fields, "belongs_to")
        return fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Let only a superuser say who runs the site: nobody raises their own role."""
        fixed = ("belongs_to",)
        if signed_in(request).is_superuser:
            return fixed
        return (*fixed, *POWERS)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leave superusers to superusers: a new address would be a way into their account."""
        allowed = super().has_change_permission(request, obj)
        if obj is not None and obj.is_superuser:
            return allowed and signed_in(request).is_superuser
        return allowed

    @admin.display(description=_("belongs to"))
    def belongs_to(self, person: User) -> SafeString:
        lines = [*selectors.live_teams(person), *selectors.live_organisations(person)]
        return render_to_string("admin/_lines.html", {"lines": lines})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Store through the actions, so that an address is always a verified one."""
        by = signed_in(request)
        if change:
            actions.change_person(obj, what=set(form.changed_data), by=by)
            if "email" in form.changed_data:
                was, now = form.initial["email"], obj.email
                actions.write_letter(
                    "new_address", address=was, details={"now": now}, can_wait=False
                )
            return
        actions.admit(obj, by=by)
        words = _("They cannot sign in yet: choose them in the list and send the mail for it.")
        self.message_user(request, words, messages.INFO)

    @admin.action(description=_("Send the mail with which they choose a password"))
    def send_password_mail(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Send what *forgot password* sends."""
        count = 0
        for person in queryset.filter(is_active=True):
            form = ResetPasswordForm({"email": person.email})
            if form.is_valid():
                form.save(request)
                count += 1
        words = ngettext(
            "%(n)d letter is on its way.", "%(n)d letters are on their way.", count
        ) % {"n": count}
        self.message_user(request, words, messages.SUCCESS)


class MembershipAdmin(AccountsAdmin):
    """Memberships: begun, and ended, today. A different role ends the one before."""

    list_filter: ClassVar[tuple[Any, ...]] = ("role", ("ended_on", admin.EmptyFieldListFilter))
    actions = ("end_today",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: what somebody was stays as it was."""
        return False

    @admin.action(description=_("End today"))
    def end_today(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """End them: their rights are gone on the person's next request."""
        for membership in queryset.filter(ended_on=None):
            actions.end_membership(membership, by=signed_in(request))
        self.message_user(request, _("Ended."), messages.SUCCESS)


def roles_in_a_team() -> list[tuple[str, Any]]:
    """Return what somebody can be in a team; who practises is on no list."""
    roles = ServiceMembership.Role
    return [each for each in roles.choices if each[0] != roles.PRACTISING]


class RoleInTeamFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role__exact"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, Any]]:
        return roles_in_a_team()

    def queryset(
        self, _request: HttpRequest, queryset: QuerySet[ServiceMembership]
    ) -> QuerySet[ServiceMembership]:
        role = self.value()
        if role:
            return queryset.filter(role=role)
        return queryset


@admin.register(ServiceMembership, site=site)
class ServiceMembershipAdmin(MembershipAdmin):
    list_display = ("user", "service", "role", "since", "ended_on")
    list_filter = (RoleInTeamFilter, ("ended_on", admin.EmptyFieldListFilter))
    list_select_related = ("user", "service")
    search_fields = ("user__display_name", "user__email", "service__name")
    autocomplete_fields = ("user", "service")
    fields = ("user", "service", "role")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ServiceMembership]:
        """Leave out who practises: that is seen by nobody else."""
        return super().get_queryset(request).exclude(role=ServiceMembership.Role.PRACTISING)

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Offer what somebody can be in a team."""
        kwargs["choices"] = [*BLANK_CHOICE_DASH, *roles_in_a_team()]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        by = signed_in(request)
        row = actions.join_team(user=obj.user, service=obj.service, role=obj.role, by=by)
        obj.pk = row.pk


@admin.register(OrganisationMembership, site=site)
class OrganisationMembershipAdmin(MembershipAdmin):
    """Who leads an organisation, or reads for a commissioning body."""

    list_display = ("user", "organisation", "role", "since", "ended_on")
    list_select_related = ("user", "organisation")
    search_fields = ("user__display_name", "user__email", "organisation__name")
    autocomplete_fields = ("user", "organisation")
    fields = ("user", "organisation", "role")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        by = signed_in(request)
        row = actions.join_organisation(
            user=obj.user, organisation=obj.organisation, role=obj.role, by=by
        )
        obj.pk = row.pk


@admin.register(Event, site=site)
class EventAdmin(AccountsAdmin):
    """Who did what to which object when. Read only; ids, never words."""

    list_display = ("at", "actor", "act", "service", "organisation", "object_id")
    list_filter = ("act",)
    list_select_related = ("actor", "service", "organisation")
    ordering = ("-at", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        """Leave out what was done in places to practise in."""
        return super().get_queryset(request).filter(service__practice_of=None)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: only actions record."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: what was recorded stays."""
        return False
