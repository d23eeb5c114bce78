"""The place where Django looks for models; each lives in the file of its subject."""

from hamafza.web.records.accounts import Role, User
from hamafza.web.records.bad_rows import BadRow, UnreadCell
from hamafza.web.records.bank_accounts import BankAccount
from hamafza.web.records.brand import BrandLicence, Mark
from hamafza.web.records.certificates import Certificate
from hamafza.web.records.changes import ChangeRequest
from hamafza.web.records.claims import Claim
from hamafza.web.records.consents import Consent
from hamafza.web.records.consortia import Bylaws, Consortium, Member
from hamafza.web.records.contacts import Contact
from hamafza.web.records.deals import Allotment, Deal, DealLine, Milestone, Offer, Quote
from hamafza.web.records.delegations import Delegation
from hamafza.web.records.distributors import Distributor
from hamafza.web.records.events import ChainHead, Event
from hamafza.web.records.evidence import Evidence
from hamafza.web.records.exports import ExportRecord
from hamafza.web.records.formations import Formation, FormationEdit
from hamafza.web.records.goods import GoodsConfirmation
from hamafza.web.records.keys import SealingKey
from hamafza.web.records.leads import BuyerLead
from hamafza.web.records.licences import Licence
from hamafza.web.records.missions import Mission, MissionGoer
from hamafza.web.records.offices import FormerUnion, Office, OfficeChange
from hamafza.web.records.outbox import Circular, Message
from hamafza.web.records.parties import Party
from hamafza.web.records.parts import Factory, Need, NeedMatch
from hamafza.web.records.people import Person, UnitPerson
from hamafza.web.records.privacy import DeletionRequest, SensitiveRead
from hamafza.web.records.programme import Commitment, DeclaredExport, OfficialTotal
from hamafza.web.records.proposals import Proposal, ProposalMember
from hamafza.web.records.readiness import Assessment, ReadinessCertificate
from hamafza.web.records.requirements import RequirementLine
from hamafza.web.records.runs import Run
from hamafza.web.records.screening import Screening, ScreeningEntry, ScreeningList
from hamafza.web.records.second_factor import RecoveryCode, SecondFactor
from hamafza.web.records.series import Series
from hamafza.web.records.sessions import OpenSession
from hamafza.web.records.settlement import DealCost, Deduction, Payout, Receipt
from hamafza.web.records.trade_choices import TradeChoice
from hamafza.web.records.tries import Tries
from hamafza.web.records.twins import TwinPair
from hamafza.web.records.unit_lists import ListedUnit, UnitList
from hamafza.web.records.units import Unit
from hamafza.web.records.uploads import Upload
from hamafza.web.records.workshops import Machine, UnitGood, Workshop

__all__ = [
    "Allotment",
    "Assessment",
    "BadRow",
    "BankAccount",
    "BrandLicence",
    "BuyerLead",
    "Bylaws",
    "Certificate",
    "ChainHead",
    "ChangeRequest",
    "Circular",
    "Claim",
    "Commitment",
    "Consent",
    "Consortium",
    "Contact",
    "Deal",
    "DealCost",
    "DealLine",
    "DeclaredExport",
    "Deduction",
    "Delegation",
    "DeletionRequest",
    "Distributor",
    "Event",
    "Evidence",
    "ExportRecord",
    "Factory",
    "Formation",
    "FormationEdit",
    "FormerUnion",
    "GoodsConfirmation",
    "Licence",
    "ListedUnit",
    "Machine",
    "Mark",
    "Member",
    "Message",
    "Milestone",
    "Mission",
    "MissionGoer",
    "Need",
    "NeedMatch",
    "Offer",
    "Office",
    "OfficeChange",
    "OfficialTotal",
    "OpenSession",
    "Party",
    "Payout",
    "Person",
    "Proposal",
    "ProposalMember",
    "Quote",
    "ReadinessCertificate",
    "Receipt",
    "RecoveryCode",
    "RequirementLine",
    "Role",
    "Run",
    "Screening",
    "ScreeningEntry",
    "ScreeningList",
    "SealingKey",
    "SecondFactor",
    "SensitiveRead",
    "Series",
    "TradeChoice",
    "Tries",
    "TwinPair",
    "Unit",
    "UnitGood",
    "UnitList",
    "UnitPerson",
    "UnreadCell",
    "Upload",
    "User",
    "Workshop",
]
