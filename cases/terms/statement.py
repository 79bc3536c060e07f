"""The one statement of the sweep (performance, "Sweep").

It names tables of upper concepts (case leads) as foreign keys do: as text. The literals 'open' and 'pending'
let PostgreSQL use the partial indexes; the LIMIT keeps it from reading whole tables.

- `due`: the stages whose moment has come, with their terms, locked; what another sweeper holds, or a service
  that ends the term or takes it over, is skipped. `wanted_id`: the one person to turn to: of the term, else
  the lead of the organisation in the case; `named_id` unless she or he is `barred`: excluded from the case.
- `live`: those of terms that are still open and not taken over; the others are marked cancelled.
- `again`: what is said until somebody takes the term over gets its next round; after an outage the rounds
  that were missed are not made up for.
- `staff`: who there is, also by a duty for the organisation, and who of them is there now by its duty hours.
- `direct`: who does the work; when the matter is urgent and the named one is not there, those who are.
- `unattended`: urgent, and nobody of them is there: the team leads hear it at once; `unled`: no team lead is
  there either, then coordinators and partners hear it at once.
- `told`: everybody who has to know, `heard`: without who is excluded from the case; `reached` adds a last
  resort for a stage that would reach nobody.

What is asked of a whole step is written as IN and NOT IN: the planner takes each step for one row, and would
walk through it for every row of another; as a hashed list it is read once.
"""

from __future__ import annotations

from typing import Final

SWEEP: Final = """
WITH due AS MATERIALIZED (
    SELECT s.id, s.stage, s.round, s.nature, s.audiences, s.channels, s.fires_at, s.repeat_every,
           t.id AS term_id, t.case_id, t.organisation_id,
           s.nature <> %(warning)s OR %(workers)s = ANY(s.audiences) AS is_urgent,
           t.status = 'open' AND (t.taken_over_at IS NULL OR s.nature <> %(escalation)s) AS is_live,
           %(handler)s = ANY(s.audiences) AS has_handler,
           COALESCE(
               (SELECT u.id FROM cases_user u WHERE u.id = t.person_id AND u.is_active),
               (SELECT u.id FROM cases_caselead l JOIN cases_user u ON u.id = l.user_id AND u.is_active
                WHERE l.case_id = t.case_id AND l.organisation_id = t.organisation_id AND l.until IS NULL)
           ) AS wanted_id
    FROM cases_termstage s JOIN cases_term t ON t.id = s.term_id
    WHERE s.status = 'pending' AND s.next_try_at <= %(at)s
      AND (%(only)s::bigint[] IS NULL OR s.id = ANY(%(only)s::bigint[]))
    ORDER BY s.next_try_at
    LIMIT %(limit)s
    FOR NO KEY UPDATE OF s, t SKIP LOCKED
), barred AS MATERIALIZED (
    SELECT user_id, case_id FROM sweep_barred()
), live AS MATERIALIZED (
    SELECT due.*, CASE WHEN (due.wanted_id, due.case_id) NOT IN (SELECT user_id, case_id FROM barred)
                       THEN due.wanted_id END AS named_id
    FROM due WHERE due.is_live
), fired AS (
    UPDATE cases_termstage s
    SET status = 'fired', fired_at = %(at)s, lateness = %(at)s - due.fires_at
    FROM live due WHERE s.id = due.id
    RETURNING s.id
), dropped AS (
    UPDATE cases_termstage s SET status = 'cancelled'
    FROM due WHERE s.id = due.id AND NOT due.is_live
    RETURNING s.id
), again AS (
    INSERT INTO cases_termstage (
        term_id, stage, round, nature, audiences, channels, repeat_every, fires_at, next_try_at, status,
        failures, last_error
    )
    SELECT live.term_id, live.stage, live.round + 1, live.nature, live.audiences, live.channels,
           live.repeat_every, next.moment, next.moment, 'pending', 0, ''
    FROM live CROSS JOIN LATERAL (
        SELECT live.fires_at + live.repeat_every * (
            1 + floor(extract(epoch FROM %(at)s - live.fires_at) / extract(epoch FROM live.repeat_every))
        ) AS moment
    ) AS next
    WHERE live.repeat_every IS NOT NULL
    ON CONFLICT (term_id, stage, round) DO NOTHING
    RETURNING id
), alarmed AS (
    UPDATE cases_term t SET alarmed_at = %(at)s
    FROM live WHERE t.id = live.term_id AND live.nature = %(alarm)s
    RETURNING t.id
), partner AS MATERIALIZED (
    SELECT DISTINCT live.id, live.audiences, p.case_id, p.organisation_id
    FROM live JOIN cases_participation p ON p.case_id = live.case_id
    WHERE p.ended_at IS NULL AND p.level >= %(view)s
      AND (live.is_urgent OR live.audiences && ARRAY[%(coordinator)s, %(participants)s]::varchar[])
), concerned AS (
    SELECT organisation_id FROM live UNION SELECT organisation_id FROM partner
), clock AS (
    SELECT (extract(isodow FROM here)::int + 6) %% 7 AS today,
           (extract(isodow FROM here)::int + 5) %% 7 AS eve, here::time AS now
    FROM (SELECT %(at)s::timestamptz AT TIME ZONE 'Europe/Amsterdam' AS here) AS moment
), shift AS MATERIALIZED (
    SELECT h.id, h.organisation_id,
           CASE WHEN h.begins < h.ends
                THEN clock.today = ANY(h.weekdays) AND clock.now >= h.begins AND clock.now < h.ends
                ELSE (clock.today = ANY(h.weekdays) AND clock.now >= h.begins)
                  OR (clock.eve = ANY(h.weekdays) AND clock.now < h.ends) END AS holds,
           NOT EXISTS (SELECT 1 FROM cases_dutymember m WHERE m.hours_id = h.id) AS is_of_all
    FROM cases_dutyhours h CROSS JOIN clock
    WHERE h.ended_at IS NULL AND h.organisation_id IN (SELECT organisation_id FROM concerned)
), staff AS MATERIALIZED (
    SELECT u.id, u.organisation_id, u.roles, false AS has_duty,
           u.organisation_id NOT IN (SELECT organisation_id FROM shift)
           OR u.organisation_id IN (SELECT organisation_id FROM shift WHERE holds AND is_of_all)
           OR u.id IN (SELECT m.user_id FROM cases_dutymember m JOIN shift ON shift.id = m.hours_id
                       WHERE shift.holds AND shift.organisation_id = u.organisation_id) AS is_there
    FROM cases_user u
    WHERE u.is_active AND u.organisation_id IN (SELECT organisation_id FROM concerned)
    UNION ALL
    -- Who has a duty for the organisation now is there, does its work and leads nothing in it.
    SELECT u.id, g.organisation_id, %(worker_roles)s::varchar[], true, true
    FROM cases_dutygrant g JOIN cases_user u ON u.id = g.user_id AND u.is_active
        AND u.organisation_id = g.employer_id
    WHERE g.withdrawn_at IS NULL AND g.starts_at <= %(at)s AND g.ends_at > %(at)s
      AND g.organisation_id IN (SELECT organisation_id FROM concerned)
), direct AS MATERIALIZED (
    SELECT live.id, live.named_id AS user_id,
           live.named_id IN (SELECT id FROM staff WHERE is_there) AS is_there
    FROM live WHERE live.has_handler AND live.named_id IS NOT NULL
    UNION
    SELECT live.id, u.id, u.is_there
    FROM live JOIN staff u ON u.organisation_id = live.organisation_id
    WHERE u.roles && %(worker_roles)s::varchar[] AND (u.is_there OR NOT live.is_urgent)
      AND (u.id, live.case_id) NOT IN (SELECT user_id, case_id FROM barred)
      AND (%(workers)s = ANY(live.audiences)
           OR (live.has_handler AND (live.named_id IS NULL OR (u.has_duty AND live.nature = %(alarm)s) OR (
               live.is_urgent AND live.named_id NOT IN (SELECT id FROM staff WHERE is_there)))))
), unattended AS MATERIALIZED (
    SELECT live.id, live.organisation_id NOT IN (
               SELECT organisation_id FROM staff
               WHERE is_there AND roles && %(team_lead_roles)s::varchar[]) AS is_unled
    FROM live
    WHERE live.is_urgent AND live.id NOT IN (SELECT id FROM direct WHERE is_there)
), told AS MATERIALIZED (
    SELECT direct.id, direct.user_id FROM direct
    UNION
    SELECT live.id, u.id
    FROM live JOIN staff u ON u.organisation_id = live.organisation_id
    WHERE u.roles && %(team_lead_roles)s::varchar[]
      AND (%(team_lead)s = ANY(live.audiences) OR live.id IN (SELECT id FROM unattended))
    UNION
    SELECT partner.id, u.id
    FROM partner JOIN staff u ON u.organisation_id = partner.organisation_id
    WHERE (u.roles && %(coordinator_roles)s::varchar[] AND (
               %(coordinator)s = ANY(partner.audiences)
               OR partner.id IN (SELECT id FROM unattended WHERE is_unled)))
       OR (u.roles && %(team_lead_roles)s::varchar[] AND (
               %(participants)s = ANY(partner.audiences)
               OR partner.id IN (SELECT id FROM unattended WHERE is_unled)))
    UNION
    SELECT partner.id, u.id
    FROM partner
    JOIN cases_caselead l ON l.case_id = partner.case_id AND l.organisation_id = partner.organisation_id
    JOIN cases_user u ON u.id = l.user_id AND u.is_active
    WHERE l.until IS NULL AND %(participants)s = ANY(partner.audiences)
), heard AS MATERIALIZED (
    SELECT told.id, told.user_id
    FROM told JOIN live ON live.id = told.id
    WHERE (told.user_id, live.case_id) NOT IN (SELECT user_id, case_id FROM barred)
), reached AS MATERIALIZED (
    SELECT id, user_id FROM heard
    UNION ALL
    SELECT live.id, u.id
    FROM live JOIN staff u ON u.organisation_id = live.organisation_id
    WHERE u.roles && %(last_resort_roles)s::varchar[] AND live.id NOT IN (SELECT id FROM heard)
      AND (u.id, live.case_id) NOT IN (SELECT user_id, case_id FROM barred)
), message AS (
    INSERT INTO cases_outboxmessage (
        public_id, dedup_key, kind, channel, recipient_id, case_id, term_id, payload, status, attempts,
        next_attempt_at, last_error, message_id, created_at, sent_at
    )
    SELECT gen_random_uuid(),
           'term:' || live.term_id || ':' || live.stage || CASE WHEN live.round > 0 THEN '.' || live.round
                ELSE '' END || ':' || reached.user_id || ':' || c.channel,
           %(kind)s, c.channel, reached.user_id, live.case_id, live.term_id,
           jsonb_build_object('stage', live.stage, 'unattended', live.id IN (SELECT id FROM unattended)),
           CASE WHEN c.channel = %(in_app)s THEN 'sent' ELSE 'queued' END, 0, %(at)s, '',
           CASE WHEN c.channel = %(email)s
                THEN '<' || gen_random_uuid() || '@' || %(domain)s || '>' ELSE '' END,
           %(at)s, CASE WHEN c.channel = %(in_app)s THEN %(at)s::timestamptz END
    FROM live JOIN reached ON reached.id = live.id
    CROSS JOIN LATERAL unnest(live.channels) AS c(channel)
    ON CONFLICT (dedup_key) DO NOTHING
    RETURNING id
)
SELECT (SELECT count(*) FROM due),
       (SELECT count(*) FROM fired),
       (SELECT count(*) FROM message),
       ARRAY(SELECT live.id FROM live WHERE live.id NOT IN (SELECT id FROM reached)),
       ARRAY(SELECT extract(epoch FROM %(at)s - live.fires_at)::bigint FROM live)
"""

# A round that finds nothing is this one question, in a function whose plan is kept (its migration): it leaves
# the sign of life only when nothing is due.
IDLE: Final = "SELECT sweep_found_nothing(%(at)s, %(source)s)"
