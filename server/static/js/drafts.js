// Drafts: saved in this browser on every change and on the server every few seconds. A newer version is never overwritten.
const SAVE_AFTER_MS = 2000;
const RETRY_MS = 10000;

export class Drafts {
  /**
   * @param {{key: string, url: string, session: Session, version: number, source: string,
   *   onState: (text: string) => void, onNewer: (draft: {source: string, version: number}) => void}} options
   */
  constructor({ key, url, session, version, source, onState, onNewer }) {
    Object.assign(this, { key: `draft:${key}`, url, session, version, onState, onNewer });
    this.saved = source; // the text on the server
    this.text = source;
    this.timer = 0;
    this.busy = false;
    this.conflict = null;
    this.sent = null; // the text of the last save whose answer has not come; it may be on the server
    addEventListener("pagehide", () => this.#leave());
    addEventListener("online", () => this.#schedule(0));
  }

  /** Returns the text to start with: the unsaved text of this browser, if any. Offers a newer draft from elsewhere. */
  start() {
    const local = this.#read();
    if (!local || local.source === this.saved) this.#write(); // this tab has no unsaved text
    if (!local?.dirty || local.source === this.saved) {
      if (this.version > 0) this.onState("draft saved ✓"); // there is a draft on the server
      return this.saved;
    }
    this.text = local.source;
    this.sent = local.sent ?? null;
    if (local.version === this.version || this.sent === this.saved) {
      this.onState("saved in this browser");
      this.#schedule(0);
    } else {
      this.#offer({ source: this.saved, version: this.version });
    }
    return local.source;
  }

  edited(text) {
    this.text = text;
    this.#write();
    if (this.conflict) return;
    this.onState(text === this.saved ? "draft saved ✓" : "editing");
    this.#schedule(SAVE_AFTER_MS);
  }

  /** Continues from the newer draft, which the editor now shows. */
  adopt(draft) {
    Object.assign(this, { version: draft.version, saved: draft.source, text: draft.source, conflict: null, sent: null });
    this.#write();
    this.onState("draft saved ✓");
  }

  /** Keeps the text of this editor and saves it as the newest version. */
  keep(draft) {
    Object.assign(this, { version: draft.version, saved: draft.source, conflict: null });
    this.#schedule(0);
  }

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
    if (this.busy || this.conflict || this.text === this.saved) return;
    const text = this.text;
    this.busy = true;
    this.onState("saving …");
    const before = this.sent; // of this page before a reload
    this.sent = text;
    this.#write();
    let again = 0;
    try {
      const response = await this.session.send(this.url, {
        method: "PUT",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ source: text, version: this.version }),
      });
      if (!response) {
        this.onState("saved in this browser; log in again to save it on the server");
        this.session.back().then(() => this.#schedule(0));
      } else if (response.ok) {
        this.version = (await response.json()).version;
        this.saved = text;
        this.sent = null;
        this.#write();
        this.onState(this.text === text ? "draft saved ✓" : "editing");
        again = this.text === text ? 0 : SAVE_AFTER_MS;
      } else if (response.status === 409) {
        const { draft } = await response.json();
        if (draft.source === text && this.text === text) {
          this.adopt(draft);
        } else if (draft.source === text || draft.source === before) {
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
    if (this.conflict || this.text === this.saved) return;
    fetch(this.url, {
      method: "PUT",
      keepalive: true, // continues after the page is closed
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.session.token },
      body: JSON.stringify({ source: this.text, version: this.version }),
    }).catch(() => {});
  }

  #read() {
    try {
      // The text of this tab comes first, because another tab with the same exercise overwrites the shared copy.
      return JSON.parse(sessionStorage.getItem(this.key) ?? localStorage.getItem(this.key));
    } catch {
      return null;
    }
  }

  #write() {
    const entry = { source: this.text, version: this.version, dirty: this.text !== this.saved, sent: this.sent };
    try {
      if (entry.dirty) sessionStorage.setItem(this.key, JSON.stringify(entry));
      else sessionStorage.removeItem(this.key);
      localStorage.setItem(this.key, JSON.stringify(entry));
    } catch { /* storage is full or forbidden; the copy on the server is enough */ }
  }
}
