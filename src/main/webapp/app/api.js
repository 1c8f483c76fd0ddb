/** Client of the REST API. Failures are {@link Problem}s with texts for users. */

const PATIENCE_MS = 15_000;
const WAITS = 2;

export class Problem extends Error {
  constructor({ status = 0, title = 'The server is unreachable', detail, errors = [], retryAfter = null }) {
    super(detail ? `${title}: ${detail}` : title);
    this.name = 'Problem';
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.errors = errors;
    this.retryAfter = retryAfter;
  }
}

export class Api {
  #key;
  #onRefused;

  /** @param onRefused called when the credential is no longer valid */
  constructor(key, onRefused = () => {}) {
    this.#key = key;
    this.#onRefused = onRefused;
  }

  get(path, query) {
    const parameters = new URLSearchParams(Object.entries(query ?? {}).filter(([, value]) => value !== '' && value != null));
    return this.#request('GET', parameters.size > 0 ? `${path}?${parameters}` : path);
  }

  post(path, body) {
    return this.#request('POST', path, body);
  }

  put(path, body) {
    return this.#request('PUT', path, body);
  }

  delete(path) {
    return this.#request('DELETE', path);
  }

  /** Returns an open response, for streams. Only the caller's signal ends it; there is no timeout. */
  async open(path, signal) {
    const response = await this.#fetch('GET', path, undefined, signal);
    return response.ok ? response : this.#fail(response);
  }

  async #request(method, path, body) {
    for (let wait = 0; ; wait++) {
      const response = await this.#fetch(method, path, body, AbortSignal.timeout(PATIENCE_MS));
      const later = Number(response.headers.get('Retry-After'));
      // reads are retried automatically; the user decides whether to repeat a write
      if (response.status === 429 && method === 'GET' && wait < WAITS && later <= 5) {
        await new Promise(resolve => setTimeout(resolve, later * 1_000 + Math.random() * 300));
        continue;
      }
      if (!response.ok) {
        return this.#fail(response);
      }
      return response.status === 204 ? null : response.json();
    }
  }

  async #fetch(method, path, body, signal) {
    const headers = { 'X-API-Key': this.#key, Accept: 'application/json, application/problem+json, text/event-stream' };
    if (body !== undefined) {
      headers['Content-Type'] = 'application/json';
    }
    try {
      return await fetch(`/api/v1${path}`, {
        method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body), cache: 'no-store',
      });
    } catch (failure) {
      if (failure.name === 'AbortError') {
        throw failure;
      }
      throw new Problem({
        detail: failure.name === 'TimeoutError' ? 'the request timed out' : 'check whether it is running, and try again',
      });
    }
  }

  async #fail(response) {
    const body = await response.json().catch(() => ({}));
    if (response.status === 401) {
      this.#onRefused();
    }
    throw new Problem({
      title: `The server responded with ${response.status}`, ...body, status: response.status,
      retryAfter: Number(response.headers.get('Retry-After')) || null,
    });
  }
}
