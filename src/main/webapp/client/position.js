/**
 * How far a client has read the durable notifications: what it asks for when it comes back. Pure.
 *
 * Several subscriptions may catch up one after the other on one connection. Until the last of them has, the position
 * stays where they began: a connection that breaks in between would otherwise lose what the later ones had yet to bring.
 */
export class Position {
  /** The log that offsets belong to; null before the first connection. */
  epoch = null;
  /** Everything up to here has been received; null before the first connection. */
  offset = null;

  #expected = 0;
  #several = false;
  #seen = new Set();

  /**
   * On a fresh connection. Without a position of its own the client begins where the log ends; a server without its
   * database does not know where that is.
   */
  arrive(head, epoch) {
    this.#settle();
    if (head === undefined) {
      return;
    }
    if (this.offset === null) {
      this.offset = head;
      this.epoch = epoch;
    }
    this.epoch ??= epoch;
  }

  /** A subscription that asks for what came after an offset has been sent. */
  expectHistory(after) {
    this.#several ||= this.#expected > 0;
    this.#expected++;
    this.offset = this.offset === null ? after : Math.min(this.offset, after);
  }

  /** One was refused: its history will not come. */
  expectLess() {
    this.#historyEnded();
  }

  /** @returns {boolean} whether this offset was not received before on this connection */
  take(offset) {
    if (this.#expected > 0) {
      if (this.#seen.has(offset)) {
        return false;
      }
      this.#seen.add(offset);
    }
    if (!this.#several) {
      this.offset = Math.max(this.offset ?? 0, offset);
    }
    return true;
  }

  /** The event `resumed`. */
  resumed(to) {
    this.#seen.add(to);
    this.#historyEnded();
  }

  /** The event `gap`. After a RESET the log is another one, read from its beginning: the same offsets come anew. */
  gap(event, epoch) {
    if (event.reason === 'RESET') {
      if (epoch !== this.epoch) {
        this.#seen.clear();
      }
      this.offset = 0;
      this.epoch = epoch;
    } else if (!this.#several) {
      this.offset = Math.max(this.offset ?? 0, event.to);
    }
  }

  #historyEnded() {
    this.#expected = Math.max(0, this.#expected - 1);
    if (this.#expected === 0) {
      for (const offset of this.#seen) {
        this.offset = Math.max(this.offset ?? 0, offset);
      }
      this.#settle();
    }
  }

  #settle() {
    this.#expected = 0;
    this.#several = false;
    this.#seen.clear();
  }
}
