/* One door: how it went, only what is missing or stale, what changed, what is needed. Quick taps; nothing must be typed. */
import { pictureInput } from "./pictures.js";
import { choose, line, make, plate, say, sign, tap, words } from "./parts.js";

/* api: note(kind, data, topic, label), last(topic), undo(key), back() */
export function showDoor(door, api) {
  return make("article", { class: "door-page", "aria-labelledby": "door-name" },
    make("p", {}, tap(say("back"), api.back, { icon: "back", look: "btn-quiet" })),
    make("h2", { id: "door-name", tabindex: "-1" }, plate(door.plate, "l")),
    door.last ? make("p", { class: "muted" }, say("lastTime", { words: door.last }), door.come ? ` · ${say("come", { words: door.come })}` : "") : "",
    door.kind === "home" ? outcome(door, api) : "",
    facts(door, api),
    need(door, api),
    told(door, api),
    make("p", {}, tap(say("next"), api.next, { icon: "forward", look: "btn-primary" })));
}

function card(title, why, ...children) {
  return make("section", { class: "sheet round-card" },
    make("h3", {}, title, why ? make("span", { class: "badge-word badge-amber" }, say(why)) : ""), ...children);
}

function done(api, topic) {
  const last = api.last(topic);
  if (!last) return "";
  const words = [sign(last.result === "conflict" || last.result === "refused" ? "warn" : "check"), last.label];
  if (last.number) words.push(` ${last.number}`);
  if (last.text) words.push(` ${last.text}`);
  return make("p", { class: "round-done" }, ...words,
    last.sent ? "" : tap(say("undo"), () => api.undo(last.key), { look: "btn-quiet" }));
}

function outcome(door, api) {
  const now = api.last("visit")?.data;
  const went = api.last("visit");
  const give = (value, consent) => api.note("visit", { outcome: value, consent: consent ?? "" }, "visit", consent ? `${words.outcomes[value]}, ${words.consents[consent]}` : words.outcomes[value]);
  const row = OUTCOMES.map((value) => tap(words.outcomes[value], () => give(value), { pressed: (now?.outcome ?? went?.outcome) === value }));
  const met = now?.outcome === "met";
  return card(say("howItWent"), "",
    make("div", { class: "choices" }, row),
    met ? make("div", { class: "choices round-consent", role: "group", "aria-label": say("consent") },
      CONSENTS.map((value) => tap(words.consents[value], () => give("met", value), { pressed: now?.consent === value }))) : "",
    done(api, "visit"));
}

/* In this order one asks: who lives here before what is wrong. */
const FACTS = ["household", "persons", "contact", "categories", "facilities", "disputes"];
const OUTCOMES = ["met", "nobody", "refused", "later"];
const CONSENTS = ["oral", "signed", "declined"];
const ASKED = { household, persons, contact, categories, facilities, disputes };

function facts(door, api) {
  return FACTS.filter((fact) => door.facts[fact]).map((fact) => ASKED[fact](door, api, door.facts[fact]));
}

const members = (door) => door.members.map((one) => one.id).filter(Boolean);
const confirm = (door, api, fact) => api.note("confirm", { facts: [fact], members: members(door) }, `fact:${fact}`, say("stillSo"));

function household(door, api, why) {
  const topic = "fact:household";
  const living = door.members.length
    ? [make("p", {}, door.members.map((one) => one.name + (one.relation ? ` (${one.relation})` : "")).join("、")),
      make("div", { class: "choices" },
        tap(say("stillHere"), () => confirm(door, api, "household"), { icon: "check" }),
        tap(say("movedAway"), () => api.note("gone", { members: members(door) }, topic, say("movedAway"))))]
    : [make("p", {}, say("nobodyKnown")),
      make("div", { class: "choices" }, tap(say("vacant"), () => api.note("vacant", {}, topic, say("vacant"))))];
  const name = line(say("newName"), { maxlength: 60 });
  const phone = line(say("newPhone"), { maxlength: 20, inputmode: "tel" });
  const add = () => name.input.value.trim() && api.note("arrive", { name: name.input.value, phone: phone.input.value }, `arrive:${name.input.value}`, `${say("alsoLives")} ${name.input.value}`);
  return card(words.facts.household, why, ...living, done(api, topic),
    make("details", {}, make("summary", {}, say("somebodyElse")), name.node, phone.node, tap(say("write"), add, { icon: "plus" })),
    ...api.all("arrive:").map((one) => done(api, one)));
}

function fields(door, api, wanted) {
  return door.members.flatMap((one) => (one.fields ?? []).filter((field) => wanted.includes(field.field)).map((field) => value(one, field, api)));
}

function value(member, field, api) {
  const topic = `field:${member.id}:${field.field}`;
  const input = line(`${member.name} · ${words.fields[field.field]}${field.shown ? ` ${field.shown}` : ""}`,
    field.field === "birth_date" ? { type: "date" } : { maxlength: 60, inputmode: field.field === "phone" ? "tel" : "text" });
  const send = () => input.input.value.trim() && api.note("propose",
    { person: member.id, field: field.field, base: field.base, value: input.input.value }, topic, `${words.fields[field.field]}: ${input.input.value}`);
  return make("div", { class: "round-value" }, input.node, tap(say("write"), send, { icon: "edit" }), done(api, topic));
}

function persons(door, api, why) {
  return card(words.facts.persons, why, ...fields(door, api, ["name", "birth_date"]),
    make("div", { class: "choices" }, tap(say("allRight"), () => confirm(door, api, "persons"), { icon: "check" })), done(api, "fact:persons"));
}

function contact(door, api, why) {
  return card(words.facts.contact, why, ...fields(door, api, ["phone"]),
    make("div", { class: "choices" }, tap(say("phoneRight"), () => confirm(door, api, "contact"), { icon: "check" })), done(api, "fact:contact"));
}

function categories(door, api, why) {
  const kinds = (member) => [
    ...(member.categories ?? []).map((one) => kind(member, one.field, one.base, one.label, "0", api)),
    ...Object.entries(words.kinds).filter(([name]) => !(member.categories ?? []).some((one) => one.field.startsWith(`category:${name}:`)))
      .map(([name, label]) => kind(member, `category:${name}:`, words.no[`category:${name}:`] ?? "", label, "1", api)),
  ];
  return card(words.facts.categories, why,
    ...door.members.map((member) => make("div", { role: "group", "aria-label": member.name, class: "round-kinds" },
      make("b", {}, member.name), make("div", { class: "choices" }, kinds(member)), watch(member, api))),
    make("div", { class: "choices" }, tap(say("kindsRight"), () => confirm(door, api, "categories"), { icon: "check" })), done(api, "fact:categories"));
}

function kind(member, field, base, label, value, api) {
  const topic = `field:${member.id}:${field}`;
  const noted = Boolean(api.last(topic));
  const word = value === "0" ? `${label} · ${noted ? say("ended") : say("endIt")}` : label;
  return tap(word, () => api.note("propose", { person: member.id, field, base, value }, topic, value === "0" ? `${member.name}: ${label} ${say("ended")}` : `${member.name}: ${label}`), { pressed: noted });
}

function watch(member, api) {
  if (!member.watch) return "";
  const topic = `field:${member.id}:watch`;
  const agree = (value, label) => tap(label, () => api.note("propose", { person: member.id, field: "watch", base: member.watch.base, value }, topic, label));
  return make("div", { class: "round-watch" }, make("p", {}, say("watchAsk", { name: member.name })),
    make("div", { class: "choices" }, agree("1", say("watchYes")), agree("0", say("watchNo"))), done(api, topic));
}

function facilities(door, api, why) {
  return card(words.facts.facilities, why, make("p", {}, say("facilitiesAsk")),
    make("div", { class: "choices" }, tap(say("allGood"), () => confirm(door, api, "facilities"), { icon: "check" })), done(api, "fact:facilities"),
    report(door, api, "facility", "report", words.brokenKinds));
}

function disputes(door, api, why) {
  return card(words.facts.disputes, why, make("p", {}, say("disputesAsk")),
    make("div", { class: "choices" }, tap(say("none"), () => confirm(door, api, "disputes"), { icon: "check" })), done(api, "fact:disputes"),
    report(door, api, "dispute", "dispute", [["neighbour_dispute", say("dispute")]]));
}

function report(door, api, name, kindOf, kinds) {
  const what = kinds.length > 1 ? choose(say("whatKind"), kinds) : null;
  const text = line(say("whatIsIt"), { rows: 2, maxlength: 2000 });
  const picture = pictureInput();
  const send = () => text.input.value.trim() && api.note("need",
    { kind: kindOf, category: what ? what.input.value : kinds[0][0], text: text.input.value }, `need:${name}`, `${say("needNoted")} ${text.input.value}`, picture.held.file);
  return make("div", {}, make("details", {}, make("summary", {}, say(name)), what?.node ?? "", text.node, picture.node,
    tap(say("makeMatter"), send, { icon: "plus" })), done(api, `need:${name}`));
}

function need(door, api) {
  return card(say("needs"), "", report(door, api, "need", "request", words.needKinds));
}

function told(door, api) {
  const text = line(say("toldWhat"), { rows: 2, maxlength: 500 });
  const send = () => text.input.value.trim() && api.note("told", { text: text.input.value }, "told", `${say("toldNoted")} ${text.input.value}`);
  return make("details", { class: "sheet round-card" }, make("summary", {}, say("told")), text.node, tap(say("write"), send, { icon: "reply" }), done(api, "told"));
}
