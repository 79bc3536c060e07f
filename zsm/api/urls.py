"""Resources of the ZSM table."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.api.urls import on_case
from zsm.api import (
    advice,
    consultation,
    contributions,
    course,
    court,
    decisions,
    elsewhere,
    facts,
    guardians,
    intake,
    investigation,
    later,
    requests,
    table,
    triage,
)

urlpatterns: list[URLPattern] = [
    path("tafels", table.Tables.as_view(), name="tables"),
    path("tafels/<uuid:tafel>/stappen", table.Steps.as_view(), name="table-steps"),
    path("tafels/<uuid:tafel>/plaatsen", table.Seats.as_view(), name="table-seats"),
    path("aanhoudingen", intake.Arrests.as_view(), name="arrests"),
    path("verhoren", intake.Hearings.as_view(), name="hearings"),
    path("persoonsvergelijkingen", intake.Comparisons.as_view(), name="comparisons"),
    on_case("gezagsdragers", guardians.Guardians, "guardians"),
    on_case("nieuwe-feiten", later.NewFacts, "new-facts"),
    on_case("heraanhoudingen", later.ArrestsAgain, "arrests-again"),
    on_case("begincorrecties", later.Corrections, "start-corrections"),
    on_case("feitwijzigingen", later.ChargeChanges, "charge-changes"),
    on_case("hg-labelstappen", later.LabelSteps, "label-steps"),
    on_case("gekoppelde-zaken", later.LinkedCases, "linked-cases"),
    on_case("bekendheidsantwoorden", consultation.KnownAnswers, "known"),
    on_case("vast-perioden", facts.Custodies, "custodies"),
    on_case("feiten-om", facts.Facts, "prosecution-facts"),
    on_case("bijdragen", contributions.Contributions, "contributions"),
    on_case("adviezen", advice.Advices, "advices"),
    on_case("kindertriages", triage.Triages, "triages"),
    on_case("kindertriages/<uuid:triage>/instemmingen", triage.Agreements, "triage-agreements"),
    on_case("tafelregels", decisions.TableLines, "table-lines"),
    on_case("rechterlijke-uitkomsten", court.JudicialOutcomes, "judicial-outcomes"),
    on_case("vrijlatingen", course.Releases, "releases"),
    on_case("ontsnappingen", course.Escapes, "escapes"),
    on_case("ontsnappingen/<uuid:ontsnapping>/weer-vast", course.Caught, "caught"),
    on_case("detenties-elders", elsewhere.OtherDetentions, "other-detentions"),
    on_case("detenties-elders/<uuid:detentie>/einde", elsewhere.OtherDetentionEnds, "other-detention-end"),
    on_case("vasthoudverlengingen", course.Extensions, "holding-extensions"),
    on_case("routeringsantwoorden", requests.RoutingAnswers, "routing-answers"),
    on_case("plandatumverzoeken", requests.Requests, "plan-date-requests"),
    on_case("plandatumverzoeken/<uuid:verzoek>/gereedmeldingen", requests.Ready, "requests-ready"),
    on_case("onderzoeksplannen", investigation.Plans, "investigation-plans"),
    on_case("onderzoeksplannen/<uuid:plan>/versies", investigation.Versions, "investigation-versions"),
    on_case("onderzoeksplannen/<uuid:plan>/oordelen", investigation.Judgements, "investigation-judgements"),
    on_case(
        "onderzoeksonderdelen/<uuid:onderdeel>/afronding", investigation.Endings, "investigation-endings"
    ),
    on_case("besluiten", decisions.Decisions, "decisions"),
]
