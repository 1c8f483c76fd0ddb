/** Detects that the user has not used the page for a while. */

const LIMIT_MS = 30 * 60_000;
const CHECK_MS = 15_000;
const USES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'];

export class IdleTimer {
  #onIdle;
  #page;
  #now;
  #every;
  #usedAt = 0;
  #stop = null;
  #used = () => { this.#usedAt = this.#now(); };

  /**
   * @param onIdle called once after each start, when the page was not used for 30 minutes
   * @param page receives the user's events
   * @param now the time in milliseconds; includes the time while the computer sleeps
   * @param every calls a function regularly; returns a function that ends this
   */
  constructor(onIdle, { page = globalThis, now = Date.now, every = regularly } = {}) {
    this.#onIdle = onIdle;
    this.#page = page;
    this.#now = now;
    this.#every = every;
  }

  start() {
    this.stop();
    this.#used();
    for (const use of USES) {
      this.#page.addEventListener(use, this.#used, { passive: true, capture: true });
    }
    this.#stop = this.#every(() => this.#check(), CHECK_MS);
  }

  stop() {
    this.#stop?.();
    this.#stop = null;
    for (const use of USES) {
      this.#page.removeEventListener(use, this.#used, { capture: true });
    }
  }

  #check() {
    if (this.#now() - this.#usedAt >= LIMIT_MS) {
      this.stop();
      this.#onIdle();
    }
  }
}

function regularly(check, millis) {
  const timer = setInterval(check, millis);
  return () => clearInterval(timer);
}
