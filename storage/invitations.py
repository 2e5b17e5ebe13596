"""Codes: to become administrator, link the committee's group, join a proposal or take it over, propose late."""

import secrets
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, delete, insert, select, update
from sqlmodel import Field, SQLModel

from storage.database import one, table_of

Purpose = Literal["administrator", "committee", "join", "hand_over", "late"]
LASTS = timedelta(days=7)


class Invitation(SQLModel, table=True):
    """A code that works for one purpose, so many times, until it expires; `proposal` is what it is about."""

    __tablename__ = "invitations"

    code: str = Field(primary_key=True)
    purpose: str
    expires_at: datetime
    proposal: int | None = Field(default=None, foreign_key="proposals.id", ondelete="CASCADE")
    uses: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


invitations = table_of(Invitation)


def invite(
    tx: Connection,
    purpose: Purpose,
    now: datetime,
    code: str | None = None,
    *,
    proposal: int | None = None,
    uses: int = 1,
    lasts: timedelta = LASTS,
) -> str:
    """A fresh code; earlier ones for the same purpose, about the same proposal, stop working, but those for late
    proposals.
    """
    code = code or secrets.token_urlsafe(9)
    if purpose != "late":
        tx.execute(delete(invitations).where(invitations.c.purpose == purpose, invitations.c.proposal == proposal))
    made = Invitation(code=code, purpose=purpose, expires_at=now + lasts, proposal=proposal, uses=uses)
    tx.execute(insert(invitations).values(**made.model_dump()))
    return code


def revoke(tx: Connection, *purposes: Purpose) -> None:
    """Every open code for these purposes stops working."""
    tx.execute(delete(invitations).where(invitations.c.purpose.in_(purposes)))


def invitation(tx: Connection, code: str, purpose: Purpose, now: datetime) -> Invitation | None:
    """What a code is for; None where it never was, is used up, expired or for something else."""
    query = select(invitations).where(
        invitations.c.code == code, invitations.c.purpose == purpose, invitations.c.expires_at > now
    )
    return one(Invitation, tx.execute(query))


def redeem(tx: Connection, code: str, purpose: Purpose, now: datetime) -> Invitation | None:
    """Uses a code once, however many try at the same time; None likewise."""
    known = invitation(tx, code, purpose, now)
    if known is None:
        return None
    left = update(invitations).where(invitations.c.code == code, invitations.c.uses > 0)
    if tx.execute(left.values(uses=invitations.c.uses - 1)).rowcount != 1:
        return None
    tx.execute(delete(invitations).where(invitations.c.code == code, invitations.c.uses == 0))
    return known
