"""What somebody chooses about mail: the own wishes of a user, and the positions of an organisation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import InvalidInput, NotAllowed
from cases.access.permissions import check_role
from cases.access.writing import one_write
from cases.organisations.rules import Role
from cases.outbox.rules import Channel
from cases.outbox.topics import OPTIONAL, POSITION_LABELS, TOPICS, Position, Quiet, Topic, Wishes
from cases.outbox.wish_models import MessagePosition, MessageWish, QuietHours

SAME_TIME: Final = "Kies een andere tijd dan het begin."
BOTH_TIMES: Final = "Vul begin en einde in, of laat ze allebei leeg."
CHANGED: Final = "keuzes voor e-mail gewijzigd"
NOT_YOURS: Final = "Uw organisatie mailt dit altijd: u kunt het niet uitzetten."


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWishes:
    """What a user wants: per topic that can be left out whether it is mailed, and when it has to be quiet.

    `begins`, `ends`: on the Amsterdam clock; both None for no quiet hours.
    """

    wanted: Mapping[Topic, bool]
    begins: time | None = None
    ends: time | None = None
    weekend: bool = False


def wishes_of(user_id: int, organisation_id: int, channel: Channel = Channel.EMAIL) -> Wishes:
    """What holds for a user now; for who sends, and for the user."""
    positions = MessagePosition.objects.filter(organisation=organisation_id, channel=channel.value)
    chosen = MessageWish.objects.filter(user=user_id, channel=channel.value)
    row = QuietHours.objects.filter(user=user_id).first()
    quiet = Quiet(row.begins, row.ends, weekend=row.weekend) if row else None
    return Wishes(
        positions={
            Topic(topic): Position(position)
            for topic, position in positions.order_by("pk").values_list("topic", "position")
        },
        chosen={
            Topic(topic): wanted for topic, wanted in chosen.order_by("pk").values_list("topic", "wanted")
        },
        quiet=quiet if quiet and quiet.is_any else None,
    )


def own_wishes(actor: Actor) -> Wishes:
    """What holds for the actor, by what the own organisation says, also while acting for another one.

    Raises NotAllowed for a partner system that names nobody.
    """
    if not actor.in_person:
        raise NotAllowed("Keuzes voor berichten horen bij een medewerker.")
    return wishes_of(actor.user_id, actor.employer_id or actor.organisation_id)


def topics_for(user_roles: frozenset[Role]) -> tuple[Topic, ...]:
    """The topics that can be left out and that somebody with these roles can get."""
    needs = {Topic.TOTALS: Role.TEAM_LEAD, Topic.TO_JUDGE: Role.PRIVACY_OFFICER}
    return tuple(topic for topic in OPTIONAL if topic not in needs or needs[topic] in user_roles)


@one_write
def set_own_wishes(*, wishes: NewWishes, actor: Actor, at: datetime) -> Wishes:
    """Record what the actor wants; only what differs from before is written.

    Raises NotAllowed for nobody in person, InvalidInput under the name of a topic that cannot be left out,
    and under "begins" and "ends".
    """
    now = own_wishes(actor)
    errors: dict[str, list[str]] = {}
    for topic, wanted in wishes.wanted.items():
        if not wanted and not now.can_choose(topic):
            errors[topic.value] = [TOPICS[topic].mandatory or NOT_YOURS]
    if (wishes.begins is None) is not (wishes.ends is None):
        errors["ends" if wishes.ends is None else "begins"] = [BOTH_TIMES]
    elif wishes.begins is not None and wishes.begins == wishes.ends:
        errors["ends"] = [SAME_TIME]
    if errors:
        raise InvalidInput(errors)
    changed = [
        MessageWish(
            user_id=actor.user_id,
            topic=topic.value,
            channel=Channel.EMAIL.value,
            wanted=wanted,
            changed_at=at,
        )
        for topic, wanted in wishes.wanted.items()
        if now.can_choose(topic) and wanted is not now.wants(topic)
    ]
    MessageWish.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["user", "topic", "channel"],
        update_fields=["wanted", "changed_at"],
    )
    _set_quiet(wishes, actor, at)
    return own_wishes(actor)


def _set_quiet(wishes: NewWishes, actor: Actor, at: datetime) -> None:
    rows = QuietHours.objects.filter(user=actor.user_id)
    if wishes.begins is None and not wishes.weekend and not rows.exists():
        return
    values = {
        "begins": wishes.begins or time.min,
        "ends": wishes.ends or time.min,
        "weekend": wishes.weekend,
        "changed_at": at,
    }
    if not rows.update(**values):
        QuietHours.objects.create(user_id=actor.user_id, **values)


def check_can_set_positions(actor: Actor) -> None:
    """Raise NotAllowed for everybody but a functional administrator."""
    check_role(actor, Role.FUNCTIONAL_ADMINISTRATOR, task="De e-mail van de organisatie instellen")


def positions_of(actor: Actor) -> dict[Topic, Position]:
    """What the actor's organisation says of every topic that can be left out."""
    wishes = wishes_of(0, actor.organisation_id)
    return {topic: wishes.position(topic) for topic in OPTIONAL}


@one_write
def set_positions(
    *, positions: Mapping[Topic, Position], actor: Actor, at: datetime
) -> dict[Topic, tuple[Position, Position]]:
    """Record what the own organisation says of its mail; answers what changed, from what to what.

    Raises NotAllowed for who is no functional administrator, InvalidInput under the name of a topic that
    cannot be left out.
    """
    check_can_set_positions(actor)
    mandatory = {topic.value: [TOPICS[topic].mandatory] for topic in positions if TOPICS[topic].mandatory}
    if mandatory:
        raise InvalidInput(mandatory)
    now = positions_of(actor)
    changed = {topic: (now[topic], wanted) for topic, wanted in positions.items() if now[topic] is not wanted}
    MessagePosition.objects.bulk_create(
        [
            MessagePosition(
                organisation_id=actor.organisation_id,
                topic=topic.value,
                channel=Channel.EMAIL.value,
                position=wanted.value,
                changed_by_id=actor.user_id,
                changed_at=at,
            )
            for topic, (_, wanted) in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["organisation", "topic", "channel"],
        update_fields=["position", "changed_by", "changed_at"],
    )
    return changed


def positions_text(changed: Mapping[Topic, tuple[Position, Position]]) -> str:
    """The change in words, for the access log."""
    said = (
        f"{TOPICS[topic].label}: van {POSITION_LABELS[old]} naar {POSITION_LABELS[new]}"
        for topic, (old, new) in changed.items()
    )
    return "; ".join(said)
