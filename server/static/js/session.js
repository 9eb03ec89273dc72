// The login session of a page: renews a stale CSRF token, and waits for a login once the session has ended.
const ASK_MS = 2000;
const SLOWEST_MS = 30000;

export class Session {
  #waiting = null;

  /** @param {{user: string, token: string}} page the id of the person for whom the page was made, and its CSRF token */
  constructor({ user, token }) {
    this.user = user;
    this.token = token;
    this.isOther = false; // whether somebody else is logged in in this browser
  }

  /** Sends a request with the token; returns null if the person of this page is not logged in any more. */
  async send(url, options) {
    const response = await this.#fetch(url, options);
    if (response.status === 401) return null;
    if (response.status !== 400 || !(await isStale(response))) return response;
    return (await this.#renew()) ? this.#fetch(url, options) : null;
  }

  /** Resolves once the person of this page is logged in again, in any tab. */
  back() {
    this.#waiting ??= this.#wait().finally(() => { this.#waiting = null; });
    return this.#waiting;
  }

  #fetch(url, options) {
    return fetch(url, { ...options, headers: { Accept: "application/json", ...options.headers, "X-CSRFToken": this.token } });
  }

  async #renew() {
    const response = await fetch("/session", { headers: { Accept: "application/json" } });
    if (!response.ok) return false;
    const { user, csrf_token: token } = await response.json();
    this.isOther = user !== null && String(user) !== this.user;
    if (user === null || this.isOther) return false;
    this.token = token;
    for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = token;
    return true;
  }

  async #wait() {
    for (let delay = ASK_MS; ; delay = Math.min(1.2 * delay, SLOWEST_MS)) {
      if (await this.#renew().catch(() => false)) return;
      await timeOrReturn(delay);
    }
  }
}

async function isStale(response) {
  const problem = await response.clone().json().catch(() => null);
  return problem?.reason === "csrf";
}

/** Resolves after some time, or as soon as somebody looks at the page again. */
function timeOrReturn(delay) {
  return new Promise((resolve) => {
    const looking = new AbortController();
    const end = () => { clearTimeout(timer); looking.abort(); resolve(); };
    const timer = setTimeout(end, delay);
    addEventListener("focus", end, { signal: looking.signal });
    document.addEventListener("visibilitychange", () => document.hidden || end(), { signal: looking.signal });
  });
}
