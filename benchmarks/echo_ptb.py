"""A bare python-telegram-bot echo bot; `concurrent` as its documentation says, else one update after the other."""

import sys

from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Says the text again."""
    if update.message:
        await update.message.reply_text(update.message.text or "")


async def press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answers and edits."""
    if update.callback_query:
        await update.callback_query.answer()
        await update.callback_query.edit_message_text(update.callback_query.data or "")


builder = Application.builder().token("1:a").base_url(f"{sys.argv[1]}/bot")
if sys.argv[2:] == ["concurrent"]:
    builder = builder.concurrent_updates(256).connection_pool_size(256)
application = builder.build()
application.add_handler(MessageHandler(filters.TEXT, echo))
application.add_handler(CallbackQueryHandler(press))
application.run_polling()
