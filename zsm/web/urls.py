"""Pages of the ZSM table. Paths are Dutch and hold no personal data."""

from __future__ import annotations

from django.urls import URLPattern, path

from zsm.web import board, consultation, contribution, investigation, table_list
from zsm.web.advice import page as advice
from zsm.web.advice import triage
from zsm.web.decision import course, court, decide, elsewhere, facts, requests, tab
from zsm.web.intake import again, checks, children, correct, guardians, label
from zsm.web.intake import page as intake
from zsm.web.table import page as table
from zsm.web.table import steps, wall

app_name = "zsm"

urlpatterns: list[URLPattern] = [
    path("bord", board.board, name="board"),
    path("tafel", table.table, name="table"),
    path("tafel/openen", table.open_now, name="table-open"),
    path("tafel/<uuid:tafel>/stap", steps.step, name="table-step"),
    path("tafel/<uuid:tafel>/plaats", steps.seat, name="table-seat"),
    path("grootbeeld", wall.wall, name="wall"),
    path("bord/tafellijst", table_list.table_lists, name="table-lists"),
    path("bord/tafellijst/<uuid:lijst>", table_list.table_list, name="table-list"),
    path("zaken/nieuw", intake.register, name="intake"),
    path("zaken/<uuid:zaak>/zsm/nog-een-verdachte", intake.co_suspect, name="co-suspect"),
    path("zaken/<uuid:zaak>/zsm/over-en-weer", intake.mutual, name="mutual"),
    path("zaken/<uuid:zaak>/zsm/aanhouden", again.arrest, name="arrest-again"),
    path("zaken/<uuid:zaak>/zsm/begin-corrigeren", correct.start, name="correct-start"),
    path("zaken/<uuid:zaak>/zsm/feiten-wijzigen", correct.charges, name="change-charges"),
    path("zaken/<uuid:zaak>/zsm/kindcheck", children.child_check, name="child-check"),
    path("zaken/<uuid:zaak>/zsm/gezagsdrager", guardians.guardian, name="guardian"),
    path("zaken/<uuid:zaak>/zsm/huisverbod", checks.measure_check, name="measure-check"),
    path("zaken/<uuid:zaak>/zsm/klacht", checks.complaint, name="complaint"),
    path("zaken/<uuid:zaak>/zsm/melding", checks.report, name="report"),
    path("zaken/<uuid:zaak>/zsm/uitkomst", checks.outcome, name="report-outcome"),
    path("zaken/<uuid:zaak>/zsm/label-voorstellen", label.propose, name="label-propose"),
    path("zaken/<uuid:zaak>/zsm/label-beoordelen", label.judge, name="label-judge"),
    path("zaken/<uuid:zaak>/zsm/bekend", consultation.known, name="known"),
    path("zaken/<uuid:zaak>/zsm/inbreng", contribution.contribution, name="contribution"),
    path("zaken/<uuid:zaak>/zsm/advies", advice.advice, name="advice"),
    path("zaken/<uuid:zaak>/zsm/triage", triage.triage, name="triage"),
    path("zaken/<uuid:zaak>/zsm", tab.tab, name="case"),
    path("zaken/<uuid:zaak>/zsm/feiten", facts.facts, name="facts"),
    path("zaken/<uuid:zaak>/zsm/besluit", decide.decide, name="decide"),
    path("zaken/<uuid:zaak>/zsm/rechter", court.court, name="court"),
    path("zaken/<uuid:zaak>/zsm/vrijlating", course.release, name="release"),
    path("zaken/<uuid:zaak>/zsm/ontsnapping", course.escape, name="escape"),
    path("zaken/<uuid:zaak>/zsm/andere-titel", elsewhere.elsewhere, name="other-detention"),
    path("zaken/<uuid:zaak>/zsm/verlengen", course.extend, name="extend"),
    path("zaken/<uuid:zaak>/zsm/verzoeken", requests.requests, name="requests"),
    path("zaken/<uuid:zaak>/zsm/onderzoek", investigation.investigation, name="investigation"),
    path("zaken/<uuid:zaak>/zsm/onderzoek/<uuid:onderdeel>", investigation.finish, name="investigation-item"),
]
