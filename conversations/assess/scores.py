"""What the assessments of a proposal come to, in words."""

from collections import defaultdict

from markupsafe import Markup
from sqlalchemy import Connection

from conversations.wording.catalogue import Wording
from storage import assessments, committee
from storage.assessments import SCALE, Assessment, Spread, spread
from storage.editions import Edition
from storage.proposals import Proposal


def number(w: Wording, value: float) -> str:
    """`3,2` in French, `3.2` in English."""
    text = f"{value:.1f}"
    return text.replace(".", ",") if w.language == "fr" else text


def score_lines(tx: Connection, w: Wording, edition: Edition, proposal: Proposal) -> Markup:
    """Mean and spread of all assessments, then those of each affiliation; empty where none says anything."""
    known = assessments.assessments_of(tx, proposal.key)
    overall = spread(each.mean(edition.assessed_by) for each in known)
    if overall is None:
        return Markup("")
    lines = [w.n("scores.overall", overall.of, of=SCALE, **_numbers(w, overall))]
    lines += [
        w("list.pair", name=affiliation, value=w("scores.part", count=part.of, **_numbers(w, part)))
        for affiliation, part in _by_affiliation(tx, w, edition, known)
    ]
    older = sum(each.revision != proposal.revision for each in known)
    return Markup("\n").join([*lines, *([w.n("scores.older", older)] if older else [])])


def _by_affiliation(tx: Connection, w: Wording, edition: Edition, known: list[Assessment]) -> list[tuple[str, Spread]]:
    """Nothing where all are of one affiliation."""
    group = committee.committee_chat(tx) or 0
    of: dict[str, list[float | None]] = defaultdict(list)
    for each in known:
        member = committee.membership(tx, chat=group, person=each.person)
        of[(member.affiliation if member else "") or w.plain("members.no_affiliation")].append(
            each.mean(edition.assessed_by)
        )
    parts = [(affiliation, part) for affiliation, means in sorted(of.items()) if (part := spread(means))]
    return parts if len(of) > 1 else []


def _numbers(w: Wording, part: Spread) -> dict[str, object]:
    return {
        "mean": number(w, part.mean),
        "lowest": number(w, part.lowest),
        "highest": number(w, part.highest),
    }
