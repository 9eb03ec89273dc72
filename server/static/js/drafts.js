// Drafts: in this browser on every change, on the server every few seconds, by version; nothing newer is overwritten.
const SAVE_AFTER_MS = 2000;
const RETRY_MS = 10000;

export class Drafts {
  /**
   * @param {{key: string, url: string, csrf: string, version: number, source: string,
   *   onState: (text: string) => void, onNewer: (draft: {source: string, version: number}) => void}} options
   */
  constructor({ key, url, csrf, version, source, onState, onNewer }) {
    Object.assign(this, { key: `draft:${key}`, url, csrf, version, onState, onNewer });
    this.saved = source; // what the server has
    this.text = source;
    this.timer = 0;
    this.busy = false;
    this.conflict = null;
    addEventListener("pagehide", () => this.#leave());
    addEventListener("online", () => this.#schedule(0));
  }

  /** What to start with: the text this browser kept, if the server does not have it; a newer one elsewhere is offered. */
  start() {
    const local = this.#read();
    if (!local || local.source === this.saved) {
      this.#write(); // nothing of this tab's own is left to keep
      return this.saved;
    }
    if (!local.dirty) return this.saved;
    this.text = local.source;
    if (local.version === this.version) {
      this.onState("kept in this browser");
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

  /** The newer draft was taken into the editor. */
  took(draft) {
    Object.assign(this, { version: draft.version, saved: draft.source, text: draft.source, conflict: null });
    this.#write();
    this.onState("draft saved ✓");
  }

  /** The text here stays and becomes the newest version. */
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
    let again = 0;
    try {
      const response = await fetch(this.url, {
        method: "PUT",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.csrf },
        body: JSON.stringify({ source: text, version: this.version }),
      });
      if (response.ok) {
        this.version = (await response.json()).version;
        this.saved = text;
        this.#write();
        this.onState(this.text === text ? "draft saved ✓" : "editing");
        again = this.text === text ? 0 : SAVE_AFTER_MS;
      } else if (response.status === 409) {
        const { draft } = await response.json();
        if (draft.source === text) this.took(draft);
        else this.#offer(draft);
      } else if (response.status === 401 || response.status === 400) {
        this.onState("kept in this browser: log in again to save");
      } else if (response.status === 413) {
        this.onState("kept in this browser: too large to save");
      } else {
        again = RETRY_MS;
      }
    } catch {
      again = RETRY_MS;
    }
    this.busy = false;
    if (again === RETRY_MS) this.onState("kept in this browser: the server does not answer");
    if (again) this.#schedule(again);
  }

  #leave() {
    if (this.conflict || this.text === this.saved) return;
    fetch(this.url, {
      method: "PUT",
      keepalive: true, // survives the page that sends it
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.csrf },
      body: JSON.stringify({ source: this.text, version: this.version }),
    }).catch(() => {});
  }

  #read() {
    try {
      // Of this tab first: another tab with the same exercise writes over what the browser keeps for all of them.
      return JSON.parse(sessionStorage.getItem(this.key) ?? localStorage.getItem(this.key));
    } catch {
      return null;
    }
  }

  #write() {
    const entry = { source: this.text, version: this.version, dirty: this.text !== this.saved };
    try {
      if (entry.dirty) sessionStorage.setItem(this.key, JSON.stringify(entry));
      else sessionStorage.removeItem(this.key);
      localStorage.setItem(this.key, JSON.stringify(entry));
    } catch { /* a full or forbidden storage: the server's copy is enough */ }
  }
}
