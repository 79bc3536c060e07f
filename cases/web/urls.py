"""Pages of the shared case file. Paths are Dutch and hold no personal data."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.web import (
    addresses,
    bans,
    casefile,
    changes,
    componenten,
    conditions,
    decreed_days,
    digest_settings,
    documents,
    drafts,
    duty,
    duty_hours,
    exclusion,
    health,
    inbox,
    incidents,
    measure_orders,
    measures,
    metrics,
    mywork,
    operations,
    part_a,
    part_b,
    persons,
    plan,
    protection,
    releasing,
    safety,
    sash,
    search,
    signin,
    stalking_checklist,
    term,
    victim,
    victim_calls,
    victim_letters,
    victim_wishes,
)
from cases.web.disclosure import explain as disclosure_explain
from cases.web.disclosure import row as disclosure_row
from cases.web.disclosure import table as disclosure_table
from cases.web.disclosure import versions as disclosure_versions
from cases.web.log import overview as log_overview
from cases.web.log import review as log_review
from cases.web.log import search as log_search
from cases.web.reports import handling, new, tab
from cases.web.together import handover, moving, sharing, shift, steps
from cases.web.together import tab as together

app_name = "cases"

urlpatterns: list[URLPattern] = [
    path("aanmelden", signin.sign_in, name="sign-in"),
    path("sessie", signin.session, name="session"),
    path("concepten", drafts.draft, name="draft"),
    path("afmelden", signin.sign_out, name="sign-out"),
    path("mijn-werk", mywork.my_work, name="my-work"),
    path("instellingen/overzichtsmail", digest_settings.mail_time, name="digest-settings"),
    path("dienst", duty.duty, name="duty"),
    path("dienst/kiezen", duty.duty_choose, name="duty-choose"),
    path("dienst/rooster", duty.duty_roster, name="duty-roster"),
    path("dienst/rooster/<uuid:dienst>/intrekken", duty.duty_withdraw, name="duty-withdraw"),
    path("logboek", log_search.search, name="log"),
    path("logboek/overzicht", log_overview.overview, name="log-overview"),
    path("logboek/beoordelen", log_review.review, name="log-review"),
    path("logboek/beoordelen/<uuid:punt>", log_review.judge, name="log-judge"),
    path("verstrekkingen", disclosure_table.table, name="disclosure-table"),
    path("verstrekkingen/uitleg", disclosure_explain.explained, name="disclosure-explain"),
    path("verstrekkingen/versies", disclosure_versions.versions, name="disclosure-versions"),
    path("verstrekkingen/versies/<uuid:versie>", disclosure_versions.version, name="disclosure-version"),
    path("verstrekkingen/versies/<uuid:versie>/regel", disclosure_row.row, name="disclosure-row"),
    path("instellingen/diensturen", duty_hours.duty_hours, name="duty-hours"),
    path("instellingen/diensturen/<uuid:dienst>/beeindigen", duty_hours.end, name="duty-hours-end"),
    path("instellingen/werkkalender", decreed_days.decreed_days, name="decreed-days"),
    path(
        "instellingen/werkkalender/<uuid:dag>/intrekken", decreed_days.withdraw, name="decreed-day-withdraw"
    ),
    path("eigen-relaties", exclusion.own_relations, name="own-relations"),
    path("privacy/uitsluitingen", exclusion.review, name="exclusions"),
    path("privacy/uitsluitingen/<uuid:uitsluiting>", exclusion.lift, name="exclusion-lift"),
    path(
        "zaken/<uuid:zaak>/personen/<uuid:persoon>/eigen-relatie", exclusion.known_person, name="known-person"
    ),
    path("zaken/<uuid:zaak>/samenwerking/uitsluiten", exclusion.exclude_from_case, name="exclude"),
    path("meldingen", inbox.inbox, name="messages"),
    path("meldingen/gelezen", inbox.mark_all_read, name="messages-read"),
    path("componenten", componenten.components, name="components"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("health/metrics", metrics.metrics, name="health-metrics"),
    path("beheer/bewaking", operations.operations, name="operations"),
    path("beheer/berichten/<uuid:bericht>/opnieuw", operations.again, name="message-again"),
    path("beheer/post/vrijgeven", operations.release_mail, name="mail-release"),
    path("zaken/<uuid:zaak>", casefile.overview, name="case"),
    path("zaken/<uuid:zaak>/verloop", casefile.refreshed, name="story"),
    path("zaken/<uuid:zaak>/termijnen/<uuid:termijn>", term.term, name="term"),
    path("zaken/<uuid:zaak>/termijnen/<uuid:termijn>/oppakken", term.take, name="term-take"),
    path("zaken/<uuid:zaak>/termijnen/<uuid:termijn>/overdragen", term.give, name="term-hand-on"),
    path("zaken/<uuid:zaak>/personen", persons.persons, name="persons"),
    path("zaken/<uuid:zaak>/personen/<uuid:persoon>/contact", persons.safe_contact, name="safe-contact"),
    path(
        "zaken/<uuid:zaak>/personen/<uuid:persoon>/beschermd-adres", addresses.protect, name="address-protect"
    ),
    path("zaken/<uuid:zaak>/beschermde-adressen/<uuid:adres>/tonen", addresses.reveal, name="address-reveal"),
    path("zaken/<uuid:zaak>/beschermde-adressen/<uuid:adres>/einde", addresses.end, name="address-end"),
    path("zaken/<uuid:zaak>/onthullingen/<uuid:onthulling>", addresses.shown, name="address-revealed"),
    path("zaken/<uuid:zaak>/veiligheid", safety.safety, name="safety"),
    path("zaken/<uuid:zaak>/veiligheid/gebeurtenis", incidents.incident, name="incident"),
    path("zaken/<uuid:zaak>/veiligheid/onderdeel-a", part_a.part_a, name="part-a"),
    path("zaken/<uuid:zaak>/veiligheid/onderdeel-a/voorstel", part_a.proposal, name="part-a-proposal"),
    path("zaken/<uuid:zaak>/veiligheid/onderdeel-a/opheffen", part_a.lift, name="lift-acuteness"),
    path("zaken/<uuid:zaak>/veiligheid/onderdeel-b", part_b.part_b, name="part-b"),
    path("zaken/<uuid:zaak>/veiligheid/onderdeel-b/voorstel", part_b.proposal, name="part-b-proposal"),
    path("zaken/<uuid:zaak>/veiligheid/beoordelen", part_b.assess, name="assess"),
    path("zaken/<uuid:zaak>/veiligheid/sash", sash.sash, name="sash"),
    path("zaken/<uuid:zaak>/veiligheid/sash/weging", sash.weighing, name="sash-weighing"),
    path("zaken/<uuid:zaak>/veiligheid/sash/verrijking", sash.enrich, name="sash-enrich"),
    path(
        "zaken/<uuid:zaak>/veiligheid/vragenlijst-stalking",
        stalking_checklist.stalking_checklist,
        name="stalking-checklist",
    ),
    path(
        "zaken/<uuid:zaak>/veiligheid/individuele-beoordeling", protection.victims, name="protection-victims"
    ),
    path(
        "zaken/<uuid:zaak>/veiligheid/individuele-beoordeling/<uuid:persoon>",
        protection.protection,
        name="protection",
    ),
    path("zaken/<uuid:zaak>/plan", plan.plan, name="plan"),
    path("zaken/<uuid:zaak>/plan/voorwaarde", conditions.condition, name="condition"),
    path(
        "zaken/<uuid:zaak>/plan/voorwaarde/<uuid:voorwaarde>/intrekken",
        conditions.withdraw,
        name="condition-withdraw",
    ),
    path(
        "zaken/<uuid:zaak>/plan/maatregel/<uuid:maatregel>/uitreiking", measures.served, name="measure-served"
    ),
    path("zaken/<uuid:zaak>/plan/maatregel/<uuid:maatregel>/schending", measures.breach, name="breach"),
    path("zaken/<uuid:zaak>/plan/schending/<uuid:schending>", measures.judge, name="breach-judge"),
    path("zaken-overdragen", shift.shift, name="shift"),
    path("zaken/<uuid:zaak>/samenwerking", together.collaboration, name="collaboration"),
    path("zaken/<uuid:zaak>/samenwerking/delen", sharing.share_section, name="sharing"),
    path(
        "zaken/<uuid:zaak>/samenwerking/delen/<uuid:verstrekking>/intrekken",
        sharing.withdraw_act,
        name="sharing-withdraw",
    ),
    path("zaken/<uuid:zaak>/samenwerking/toestemming", sharing.section_consent, name="section-consent"),
    path("zaken/<uuid:zaak>/samenwerking/aanbieden", steps.lead_offer, name="lead-offer"),
    path("zaken/<uuid:zaak>/samenwerking/verplaatsen", moving.move, name="move-participation"),
    path("zaken/<uuid:zaak>/samenwerking/contactpersoon", steps.victim_contact, name="victim-contact"),
    path("zaken/<uuid:zaak>/samenwerking/veiligheidsactie", steps.safety_action, name="safety-action"),
    path("zaken/<uuid:zaak>/overdracht", handover.handover, name="handover"),
    path("zaken/<uuid:zaak>/overdracht/monitoring/<uuid:contact>", handover.monitoring, name="monitoring"),
    path("melding/nieuw", new.new_report, name="report-new"),
    path("zaken/<uuid:zaak>/meldingen", tab.reports, name="reports"),
    path("zaken/<uuid:zaak>/meldingen/<uuid:melding>/uitkomst", handling.outcome, name="report-outcome"),
    path("zaken/<uuid:zaak>/meldingen/<uuid:melding>/onderzoek", handling.inquiry, name="report-inquiry"),
    path(
        "zaken/<uuid:zaak>/meldingen/uitkomsten/<uuid:uitkomst>/terugkoppeling",
        handling.feedback,
        name="report-feedback",
    ),
    path("zaken/<uuid:zaak>/meldingen/betrokkenen/<uuid:betrokkene>", handling.inform, name="report-inform"),
    path("zaken/<uuid:zaak>/plan/maatregel", measure_orders.record, name="measure-new"),
    path(
        "zaken/<uuid:zaak>/plan/maatregel/<uuid:maatregel>/verlengen",
        measure_orders.change,
        {"wat": "verlengen"},
        name="measure-extend",
    ),
    path(
        "zaken/<uuid:zaak>/plan/maatregel/<uuid:maatregel>/beeindigen",
        measure_orders.change,
        {"wat": "beeindigen"},
        name="measure-end",
    ),
    path(
        "zaken/<uuid:zaak>/plan/maatregel/<uuid:maatregel>/schorsen",
        measure_orders.change,
        {"wat": "schorsen"},
        name="measure-suspend",
    ),
    path(
        "zaken/<uuid:zaak>/plan/maatregel/<uuid:maatregel>/hervatten",
        measure_orders.change,
        {"wat": "hervatten"},
        name="measure-resume",
    ),
    path(
        "zaken/<uuid:zaak>/plan/maatregel/<uuid:maatregel>/einde-beoordelen",
        measure_orders.judge_ending,
        name="measure-judge-end",
    ),
    path(
        "zaken/<uuid:zaak>/plan/maatregel/<uuid:maatregel>/einde-vertellen",
        measure_orders.tell_ending,
        name="measure-tell-end",
    ),
    path("zaken/<uuid:zaak>/plan/schending/<uuid:schending>/melden", measure_orders.tell, name="breach-tell"),
    path("verboden", bans.bans, name="bans"),
    path("zoeken", search.search, name="search"),
    path("zaken/<uuid:zaak>/slachtoffer", victim.victim, name="victim"),
    path(
        "zaken/<uuid:zaak>/slachtoffer/<uuid:persoon>/eerste-gesprek",
        victim_calls.first_call,
        name="first-call",
    ),
    path("zaken/<uuid:zaak>/slachtoffer/<uuid:persoon>/gesprek", victim_calls.call, name="victim-call"),
    path(
        "zaken/<uuid:zaak>/slachtoffer/<uuid:persoon>/aangifte",
        victim_calls.crime_report,
        name="crime-report",
    ),
    path("zaken/<uuid:zaak>/slachtoffer/wensen", victim_wishes.victims, name="wishes-victims"),
    path("zaken/<uuid:zaak>/slachtoffer/<uuid:persoon>/wensen", victim_wishes.wishes, name="wishes"),
    path("zaken/<uuid:zaak>/slachtoffer/<uuid:persoon>/e-mail", victim_letters.letter, name="letter"),
    path(
        "zaken/<uuid:zaak>/slachtoffer/brief/<uuid:brief>",
        victim_letters.official_letter,
        name="official-letter",
    ),
    path("zaken/<uuid:zaak>/slachtoffer/<uuid:persoon>/toestemming", victim_wishes.consent, name="consent"),
    path("zaken/<uuid:zaak>/wijzigingen", changes.changes, name="changes"),
    path("zaken/<uuid:zaak>/documenten", documents.documents, name="documents"),
    path("zaken/<uuid:zaak>/documenten/vrijgave/<uuid:vrijgave>", releasing.decide, name="document-release"),
    path("zaken/<uuid:zaak>/plan/maatregel/<uuid:maatregel>/gebied", documents.area, name="area-wording"),
]
