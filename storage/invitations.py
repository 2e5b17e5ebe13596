"""One-time codes: to become administrator, to link the committee's group."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert
from sqlmodel import Field, SQLModel

from storage.database import table_of

LASTS = timedelta(days=7)


class Invitation(SQLModel, table=True):
    """A code that works once, for one purpose, until it expires."""

    __tablename__ = "invitations"

    code: str = Field(primary_key=True)
    purpose: str
    expires_at: datetime


invitations = table_of(Invitation)


def invite(tx: Connection, purpose: str, now: datetime, code: str | None = None) -> str:
    """A fresh code for `administrator` or `committee`; earlier ones for the same purpose stop working."""
    code = code or secrets.token_urlsafe(9)
    tx.execute(delete(invitations).where(invitations.c.purpose == purpose))
    tx.execute(insert(invitations).values(code=code, purpose=purpose, expires_at=now + LASTS))
    return code


def redeem(tx: Connection, code: str, purpose: str, now: datetime) -> bool:
    """Uses a code up; False when it never was, is used, expired or for something else."""
    used = delete(invitations).where(
        invitations.c.code == code, invitations.c.purpose == purpose, invitations.c.expires_at > now
    )
    return tx.execute(used).rowcount == 1
