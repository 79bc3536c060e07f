"""Resources of the shared case file. Paths are Dutch plurals in kebab-case, without a trailing slash."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path

from cases.api import (
    addresses,
    assessments,
    calls,
    casefiles,
    conditions,
    consents,
    disclosure,
    disclosure_versions,
    exclusions,
    handovers,
    leads,
    letters,
    measure_changes,
    measures,
    offences,
    part_b,
    person_links,
    persons,
    report_messages,
    reports,
    sash,
    screenings,
    search,
    sharing,
    staff,
    terms,
    together,
    victims,
    wishes,
)


def on_case(rest: str, view: Any, name: str) -> URLPattern:
    """The route of a resource on a case."""
    route: URLPattern = path(f"zaken/<uuid:zaak>/{rest}", view.as_view(), name=name)
    return route


def on_version(rest: str, view: Any, name: str) -> URLPattern:
    """The route of a resource on a version of the disclosure table."""
    route: URLPattern = path(f"verstrekkingentabel/versies/<uuid:versie>{rest}", view.as_view(), name=name)
    return route


urlpatterns: list[URLPattern] = [
    path("gebruikers", staff.Staff.as_view(), name="staff"),
    path("aanbiedingen", leads.Offers.as_view(), name="lead-offers"),
    path("aanbiedingen/<uuid:aanbieding>/antwoorden", leads.Answers.as_view(), name="lead-answers"),
    path("meldingen", report_messages.ReportMessages.as_view(), name="report-messages"),
    path("zaakvragen", search.CaseQuestions.as_view(), name="case-questions"),
    path("persoonsvragen", search.PersonQuestions.as_view(), name="person-questions"),
    path("uitsluitingen", exclusions.Exclusions.as_view(), name="exclusions"),
    path("uitsluitingen/<uuid:uitsluiting>", exclusions.ExclusionDetail.as_view(), name="exclusion"),
    path("uitsluitingen/<uuid:uitsluiting>/einde", exclusions.ExclusionEnds.as_view(), name="exclusion-end"),
    path("verstrekkingentabel", disclosure.Table.as_view(), name="disclosure-table"),
    path("verstrekkingsvragen", disclosure.Questions.as_view(), name="disclosure-questions"),
    path("verstrekkingentabel/versies", disclosure_versions.Versions.as_view(), name="disclosure-versions"),
    on_version("", disclosure_versions.VersionDetail, "disclosure-version"),
    on_version("/regels", disclosure_versions.Cells, "disclosure-cells"),
    on_version("/regels-terug", disclosure_versions.CellsUndone, "disclosure-cells-undone"),
    on_version("/stap", disclosure_versions.VersionSteps, "disclosure-step"),
    path("zaken", casefiles.Cases.as_view(), name="cases"),
    path("zaken/<uuid:zaak>", casefiles.CaseDetail.as_view(), name="case"),
    on_case("deelnemers", casefiles.Participants, "participants"),
    on_case("gebeurtenissen", casefiles.Events, "events"),
    on_case("termijnen", terms.Terms, "terms"),
    on_case("termijnen/<uuid:termijn>/oppakkingen", terms.TakingsOver, "takings-over"),
    on_case("personen", persons.Persons, "persons"),
    on_case("personen/<uuid:persoon>/veilig-contact", persons.SafeContacts, "safe-contact"),
    on_case("personen/<uuid:persoon>/zelfde-mens", person_links.Counterparts, "counterparts"),
    on_case("personenkoppelingen/<uuid:koppeling>/einde", person_links.LinkEnds, "person-link-end"),
    on_case("beschermde-adressen", addresses.Addresses, "protected-addresses"),
    on_case("beschermde-adressen/<uuid:adres>/einde", addresses.AddressEnds, "address-end"),
    on_case("feiten", offences.Charges, "charges"),
    on_case("klachten", offences.Complaints, "complaints"),
    on_case("meldingen", reports.Reports, "reports"),
    on_case("meldingen/<uuid:melding>/uitkomsten", reports.Outcomes, "outcomes"),
    on_case("uitkomsten/<uuid:uitkomst>/terugkoppelingen", reports.Feedback, "feedback"),
    on_case("onveilige-gebeurtenissen", assessments.Incidents, "incidents"),
    on_case("beoordelingen", assessments.Assessments, "assessments"),
    on_case("beoordelingen/onderdeel-a", assessments.PartAConclusions, "part-a"),
    on_case("beoordelingen/onderdeel-b", part_b.PartBConclusions, "part-b"),
    on_case("beoordelingen/opheffingen", assessments.Liftings, "liftings"),
    on_case("sash-screeningen", sash.Sashes, "sash"),
    on_case("sash-screeningen/<uuid:sash>/verrijkingen", sash.Enrichments, "sash-enrichments"),
    on_case("sash-concepten", sash.SashDrafts, "sash-drafts"),
    on_case("stalkingvragenlijsten", screenings.Checklists, "stalking-checklists"),
    on_case("individuele-beoordelingen", screenings.Protections, "victim-assessments"),
    on_case("voorwaarden", conditions.Conditions, "conditions"),
    on_case("voorwaarden/<uuid:voorwaarde>/intrekking", conditions.Withdrawals, "withdrawal"),
    on_case("maatregelen", measures.Measures, "measures"),
    on_case("maatregelen/<uuid:maatregel>/uitreiking", measures.Servings, "serving"),
    on_case("maatregelen/<uuid:maatregel>/schendingen", measures.Breaches, "breaches"),
    on_case("maatregelen/<uuid:maatregel>/wijzigingen", measure_changes.Changes, "measure-changes"),
    on_case("maatregelen/<uuid:maatregel>/eindbeoordelingen", measure_changes.EndsJudged, "measure-ends"),
    on_case("maatregelen/<uuid:maatregel>/eindberichten", measure_changes.EndsTold, "measure-ends-told"),
    on_case("schendingen/<uuid:schending>/meldingen-om", measure_changes.BreachesTold, "breaches-told"),
    on_case("schendingen/<uuid:schending>/oordeel", measures.Judgements, "judgement"),
    on_case("eerste-gesprekken", calls.FirstCalls, "first-calls"),
    on_case("eerste-gesprekken/<uuid:afspraak>/instemming", calls.Agreeing, "first-call-agreement"),
    on_case("slachtoffergesprekken", calls.Calls, "victim-calls"),
    on_case("aangiften", calls.CrimeReports, "crime-reports"),
    on_case("vervolgingsmededelingen", calls.ProsecutionTellings, "prosecution-tellings"),
    on_case("veilige-emails", letters.Letters, "letters"),
    on_case("officiele-brieven", letters.OfficialLetters, "official-letters"),
    on_case("officiele-brieven/<uuid:brief>/stap", letters.OfficialSteps, "official-letter-step"),
    on_case("overdrachten", handovers.Handovers, "handovers"),
    on_case("overdrachten/<uuid:overdracht>/antwoorden", handovers.HandoverAnswers, "handover-answers"),
    on_case("monitoringcontacten", handovers.Monitoring, "monitoring"),
    on_case("monitoringcontacten/<uuid:contact>/vastlegging", handovers.MonitoringDone, "monitoring-done"),
    on_case("verplaatsingen", together.Moves, "moves"),
    on_case("contactpersonen", together.ContactPersons, "contact-persons"),
    on_case("veiligheidsacties", together.SafetyActions, "safety-actions"),
    on_case("wensen", wishes.Wishes, "wishes"),
    on_case("toestemmingen", consents.Consents, "consents"),
    on_case("verstrekkingen", sharing.Acts, "sharing-acts"),
    on_case("verstrekkingen/<uuid:verstrekking>", sharing.ActDetail, "sharing-act"),
    on_case("verstrekkingen/<uuid:verstrekking>/intrekking", sharing.ActEnds, "sharing-act-end"),
    on_case("uitsluitingen", exclusions.CaseExclusions, "case-exclusions"),
    on_case("slachtofferberichten", victims.Notices, "notices"),
    on_case("slachtofferberichten/<uuid:bericht>/pogingen", victims.Attempts, "attempts"),
]
