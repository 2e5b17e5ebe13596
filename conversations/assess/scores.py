"""What the assessments of a proposal come to, in words."""

from collections import defaultdict

from markupsafe import Markup
from sqlalchemy import Connection

from conversations.wording.catalogue import Wording
from conversations.wording.moments import decimal
from storage import assessments, committee
from storage.assessments import SCALE, Assessment, Spread
from storage.editions import Criterion, Edition
from storage.proposals import Proposal


def score_lines(tx: Connection, w: Wording, edition: Edition, proposal: Proposal) -> Markup:
    """Mean and spread of all assessments, then those of each affiliation; empty where none says anything."""
    known, criteria = assessments.assessments_of(tx, proposal.key), edition.assessed_by
    overall = assessments.spread_of(known, criteria)
    if overall is None:
        return Markup("")
    lines = [w.n("scores.overall", overall.of, of=SCALE, **_numbers(w, overall))]
    lines += [
        w("list.pair", name=affiliation, value=w.n("scores.part", part.of, **_numbers(w, part)))
        for affiliation, part in _by_affiliation(tx, w, criteria, known)
    ]
    older = sum(each.revision != proposal.revision for each in known)
    return Markup("\n").join([*lines, *([w.n("scores.older", older)] if older else [])])


def _by_affiliation(
    tx: Connection, w: Wording, criteria: list[Criterion], known: list[Assessment]
) -> list[tuple[str, Spread]]:
    """Nothing where all are of one affiliation."""
    group = committee.committee_chat(tx) or 0
    affiliations = {each.person: each.affiliation for each in committee.members_of(tx, group)}
    of: dict[str, list[Assessment]] = defaultdict(list)
    for each in known:
        of[affiliations.get(each.person) or w.plain("members.no_affiliation")].append(each)
    parts = [(name, part) for name, theirs in sorted(of.items()) if (part := assessments.spread_of(theirs, criteria))]
    return parts if len(of) > 1 else []


def _numbers(w: Wording, part: Spread) -> dict[str, object]:
    return {
        "mean": decimal(w, part.mean),
        "lowest": decimal(w, part.lowest),
        "highest": decimal(w, part.highest),
    }
