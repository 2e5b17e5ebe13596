// The playground's page: chats side by side, in which one is every person in turn.
export const $ = (selector, root = document) => root.querySelector(selector);
const PLACES = { chats: $("#chats"), template: $("#chat-template") };
const COLOURS = ["#d0573f", "#3f8fd0", "#7b5fc4", "#2f9e6e", "#c4733a", "#c25a93"];

export const world = { people: new Map(), chats: new Map(), messages: new Map(), keyboards: new Map(), commands: {}, bot: null, offset: 0 };
export const columns = new Map();

export async function act(what, body) {
  const response = await fetch(`/do/${what}`, { method: "POST", body: JSON.stringify(body) });
  const answer = await response.json();
  if (!answer.ok) alertBox(answer.description);
  return answer.result;
}

// --- what is known ---------------------------------------------------------------------------

function keep(message) {
  const chat = message.chat.id;
  if (!world.messages.has(chat)) world.messages.set(chat, new Map());
  world.messages.get(chat).set(message.message_id, message);
}

async function load() {
  const state = await (await fetch("/world")).json();
  Object.assign(world, { menu: state.menu, bot: state.bot, commands: state.commands, offset: state.clock.offset });
  for (const person of state.people) world.people.set(person.id, person);
  for (const chat of state.chats) world.chats.set(chat.id, chat);
  for (const message of state.messages) keep(message);
  for (const each of state.keyboards) world.keyboards.set(each.chat, each.keyboard);
  $("#fault").value = state.fault.kind;
  const kept = JSON.parse(localStorage.getItem("chats") || "null")?.filter((id) => world.chats.has(id));
  (kept?.length ? kept : firstChats()).forEach(open);
  listChats();
}

function firstChats() {
  const people = [...world.people.keys()];
  const group = [...world.chats.values()].find((chat) => chat.type !== "private");
  return [people[0], group?.id, people.at(-1)].filter(Boolean);
}

function listen() {
  const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live`);
  socket.binaryType = "arraybuffer";
  socket.onmessage = (event) => {
    const text = typeof event.data === "string" ? event.data : new TextDecoder().decode(event.data);
    happen(JSON.parse(text));
  };
  socket.onclose = () => waitForServer();
}

// The server has stopped: says so, and goes on once it is back.
async function waitForServer() {
  const caption = $("#caption");
  caption.textContent = "The playground has stopped. This page goes on when it is back.";
  caption.hidden = false;
  for (;;) {
    await new Promise((resume) => setTimeout(resume, 1500));
    if (await fetch("/world").then((answer) => answer.ok, () => false)) return location.reload();
  }
}

function happen(event) {
  const kinds = {
    message: () => { keep(event.message); columnOf(event.message.chat.id)?.draw(event.message); },
    edited: () => { keep(event.message); columnOf(event.message.chat.id)?.draw(event.message); },
    deleted: () => { world.messages.get(event.chat)?.delete(event.message_id); columnOf(event.chat)?.remove(event.message_id); },
    keyboard: () => { world.keyboards.set(event.chat, event.keyboard); columnOf(event.chat)?.drawKeyboard(); },
    toast: () => showToast(event),
    clock: () => { world.offset = event.offset; tick(); },
    menu: () => { world.menu = event.button; for (const column of columns.values()) column.showMenuButton(); },
    person: () => { world.people.set(event.person.id, event.person); world.chats.set(event.person.id, { id: event.person.id, type: "private", first_name: event.person.first_name }); listChats(); },
    chat: () => { location.reload(); },
    members: () => { const chat = world.chats.get(event.chat); if (chat) chat.members = event.members; columnOf(event.chat)?.drawHeader(); },
    migrated: () => location.reload(),
  };
  kinds[event.type]?.();
}

// --- one chat --------------------------------------------------------------------------------

class Column {
  constructor(id) {
    this.id = id;
    this.root = PLACES.template.content.firstElementChild.cloneNode(true);
    this.list = $(".messages", this.root);
    this.atEnd = true;
    this.list.addEventListener("scroll", () => { this.atEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 160; });
    new ResizeObserver(() => { if (this.atEnd) this.list.scrollTop = this.list.scrollHeight; }).observe(this.list); // a keyboard came or went
    this.group = this.chat.type !== "private";
    this.person = this.group ? this.members()[0] : id;
    PLACES.chats.append(this.root);
    this.drawHeader();
    this.redraw();
    this.drawKeyboard();
    this.wire();
  }

  get chat() { return world.chats.get(this.id); }
  members() {
    return Object.entries(this.chat.members).filter(([key, status]) => world.people.has(+key) && !["left", "kicked"].includes(status)).map(([key]) => +key);
  }

  drawHeader() {
    const name = this.group ? this.chat.title : world.people.get(this.id).first_name;
    $("h2", this.root).textContent = name;
    this.root.setAttribute("aria-label", name);
    const avatar = $(".avatar", this.root);
    avatar.textContent = name[0];
    avatar.style.background = COLOURS[Math.abs(this.id) % COLOURS.length];
    const under = $(".who p", this.root);
    under.replaceChildren();
    if (!this.group) { under.textContent = "private chat with the bot"; return; }
    if (!this.members().includes(this.person)) this.person = this.members()[0];
    under.append("You are ");
    for (const member of this.members()) {
      const seat = button(world.people.get(member).first_name, () => { this.person = member; this.drawHeader(); this.redraw(); }, "seat");
      seat.setAttribute("aria-pressed", member === this.person);
      under.append(seat);
    }
  }

  redraw() {
    this.atEnd = true;
    const known = world.messages.get(this.id)?.size;
    this.list.replaceChildren(...(this.group || known ? [] : [button("Start", () => this.say({ text: "/start" }), "start")]));
    for (const message of world.messages.get(this.id)?.values() ?? []) this.draw(message);
  }

  draw(message) {
    $(".start", this.list)?.remove();
    const drawn = drawMessage(message, this);
    const old = $(`[data-id="${message.message_id}"]`, this.list);
    const pressed = old?.contains(document.activeElement) ? buttonsOf(old).indexOf(document.activeElement) : -1;
    drawn.dataset.day = dayOf(message);
    if (old) old.replaceWith(drawn);
    else this.append(drawn);
    this.letOneBeReached();
    if (pressed >= 0) (buttonsOf(drawn)[Math.min(pressed, buttonsOf(drawn).length - 1)] ?? this.list).focus();
    if (this.atEnd || !old) this.list.scrollTop = this.list.scrollHeight;
  }

  append(drawn) {
    const day = drawn.dataset.day;
    if (this.list.lastElementChild?.dataset.day !== day) {
      const line = span(day, "day");
      line.dataset.day = day;
      this.list.append(line);
    }
    this.list.append(drawn);
  }

  // Tab reaches the buttons of the newest message that has some; arrows go to those of older ones.
  letOneBeReached() {
    const with_buttons = [...this.list.querySelectorAll(".message")].filter((each) => buttonsOf(each).length);
    for (const each of with_buttons) for (const key of buttonsOf(each)) key.tabIndex = each === with_buttons.at(-1) ? 0 : -1;
  }

  goTo(step) {
    const all = [...this.list.querySelectorAll(".message")].filter((each) => buttonsOf(each).length);
    const here = all.findIndex((each) => each.contains(document.activeElement));
    const next = all[here < 0 ? all.length - 1 : here + step];
    if (next) buttonsOf(next)[0].focus();
  }

  remove(id) { $(`[data-id="${id}"]`, this.list)?.remove(); }

  drawKeyboard() {
    const place = $(".keyboard", this.root);
    const keyboard = this.group ? null : world.keyboards.get(this.id);
    place.hidden = !keyboard;
    place.replaceChildren(...(keyboard?.keyboard ?? []).map((row) => {
      const line = document.createElement("div");
      line.append(...row.map((key) => button(key.text, () => {
        if (key.request_location) askLocation((content) => this.say(content));
        else this.say({ text: key.text });
        if (keyboard.one_time_keyboard) place.hidden = true;
      })));
      return line;
    }));
  }

  say(content) {
    const reply_to = this.answered?.message_id;
    this.answer(null);
    return act("say", { person: this.person, chat: this.id, content, reply_to });
  }

  // The message that the next one answers, or null.
  answer(message) {
    this.answered = message;
    const bar = $(".answered", this.root);
    bar.hidden = !message;
    if (!message) return;
    $("span", bar).textContent = (message.text ?? "…").split("\n")[0];
    this.root.querySelector("textarea").focus();
  }

  wire() {
    const form = $("form", this.root), text = form.elements.text, menu = $(".menu ul", this.root), opener = $(".commands", this.root);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const typed = text.value.trim();
      if (!typed || this.isInline(typed)) return;
      text.value = "";
      this.say({ text: typed });
    });
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); form.requestSubmit(); }
    });
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      if (!menu.hidden) this.toggleMenu(menu, opener);
      $(".inline", this.root).hidden = true;
      this.answer(null);
    });
    this.list.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      this.goTo(step);
    });
    this.root.addEventListener("focusout", (event) => {
      const inside = $(".menu", this.root).contains(event.relatedTarget) || event.target === text;
      if (!menu.hidden && !inside) this.toggleMenu(menu, opener);
    });
    $(".skip", this.root).addEventListener("click", () => text.focus());
    $(".answered button", this.root).addEventListener("click", () => this.answer(null));
    let waiting;
    text.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.askInline(text), 250);
      if (menu.hidden === (text.value === "/")) this.toggleMenu(menu, opener);
    });
    $(".locate", this.root).addEventListener("click", () => askLocation((content) => this.say(content)));
    $(".photo input", this.root).addEventListener("change", async (event) => {
      const files = [...event.target.files];
      const album = files.length > 1 ? String(Date.now()) : "";
      for (const file of files) {
        const bytes = new Uint8Array(await file.arrayBuffer());
        let binary = "";
        for (const byte of bytes) binary += String.fromCharCode(byte);
        const image = file.type.startsWith("image/");
        await act("file", { person: this.person, chat: this.id, name: file.name, base64: btoa(binary), image, album });
      }
      event.target.value = "";
    });
    opener.addEventListener("click", () => this.toggleMenu(menu, opener));
    $(".app", this.root).addEventListener("click", () => openApp(this.person, world.menu.web_app.url));
    this.showMenuButton();
    $(".close", this.root).addEventListener("click", () => close(this.id));
  }

  /** The button beside the composer that opens the bot's own page, where it has one. */
  showMenuButton() {
    const own = $(".app", this.root);
    own.hidden = this.group || world.menu?.type !== "web_app";
    own.textContent = `☰ ${world.menu?.text ?? ""}`;
    own.setAttribute("aria-label", world.menu?.text ?? "");
  }

  toggleMenu(menu, opener) {
    const language = world.people.get(this.person).language_code;
    const known = world.commands[this.group ? "all_group_chats" : "all_private_chats"] ?? {};
    const commands = known[language]?.length ? known[language] : known[""];
    menu.replaceChildren(...(commands ?? []).map((command) => {
      const item = document.createElement("li");
      const choice = button(`/${command.command}`, () => {
        this.toggleMenu(menu, opener);
        const text = this.root.querySelector("textarea");
        if (text.value === "/") text.value = "";
        text.focus();
        this.say({ text: `/${command.command}` });
      });
      const note = document.createElement("small");
      note.textContent = command.description;
      choice.append(note);
      item.append(choice);
      return item;
    }));
    menu.hidden = !menu.hidden;
    opener.setAttribute("aria-expanded", !menu.hidden);
  }

  isInline(typed) { return typed.startsWith(`@${world.bot.username}`) || typed.startsWith("@bot "); }

  async askInline(text, offset = "") {
    const place = $(".inline", this.root);
    const typed = text.value;
    if (!this.isInline(typed)) { place.hidden = true; return; }
    const asked = { person: this.person, text: typed.replace(/^@\S+\s*/, "") };
    const { results, more, button: above } = await act("inline", { ...asked, offset }) ?? { results: [] };
    if (text.value !== typed) return;
    if (!offset) place.replaceChildren();
    $(".more-inline", place)?.remove();
    if (above) place.append(button(above.text, () => openLink(this.person, above.start_parameter)));
    place.append(...results.map((result) => {
      const choice = button(result.title, async () => {
        place.hidden = true;
        text.value = "";
        await act("send_inline", { person: this.person, chat: this.id, result });
      });
      const note = document.createElement("small");
      note.textContent = result.description;
      choice.append(note);
      return choice;
    }));
    if (more) {
      const next = button("⋯", () => this.askInline(text, more));
      next.className = "more-inline";
      next.setAttribute("aria-label", "More results");
      place.append(next);
    }
    place.hidden = !place.children.length;
  }

  toast(text) {
    const toast = $(".toast", this.root);
    toast.textContent = text;
    toast.hidden = false;
    clearTimeout(this.fading);
    this.fading = setTimeout(() => { toast.hidden = true; }, 3500);
  }
}

const columnOf = (id) => columns.get(id);

export function open(id) {
  if (!world.chats.has(id)) return null;
  if (!columns.has(id)) columns.set(id, new Column(id));
  remember();
  return columns.get(id);
}

export function close(id) {
  columns.get(id)?.root.remove();
  columns.delete(id);
  remember();
}

const remember = () => localStorage.setItem("chats", JSON.stringify([...columns.keys()]));

// --- one message -----------------------------------------------------------------------------

function drawMessage(message, column) {
  const item = document.createElement("div");
  const mine = message.from.id === column.person;
  item.className = `message${mine ? " mine" : ""}`;
  item.dataset.id = message.message_id;
  const bubble = document.createElement("div");
  bubble.className = "bubble";
  if (column.group && !mine) bubble.append(span(message.from.first_name, "sender"));
  if (message.via_bot) bubble.append(span(`via @${message.via_bot.username}`, "sender"));
  if (message.reply_to_message) bubble.append(span(message.reply_to_message.text ?? "…", "reply"));
  if (message.photo) bubble.append(picture(message.photo.at(-1).file_id));
  if (message.document) bubble.append(fileLink(message.document));
  if (message.venue) bubble.append(place(message.venue.title, message.venue.address));
  else if (message.location) bubble.append(place("Location", `${message.location.latitude.toFixed(4)}, ${message.location.longitude.toFixed(4)}`));
  if (message.text) bubble.append(formatted(message.text, message.entities ?? []));
  if (message.caption) bubble.append(formatted(message.caption, message.caption_entities ?? []));
  if (message.sticker) bubble.append(message.sticker.emoji ?? "sticker");
  if (message.migrate_to_chat_id) bubble.append("This group became a supergroup.");
  const time = new Date(message.date * 1000).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Paris" });
  if (column.group && !mine) {
    const reply = button("↩", () => column.answer(message), "answer");
    reply.setAttribute("aria-label", `Reply to ${message.from.first_name}`);
    bubble.append(reply);
  }
  bubble.append(span(`${message.edit_date ? "edited " : ""}${time}`, "meta"));
  item.append(bubble);
  const rows = message.reply_markup?.inline_keyboard;
  if (rows) {
    const buttons = document.createElement("div");
    buttons.className = "buttons";
    for (const row of rows) {
      const line = document.createElement("div");
      line.append(...row.map((key) => button(key.text + (key.url ? " ↗" : ""), () => press(key, message, column))));
      buttons.append(line);
    }
    item.append(buttons);
  }
  return item;
}

function press(key, message, column) {
  if (key.callback_data) return act("tap", { person: column.person, chat: column.id, message: message.message_id, data: key.callback_data });
  if (key.web_app) return openApp(column.person, key.web_app.url);
  if (key.url) {
    const payload = payloadOf(key.url);
    if (payload) return openLink(column.person, payload);
    return window.open(key.url, "_blank", "noopener");
  }
  if ("switch_inline_query" in key) {
    const text = column.root.querySelector("textarea");
    text.value = `@${world.bot.username} ${key.switch_inline_query}`;
    text.focus();
    text.dispatchEvent(new Event("input"));
  }
  return null;
}

// --- pages inside Telegram ---------------------------------------------------------------------------

/** Telegram's colours, as this page has them. */
function theme() {
  const style = getComputedStyle(document.body), probe = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const colour = (name) => {
    probe.fillStyle = style.getPropertyValue(`--${name}`);
    probe.fillRect(0, 0, 1, 1);
    return `#${[...probe.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  };
  return {
    bg_color: colour("panel"), secondary_bg_color: colour("page"), section_bg_color: colour("theirs"), text_color: colour("text"),
    hint_color: colour("quiet"), subtitle_text_color: colour("quiet"), link_color: colour("accent"), button_color: colour("accent"),
    button_text_color: colour("on-accent"), header_bg_color: colour("panel"), section_separator_color: colour("line"),
  };
}

async function openApp(person, url) {
  const box = $("#app"), frame = $("iframe", box), back = $(".back", box);
  const tell = (eventType) => frame.contentWindow.postMessage(JSON.stringify({ eventType }), "*");
  const hear = ({ source, data }) => {
    if (source !== frame.contentWindow) return;
    const { eventType, eventData } = JSON.parse(data);
    if (eventType === "web_app_setup_back_button") back.hidden = !eventData.is_visible;
    if (eventType === "web_app_open_link") window.open(eventData.url, "_blank", "noopener");
    if (eventType === "web_app_open_tg_link") follow(person, `https://t.me${eventData.path_full}`);
    if (eventType === "web_app_close") box.close();
  };
  const follow = (who, link) => {
    box.close();
    const payload = payloadOf(link);
    if (payload) openLink(who, payload);
  };
  back.hidden = true;
  back.onclick = () => tell("back_button_pressed");
  addEventListener("message", hear);
  box.onclose = () => {
    removeEventListener("message", hear);
    frame.removeAttribute("src");
  };
  frame.src = await act("open_app", { person, url, theme: theme() });
  box.showModal();
}

/** What a link of the bot's says at the start of its private chat; null for any other link. */
function payloadOf(url) {
  const link = URL.parse(url);
  return link?.hostname === "t.me" && link.pathname.slice(1) === world.bot.username ? link.searchParams.get("start") : null;
}

function openLink(person, payload) {
  const column = open(person);
  column.root.scrollIntoView({ behavior: "smooth" });
  return act("say", { person, chat: person, content: { text: `/start ${payload}` } });
}

function formatted(text, entities) {
  const root = document.createElement("span");
  const open = [{ node: root, end: text.length }];
  let at = 0;
  const tags = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote", text_link: "a", url: "a", spoiler: "span", bot_command: "a" };
  const write = (to) => {
    while (at < to) {
      const end = Math.min(to, open.at(-1).end);
      open.at(-1).node.append(text.slice(at, end));
      at = end;
      while (open.length > 1 && open.at(-1).end <= at) open.pop();
    }
  };
  for (const entity of withCommands(text, entities)) {
    write(entity.offset);
    const node = document.createElement(tags[entity.type] ?? "span");
    if (entity.type === "text_link") Object.assign(node, { href: entity.url, target: "_blank", rel: "noopener" });
    if (entity.type === "url") Object.assign(node, { href: text.slice(entity.offset, entity.offset + entity.length), target: "_blank", rel: "noopener" });
    if (node.href && payloadOf(node.href)) {
      node.addEventListener("click", (event) => {
        event.preventDefault();
        const column = [...columns.values()].find((each) => each.root.contains(node));
        if (column) openLink(column.person, payloadOf(node.href));
      });
    }
    if (entity.type === "bot_command") {
      node.href = "#";
      node.addEventListener("click", (event) => {
        event.preventDefault();
        const column = [...columns.values()].find((each) => each.root.contains(node));
        column?.say({ text: node.textContent });
      });
    }
    open.at(-1).node.append(node);
    open.push({ node, end: entity.offset + entity.length });
  }
  write(text.length);
  return root;
}

function withCommands(text, entities) {
  const found = [...text.matchAll(/(?<=^|\s)\/[a-z]{2,32}\b/g)].map((match) => ({ type: "bot_command", offset: match.index, length: match[0].length }));
  const links = [...text.matchAll(/https?:\/\/[^\s<>()]+[^\s<>().,;:!?]/g)].map((match) => ({ type: "url", offset: match.index, length: match[0].length }));
  const known = entities.filter((entity) => !["bot_command", "url"].includes(entity.type));
  return [...known, ...found, ...links].sort((a, b) => a.offset - b.offset || b.length - a.length);
}

const buttonsOf = (item) => [...item.querySelectorAll(".buttons button")];
const days = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: "Europe/Paris" });
const dayOf = (message) => days.format(new Date(message.date * 1000));

function button(text, does, name) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  if (name) made.className = name;
  made.addEventListener("click", does);
  return made;
}

function span(text, name) {
  const made = document.createElement("span");
  made.className = name;
  made.textContent = text;
  return made;
}

function picture(file) {
  const image = document.createElement("img");
  image.src = `/files/${file}`;
  image.alt = "photo";
  return image;
}

function fileLink(file) {
  const link = document.createElement("a");
  Object.assign(link, { href: `/files/${file.file_id}`, download: file.file_name ?? "", textContent: `📄 ${file.file_name ?? "file"}` });
  return link;
}

function place(title, address) {
  const made = document.createElement("div");
  made.className = "place";
  const words = document.createElement("div");
  const name = document.createElement("b");
  name.textContent = title;
  words.append(name, document.createElement("br"), address);
  made.append(span("📍", ""), words);
  return made;
}

// --- toasts, the clock, the map, people ------------------------------------------------------

function alertBox(text) {
  const box = $("#alert");
  $("p", box).textContent = text;
  if (!box.open) box.showModal();
}

function showToast(event) {
  if (!event.text) return;
  if (event.alert) alertBox(event.text);
  else [...columns.values()].filter((column) => column.person === event.person).forEach((column) => column.toast(event.text));
}

const moment = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: "Europe/Paris" });
const tick = () => { $("#clock").textContent = moment.format(new Date(Date.now() + world.offset * 1000)); };

function askLocation(share) {
  const dialog = $("#map"), canvas = $("canvas", dialog), go = $("#share"), shown = $("#position"), town = $("#town");
  const box = { west: -5.6, east: 10, south: 41.2, north: 51.3 };
  let chosen = null;
  const choose = (name, latitude, longitude) => {
    chosen = { latitude, longitude };
    shown.textContent = `${name} ${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
    go.disabled = false;
    paint();
  };
  const xy = (latitude, longitude) => [
    ((longitude - box.west) / (box.east - box.west)) * canvas.width,
    ((box.north - latitude) / (box.north - box.south)) * canvas.height,
  ];
  const paint = () => {
    const pen = canvas.getContext("2d");
    const style = getComputedStyle(document.body);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = style.getPropertyValue("--quiet");
    for (const [, latitude, longitude] of towns) pen.fillRect(...xy(latitude, longitude), 1.6, 1.6);
    if (!chosen) return;
    pen.fillStyle = style.getPropertyValue("--accent");
    pen.beginPath();
    pen.arc(...xy(chosen.latitude, chosen.longitude), 6, 0, 7);
    pen.fill();
  };
  canvas.onclick = (event) => {
    const x = event.offsetX / canvas.clientWidth, y = event.offsetY / canvas.clientHeight;
    choose("", box.north - y * (box.north - box.south), box.west + x * (box.east - box.west));
  };
  town.value = "";
  town.oninput = () => {
    const found = towns.find(([name]) => name.toLowerCase() === town.value.trim().toLowerCase());
    if (found) choose(...found);
  };
  shown.textContent = "";
  go.disabled = true;
  dialog.onclose = () => { if (dialog.returnValue === "share" && chosen) share({ location: chosen }); };
  dialog.returnValue = "";
  dialog.showModal();
  paint();
}

let towns = [];
async function loadTowns() {
  towns = await (await fetch("/page/towns.json")).json();
  const names = new Set(towns.slice(0, 400).map(([name]) => name));
  $("#towns").replaceChildren(...[...names].map((name) => Object.assign(document.createElement("option"), { value: name })));
}

function listChats() {
  const names = [...world.chats.values()].map((chat) => [chat.id, chat.title ?? chat.first_name]);
  const people = [...world.people.values()];
  const blocked = people.find((person) => person.blocked);
  $("#blocked").replaceChildren(new Option("nobody", ""), ...people.map((person) => new Option(person.first_name, person.id)));
  $("#blocked").value = blocked?.id ?? "";
  $("#open-chat").replaceChildren(new Option("…", ""), ...names.map(([id, name]) => new Option(name, id)));
}

$("#open-chat").addEventListener("change", (event) => {
  if (event.target.value) open(+event.target.value)?.root.scrollIntoView({ behavior: "smooth" });
  event.target.value = "";
});
$("#blocked").addEventListener("change", (event) => {
  for (const person of world.people.values()) {
    const blocked = person.id === +event.target.value;
    if (blocked !== Boolean(person.blocked)) act("block", { person: person.id, blocked });
    person.blocked = blocked;
  }
});
$("#fault").addEventListener("change", (event) => act("fault", { kind: event.target.value }));
for (const each of document.querySelectorAll("[data-forward]")) {
  each.addEventListener("click", () => act("clock", { seconds: +each.dataset.forward }));
}
// What a clock in Paris shows then, as if it were UTC; in milliseconds.
const shownInParis = (at) => Date.parse(`${new Date(at).toLocaleString("sv-SE", { timeZone: "Europe/Paris" }).replace(" ", "T")}Z`);
$("#clock-to").addEventListener("change", (event) => {
  if (!event.target.value) return;
  const shown = Date.parse(`${event.target.value}Z`);
  act("clock", { to: new Date(2 * shown - shownInParis(shown)).toISOString() });
});
$("#add-person").addEventListener("click", () => $("#newcomer").showModal());
$("#newcomer").addEventListener("close", async () => {
  const name = $("#newcomer-name").value.trim();
  if ($("#newcomer").returnValue !== "add" || !name) return;
  const person = await act("person", { name, language: $("#newcomer-language").value });
  const group = [...world.chats.values()].find((chat) => chat.type !== "private");
  if ($("#newcomer-joins").checked && group) await act("member", { group: group.id, person: person.id, status: "member" });
  open(person.id)?.root.scrollIntoView({ behavior: "smooth" });
});

await load();
listen();
loadTowns();
tick();
setInterval(tick, 1000);
