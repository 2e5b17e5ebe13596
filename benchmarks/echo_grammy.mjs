// A bare grammY echo bot: echoes texts; answers and edits on presses.
import { Bot } from "grammy";

const bot = new Bot("1:a", { client: { apiRoot: process.argv[2] } });

bot.on("message:text", (context) => context.reply(context.message.text));
bot.on("callback_query:data", async (context) => {
  await context.answerCallbackQuery();
  await context.editMessageText(context.callbackQuery.data);
});

await bot.start();
