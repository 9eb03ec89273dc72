// Drafts: saved in this browser on every change and on the server every few seconds. A newer version is never overwritten.
const SAVE_AFTER_MS = 2000;
const RETRY_MS = 10000;

const textsOf = ({ source, cell = "" }) => ({ source, cell });
const same = (one, other) => one !== null && other !== null && one.source === other.source && one.cell === other.cell;

/** The texts are `{source, cell}`: the file, and the cell to try it with. */
export class Drafts {
  /**
   * @param {{key: string, url: string, session: Session, version: number, source: string, cell: string,
   *   onState: (text: string) => void,
   *   onNewer: (draft: {source: string, cell: string, version: number}) => void}} options
   */
  constructor({ key, url, session, version, source, cell, onState, onNewer }) {
    Object.assign(this, { key: `draft:${key}`, url, session, version, onState, onNewer });
    this.saved = { source, cell }; // the texts on the server
    this.texts = this.saved;
    this.timer = 0;
    this.busy = false;
    this.conflict = null;
    this.sent = null; // the texts of the last save whose answer has not come; they may be on the server
    addEventListener("pagehide", () => this.#leave());
    addEventListener("online", () => this.#schedule(0));
  }

  /** Returns the texts to start with: the unsaved ones of this browser, if any. Offers a newer draft from elsewhere. */
  start() {
    const local = this.#read();
    if (!local || same(local.texts, this.saved)) this.#write(); // this tab has no unsaved text
    if (!local?.dirty || same(local.texts, this.saved)) {
      if (this.version > 0) this.onState("draft saved ✓"); // there is a draft on the server
      return this.saved;
    }
    this.texts = local.texts;
    this.sent = local.sent;
    if (local.version === this.version || same(this.sent, this.saved)) {
      this.onState("saved in this browser");
      this.#schedule(0);
    } else {
      this.#offer({ ...this.saved, version: this.version });
    }
    return local.texts;
  }

  /** @param {{source?: string, cell?: string}} changed */
  edited(changed) {
    this.texts = { ...this.texts, ...changed };
    this.#write();
    if (this.conflict) return;
    this.onState(this.#isSaved() ? "draft saved ✓" : "editing");
    this.#schedule(SAVE_AFTER_MS);
  }

  /** Continues from the newer draft, which the editor now shows. */
  adopt(draft) {
    const texts = textsOf(draft);
    Object.assign(this, { version: draft.version, saved: texts, texts, conflict: null, sent: null });
    this.#write();
    this.onState("draft saved ✓");
  }

  /** Keeps the texts of this page and saves them as the newest version. */
  keep(draft) {
    Object.assign(this, { version: draft.version, saved: textsOf(draft), conflict: null });
    this.#schedule(0);
  }

  #isSaved() { return same(this.texts, this.saved); }

  #offer(draft) {
    this.conflict = draft;
    this.onState("not saved: a newer draft exists");
    this.onNewer(draft);
  }

  #schedule(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#save(), delay);
  }

  async #save() {
    if (this.busy || this.conflict || this.#isSaved()) return;
    const texts = this.texts;
    this.busy = true;
    this.onState("saving …");
    const before = this.sent; // of this page before a reload
    this.sent = texts;
    this.#write();
    let again = 0;
    try {
      const response = await this.session.send(this.url, {
        method: "PUT",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...texts, version: this.version }),
      });
      if (!response) {
        this.onState("saved in this browser; log in again to save it on the server");
        this.session.back().then(() => this.#schedule(0));
      } else if (response.ok) {
        this.version = (await response.json()).version;
        this.saved = texts;
        this.sent = null;
        this.#write();
        this.onState(this.#isSaved() ? "draft saved ✓" : "editing");
        again = this.#isSaved() ? 0 : SAVE_AFTER_MS;
      } else if (response.status === 409) {
        const { draft } = await response.json();
        const newer = textsOf(draft);
        if (same(newer, texts) && same(this.texts, texts)) {
          this.adopt(draft);
        } else if (same(newer, texts) || same(newer, before)) {
          this.keep(draft); // an earlier save from here, whose answer was lost
        } else {
          this.#offer(draft);
        }
      } else if (response.status === 413) {
        this.onState("saved in this browser; too large for the server");
      } else {
        again = RETRY_MS;
      }
    } catch {
      again = RETRY_MS;
    }
    this.busy = false;
    if (again === RETRY_MS) this.onState("saved in this browser; the server is not responding");
    if (again) this.#schedule(again);
  }

  #leave() {
    if (this.conflict || this.#isSaved()) return;
    fetch(this.url, {
      method: "PUT",
      keepalive: true, // continues after the page is closed
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.session.token },
      body: JSON.stringify({ ...this.texts, version: this.version }),
    }).catch(() => {});
  }

  #read() {
    try {
      // The texts of this tab come first, because another tab with the same exercise overwrites the shared copy.
      const entry = JSON.parse(sessionStorage.getItem(this.key) ?? localStorage.getItem(this.key));
      return entry && { ...entry, texts: textsOf(entry), sent: entry.sent?.source === undefined ? null : entry.sent };
    } catch {
      return null;
    }
  }

  #write() {
    const entry = { ...this.texts, version: this.version, dirty: !this.#isSaved(), sent: this.sent };
    try {
      if (entry.dirty) sessionStorage.setItem(this.key, JSON.stringify(entry));
      else sessionStorage.removeItem(this.key);
      localStorage.setItem(this.key, JSON.stringify(entry));
    } catch { /* storage is full or forbidden; the copy on the server is enough */ }
  }
}
