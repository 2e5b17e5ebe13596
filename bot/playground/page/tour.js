// The tour: one button plays proposal, decision, question and reminder, step by step.
import { $, act, close, columns, open, world } from "/page/app.js";

const PAUSE = 1100, READING = 2400; // milliseconds: behind a step, and behind one with new words
const DAY = /^(lun|mar|mer|jeu|ven|sam|dim)\./;
const caption = $("#caption"), starter = $("#tour");
let playing = false;

const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const messages = (chat) => [...(world.messages.get(chat)?.values() ?? [])];

// The newest button whose label fits, once it is there.
async function find(chat, label, inText = "") {
  for (let tries = 0; tries < 60; tries += 1) {
    for (const message of messages(chat).reverse()) {
      if (!(message.text ?? "").includes(inText)) continue;
      const key = message.reply_markup?.inline_keyboard.flat().filter((each) => each.callback_data && label.test(each.text)).at(-1);
      if (key) return { message, key };
    }
    await wait(100);
  }
  throw new Error(`no button ${label}`);
}

async function tap(person, chat, label, inText) {
  const { message, key } = await find(chat, label, inText);
  await act("tap", { person, chat, message: message.message_id, data: key.callback_data });
}

// One of the first days that are offered: the Week must not be over when the tour is.
async function tapDay(person) {
  const { message } = await find(person, DAY);
  const days = message.reply_markup.inline_keyboard.flat().filter((each) => DAY.test(each.text));
  await act("tap", { person, chat: person, message: message.message_id, data: days[Math.min(2, days.length - 1)].callback_data });
}

const say = (person, text) => act("say", { person, chat: person, content: { text } });

async function play() {
  const group = [...world.chats.values()].find((chat) => chat.type !== "private");
  const member = +Object.entries(group.members).find(([key, status]) => world.people.has(+key) && status !== "left")[0];
  const organiser = (await act("person", { name: "Inès", language: "fr" })).id;
  const citizen = (await act("person", { name: "Tom", language: "fr" })).id;
  await wait(300);
  [...columns.keys()].forEach(close);
  [organiser, group.id, citizen].forEach(open);
  const title = `Le guichet de demain, essai ${organiser}`;
  const told = [
    ["An organiser proposes an event, one question at a time.", () => say(organiser, "/proposer")],
    [null, () => say(organiser, "Inès Moreau, cheffe de projet, ines.moreau@ville-lille.fr")],
    [null, () => tap(organiser, organiser, /ouvert à tous/)],
    [null, () => tap(organiser, organiser, /^Collectivité/)],
    ["Typed answers and buttons; each is saved as it is given.", () => say(organiser, "Ville de Lille")],
    [null, () => say(organiser, title)],
    [null, () => say(organiser, "Agents et usagers redessinent ensemble l'accueil de la mairie.")],
    [null, () => tap(organiser, organiser, /^Atelier/)],
    [null, () => tap(organiser, organiser, /Qualité de service/)],
    [null, () => tap(organiser, organiser, /^Continuer/)],
    [null, () => tap(organiser, organiser, /Grand public/)],
    [null, () => tap(organiser, organiser, /^Continuer/)],
    [null, () => tap(organiser, organiser, /associe autrement/)],
    [null, () => tap(organiser, organiser, /^Continuer/)],
    [null, () => tap(organiser, organiser, /^Sur place$/)],
    ["A town is enough: its region and its time zone follow.", () => say(organiser, "Lille")],
    [null, () => say(organiser, "Hôtel de ville, salle du conseil")],
    ["A day of the Week is a button; the hours are typed as one speaks.", () => tapDay(organiser)],
    [null, () => say(organiser, "14h-16h30")],
    ["What was understood is read back before it counts.", () => tap(organiser, organiser, /^✅ Oui$/)],
    ["Then it goes to the committee.", () => tap(organiser, organiser, /Envoyer au comité/)],
    ["The committee decides on one card; nobody outside hears of it for ten minutes.", () => tap(member, group.id, /Accepter/, title)],
    ["Or at once, if the member says so.", () => tap(member, group.id, /Effet immédiat/, title)],
    ["A citizen asks in their own words.", () => say(citizen, "quoi de neuf à Lille ?")],
    ["Nearest first; a tap opens the event.", () => openEvent(citizen, title)],
    ["A reminder is one more tap.", () => tap(citizen, citizen, /La veille/)],
    ["And the clock moves forward ...", () => untilReminded(citizen)],
    ["... the reminder has come. Now be everybody yourself.", () => wait(4 * PAUSE)],
  ];
  for (const [words, step] of told) {
    if (!playing) return;
    if (words) caption.textContent = words;
    await step();
    document.querySelector("#alert").close();
    await wait(words ? READING : PAUSE);
  }
}

async function openEvent(citizen, title) {
  for (let page = 0; page < 6; page += 1) {
    const list = messages(citizen).filter((message) => message.reply_markup).at(-1);
    const line = list.text.split("\n").find((each) => each.endsWith(title));
    if (line) return tap(citizen, citizen, new RegExp(`^${line.split(".")[0]}$`));
    await tap(citizen, citizen, /^Suivants/);
    await wait(600);
  }
  throw new Error("the event is not listed");
}

async function untilReminded(citizen) {
  for (let evenings = 0; evenings < 20; evenings += 1) {
    await act("clock", { seconds: evenings ? 86400 : secondsToEvening() });
    await wait(700);
    if (messages(citizen).some((message) => (message.text ?? "").startsWith("🔔"))) return;
  }
  throw new Error("no reminder has come");
}

// From what the clock shows to the next 18:00 in Paris, when reminders of the eve come.
function secondsToEvening() {
  const shown = new Date(Date.now() + world.offset * 1000).toLocaleTimeString("en-GB", { timeZone: "Europe/Paris" });
  const [hours, minutes, seconds] = shown.split(":").map(Number);
  return (18 * 3600 - hours * 3600 - minutes * 60 - seconds + 86400) % 86400 || 86400;
}

starter.addEventListener("click", async () => {
  playing = !playing;
  starter.setAttribute("aria-pressed", playing);
  starter.textContent = playing ? "■ Stop" : "▶ Show me";
  caption.hidden = !playing;
  if (!playing) return;
  const before = [...columns.keys()];
  try {
    await play();
  } catch (error) {
    caption.textContent = `The tour cannot go on: ${error.message}.`;
    await wait(4 * PAUSE);
  }
  before.forEach(open);
  playing = false;
  starter.setAttribute("aria-pressed", false);
  starter.textContent = "▶ Show me";
  caption.hidden = true;
});
