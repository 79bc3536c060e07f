"""Who may be told of sharing, exclusions, the disclosure table and attachments that are held back."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

# Outside a case only what the sentence says: an exclusion to the own organisation, a version to privacy officers.
ADD = """
CREATE POLICY wall_add_exclusion ON cases_outboxmessage FOR INSERT TO veiligheid_web WITH CHECK (
    case_id IS NULL AND kind IN ('exclusion_set', 'exclusion_lifted')
    AND EXISTS (SELECT 1 FROM cases_exclusion e WHERE e.public_id::text = payload ->> 'exclusion'
        AND e.organisation_id = wall_organisation() AND e.user_id IS DISTINCT FROM recipient_id)
    AND EXISTS (SELECT 1 FROM cases_user u WHERE u.id = recipient_id
        AND u.organisation_id = wall_organisation()));
CREATE POLICY wall_add_table ON cases_outboxmessage FOR INSERT TO veiligheid_web WITH CHECK (
    case_id IS NULL AND kind IN ('table_offered', 'table_judged') AND (SELECT wall_is_privacy_officer())
    AND EXISTS (SELECT 1 FROM cases_disclosureversion v WHERE v.public_id::text = payload ->> 'version')
    AND EXISTS (SELECT 1 FROM cases_user u WHERE u.id = recipient_id AND 'privacy_officer' = ANY (u.roles)));
-- Whoever finds out that an attachment must be held may only read along; the giver hears it all the same.
CREATE FUNCTION wall_is_held_for(wanted uuid, recipient bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM cases_attachment a JOIN cases_user u ON u.organisation_id = a.organisation_id
        WHERE a.public_id = wanted AND a.state = 'held' AND u.id = recipient
        AND wall_participates(a.case_id, 20)) $$;
ALTER FUNCTION wall_is_held_for(uuid, bigint) OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION wall_is_held_for(uuid, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall_is_held_for(uuid, bigint) TO veiligheid_web;
CREATE POLICY wall_add_held ON cases_outboxmessage FOR INSERT TO veiligheid_web WITH CHECK (
    kind = 'attachment_held' AND wall_is_held_for((payload ->> 'attachment')::uuid, recipient_id));
"""


class Migration(migrations.Migration):
    """The insert policies of the outbox for these kinds of messages."""

    dependencies: ClassVar = [("cases", "0034_delivery_tasks")]

    operations: ClassVar = [migrations.RunSQL(ADD, migrations.RunSQL.noop)]
