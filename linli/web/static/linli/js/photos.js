/* [data-photos]: pictures add up, are made small on the phone (2,000 px, JPEG) and can be dropped again. */
import { fresh, iconNode, say } from "./phrases.js";

const LONGEST = 2000;
const held = new WeakMap();

export function startPhotos(root) {
  for (const box of fresh(root, "[data-photos]", "Photos")) {
    held.set(box, []);
    box.querySelector("input[type=file]").addEventListener("change", (event) => take(box, [...event.target.files]));
  }
}

/* Also the way in for drafts, which give back pictures that were made small before. */
export function givePhotos(box, files) {
  held.set(box, files);
  draw(box);
}

async function take(box, chosen) {
  const limit = Number(box.dataset.limit) || 6;
  const kept = held.get(box) ?? [];
  const notes = new Set();
  for (const file of chosen) {
    if (kept.length >= limit) { notes.add(say("pictureLimit", { count: limit })); break; }
    try { kept.push(await shrink(file)); } catch { notes.add(say("pictureUnread")); }
  }
  givePhotos(box, kept);
  for (const note of notes) tell(box, note);
  box.dispatchEvent(new CustomEvent("linli:changed", { bubbles: true }));
}

/* HEIC goes to the server as it is where the browser cannot open it: the server can. */
export async function shrink(file, longest = LONGEST) {
  if (/hei[cf]$/i.test(file.type || file.name)) {
    return createImageBitmap(file).then((bitmap) => encode(bitmap, file.name, longest), () => file);
  }
  return encode(await createImageBitmap(file, { imageOrientation: "from-image" }), file.name, longest);
}

async function encode(bitmap, name, longest) {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  if (!blob) throw new Error("canvas gave nothing");
  return new File([blob], name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
}

function draw(box) {
  const files = held.get(box);
  const list = box.querySelector("[data-photos-list]");
  for (const image of list.querySelectorAll("img")) URL.revokeObjectURL(image.src);
  list.replaceChildren(...files.map((file, at) => item(box, file, at)));
  const bag = new DataTransfer();
  files.forEach((file) => bag.items.add(file));
  box.querySelector("input[type=file]").files = bag.files;
}

function item(box, file, at) {
  const line = document.createElement("li");
  const image = document.createElement("img");
  image.src = URL.createObjectURL(file);
  image.alt = say("picture", { count: at + 1 });
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "photos-drop";
  drop.setAttribute("aria-label", say("pictureDrop", { count: at + 1 }));
  drop.append(iconNode("close"));
  drop.addEventListener("click", () => {
    givePhotos(box, held.get(box).filter((one) => one !== file));
    box.querySelector("input[type=file]").focus();
    box.dispatchEvent(new CustomEvent("linli:changed", { bubbles: true }));
  });
  line.append(image, drop);
  return line;
}

function tell(box, words) {
  const line = document.createElement("li");
  line.className = "field-error";
  line.textContent = words;
  box.querySelector("[data-photos-list]").append(line);
}
