"""The place where Django looks for models; each lives in the file of its subject."""

from hamafza.web.records.accounts import Role, User
from hamafza.web.records.brand import BrandLicence, Mark
from hamafza.web.records.consortia import Bylaws, Consortium, Member
from hamafza.web.records.deals import Allotment, Deal, DealLine, Milestone, Offer, Quote
from hamafza.web.records.events import ChainHead, Event
from hamafza.web.records.formations import Formation, FormationEdit
from hamafza.web.records.goods import GoodsConfirmation
from hamafza.web.records.parties import Party
from hamafza.web.records.parts import Factory, Need, NeedMatch
from hamafza.web.records.programme import Commitment, DeclaredExport, OfficialTotal
from hamafza.web.records.proposals import Proposal, ProposalMember
from hamafza.web.records.runs import Run
from hamafza.web.records.screening import Screening, ScreeningEntry, ScreeningList
from hamafza.web.records.settlement import DealCost, Deduction, Payout, Receipt
from hamafza.web.records.twins import TwinPair
from hamafza.web.records.units import Unit
from hamafza.web.records.uploads import Upload

__all__ = [
    "Allotment",
    "BrandLicence",
    "Bylaws",
    "ChainHead",
    "Commitment",
    "Consortium",
    "Deal",
    "DealCost",
    "DealLine",
    "DeclaredExport",
    "Deduction",
    "Event",
    "Factory",
    "Formation",
    "FormationEdit",
    "GoodsConfirmation",
    "Mark",
    "Member",
    "Milestone",
    "Need",
    "NeedMatch",
    "Offer",
    "OfficialTotal",
    "Party",
    "Payout",
    "Proposal",
    "ProposalMember",
    "Quote",
    "Receipt",
    "Role",
    "Run",
    "Screening",
    "ScreeningEntry",
    "ScreeningList",
    "TwinPair",
    "Unit",
    "Upload",
    "User",
]
