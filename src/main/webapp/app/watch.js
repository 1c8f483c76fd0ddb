import { backoff } from '../client/rules.js';
import { readEvents } from './event-stream.js';

const SILENCE_MS = 20_000;

/**
 * Receives the node's snapshots over one stream, shared by all listeners on the page. Listeners get
 * {summary, asOf, node} or, while the stream is lost, {lost: Problem}.
 */
export class Watch {
  #api;
  #listeners = new Set();
  #last = null;
  #abort = null;

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
      this.#abort = new AbortController();
      // the first event of the stream may be late, so the current summary is fetched separately
      this.#poll();
      this.#follow(this.#abort.signal);
    }
    return () => this.#listeners.delete(listener);
  }

  close() {
    this.#listeners.clear();
    this.#abort?.abort();
  }

  async #follow(signal) {
    for (let attempt = 0; !signal.aborted; attempt++) {
      const silent = new AbortController();
      const patience = () => setTimeout(() => silent.abort(), SILENCE_MS);
      let timer = patience();
      try {
        const response = await this.#api.open('/monitoring/stream', AbortSignal.any([signal, silent.signal]));
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
        if (problem.status === 429 && await this.#poll()) {
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

  async #poll() {
    try {
      this.#update(await this.#api.get('/monitoring/summary'));
      return true;
    } catch {
      return false;
    }
  }

  #update(body) {
    this.#last = { summary: body.data, asOf: body.as_of, node: body.node };
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
