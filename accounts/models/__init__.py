"""Who, and for which team."""

from accounts.models.deletion import Deletion, Erasure
from accounts.models.event import Event, Letter, Notice
from accounts.models.invitation import Invitation
from accounts.models.membership import LetIn, OrganisationMembership, ServiceMembership
from accounts.models.organisation import Organisation
from accounts.models.service import FormerAddress, Grouping, KindOfPlace, Service, service_at
from accounts.models.user import KeptPost, SignIn, User
