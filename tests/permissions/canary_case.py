"""The stalking case with a canary in every sensitive text, put in by the services of the application."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from cases.access.actor import Actor
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.access.wall import GUARD_ROLE, acting_as, set_context
from cases.assessments.models import AssessedCriterion, AssessedThreat, Incident, SafetyAssessment
from cases.assessments.rules.answers import Outcome, Presence, YesNo
from cases.assessments.rules.known import DossierPhase
from cases.assessments.services import (
    CriterionAnswer,
    NewIncident,
    PartA,
    ThreatAnswer,
    add_incident,
    conclude_part_a,
    lift_acuteness,
)
from cases.casefiles.models import (
    Case,
    CaseRole,
    Handover,
    HandoverNote,
    LeadHandover,
    MonitoringContact,
    SafetyAction,
)
from cases.casefiles.move_models import ParticipationMove
from cases.casefiles.services import Joining, join, mark_for_task, record_event, set_safe_contact
from cases.casefiles.services.handover import record_safety_action
from cases.casefiles.services.leads import offer_lead, refuse_lead
from cases.documents.models import AreaWording, TableList
from cases.documents.services import word_area
from cases.documents.standing import make_due_lists
from cases.drafts.models import Draft
from cases.drafts.services import save_draft
from cases.offences.models import Charge, ProsecutionComplaint
from cases.organisations.rules import OrganisationKind
from cases.outbox.delivery import deliver_due
from cases.persons.models import Person, SafeContact
from cases.persons.rules.identifiers import clean_bsn
from cases.persons.services import NewPerson, NewSafeContact
from cases.plans.models import Breach, MeasureChange, SafetyCondition, SafetyMeasure
from cases.plans.rules.conditions import ConditionLevel
from cases.plans.services import (
    ChangeOrder,
    NewCondition,
    extend_measure,
    set_condition,
    withdraw_condition,
)
from cases.reports.models import Inquiry, Report, ReportedPerson, ReporterFeedback, ReportOutcome
from cases.reports.rules.outcome import FeedbackManner, OutcomeStatus, Stage
from cases.reports.rules.report import NewReport, ReportedIncident, Reporter
from cases.reports.services import (
    NewOutcome,
    decide_inquiry,
    end_inquiry,
    inform_person,
    record_outcome,
    send_feedback,
    start_inquiry,
)
from cases.terms.digest import queue_digests
from cases.terms.rules.kinds import TermKind
from cases.terms.services import meet_if_open
from cases.terms.sweep import sweep_due
from cases.victims.models import NoticeAttempt, VictimNotice
from cases.victims.rules.contact import Manner
from cases.victims.rules.contact import Outcome as Reached
from cases.victims.services import NewAttempt, record_attempt
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.factories.reports import person_in, report_on_victim
from tests.factories.story import REGISTERED, stalking_intake
from tests.factories.together import handover_that_came_back, moved_from_elsewhere
from tests.permissions.canaries import Canaries
from tests.permissions.canary_addresses import hide_addresses, joined_and_undone
from tests.permissions.canary_advice import at_the_table, bring_in
from tests.permissions.canary_attachments import attach_files
from tests.permissions.canary_course import follow, leave_words
from tests.permissions.canary_intake import go_on_with_intake
from tests.permissions.canary_objects import named_by_rest
from tests.permissions.canary_screenings import assessment_brought_up_to_date, screen
from tests.permissions.canary_sharing import draft_of_the_table, share_beyond_the_table
from tests.permissions.canary_victim import letter_is_handed_over, victim_speaks
from tests.permissions.crawl import DRAFTED
from zsm.consultation.models import KnownAnswer
from zsm.consultation.services import KnownReply, answer_known
from zsm.decision.models import Decision, DecisionOrder, ProsecutionFacts
from zsm.decision.rules.act import Order
from zsm.decision.rules.checklist import Guard, Override
from zsm.decision.rules.facts import Answer, Evidence
from zsm.decision.rules.kinds import DecisionKind
from zsm.decision.services import NewFacts, decide, state_facts
from zsm.intake.models import ChildCheck, Custody
from zsm.intake.services import Arrest, ArrestIntake, Complaint, InvolvedChild, register_arrest

K = OrganisationKind
ASSESSED, STATED = ams("2026-03-10 11:20"), ams("2026-03-10 12:00")
DUE, DECIDED = ams("2026-03-10 19:00"), ams("2026-03-10 19:05")
CALLED, RELEASED, LATER = ams("2026-03-10 19:20"), ams("2026-03-10 19:40"), ams("2026-03-11 09:30")

# Who contributes to the case, by user name.
GIVERS = {K.POLITIE: "politie", K.VT: "vt", K.OM: "om", K.RECLASSERING: "3ro", K.RVDK: "rvdk", K.SHN: "shn"}
STORY_GIVERS = (K.POLITIE, K.VT, K.OM)
EMAIL_HOST = "canary.example"
LAST_DAY = date(2026, 3, 9)


@contextmanager
def past_the_wall() -> Iterator[None]:
    """Look at every row, whoever it belongs to; works inside a transaction."""
    set_context(GUARD_ROLE)
    yield
    set_context("none")


class CanaryCase:
    """The case on its way; every step puts its own canaries in. Call the steps in their order."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.canaries = Canaries()
        self._word = self.canaries.word
        self.case = self._register()
        self.victim, self.child = (self._person(role) for role in ("victim", "child"))

    def actor(self, kind: OrganisationKind) -> Actor:
        """Who acts for a kind of organisation."""
        return self.cast.actor(GIVERS[kind])

    # --- police -----------------------------------------------------------------------------------

    def _register(self) -> Case:
        police = self.actor(K.POLITIE)
        with acting_as(police):
            case = register_arrest(intake=self._intake(), actor=police, at=REGISTERED)
            others = [
                Joining(self.cast.organisation(K.HALT), Level.VIEW, "test"),
                Joining(self.cast.organisation(K.ZVH), Level.THAT, "test"),
            ]
            join(case=case, joining=others, actor=police, at=REGISTERED)
            mark_for_task(
                case=case,
                category=Category.REPORT,
                recipients=[K.RECLASSERING],
                purpose="test",
                actor=police,
                at=REGISTERED,
            )
        with past_the_wall():
            # Texts that the catalogues fill in; nothing but the page decides who reads them.
            Charge.objects.filter(case=case, offence_code="285b").update(
                offence_name=self._word(Charge, "offence_name", K.POLITIE)
            )
            SafetyMeasure.objects.filter(case=case).update(
                basis=self._word(SafetyMeasure, "basis", K.POLITIE)
            )
        return case

    def _intake(self) -> ArrestIntake:
        plain, police = stalking_intake(self.cast), K.POLITIE
        assert plain.measure is not None
        return replace(
            plain,
            offence_place=self._word(Case, "offence_place", police),
            suspect=replace(plain.suspect, person=self._somebody(date(1961, 4, 17), "99999001")),
            victim=replace(plain.victim, person=self._somebody(date(1963, 9, 22), "99999002")),
            children=(
                InvolvedChild(person=self._somebody(date(2013, 6, 11), "99999003", child=True)),
                InvolvedChild(person=self._somebody(date(2017, 1, 28), "99999004", child=True)),
            ),
            child_note=self._word(ChildCheck, "note", police),
            arrest=self._arrest(plain.arrest),
            complaint=Complaint(
                answer="yes",
                made_on=LAST_DAY,
                received_by=self._word(ProsecutionComplaint, "received_by", police),
            ),
            measure=replace(
                plain.measure,
                imposed_by=self._word(SafetyMeasure, "imposed_by", police),
                area=self._word(SafetyMeasure, "area", police),
                served_by=self._word(SafetyMeasure, "served_by", police),
                registered_by=self._word(SafetyMeasure, "registered_by", police),
                breach_reporting=self._word(SafetyMeasure, "breach_reporting", police),
                protects_children=True,
                breach_description=self._word(Breach, "description", police),
            ),
            safe_contact=self._contact("06 0000 7311"),
            report=self._report(),
        )

    def _somebody(self, born: date, digits: str, *, child: bool = False) -> NewPerson:
        category = Category.CHILDREN if child else Category.IDENTITY
        names = {
            field: self._word(Person, field, K.POLITIE, category).capitalize()
            for field in ("first_names", "infix", "last_name")
        }
        bsn = next(number for last in range(10) if _passes(number := f"{digits}{last}"))
        return NewPerson(
            **names,
            birth_date=self.canaries.day("Person.birth_date", category, K.POLITIE, born),
            bsn=self.canaries.number("Person.bsn", category, K.POLITIE, bsn),
        )

    def _arrest(self, plain: Arrest) -> Arrest:
        return replace(plain, place=self._word(Custody, "place", K.POLITIE))

    def _contact(self, phone: str) -> NewSafeContact:
        address = f"{self._word(SafeContact, 'email', K.POLITIE)}@{EMAIL_HOST}"
        return NewSafeContact(
            phone=self.canaries.number("SafeContact.phone", Category.CONTACT, K.POLITIE, phone),
            phone_safe=True,
            email=address,
            email_safe=True,
            language=self._word(SafeContact, "language", K.POLITIE),
            note=self._word(SafeContact, "note", K.POLITIE),
        )

    def _report(self) -> NewReport:
        def word(field: str) -> str:
            return self._word(Report, field, K.POLITIE)

        return NewReport(
            situation=word("situation"),
            request=word("request"),
            explanation=word("explanation"),
            further_information=word("further_information"),
            reference=word("reference"),
            existing_care_note=word("existing_care_note"),
            restraining_order_note=word("restraining_order_note"),
            incident=ReportedIncident(place=word("incident_place"), description=word("incident_text")),
            reporter=Reporter(name=word("reporter_name"), contact=word("reporter_contact")),
        )

    # --- everybody at the table -------------------------------------------------------------------

    def consult(self) -> None:
        """Everybody gives what is her or his own; the first decision is late and its alarm has gone out."""
        self._vt_answers()
        self._vt_types_and_does_not_send()
        for kind in GIVERS:
            self._tells_event(kind)
        screen(self.cast, self.case, self._word)
        self._vt_concludes()
        self._vt_sets_conditions()
        self._vt_handles_a_report()
        self._working_together()
        self._child_can_be_reached()
        self._vt_words_the_area()
        self._om_states()
        bring_in(self.cast, self.case, self._word)
        self.hidden = hide_addresses(self.cast, self.case, self.victim, self._word, CALLED)
        self.hidden |= joined_and_undone(self.cast, self.victim, self._word, CALLED)
        self.hidden |= attach_files(self.cast, self.case, self._word, CALLED)
        self.act_of_sharing = share_beyond_the_table(self.cast, self.case, self._word, CALLED)
        self.table = at_the_table(self.cast, self._word)
        go_on_with_intake(self.cast, self.case, self._word)
        self._everything_in_the_story()
        self.deliver(DUE)
        self._om_holds()
        self._shn_calls()
        victim_speaks(self.cast, self.case, self.victim, self._word, CALLED)
        self.official_letter = letter_is_handed_over(self.cast, self.case, self._word, CALLED)
        self.act = follow(self.cast, self.case, self._word, CALLED)

    def _vt_answers(self) -> None:
        vt = self.actor(K.VT)
        note = self._word(KnownAnswer, "note", K.VT)
        reply = KnownReply(known=True, open_file=True, phase=DossierPhase.INQUIRY, note=note)
        with acting_as(vt):
            answer_known(case=self.case, answer=reply, actor=vt, at=REGISTERED)

    def _vt_types_and_does_not_send(self) -> None:
        vt = self.actor(K.VT)
        typed = {"wat": [self._word(Draft, "fields", K.VT)]}
        with acting_as(vt):
            save_draft(place=DRAFTED.format(zaak=self.case.public_id), typed=typed, actor=vt, at=REGISTERED)

    def _tells_event(self, kind: OrganisationKind) -> None:
        actor = self.actor(kind)
        incident = NewIncident(
            happened_on=LAST_DAY,
            description=self._word(Incident, "description", kind),
            source="partner",
            source_note=self._word(Incident, "source_note", kind),
        )
        with acting_as(actor):
            add_incident(case=self.case, incident=incident, actor=actor, at=REGISTERED)

    def _vt_concludes(self) -> None:
        """Acute where the rules propose otherwise; police and OM may see on what it rests."""
        vt = self.actor(K.VT)
        with acting_as(vt):
            suspect, *others = self._people()
            part_a = PartA(
                criteria=tuple(
                    CriterionAnswer(
                        code=code,
                        answer=Presence.ABSENT,
                        note=self._word(AssessedCriterion, "note", K.VT),
                        source="report",
                    )
                    for code in range(1, 11)
                ),
                threats=(
                    ThreatAnswer(
                        person=suspect, access=YesNo.YES, note=self._word(AssessedThreat, "note", K.VT)
                    ),
                ),
                sight=YesNo.NO,
                sight_note=self._word(SafetyAssessment, "sight_note", K.VT),
                conclusion=Outcome.YES,
                deviation_reason=self._word(SafetyAssessment, "deviation_reason", K.VT),
                explanation=self._word(SafetyAssessment, "explanation", K.VT),
                unsafe=tuple(others),
                sources=("family_contact",),
                share_grounds=True,
            )
            conclude_part_a(case=self.case, part_a=part_a, actor=vt, at=ASSESSED)

    def _vt_sets_conditions(self) -> None:
        """One that holds and one that was withdrawn."""
        vt = self.actor(K.VT)
        with acting_as(vt):
            suspect, *_ = self._people()
            self.condition, withdrawn = (
                set_condition(case=self.case, condition=self._condition(suspect), actor=vt, at=ASSESSED)
                for _ in range(2)
            )
            reason = self._word(SafetyCondition, "withdrawal_reason", K.VT)
            withdraw_condition(condition=withdrawn, reason=reason, actor=vt, at=ASSESSED)

    def _condition(self, suspect: Person) -> NewCondition:
        return NewCondition(
            level=ConditionLevel.FLOOR,
            text=self._word(SafetyCondition, "text", K.VT),
            binds=suspect,
            supervisor=self.cast.organisation(K.POLITIE),
            supervision=self._word(SafetyCondition, "supervision", K.VT),
            breach_reporter=self.cast.organisation(K.VT),
            breach_reported_to=self.cast.organisation(K.POLITIE),
            consequence=self._word(SafetyCondition, "consequence", K.VT),
            starts_on=REGISTERED.date(),
        )

    def _vt_handles_a_report(self) -> None:
        """A neighbour reports again; Veilig Thuis inquires, tells the victim and the neighbour."""
        vt, word = self.actor(K.VT), self._word
        address = word(ReportedPerson, "address", K.VT)
        self.report = report_on_victim(self.cast, self.case, REGISTERED, address=address)
        outcome = NewOutcome(
            stage=Stage.ASSESSMENT,
            status=OutcomeStatus.FOLLOW_UP_AT_VT,
            explanation=word(ReportOutcome, "explanation", K.VT),
        )
        with acting_as(vt):
            self.reported = person_in(self.report)
            meet_if_open(
                case=self.case, kind=TermKind.VT_ASSESSMENT, subject=self.report, actor=vt, at=ASSESSED
            )
            note = word(ReportedPerson, "informed_note", K.VT)
            inform_person(row=self.reported, note=note, actor=vt, at=ASSESSED)
            self.outcome = record_outcome(report=self.report, outcome=outcome, actor=vt, at=ASSESSED)
            reason, conclusion = word(Inquiry, "reason", K.VT), word(Inquiry, "conclusion", K.VT)
            inquiry = decide_inquiry(report=self.report, reason=reason, actor=vt, at=ASSESSED)
            start_inquiry(inquiry=inquiry, actor=vt, at=ASSESSED)
            end_inquiry(inquiry=inquiry, conclusion=conclusion, actor=vt, at=ASSESSED)
            text = word(ReporterFeedback, "text", K.VT)
            manner = FeedbackManner.PHONE
            send_feedback(outcome=self.outcome, text=text, manner=manner, actor=vt, at=ASSESSED)

    def _working_together(self) -> None:
        """A case offered to a colleague who gives it back, a handover that came back, a same-day action."""
        vt, lead, word = self.actor(K.VT), self.cast.actor("vt.lead"), self._word
        note, answer = word(LeadHandover, "note", K.VT), word(LeadHandover, "answer_note", K.VT)
        with acting_as(vt):
            to = self.cast.user("vt.lead")
            offer = offer_lead(case=self.case, to=to, note=note, actor=vt, at=ASSESSED)
            text = word(SafetyAction, "text", K.VT)
            record_safety_action(case=self.case, text=text, actor=vt, at=ASSESSED)
        with acting_as(lead):
            refuse_lead(offer=offer, reason=answer, actor=lead, at=ASSESSED)
        self.contact = handover_that_came_back(
            self.cast,
            self.case,
            ASSESSED,
            note=word(HandoverNote, "text", K.VT),
            reason=word(Handover, "refusal_reason", K.LOKAAL),
            contact=word(MonitoringContact, "note", K.VT),
        )
        moved_from_elsewhere(self.cast, self.case, ASSESSED, reason=word(ParticipationMove, "reason", K.VT))

    def _child_can_be_reached(self) -> None:
        police = self.actor(K.POLITIE)
        with acting_as(police):
            contact = self._contact("06 0000 7322")
            set_safe_contact(case=self.case, person=self.child, contact=contact, actor=police, at=STATED)

    def _vt_words_the_area(self) -> None:
        vt = self.actor(K.VT)
        with acting_as(vt):
            measure = SafetyMeasure.objects.get(case=self.case)
            text = self._word(AreaWording, "text", K.VT)
            word_area(case=self.case, measure_id=measure.pk, text=text, actor=vt, at=STATED)

    def _om_states(self) -> None:
        om = self.actor(K.OM)
        facts = NewFacts(
            suspicion=Answer.YES,
            suspicion_ground=self._word(ProsecutionFacts, "suspicion_ground", K.OM),
            evidence=Evidence.SUFFICIENT,
            serious_objections=Answer.YES,
            explanation=self._word(ProsecutionFacts, "explanation", K.OM),
            share_with=frozenset({K.VT}),
        )
        with acting_as(om):
            state_facts(case=self.case, facts=facts, actor=om, at=STATED)

    def _everything_in_the_story(self) -> None:
        """An event of every category by three givers: also of what has no page of its own yet."""
        for kind in STORY_GIVERS:
            actor = self.actor(kind)
            with acting_as(actor):
                for category in Category:
                    record_event(
                        case=self.case,
                        kind="test",
                        category=category,
                        summary=self.canaries.story(category, kind),
                        actor=actor,
                        at=STATED,
                    )

    # --- decision, victim, afterwards -------------------------------------------------------------

    def _om_holds(self) -> None:
        values = {
            "ground": "investigation",
            "order_moment": DECIDED,
            "place": self._word(DecisionOrder, "values", K.OM),
        }
        before_rc = {
            "remand_grounds": ("danger_to_persons",),
            "suspension_conditions": self._word(DecisionOrder, "values", K.OM),
        }
        orders = (
            Order(DecisionKind.HOLD_CUSTODY, values),
            Order(DecisionKind.BRING_BEFORE_RC, before_rc),
        )
        self._decide(orders, DECIDED, late_reason=self._word(Decision, "late_reason", K.OM))

    def _decide(
        self,
        orders: tuple[Order, ...],
        at: datetime,
        *,
        late_reason: str = "",
        override: Override | None = None,
    ) -> None:
        om = self.actor(K.OM)
        with acting_as(om):
            decide(
                case=self.case,
                orders=orders,
                motivation=self._word(Decision, "motivation", K.OM),
                informer=self.cast.organisation(K.SHN),
                actor=om,
                at=at,
                late_reason=late_reason,
                override=override,
            )

    def _shn_calls(self) -> None:
        shn = self.actor(K.SHN)
        attempt = NewAttempt(
            outcome=Reached.NOT_REACHED,
            manner=Manner.PHONE,
            attempted_at=CALLED,
            note=self._word(NoticeAttempt, "note", K.SHN),
        )
        with acting_as(shn):
            notice = VictimNotice.objects.select_related("informer").get(case=self.case)
            record_attempt(notice=notice, attempt=attempt, actor=shn, at=CALLED)
        with past_the_wall():
            about = self._word(VictimNotice, "about", K.OM)
            VictimNotice.objects.filter(pk=notice.pk).update(about=about)

    def go_on(self) -> None:
        """What the victim says; the release against a guard, acuteness lifted, the alarms of the next day."""
        assessment_brought_up_to_date(self.cast, self.case, self._word)
        override = Override(
            frozenset({Guard.RELEASE_WHILE_ACUTE, Guard.AWAIT_PART_A}),
            self._word(Decision, "override_motivation", K.OM),
            frozenset(),
        )
        release = Order(DecisionKind.RELEASE_WITHOUT_MEASURES, {"released_at": RELEASED})
        self._decide((release,), RELEASED, override=override)
        vt = self.actor(K.VT)
        with acting_as(vt):
            lift_acuteness(
                case=self.case,
                plan=self._word(SafetyAssessment, "lifted_plan", K.VT),
                sight=YesNo.YES,
                sight_note=self._word(SafetyAssessment, "lifted_sight", K.VT),
                actor=vt,
                at=RELEASED,
            )
        self._om_extends_the_order()
        with past_the_wall():
            leave_words(self.case, self._word, RELEASED)
            SafetyMeasure.objects.filter(case=self.case).update(
                ended_reason=self._word(SafetyMeasure, "ended_reason", K.POLITIE)
            )
        self.deliver(LATER)

    def _om_extends_the_order(self) -> None:
        om = self.actor(K.OM)
        with acting_as(om):
            measure = SafetyMeasure.objects.get(case=self.case)
            assert measure.ends_at is not None
            extend_measure(
                measure=measure,
                ends_at=measure.ends_at + timedelta(days=10),
                order=ChangeOrder(
                    reason=self._word(MeasureChange, "reason", K.OM),
                    ordered_by=self._word(MeasureChange, "ordered_by", K.OM),
                    informer=self.cast.organisation(K.SHN),
                ),
                condition_met=True,
                actor=om,
                at=RELEASED,
            )

    def deliver(self, at: datetime) -> None:
        """Let every term that is due warn and alarm, and send all mail, that of the night too."""
        sweep_due(at=at, source="test")
        queue_digests(at=at)
        make_due_lists(at=at)
        deliver_due(clock=lambda: at)

    # --- reading ----------------------------------------------------------------------------------

    @property
    def objects(self) -> dict[str, UUID]:
        """What a path can name."""
        with past_the_wall():
            measure = SafetyMeasure.objects.get(case=self.case)
            breach = Breach.objects.get(measure=measure)
            decision = Decision.objects.filter(case=self.case).order_by("pk")[0]
            listed = TableList.objects.filter(case_ids__contains=[self.case.pk]).order_by("-pk")[0]
            notice = VictimNotice.objects.filter(case=self.case).order_by("pk").first()
            further = named_by_rest(self.case)
        return {
            "tafel": self.table.public_id,
            "versie": draft_of_the_table(self.cast, CALLED),
            "verstrekking": self.act_of_sharing,
            **self.hidden,
            "zaak": self.case.public_id,
            "persoon": self.victim.public_id,
            "maatregel": measure.public_id,
            "voorwaarde": self.condition.public_id,
            "schending": breach.public_id,
            "onderdeel": self.act,
            "melding": self.report.public_id,
            "uitkomst": self.outcome.public_id,
            "betrokkene": self.reported.public_id,
            "brief": self.official_letter.public_id,
            "contact": self.contact.public_id,
            **further,
            "besluit": decision.public_id,
            "lijst": listed.public_id,
            "bericht": notice.public_id if notice else self.case.public_id,
        }

    def _people(self) -> list[Person]:
        roles = CaseRole.objects.filter(case=self.case).select_related("person").order_by("pk")
        return [role.person for role in roles]

    def _person(self, role: str) -> Person:
        with past_the_wall():
            rows = CaseRole.objects.filter(case=self.case, role=role).select_related("person").order_by("pk")
            return rows[0].person


def _passes(number: str) -> bool:
    try:
        return bool(clean_bsn(number))
    except ValueError:
        return False
