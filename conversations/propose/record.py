"""A proposal as a form's record, and what its questions may know besides the answers."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from conversations.exchange import Turn
from storage import proposals
from storage.answers import Answers
from storage.database import JsonDict
from storage.editions import Edition, edition_of
from storage.proposals import Proposal


class ProposalRecord:
    """A proposal that is being filled in."""

    def __init__(self, tx: Connection, proposal: Proposal, now: datetime) -> None:
        self.proposal, self._tx, self._now = proposal, tx, now
        self._answers = proposal.read()

    @property
    def key(self) -> int:
        """The proposal's number in the database."""
        return self.proposal.key

    @property
    def version(self) -> int:
        """The version of what is seen."""
        return self.proposal.version

    def read(self) -> Answers:
        """The answers so far."""
        return self._answers

    def save(self, values: dict[str, Any]) -> None:
        """Keeps these fields. Raises MovedOn when somebody else has changed the proposal."""
        self._answers = self._answers.model_copy(update=values)
        proposals.save(self._tx, self.proposal, self._answers, now=self._now)


@dataclass
class Background:
    """What the questions of a proposal may know: its edition, what the organiser told for earlier ones, and whether
    there is a geocoder to ask.
    """

    tx: Connection
    proposal: Proposal
    details: JsonDict
    organiser: int
    geocodes: bool = False

    @cached_property
    def edition(self) -> Edition | None:
        """The edition that it is proposed for."""
        return edition_of(self.tx, self.proposal.edition)

    @cached_property
    def organisations(self) -> list[str]:
        """The organisations that the person proposed for before, the latest first."""
        earlier = proposals.proposals_of(self.tx, self.organiser)
        named = (str(proposal.answers.get("organisation") or "") for proposal in earlier)
        return list(dict.fromkeys(name for name in named if name))

    def week(self) -> tuple[date, date] | None:
        """The first and last day of the edition."""
        return self.edition.days if self.edition else None


def background_of(turn: Turn, record: ProposalRecord) -> Background:
    """What the questions may know in this turn."""
    return Background(turn.tx, record.proposal, turn.person.details, turn.person.id, turn.world.geocodes)
