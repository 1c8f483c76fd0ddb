/**
 * Buffer of the live feed: holds the newest entries up to a bound. While paused it continues to buffer, up to the same
 * bound, and shows nothing. Pure; the view draws the result of {@link Tape#take} at most once per frame.
 */
export class Tape {
  #bound;
  #waiting = [];
  #left = 0;
  #byKey = new Map();
  paused = false;
  received = 0;

  /** @param {number} bound maximum number of entries, shown or waiting */
  constructor(bound) {
    this.#bound = bound;
  }

  /** @param {{key: number}} entry */
  add(entry) {
    this.received += entry.notification ? 1 : 0;
    this.#waiting.push(entry);
    if (this.#waiting.length > this.#bound) {
      this.#waiting.shift();
      this.#left++;
    }
  }

  /** Number of entries waiting while it is paused. */
  get waiting() {
    return this.#waiting.length + this.#left;
  }

  /** Returns the entries added since the last call, oldest first; nothing while paused. */
  take() {
    if (this.paused || this.#waiting.length === 0) {
      return [];
    }
    const taken = this.#waiting;
    this.#waiting = [];
    this.#left = 0;
    for (const entry of taken) {
      this.#byKey.set(entry.key, entry);
    }
    for (const key of this.#byKey.keys()) {
      if (this.#byKey.size <= this.#bound) {
        break;
      }
      this.#byKey.delete(key);
    }
    return taken;
  }

  /** Returns the entry of a row, while it is held. */
  find(key) {
    return this.#byKey.get(key);
  }

  clear() {
    this.#waiting = [];
    this.#left = 0;
    this.#byKey.clear();
  }
}

/** Entries per second, averaged over the last five seconds. */
export class Pace {
  #seconds = new Map();

  count(now, n = 1) {
    const second = Math.floor(now / 1_000);
    this.#seconds.set(second, (this.#seconds.get(second) ?? 0) + n);
    for (const old of this.#seconds.keys()) {
      if (old < second - 5) {
        this.#seconds.delete(old);
      }
    }
  }

  perSecond(now) {
    const second = Math.floor(now / 1_000);
    let sum = 0;
    for (let i = 1; i <= 5; i++) {
      sum += this.#seconds.get(second - i) ?? 0;
    }
    return sum / 5;
  }
}
