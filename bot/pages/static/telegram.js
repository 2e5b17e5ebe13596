// Inside Telegram: its colours, its way back and out, and what the reader has there. Elsewhere nothing of it is done.
// https://core.telegram.org/bots/webapps, https://docs.telegram-mini-apps.com/platform/methods
const KEPT = "telegram";
const HOME = /^\/(fr|en)\/$/;
const FILES = /\.(ics|csv|geojson|atom|json)$/;
const LEAST = 4.5; // contrast of text, WCAG 2.2, 1.4.3

const launched = new URLSearchParams(location.hash.slice(1));
const isFirst = launched.has("tgWebAppData");
const isInside = Boolean(window.TelegramWebviewProxy) || "notify" in (window.external ?? {}) || parent !== window;
let telegram = isInside ? (isFirst ? keep(Object.fromEntries(launched)) : kept()) : null;

function keep(said) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(said));
  } catch {} // a browser that keeps nothing shows the next page in our own colours
  return said;
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT));
  } catch {
    return null;
  }
}

// --- what Telegram is told, and tells ------------------------------------------------------------

function tell(eventType, eventData = {}) {
  if (window.TelegramWebviewProxy) window.TelegramWebviewProxy.postEvent(eventType, JSON.stringify(eventData));
  else if (window.external && "notify" in window.external) window.external.notify(JSON.stringify({ eventType, eventData }));
  else if (parent !== window) parent.postMessage(JSON.stringify({ eventType, eventData }), "*");
}

function hear(eventType, eventData) {
  if (eventType === "theme_changed") {
    telegram = keep({ ...telegram, tgWebAppThemeParams: JSON.stringify(eventData.theme_params) });
    paint(eventData.theme_params);
  }
  if (eventType === "back_button_pressed") history.back();
}

function listen() {
  window.Telegram = { WebView: { receiveEvent: hear } };
  window.TelegramGameProxy = { receiveEvent: hear };
  window.TelegramGameProxy_receiveEvent = hear;
  addEventListener("message", (event) => {
    if (event.source !== parent || typeof event.data !== "string") return;
    let said;
    try {
      said = JSON.parse(event.data);
    } catch {
      return; // not of Telegram
    }
    hear(said.eventType, said.eventData);
  });
}

function parsed(json) {
  try {
    return JSON.parse(json);
  } catch {
    return null; // no colours of Telegram's, then ours
  }
}

// --- its colours -----------------------------------------------------------------------------------

const parts = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
const hex = (rgb) => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
const linear = (part) => (part <= 10 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
const luminance = (colour) => parts(colour).map(linear).reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

// A colour moved towards `ink`, as far as it must to be read on each of these grounds.
function readable(colour, ink, ...grounds) {
  const from = parts(colour), to = parts(ink);
  for (let step = 0; step <= 1; step += 0.05) {
    const mixed = hex(from.map((part, at) => part + (to[at] - part) * step));
    if (grounds.every((ground) => contrast(mixed, ground) >= LEAST)) return mixed;
  }
  return ink;
}

function paint(theme) {
  const ground = theme?.bg_color, ink = theme?.text_color;
  if (!ground || !ink || contrast(ground, ink) < LEAST) return;
  const panel = theme.section_bg_color ?? theme.secondary_bg_color ?? ground, grounds = [ground, panel];
  const isDark = luminance(ground) < 0.2;
  const onButton = theme.button_text_color ?? "#ffffff";
  const colours = {
    ground, panel, ink,
    quiet: readable(theme.subtitle_text_color ?? theme.hint_color ?? ink, ink, ...grounds),
    line: theme.section_separator_color ?? (isDark ? "#3a3f4a" : "#d9d9de"),
    accent: readable(theme.link_color ?? ink, ink, ...grounds),
    button: readable(theme.button_color ?? ink, luminance(onButton) > 0.5 ? "#000000" : "#ffffff", onButton),
    "on-button": onButton,
    warm: readable(theme.destructive_text_color ?? ink, ink, ...grounds),
    top: theme.header_bg_color ?? ground,
    "on-top": readable(ink, isDark ? "#ffffff" : "#000000", theme.header_bg_color ?? ground),
  };
  const root = document.documentElement.style;
  for (const [name, colour] of Object.entries(colours)) root.setProperty(`--${name}`, colour);
  root.colorScheme = isDark ? "dark" : "light";
}

// --- ways out --------------------------------------------------------------------------------------

function follow(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
  const to = new URL(link.href.baseVal ?? link.href, location.href);
  const isOurs = to.origin === location.origin;
  if (isOurs && !FILES.test(to.pathname) && !to.pathname.startsWith("/api/")) return;
  event.preventDefault();
  if (to.hostname === "t.me") tell("web_app_open_tg_link", { path_full: to.pathname + to.search });
  else tell("web_app_open_link", { url: to.href });
}

// --- who reads -------------------------------------------------------------------------------------

// What the reader has with the bot: their language, the town they asked about last, what they will go to.
async function greet() {
  const answer = await fetch("/app", { method: "POST", body: telegram.tgWebAppData });
  if (!answer.ok) return;
  const { language, town, marks } = await answer.json();
  const isOther = HOME.test(location.pathname) && !location.pathname.startsWith(`/${language}/`);
  if (isFirst && HOME.test(location.pathname) && !location.search && (town || isOther)) {
    return location.replace(`/${language}/${town ? `?town=${town}` : ""}${location.hash}`);
  }
  for (const each of document.querySelectorAll("[data-reference]")) {
    const said = marks[each.dataset.reference];
    if (!said) continue;
    const mark = document.createElement("p");
    mark.className = "mark";
    mark.textContent = said;
    (each.querySelector("h1, h3") ?? each).after(mark);
  }
}

if (telegram) {
  document.documentElement.dataset.telegram = "";
  listen();
  paint(parsed(telegram.tgWebAppThemeParams));
  document.addEventListener("click", follow);
  tell("web_app_ready");
  tell("web_app_expand");
  addEventListener("pageshow", () => tell("web_app_setup_back_button", { is_visible: !isFirst }));
  await greet().catch(() => {}); // away for a moment: the page is whole without it
}
