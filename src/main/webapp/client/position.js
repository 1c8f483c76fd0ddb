/**
 * Position of a client in the durable notifications, from which it resumes after a reconnection. Pure.
 *
 * Several subscriptions may catch up one after another on one connection. Until all have caught up, the position
 * remains at their start: otherwise a connection lost in between would lose notifications of the later subscriptions.
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
   * Called on a new connection. Without a position the client starts at the end of the log; a server without its
   * database does not know that offset.
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

  /** Called when a subscription that resumes after an offset has been sent. */
  expectHistory(after) {
    this.#several ||= this.#expected > 0;
    this.#expected++;
    this.offset = this.offset === null ? after : Math.min(this.offset, after);
  }

  /** Called when such a subscription was rejected: its history will not be sent. */
  expectLess() {
    this.#historyEnded();
  }

  /** @returns {boolean} whether this offset is new on this connection */
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

  /** Handles the event `resumed`. */
  resumed(to) {
    this.#seen.add(to);
    this.#historyEnded();
  }

  /** Handles the event `gap`. After a RESET the log is a new one, read from its beginning; its offsets may repeat. */
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
