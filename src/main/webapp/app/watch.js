import { backoff } from '../client/rules.js';
import { readEvents } from './event-stream.js';

const SILENCE_MS = 20_000;

/**
 * Follows the node's snapshots for everything on the page that shows them: one stream, whoever listens. Listeners get
 * {summary, asOf, node} and, while there is nothing new to be had, {lost: Problem}.
 */
export class Watch {
  #api;
  #listeners = new Set();
  #last = null;
  #abort = null;

  constructor(api) {
    this.#api = api;
  }

  /** Calls back at once with what is known, and from then on; answers how to stop that. */
  listen(listener) {
    this.#listeners.add(listener);
    if (this.#last) {
      listener(this.#last);
    }
    if (!this.#abort) {
      this.#abort = new AbortController();
      // a stream may say its first word late; what is known now is not worth waiting for it
      this.#ask();
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
            this.#take(JSON.parse(data));
          }
        }, () => {
          clearTimeout(timer);
          timer = patience();
        });
      } catch (problem) {
        if (signal.aborted || problem.status === 401 || problem.status === 403) {
          return;
        }
        // as many read along as may: asking now and then does as well
        if (problem.status === 429 && await this.#ask()) {
          attempt = 0;
        } else {
          this.#tell({ ...this.#last, lost: problem });
        }
      } finally {
        clearTimeout(timer);
      }
      await pause(Math.max(1_000, backoff(attempt)), signal);
    }
  }

  async #ask() {
    try {
      this.#take(await this.#api.get('/monitoring/summary'));
      return true;
    } catch {
      return false;
    }
  }

  #take(body) {
    this.#last = { summary: body.data, asOf: body.as_of, node: body.node };
    this.#tell(this.#last);
  }

  #tell(news) {
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
