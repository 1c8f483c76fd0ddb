/**
 * A client of Marketbell's WebSocket protocol (docs/reference/protocol.md) for browsers and Node, without dependencies.
 *
 *   const bell = connect({ url: 'wss://bell.example.com', credential: { api_key: 'mb_…' } });
 *   bell.addEventListener('notification', ({ detail }) => console.log(detail.type, detail.body));
 *   await bell.subscribe({ types: ['ORDER_FILLED'], resume_after: 0 });
 *
 * It reconnects automatically: after a lost connection it waits, reconnects, subscribes again and resumes after its last
 * offset, so no durable notification is missed. Events, with their data in `detail`:
 *
 *   state         {state: 'connecting' | 'open' | 'waiting' | 'closed', code?, reason?, delayMs?, attempt?, session?}
 *   notification  one notification, as received
 *   batch         {seq, notifications}: all notifications of a frame, after their single events
 *   status        {event: 'resuming' | 'resumed' | 'gap' | 'conflated' | 'dropped' | 'acked' | 'shutdown', …}
 *
 * Copy this folder, or import it from a server: <server>/client/marketbell.js.
 */
import { afterShutdown, backoff, verdict } from './rules.js';
import { Position } from './position.js';

export { afterShutdown, backoff, verdict, Position };

const PATH = '/ws/v1/notifications';
const OPENING_MS = 10_000;
/** A connection that lasted this long resets the reconnection delay. */
const SETTLED_MS = 10_000;
const REFUSED_RETRY_MS = 1_000;

/** A request rejected by the server, or left without a response by the end of the connection (code 0). */
export class Refused extends Error {
  constructor({ code, title, detail }) {
    super(detail || title);
    this.name = 'Refused';
    this.code = code;
    this.title = title;
  }
}

/**
 * @param {object} options
 * @param {string|URL} [options.url] of the server; by default the page's
 * @param {object|function} options.credential {api_key} or {token}, or a function that returns one or a promise of one;
 *   called before each connection, so that tokens can be renewed
 * @param {boolean} [options.acknowledge] whether processed notifications are acknowledged, at most once a second
 * @param {typeof WebSocket} [options.WebSocket]
 * @param {() => number} [options.random]
 */
export function connect(options) {
  const bell = new Marketbell(options);
  // after the caller has added its listeners
  queueMicrotask(() => bell.start());
  return bell;
}

export class Marketbell extends EventTarget {
  #options;
  #socket = null;
  #position = new Position();
  #subscriptions = new Set();
  #pending = new Map();
  #requests = 0;
  #attempt = 0;
  #seq = 0;
  #timers = new Map();
  #shutdownMs = null;
  #ended = false;
  #received = 0;
  #acknowledged = 0;
  /** The epoch of the log that these two are offsets of. */
  #epoch = null;
  /** Subscriptions whose history has been asked for and has not ended, in the order in which it comes. */
  #catchingUp = [];

  /** The server's description of the connection: session, user, tier, acked, …; null while there is none. */
  session = null;

  constructor({ url = globalThis.location?.origin, ...options }) {
    super();
    const address = new URL(PATH, url);
    address.protocol = address.protocol.replace('http', 'ws');
    this.#options = { WebSocket: globalThis.WebSocket, random: Math.random, acknowledge: false, ...options, address };
    if (!this.#options.WebSocket) {
      throw new TypeError('this runtime has no WebSocket; pass one in the options');
    }
  }

  /** Offset from which the next connection resumes. */
  get position() {
    return { offset: this.#position.offset, epoch: this.#position.epoch };
  }

  /** Connects; {@link connect} has done so already. */
  async start() {
    if (this.#ended || this.#socket) {
      return undefined;
    }
    this.#emit('state', { state: 'connecting', attempt: this.#attempt });
    let credential;
    try {
      const given = this.#options.credential;
      credential = await (typeof given === 'function' ? given() : given);
    } catch (failure) {
      return this.#lost(1006, String(failure?.message ?? failure));
    }
    if (this.#ended || this.#socket) {
      return undefined;
    }
    const socket = new this.#options.WebSocket(this.#options.address.href, 'marketbell.v1');
    this.#socket = socket;
    this.#seq = 0;
    this.#shutdownMs = null;
    const mine = handle => event => this.#socket === socket && handle(event);
    socket.onopen = mine(() => this.#open(credential));
    socket.onmessage = mine(event => this.#receive(JSON.parse(event.data)));
    socket.onclose = mine(event => this.#lost(event.code, event.reason));
    this.#after('opening', OPENING_MS, () => this.#drop('no answer'));
    return undefined;
  }

  /**
   * Subscribes to matching notifications, also after every reconnection.
   *
   * @param {object} params as in the protocol: types, instruments, brokers, min_priority, snapshot, resume_after, epoch
   * @returns {Promise<object>} handle for {@link unsubscribe}; rejects if the server rejects the subscription
   */
  subscribe(params = {}) {
    const subscription = { params, id: null };
    this.#subscriptions.add(subscription);
    return new Promise((resolve, reject) => {
      subscription.settle = refusal => (refusal ? reject(refusal) : resolve(subscription));
      if (this.session) {
        this.#send(subscription, params);
      }
    });
  }

  /** Ends a subscription, or discards one that is waiting for a connection. */
  async unsubscribe(subscription) {
    this.#subscriptions.delete(subscription);
    if (this.session && subscription.id) {
      await this.#end(subscription);
    }
  }

  async #end(subscription) {
    await this.request('unsubscribe', { subscription: subscription.id });
    // The server ends a history that has begun before it replies; one that has not begun never comes.
    this.#expectNoHistory(subscription);
  }

  #expectNoHistory(subscription) {
    const at = this.#catchingUp.indexOf(subscription);
    if (at >= 0) {
      this.#catchingUp.splice(at, 1);
      this.#position.expectLess();
    }
  }

  /** Acknowledges everything up to this offset; resolves to the acknowledged offset. */
  async ack(offset) {
    const epoch = this.#epoch;
    const result = await this.request('ack', { offset });
    if (epoch === this.#epoch) {
      this.#acknowledged = Math.max(this.#acknowledged, offset);
    }
    return result?.offset ?? offset;
  }

  /** Sends any request and resolves to its result; rejects with {@link Refused}. */
  request(method, params) {
    if (this.#socket?.readyState !== 1) {
      return Promise.reject(new Refused({ code: 0, title: 'not connected' }));
    }
    const id = ++this.#requests;
    this.#socket.send(JSON.stringify({ method, params, req_id: id }));
    return new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }));
  }

  /** Closes the connection permanently. */
  close() {
    this.#ended = true;
    const socket = this.#socket;
    if (this.#release(1000)) {
      socket?.close(1000);
      this.#emit('state', { state: 'closed', code: 1000, reason: verdict(1000).reason });
    }
  }

  async #open(credential) {
    try {
      const session = await this.request('auth', credential);
      clearTimeout(this.#timers.get('opening'));
      this.session = session;
      this.#readsLog(session.epoch);
      this.#position.arrive(session.head, session.epoch);
      this.#acknowledged = session.acked ?? this.#acknowledged;
      this.#emit('state', { state: 'open', session });
      this.#after('settled', SETTLED_MS, () => (this.#attempt = 0));
      this.#listen();
      const offset = this.#position.offset;
      for (const subscription of this.#subscriptions) {
        const resumes = subscription.known && offset !== null;
        const again = resumes ? { ...subscription.params, resume_after: offset } : subscription.params;
        this.#send(subscription, again);
      }
    } catch (refusal) {
      // the server closes rejected connections; 429 and 503 are retried
      if (refusal.code === 429 || refusal.code === 503) {
        this.#drop(refusal.message);
      }
    }
  }

  async #send(subscription, params) {
    const resumes = params.resume_after !== undefined && params.resume_after !== null;
    if (resumes) {
      this.#catchingUp.push(subscription);
      this.#position.expectHistory(params.resume_after);
    }
    const epoch = this.#position.epoch;
    const wish = resumes && epoch !== null ? { epoch, ...params } : params;
    try {
      const result = await this.request('subscribe', wish);
      subscription.id = result.subscription;
      subscription.known = true;
      subscription.settle?.();
      if (!this.#subscriptions.has(subscription)) {
        // unsubscribed before it had a name
        await this.#end(subscription).catch(() => {});
      }
    } catch (refusal) {
      if (refusal.code === 0) {
        return; // the next connection subscribes again
      }
      this.#expectNoHistory(subscription);
      if (refusal.code === 429 || refusal.code === 503) {
        const again = () => this.session && this.#subscriptions.has(subscription);
        this.#after(subscription, REFUSED_RETRY_MS, () => again() && this.#send(subscription, params));
        return;
      }
      this.#subscriptions.delete(subscription);
      subscription.settle?.(refusal);
    }
  }

  /** Offsets of another log say nothing about this one. */
  #readsLog(epoch) {
    if (epoch === undefined || epoch === this.#epoch) {
      return;
    }
    if (this.#epoch !== null) {
      this.#received = 0;
      this.#acknowledged = 0;
    }
    this.#epoch = epoch;
  }

  #receive(frame) {
    this.#listen();
    if (frame.method !== undefined) {
      const waiting = this.#pending.get(frame.req_id);
      this.#pending.delete(frame.req_id);
      return frame.success ? waiting?.resolve(frame.result) : waiting?.reject(new Refused(frame.error));
    }
    if (frame.channel === 'notifications') {
      return this.#take(frame);
    }
    if (frame.channel === 'status') {
      return this.#status(frame);
    }
    return undefined; // a heartbeat, or a channel of a later version
  }

  #take({ seq, data }) {
    if (seq !== ++this.#seq) {
      return this.#drop(`received frame ${seq} instead of ${this.#seq}`);
    }
    const fresh = data.filter(each => each.offset === undefined || this.#position.take(each.offset));
    for (const notification of fresh) {
      this.#received = Math.max(this.#received, notification.offset ?? 0);
      this.#emit('notification', notification);
    }
    this.#emit('batch', { seq, notifications: fresh });
    if (this.#options.acknowledge && !this.#timers.has('acknowledge')) {
      this.#after('acknowledge', 1_000, () => this.#acknowledge());
    }
    return undefined;
  }

  #acknowledge() {
    // not the position, which may be an offset of a notification for another user
    if (this.session && this.#received > this.#acknowledged) {
      this.ack(this.#received).catch(() => {});
    }
  }

  #status(frame) {
    if (frame.event === 'resumed') {
      this.#catchingUp.shift();
      this.#position.resumed(frame.to);
    } else if (frame.event === 'gap') {
      if (frame.epoch && this.session) {
        this.session.epoch = frame.epoch;
        this.#readsLog(frame.epoch);
      }
      this.#position.gap(frame, this.session?.epoch ?? null);
    } else if (frame.event === 'shutdown') {
      this.#shutdownMs = frame.reconnect_after_ms;
    }
    this.#emit('status', frame);
  }

  /** The server's pings are invisible to scripts. If nothing is received, a ping of this client checks the connection. */
  #listen() {
    const patience = (this.session?.heartbeat_seconds ?? 15) * 1_000;
    this.#after('silence', patience * 1.5, () => {
      this.request('ping').catch(() => {});
      this.#after('silence', patience, () => this.#drop('the server stopped responding'));
    });
  }

  /** Abandons a connection without waiting for its close frame. */
  #drop(reason) {
    const socket = this.#socket;
    this.#lost(1006, reason);
    socket?.close();
  }

  #lost(code, reason) {
    if (!this.#release(code)) {
      return;
    }
    const result = verdict(code);
    const fixed = result.renew && typeof this.#options.credential !== 'function';
    if (this.#ended || !result.retry || fixed) {
      this.#ended = true;
      this.#emit('state', { state: 'closed', code, reason: result.reason, said: reason });
      return;
    }
    const own = backoff(this.#attempt, this.#options.random);
    const delayMs = Math.max(
      result.atLeastMs,
      this.#shutdownMs === null ? own : Math.max(own, afterShutdown(this.#shutdownMs, this.#options.random)));
    this.#attempt++;
    this.#emit('state', { state: 'waiting', code, reason: result.reason, said: reason, delayMs, attempt: this.#attempt });
    this.#after('reconnect', delayMs, () => this.start());
  }

  /** Releases the connection and all pending requests; returns false if there was none. */
  #release(code) {
    const had = this.#socket !== null || this.#timers.has('reconnect') || code !== 1000;
    this.#socket = null;
    this.session = null;
    for (const timer of this.#timers.values()) {
      clearTimeout(timer);
    }
    this.#timers.clear();
    this.#catchingUp = [];
    for (const subscription of this.#subscriptions) {
      subscription.id = null; // names are the connection's
    }
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of waiting) {
      reject(new Refused({ code: 0, title: 'the connection ended' }));
    }
    return had;
  }

  /** Sets a named timer, which replaces an earlier timer with the same name. */
  #after(name, ms, then) {
    clearTimeout(this.#timers.get(name));
    this.#timers.set(name, setTimeout(() => {
      this.#timers.delete(name);
      then();
    }, ms));
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
