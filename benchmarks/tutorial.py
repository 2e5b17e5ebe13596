"""The bot that one would write from tutorials: a ConversationHandler for proposals, an ORM session for each update, and
every event measured by haversine in Python. It understands a town's name, and nothing else.
"""

import sys
import tempfile
from datetime import UTC, datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from random import Random
from typing import Any

from sqlmodel import Field, Session, SQLModel, create_engine, select
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

from conversations.understanding.place import Gazetteer
from storage.analyser import fold

EVENTS, PAGE = 300, 5
STEPS = ("who", "type", "audience", "organisation", "title", "summary", "theme", "attendance", "day")
Context = ContextTypes.DEFAULT_TYPE
Handlers = list[Any]


class Event(SQLModel, table=True):
    """What is on."""

    id: int | None = Field(default=None, primary_key=True)
    title: str
    town: str
    starts_at: datetime
    lat: float
    lon: float


class Answer(SQLModel, table=True):
    """One answer of a proposal."""

    id: int | None = Field(default=None, primary_key=True)
    chat: int
    step: str
    text: str


folder = tempfile.TemporaryDirectory()
engine = create_engine(f"sqlite:///{folder.name}/tutorial.db")
towns = {fold(place.name): place for place in Gazetteer.load().all_places() if place.population > 2_000}


def fill() -> None:
    """So many events in towns by chance."""
    SQLModel.metadata.create_all(engine, tables=[SQLModel.metadata.tables[name] for name in ("event", "answer")])
    random = Random(1)
    with Session(engine) as session:
        for number, town in enumerate(random.choices(list(towns.values()), k=EVENTS)):
            start = datetime.now(UTC) + timedelta(hours=number % 168)
            lat, lon = town.lat or 0.0, town.lon or 0.0
            session.add(Event(title=f"Atelier {number}", starts_at=start, town=town.name, lat=lat, lon=lon))
        session.commit()


def kilometres(lat: float, lon: float, event: Event) -> float:
    """The haversine formula."""
    north, east = radians(event.lat - lat) / 2, radians(event.lon - lon) / 2
    return 12742 * asin(sqrt(sin(north) ** 2 + cos(radians(lat)) * cos(radians(event.lat)) * sin(east) ** 2))


def nearest(near: tuple[float, float], page: int) -> str:
    """A page of what is still to come, the nearest first."""
    with Session(engine) as session:
        coming = session.exec(select(Event).where(Event.starts_at > datetime.now(UTC))).all()
        found = sorted(coming, key=lambda event: kilometres(*near, event))[page * PAGE :][:PAGE]
        return "\n\n".join(f"{event.title}\n{event.starts_at:%d/%m %H:%M} · {event.town}" for event in found)


def buttons(page: int) -> InlineKeyboardMarkup:
    """The way to the next page."""
    return InlineKeyboardMarkup([[InlineKeyboardButton("Suite", callback_data=f"page:{page + 1}:1")]])


async def ask(update: Update, context: Context) -> None:
    """What is near the first town that is named; Paris where none is."""
    if update.message and context.user_data is not None:
        words = fold(update.message.text or "").replace("'", " ").split()
        town = next((towns[word] for word in words if word in towns), towns["paris"])
        context.user_data["near"] = (town.lat or 0.0, town.lon or 0.0)
        await update.message.reply_text(nearest(context.user_data["near"], 0) or "Rien", reply_markup=buttons(0))


async def turn(update: Update, context: Context) -> None:
    """Another page."""
    if (query := update.callback_query) and context.user_data is not None:
        await query.answer()
        page = int((query.data or "").split(":")[1])
        near = context.user_data.get("near", (48.85, 2.35))
        await query.edit_message_text(nearest(near, page) or "Rien", reply_markup=buttons(page))


async def propose(update: Update, context: Context) -> int:
    """The first question of a proposal."""
    return await put(update, 0)


async def put(update: Update, step: int) -> int:
    """Puts the question of a step."""
    row = [InlineKeyboardButton(name, callback_data=f"choose:{n}:1") for n, name in enumerate("ABC")]
    if update.effective_message:
        await update.effective_message.reply_text(STEPS[step], reply_markup=InlineKeyboardMarkup([row]))
    return step


async def take(update: Update, context: Context) -> int:
    """Keeps an answer, and puts the next question."""
    query, message, chat = update.callback_query, update.message, update.effective_chat
    if query:
        await query.answer()
    step = int((context.user_data or {}).get("step", 0))
    text = (query.data if query else message.text if message else "") or ""
    with Session(engine) as session:
        session.add(Answer(chat=chat.id if chat else 0, step=STEPS[step], text=text))
        session.commit()
    after = (step + 1) % len(STEPS)
    if context.user_data is not None:
        context.user_data["step"] = after
    return await put(update, after)


def main() -> None:
    """Polls until it is ended."""
    fill()
    application = Application.builder().token("1:a").base_url(f"{sys.argv[1]}/bot").build()
    command = filters.Regex("^/propose")
    takes: Handlers = [CallbackQueryHandler(take), MessageHandler(filters.TEXT & ~command, take)]
    begins: Handlers = [MessageHandler(command, propose)]
    states: dict[object, Handlers] = dict.fromkeys(range(len(STEPS)), takes)
    application.add_handler(ConversationHandler(begins, states, begins))
    application.add_handler(MessageHandler(filters.TEXT, ask))
    application.add_handler(CallbackQueryHandler(turn))
    application.run_polling()


if __name__ == "__main__":
    main()
