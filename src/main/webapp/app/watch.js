import { backoff } from '../client/rules.js';
import { readEvents } from './event-stream.js';

const SILENCE_MS = 20_000;

/**
 * Receives the snapshots of this node or of the cluster over one stream, shared by all listeners on the page. Listeners
 * get {summary, asOf, node, nodes, missing} or, while the stream is lost, {lost: Problem}; nodes and missing are null in
 * the scope node.
 */
export class Watch {
  #api;
  #listeners = new Set();
  #last = null;
  #abort = null;
  #scope = 'node';

  constructor(api) {
    this.#api = api;
  }

  /** Calls back immediately with the known state and then on each change; returns a function that ends this. */
  listen(listener) {
    this.#listeners.add(listener);
    if (this.#last) {
      listener(this.#last);
    }
    if (!this.#abort) {
      this.#begin();
    }
    return () => this.#listeners.delete(listener);
  }

  /** The scope of the snapshots: node or cluster. */
  get scope() {
    return this.#scope;
  }

  set scope(scope) {
    this.#scope = scope;
    this.#last = null;
    this.#abort?.abort();
    this.#abort = null;
    if (this.#listeners.size > 0) {
      this.#begin();
    }
  }

  close() {
    this.#listeners.clear();
    this.#abort?.abort();
  }

  #begin() {
    this.#abort = new AbortController();
    // the first event of the stream may be late, so the current summary is fetched separately
    this.#poll(this.#abort.signal);
    this.#follow(this.#abort.signal);
  }

  async #follow(signal) {
    for (let attempt = 0; !signal.aborted; attempt++) {
      const silent = new AbortController();
      const patience = () => setTimeout(() => silent.abort(), SILENCE_MS);
      let timer = patience();
      try {
        const response = await this.#api.open(`/monitoring/stream?scope=${this.#scope}`, AbortSignal.any([signal, silent.signal]));
        await readEvents(response, ({ event, data }) => {
          if (event === 'snapshot') {
            attempt = 0;
            this.#update(JSON.parse(data));
          }
        }, () => {
          clearTimeout(timer);
          timer = patience();
        });
      } catch (problem) {
        if (signal.aborted || problem.status === 401 || problem.status === 403) {
          return;
        }
        // the limit of streams is reached: poll instead
        if (problem.status === 429 && await this.#poll(signal)) {
          attempt = 0;
        } else {
          this.#notify({ ...this.#last, lost: problem });
        }
      } finally {
        clearTimeout(timer);
      }
      await pause(Math.max(1_000, backoff(attempt)), signal);
    }
  }

  async #poll(signal) {
    try {
      const body = await this.#api.get('/monitoring/summary', { scope: this.#scope });
      // the scope may have changed meanwhile
      if (!signal.aborted) {
        this.#update(body);
      }
      return true;
    } catch {
      return false;
    }
  }

  #update(body) {
    const { data: summary, as_of: asOf, node, nodes = null, missing = null } = body;
    this.#last = { summary, asOf, node, nodes, missing };
    this.#notify(this.#last);
  }

  #notify(news) {
    for (const listener of this.#listeners) {
      listener(news);
    }
  }
}

function pause(ms, signal) {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
