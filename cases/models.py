"""Table of contents: every table of the shared case file, by concept."""

from __future__ import annotations

from cases.access.emergency_models import EmergencyAccess
from cases.access.models import AccessLogEntry, DisclosureConsent, DisclosureMark, Participation
from cases.access.sharing_models import SharingAct
from cases.access.table_models import DisclosureCell, DisclosureVersion
from cases.assessments.models import (
    AssessedCriterion,
    AssessedThreat,
    ChecklistAnswer,
    Incident,
    IndividualAssessment,
    SafetyAssessment,
    Sash,
    SashAnswer,
    SashEnrichment,
    StalkingChecklist,
    UnsafePerson,
)
from cases.attachments.models import Attachment, AttachmentContent, AttachmentLook
from cases.audit.models import LogPruning, LogReview, LogSeal, RecordChange
from cases.casefiles.link_models import CaseLink, LabelStep
from cases.casefiles.models import (
    Case,
    CaseEvent,
    CaseLead,
    CaseRole,
    Handover,
    HandoverNote,
    LeadHandover,
    MonitoringContact,
    SafetyAction,
    VictimContactPerson,
)
from cases.casefiles.move_models import ParticipationMove
from cases.casefiles.search_models import SearchQuota
from cases.documents.blocked_models import BlockedDocument
from cases.documents.models import AreaWording, Document, TableList
from cases.drafts.models import Draft
from cases.offences.models import Charge, ProsecutionComplaint
from cases.organisations.account_models import AccountAct
from cases.organisations.duty_hours_models import DutyHours, DutyMember
from cases.organisations.duty_models import DutyGrant
from cases.organisations.models import (
    AnsweredRequest,
    Certificate,
    Municipality,
    MunicipalityRouting,
    Organisation,
    PartnerSystem,
    PartnerToken,
    Region,
    User,
    ZsmLocation,
)
from cases.outbox.models import OutboxGate, OutboxMessage
from cases.outbox.task_models import DeliveryTask
from cases.outbox.wish_models import MessagePosition, MessageWish, QuietHours
from cases.persons.address_models import ProtectedAddress
from cases.persons.models import FamilySystem, Person, PersonLink, PersonRelation, SafeContact
from cases.plans.models import Breach, MeasureChange, MeasureProtection, SafetyCondition, SafetyMeasure
from cases.reports.models import Inquiry, Report, ReportedPerson, ReporterFeedback, ReportOutcome
from cases.sharing.models import Exclusion, OwnRelation
from cases.sharing.reveal_models import AddressReveal
from cases.terms.decreed_models import DecreedDay
from cases.terms.feed_models import CalendarFeed
from cases.terms.models import SweepHeartbeat, SweepLag, Term, TermStage
from cases.victims.models import (
    CallAgreement,
    CrimeReport,
    LetterNotice,
    NoticeAttempt,
    OfficialLetter,
    ProsecutionTold,
    VictimCall,
    VictimLetter,
    VictimNotice,
    VictimWishes,
)

__all__ = [
    "AccessLogEntry",
    "AccountAct",
    "AddressReveal",
    "AnsweredRequest",
    "AreaWording",
    "AssessedCriterion",
    "AssessedThreat",
    "Attachment",
    "AttachmentContent",
    "AttachmentLook",
    "BlockedDocument",
    "Breach",
    "CalendarFeed",
    "CallAgreement",
    "Case",
    "CaseEvent",
    "CaseLead",
    "CaseLink",
    "CaseRole",
    "Certificate",
    "Charge",
    "ChecklistAnswer",
    "CrimeReport",
    "DecreedDay",
    "DeliveryTask",
    "DisclosureCell",
    "DisclosureConsent",
    "DisclosureMark",
    "DisclosureVersion",
    "Document",
    "Draft",
    "DutyGrant",
    "DutyHours",
    "DutyMember",
    "EmergencyAccess",
    "Exclusion",
    "FamilySystem",
    "Handover",
    "HandoverNote",
    "Incident",
    "IndividualAssessment",
    "Inquiry",
    "LabelStep",
    "LeadHandover",
    "LetterNotice",
    "LogPruning",
    "LogReview",
    "LogSeal",
    "MeasureChange",
    "MeasureProtection",
    "MessagePosition",
    "MessageWish",
    "MonitoringContact",
    "Municipality",
    "MunicipalityRouting",
    "NoticeAttempt",
    "OfficialLetter",
    "Organisation",
    "OutboxGate",
    "OutboxMessage",
    "OwnRelation",
    "Participation",
    "ParticipationMove",
    "PartnerSystem",
    "PartnerToken",
    "Person",
    "PersonLink",
    "PersonRelation",
    "ProsecutionComplaint",
    "ProsecutionTold",
    "ProtectedAddress",
    "QuietHours",
    "RecordChange",
    "Region",
    "Report",
    "ReportOutcome",
    "ReportedPerson",
    "ReporterFeedback",
    "SafeContact",
    "SafetyAction",
    "SafetyAssessment",
    "SafetyCondition",
    "SafetyMeasure",
    "Sash",
    "SashAnswer",
    "SashEnrichment",
    "SearchQuota",
    "SharingAct",
    "StalkingChecklist",
    "SweepHeartbeat",
    "SweepLag",
    "TableList",
    "Term",
    "TermStage",
    "UnsafePerson",
    "User",
    "VictimCall",
    "VictimContactPerson",
    "VictimLetter",
    "VictimNotice",
    "VictimWishes",
    "ZsmLocation",
]
