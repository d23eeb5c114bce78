"""What every page needs to know of its reader: role, home, places to go, the other language."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hamafza.web.records.accounts import Role, User
from hamafza.web.records.units import Unit

ROLE_NAMES = {
    Role.ADMINISTRATOR: _("Administrator"),
    Role.PROMOTION: _("Promotion officer"),
    Role.UNION: _("Union officer"),
    Role.CHAMBER: _("Chamber officer"),
    Role.CLERK: _("Clerk"),
    Role.SCREENING: _("Screening officer"),
    Role.MANAGER: _("Consortium manager"),
    Role.PRODUCER: _("Producer"),
    Role.BUYER: _("Buyer"),
    Role.FACTORY: _("Factory"),
    Role.OBSERVER: _("Observer"),
}

HOMES = {
    Role.MANAGER: "consortium:home",
    Role.PRODUCER: "producer:home",
    Role.BUYER: "buyer:home",
    Role.CLERK: "office:standing_in",
    Role.FACTORY: "factory:home",
}
"""The other roles are at home in the office."""

STORY = ("story", _("The story"), "public:home")
MARKETS = ("markets", _("Markets"), "public:markets")
CATALOGUE = ("consortia", _("Catalogue"), "public:catalogue")
ENQUIRY = ("enquiry", _("Ask for goods"), "public:enquiry")
WORDS = ("goods", pgettext_lazy("place", "Find a code"), "public:words")
MARK = ("mark", _("Check a mark"), "public:mark")
PROGRAMME = ("programme", _("Programme"), "public:programme")
OFFICES = ("people", _("Offices"), "office:offices")
STANDING_IN = ("people", _("For whom I act"), "office:standing_in")
UNITS = ("units", _("Units"), "office:units")
PROPOSALS = ("proposals", pgettext_lazy("place", "Proposals"), "office:proposals")
FORMATIONS = ("proposals", pgettext_lazy("place", "Formation"), "office:formations")
CONSORTIA = ("consortia", _("Consortia"), "office:consortia")
DEALS = ("deals", _("Deals"), "office:deals")
UPLOADS = ("units", pgettext_lazy("place", "Files"), "office:uploads")
MARKET_PLANS = ("markets", _("Market plans"), "office:market_plans")
WHO_SERVES = ("markets", _("Who can supply"), "office:who_serves")
GUILD_PART = ("programme", _("The guild's part"), "office:guild_part")
PUBLIC_GUILD_PART = ("programme", _("The guild's part"), "public:guild_part")
TRADE = ("markets", _("Data of world trade"), "office:trade")
SCREENING = ("screening", _("Screening"), "office:screening")
RUNS = ("runs", _("Runs"), "runs:list")
QUEUE = ("requests", _("Queue"), "office:queue")
ACCOUNTS = ("people", _("Accounts"), "office:accounts")
LEADS = ("people", _("Buyers and fairs"), "office:leads")
MISSIONS = ("people", _("Fairs and missions"), "office:missions")
REQUIREMENTS = ("markets", _("What markets ask"), "office:requirement_lines")
OFFICE_PROGRAMME = ("programme", _("Programme"), "office:programme")


_STARTS = {"home", "story"}


def _home(role: Role) -> tuple:
    return ("home", _("Home"), HOMES.get(role, "office:home"))


PLACES: dict[str, tuple] = {
    "": (STORY, MARKETS, ENQUIRY, MARK, WORDS, CATALOGUE, PROGRAMME, PUBLIC_GUILD_PART),
    Role.ADMINISTRATOR: (
        *(UNITS, PROPOSALS, ACCOUNTS, UPLOADS, DEALS, RUNS, OFFICE_PROGRAMME, OFFICES),
        *(LEADS, REQUIREMENTS, MARKET_PLANS, WHO_SERVES, GUILD_PART, TRADE),
    ),
    Role.PROMOTION: (
        *(UNITS, PROPOSALS, CONSORTIA, DEALS, UPLOADS, MARKETS, OFFICE_PROGRAMME, OFFICES),
        *(LEADS, REQUIREMENTS, MARKET_PLANS, WHO_SERVES, GUILD_PART, TRADE),
    ),
    Role.UNION: (UNITS, QUEUE, FORMATIONS, UPLOADS, MARKETS, PROGRAMME, OFFICES, LEADS, WHO_SERVES),
    Role.CHAMBER: (
        UNITS,
        QUEUE,
        OFFICES,
        FORMATIONS,
        UPLOADS,
        MARKETS,
        PROGRAMME,
        LEADS,
        WHO_SERVES,
    ),
    Role.CLERK: (STANDING_IN,),
    Role.SCREENING: (SCREENING, MARKETS, PROGRAMME),
    Role.MANAGER: (
        ("deals", _("Deals"), "consortium:deals"),
        ("people", _("Members"), "consortium:members"),
        ("goods", _("By-laws"), "consortium:bylaws"),
        ("mark", _("The mark"), "consortium:brand"),
        ("money", pgettext_lazy("place", "Bank accounts"), "consortium:bank_accounts"),
        MARKETS,
        ("people", _("Buyers' leads"), "consortium:leads"),
    ),
    Role.PRODUCER: (
        ("requests", _("Requests"), "producer:requests"),
        ("consortia", _("My shares"), "producer:shares"),
        ("money", _("My money"), "producer:money"),
        ("needs", _("Factories ask"), "producer:needs"),
        ("goods", _("My goods"), "producer:goods"),
        ("markets", _("Markets"), "producer:markets"),
        ("units", _("My workshop"), "producer:facts"),
        ("programme", _("Readiness"), "producer:readiness"),
    ),
    Role.BUYER: (
        ("deals", _("My orders"), "buyer:deals"),
        CATALOGUE,
        ENQUIRY,
        MARK,
    ),
    Role.FACTORY: (("needs", _("Needs"), "factory:needs"), MARKETS),
    Role.OBSERVER: (
        UNITS,
        PROPOSALS,
        MARKETS,
        OFFICE_PROGRAMME,
        OFFICES,
        MISSIONS,
        REQUIREMENTS,
        MARKET_PLANS,
        WHO_SERVES,
        GUILD_PART,
        TRADE,
    ),
}
"""Places of each reader in order; on a phone the first few. One not built yet is left out."""
ON_THE_BAR = 5
"""So many stand on a desk's bar, and one more where it is the last; others are under «more»."""


@dataclass(frozen=True)
class Place:
    sign: str
    label: str
    url: str
    is_current: bool


def reader(request) -> dict[str, object]:
    """Give templates ``reader``: see the fields below. Nothing is asked before it is shown."""
    return {"reader": SimpleLazyObject(lambda: _reader(request))}


def _reader(request) -> dict[str, object]:
    user: User | None = getattr(request, "user", None)
    if user is not None and not user.is_authenticated:
        user = None
    role = Role(user.role) if user else None
    places = places_of(role, request.path, acts=bool(user and user.acting_for))
    first = ON_THE_BAR if len(places) > ON_THE_BAR + 1 else len(places)
    return {
        "role": role or "",
        "role_name": ROLE_NAMES[role] if role else "",
        "name": user.get_full_name() if user else "",
        "home_url": reverse(HOMES.get(role, "office:home") if role else "public:home"),
        "places": places[:first],
        "more_places": places[first:],
        "acting_for": user.acting_for if user else None,
        "onward": [place for place in places if place.sign not in _STARTS],
        "shows_demo": Unit.objects.filter(is_demo=True).exists(),
        "other_language_url": in_other_language(request.get_full_path()),
        "sign_in_url": reverse("accounts:sign_in"),
        "sign_out_url": reverse("accounts:sign_out"),
        "account_url": reverse("accounts:safety") if role else "",
        "sources_url": _url("public:sources") or "",
    }


def places_of(role: Role | None, path: str, acts: bool = False) -> list[Place]:
    """Return the reader's places that exist, with the one the path lies in marked."""
    wanted = (_home(role), *PLACES[role]) if role else PLACES[""]
    if acts:
        wanted = (*wanted, STANDING_IN)
    found = [(sign, label, _url(name)) for sign, label, name in wanted]
    there = [(sign, label, url) for sign, label, url in found if url]
    lies_in = [url for sign, _label, url in there if _is_in(path, url, sign)]
    current = max(lies_in, key=len, default="")
    return [Place(sign, str(label), url, url == current) for sign, label, url in there]


def _is_in(path: str, url: str, sign: str) -> bool:
    """The pages below a place lie in it; below a start lies everything, so that says nothing."""
    return path == url if sign in _STARTS else path.startswith(url)


def in_other_language(full_path: str) -> str:
    """Return the same address in the other language; it works for pages that are not there too."""
    if get_language() == "en":
        return "/" + full_path.removeprefix("/en/").lstrip("/")
    return "/en" + full_path


def _url(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
