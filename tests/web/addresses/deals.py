"""Arguments of the pages on deals, offers, shares, money, the mark, by-laws and the programme."""

from datetime import date, timedelta

from django.utils import timezone

from hamafza.consortia.bylaws import Clause
from hamafza.web.actions import brand, consortia, deals
from hamafza.web.actions import programme as programme_actions
from hamafza.web.records.deals import Allotment, Deal, DealLine
from hamafza.web.records.settlement import Payout


def _deal(cast) -> Deal:
    made = Deal.objects.create(
        consortium=cast.consortium,
        buyer=cast.salim.buyer,
        title="رومیزی",
        final_destination="OMN",
        destination_city="Muscat",
        end_user="own shops",
        end_use="retail",
        state="offers-open",
        offers_close_at=timezone.now() + timedelta(days=3),
        rule={"bylaws_version": 1, "ceiling_share": "1", "min_quantity": 1, "voted_at": "",
              "claims_days": 90, "objection_hours": 72, "payment_days": 10},
    )  # fmt: skip
    DealLine.objects.create(deal=made, description="رومیزی", quantity=60, hs6="630259")
    return made


def _share(cast) -> Allotment:
    return Allotment.objects.create(
        line=_deal(cast).lines.get(), unit=cast.unit, offered=40, quantity=40, currency="USD",
        reason_code="whole-offer",
    )  # fmt: skip


def _payout(cast) -> Payout:
    return Payout.objects.create(
        deal=_deal(cast), unit=cast.unit, amount_minor=5, currency="IRR", due_on=date(2026, 12, 1)
    )


def _licence(cast):
    mark = brand.register_mark(actor=cast.reza, consortium=cast.consortium, name_fa="پته کرمان")
    return brand.grant_licence(
        actor=cast.reza, mark=mark, unit=cast.unit, product="رومیزی",
        valid_from=date(2026, 1, 1), valid_until=date(2099, 1, 1),
    )  # fmt: skip


def _bylaws(cast):
    return consortia.draft_bylaws(
        actor=cast.reza, consortium=cast.consortium, clauses=dict.fromkeys(Clause, "as agreed")
    )


def _commitment(cast):
    return {"number": programme_actions.load_commitments(actor=cast.mina)[0].number}


def _numbered(make):
    return lambda cast: {"number": make(cast).pk}


def _line(cast):
    return {"number": _deal(cast).lines.get().pk}


def _objection(cast):
    share = _share(cast)
    return {"number": share.line.deal_id, "share": share.pk}


def _member(cast):
    member = cast.consortium.members.get(unit=cast.unit)
    return {"number": cast.consortium.pk, "member": member.pk}


ARGUMENTS = {
    "consortium:move": lambda cast: {"towards": "recruiting"},
    "office:consortium": lambda cast: {"number": cast.consortium.pk},
    "office:move_consortium": lambda cast: {
        "number": cast.consortium.pk,
        "towards": "recruiting",
    },
    "office:member_answer": _member,
    "office:ballot": _member,
    "producer:answer_invitation": lambda cast: {"number": _member(cast)["member"]},
    "public:follow_deal": lambda cast: {"secret": deals.secret(_deal(cast))},
    "public:verify": lambda cast: {"code": _licence(cast).code},
    "public:mark_picture": lambda cast: {"code": _licence(cast).code},
    "buyer:deal": _numbered(_deal),
    "buyer:accept": _numbered(_deal),
    "consortium:deal": _numbered(_deal),
    "consortium:goods_questions": _numbered(_deal),
    "consortium:step": lambda cast: {"number": _deal(cast).pk, "name": "hold"},
    "consortium:answer": _objection,
    "consortium:labels": _numbered(_licence),
    "consortium:move_licence": lambda cast: {
        "number": _licence(cast).pk,
        "towards": "suspended",
    },
    "consortium:close_vote": lambda cast: {"number": _bylaws(cast).version},
    "office:deal": _numbered(_deal),
    "office:step": lambda cast: {"number": _deal(cast).pk, "name": "hold"},
    "office:commitment": _commitment,
    "producer:request": _line,
    "producer:not_this_time": _line,
    "producer:share": _numbered(_share),
    "producer:answer_share": _numbered(_share),
    "producer:statement": _numbered(_payout),
    "producer:bylaws": _numbered(_bylaws),
    "producer:vote": _numbered(_bylaws),
}
