import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { connect } from '../../main/webapp/client/marketbell.js';

/** A fake WebSocket controlled by the test. */
class Line {
  static all = [];
  static get last() {
    return Line.all.at(-1);
  }

  readyState = 0;
  sent = [];

  constructor(url, protocol) {
    Object.assign(this, { url, protocol });
    Line.all.push(this);
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close(code) {
    this.readyState = 3;
    this.closedWith = code;
  }

  open() {
    this.readyState = 1;
    this.onopen({});
  }

  says(frame) {
    this.onmessage({ data: JSON.stringify(frame) });
  }

  ends(code, reason = '') {
    this.readyState = 3;
    this.onclose({ code, reason });
  }

  answer(method, result) {
    const { req_id } = this.sent.findLast(frame => frame.method === method);
    this.says({ method, req_id, success: true, result });
  }

  refuse(method, error) {
    const { req_id } = this.sent.findLast(frame => frame.method === method);
    this.says({ method, req_id, success: false, error });
  }

  params(method) {
    return this.sent.filter(frame => frame.method === method).map(frame => frame.params);
  }
}

const SESSION = { session: 'c9', user: 'alice', heartbeat_seconds: 15, epoch: 'e7', head: 830, acked: 815 };
const turn = async () => { for (let i = 0; i < 10; i++) await Promise.resolve(); };

let states;
let bell;

beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout'] });
  Line.all = [];
  states = [];
});

afterEach(() => {
  bell.close();
  mock.timers.reset();
});

async function come(options = {}) {
  bell = connect({ url: 'https://bell.example', credential: { api_key: 'mb_1' }, WebSocket: Line, random: () => 0.5, ...options });
  bell.addEventListener('state', ({ detail }) => states.push(detail));
  await arrive();
}

async function arrive(session = SESSION) {
  await turn();
  Line.last.open();
  await turn();
  Line.last.answer('auth', session);
  await turn();
}

const fill = offset => ({ id: String(offset), type: 'ORDER_FILLED', offset });

test('listeners added after connect receive every state', async () => {
  await come();
  assert.deepEqual(states.map(each => each.state), ['connecting', 'open']);
});

test('a client closed at once never connects', async () => {
  bell = connect({ url: 'http://localhost:9080', credential: { api_key: 'k' }, WebSocket: Line });
  bell.addEventListener('state', ({ detail }) => states.push(detail));
  bell.close();
  await turn();
  assert.equal(Line.all.length, 0);
  assert.ok(states.every(each => each.state === 'closed'));
});

test('the credential is sent in the first frame, never in the URL', async () => {
  await come();
  assert.equal(Line.last.url, 'wss://bell.example/ws/v1/notifications');
  assert.equal(Line.last.protocol, 'marketbell.v1');
  assert.deepEqual(Line.last.sent[0], { method: 'auth', params: { api_key: 'mb_1' }, req_id: 1 });
});

test('a subscription made before the connection opens is sent when it opens', async () => {
  bell = connect({ url: 'http://localhost:9080', credential: { api_key: 'k' }, WebSocket: Line });
  const subscribed = bell.subscribe({ types: ['ORDER_FILLED'] });
  await arrive();
  assert.deepEqual(Line.last.params('subscribe'), [{ types: ['ORDER_FILLED'] }]);
  Line.last.answer('subscribe', { subscription: 's1' });
  assert.equal((await subscribed).id, 's1');
});

test('after a lost connection it resumes after its last offset', async () => {
  await come();
  bell.subscribe({ types: ['ORDER_FILLED'] });
  Line.last.answer('subscribe', { subscription: 's1' });
  await turn();
  Line.last.says({ channel: 'notifications', seq: 1, data: [fill(831), fill(834)] });
  Line.last.ends(1006);
  assert.equal(states.at(-1).state, 'waiting');
  mock.timers.tick(states.at(-1).delayMs);
  await arrive();
  assert.equal(Line.all.length, 2);
  assert.deepEqual(Line.last.params('subscribe'), [{ types: ['ORDER_FILLED'], resume_after: 834, epoch: 'e7' }]);
});

test('a client that has received nothing resumes at the offset of its first connection', async () => {
  await come();
  bell.subscribe({});
  Line.last.answer('subscribe', { subscription: 's1' });
  await turn();
  Line.last.ends(1001);
  mock.timers.tick(60_000);
  await arrive({ ...SESSION, head: 900 });
  assert.equal(Line.last.params('subscribe')[0].resume_after, 830);
});

test('after an announced shutdown it waits for the announced delay', async () => {
  await come({ random: () => 0 });
  Line.last.says({ channel: 'status', event: 'shutdown', reconnect_after_ms: 9_000 });
  Line.last.ends(1001);
  assert.equal(states.at(-1).delayMs, 9_000);
  mock.timers.tick(8_999);
  await turn();
  assert.equal(Line.all.length, 1);
  mock.timers.tick(1);
  await turn();
  assert.equal(Line.all.length, 2);
});

test('delays grow while the server is unreachable, and are reset by a lasting connection', async () => {
  await come();
  const delays = [];
  for (let i = 0; i < 4; i++) {
    Line.last.ends(1006);
    delays.push(states.at(-1).delayMs);
    mock.timers.tick(delays.at(-1));
    await turn();
  }
  assert.deepEqual(delays, [250, 500, 1_000, 2_000]);
  await arrive();
  mock.timers.tick(10_000);
  Line.last.ends(1006);
  assert.equal(states.at(-1).delayMs, 250);
});

test('a revoked key ends the client permanently', async () => {
  await come();
  Line.last.ends(4100, 'revoked');
  assert.equal(states.at(-1).state, 'closed');
  mock.timers.tick(120_000);
  await turn();
  assert.equal(Line.all.length, 1);
});

test('an expired token is renewed if the credential is a function', async () => {
  let tokens = 0;
  await come({ credential: async () => ({ token: `t${++tokens}` }) });
  Line.last.ends(4005);
  mock.timers.tick(60_000);
  await turn();
  Line.last.open();
  assert.deepEqual(Line.last.params('auth'), [{ token: 't2' }]);
});

test('an expired token without renewal ends the client', async () => {
  await come({ credential: { token: 't1' } });
  Line.last.ends(4005);
  assert.equal(states.at(-1).state, 'closed');
});

test('a missing frame ends the connection', async () => {
  await come();
  const taken = [];
  bell.addEventListener('notification', ({ detail }) => taken.push(detail.offset));
  Line.last.says({ channel: 'notifications', seq: 1, data: [fill(831)] });
  Line.last.says({ channel: 'notifications', seq: 3, data: [fill(840)] });
  assert.deepEqual(taken, [831]);
  assert.equal(states.at(-1).state, 'waiting');
  assert.equal(bell.position.offset, 831);
});

test('a silent server is pinged, and the connection is dropped without a response', async () => {
  await come();
  mock.timers.tick(22_500);
  assert.equal(Line.last.sent.at(-1).method, 'ping');
  mock.timers.tick(15_000);
  assert.equal(states.at(-1).state, 'waiting');
});

test('a rejected request reports the reason and changes nothing', async () => {
  await come();
  const refused = assert.rejects(bell.subscribe({ types: ['ORDER_FILED'] }), { code: 400, message: 'unknown type ORDER_FILED' });
  Line.last.refuse('subscribe', { code: 400, title: 'Bad Request', detail: 'unknown type ORDER_FILED' });
  await refused;
  Line.last.ends(1006);
  mock.timers.tick(60_000);
  await arrive();
  assert.deepEqual(Line.last.params('subscribe'), []);
});

test('a pending request is rejected when the connection ends', async () => {
  await come();
  const lost = assert.rejects(bell.ack(831), { code: 0 });
  Line.last.ends(1006);
  await lost;
});

test('automatic acknowledgement covers received notifications once a second', async () => {
  await come({ acknowledge: true });
  Line.last.says({ channel: 'notifications', seq: 1, data: [{ id: 'p', type: 'PRICE_UPDATE' }] });
  mock.timers.tick(1_000);
  assert.deepEqual(Line.last.params('ack'), []);
  Line.last.says({ channel: 'notifications', seq: 2, data: [fill(831)] });
  Line.last.says({ channel: 'notifications', seq: 3, data: [fill(832)] });
  mock.timers.tick(1_000);
  assert.deepEqual(Line.last.params('ack'), [{ offset: 832 }]);
});

test('closing the client does not reconnect', async () => {
  await come();
  const line = Line.last;
  bell.close();
  assert.equal(line.closedWith, 1000);
  assert.equal(states.at(-1).state, 'closed');
  mock.timers.tick(60_000);
  await turn();
  assert.equal(Line.all.length, 1);
});

async function subscribed(params, id) {
  const promise = bell.subscribe(params);
  Line.last.answer('subscribe', { subscription: id });
  return promise;
}

test('unsubscribing right after a reconnection does not end another subscription with the same id', async () => {
  await come();
  const first = await subscribed({ types: ['ORDER_FILLED'] }, 's1');
  const second = await subscribed({ types: ['RISK_ALERT'] }, 's2');
  await subscribed({ types: ['PRICE_ALERT'] }, 's3');
  bell.unsubscribe(first);
  Line.last.answer('unsubscribe', {});
  await turn();
  Line.last.ends(1006);
  mock.timers.tick(60_000);
  await arrive();
  const [again] = Line.last.sent.filter(frame => frame.method === 'subscribe');
  bell.unsubscribe(second);
  assert.deepEqual(Line.last.params('unsubscribe'), []);
  Line.last.says({ method: 'subscribe', req_id: again.req_id, success: true, result: { subscription: 's1' } });
  await turn();
  assert.deepEqual(Line.last.params('unsubscribe'), [{ subscription: 's1' }]);
});

test('a rejected subscription that was cancelled meanwhile is not retried', async () => {
  await come();
  const subscription = await subscribed({}, 's1');
  Line.last.ends(1006);
  mock.timers.tick(60_000);
  await arrive();
  Line.last.refuse('subscribe', { code: 429, title: 'Too Many Requests' });
  await turn();
  await bell.unsubscribe(subscription);
  mock.timers.tick(1_000);
  assert.equal(Line.last.params('subscribe').length, 1);
});

test('a history that was cancelled before its start no longer delays the position', async () => {
  await come();
  await subscribed({ resume_after: 100 }, 's1');
  const second = await subscribed({ resume_after: 100 }, 's2');
  const ended = bell.unsubscribe(second);
  Line.last.answer('unsubscribe', {});
  await ended;
  Line.last.says({ channel: 'status', event: 'resuming', from: 100 });
  Line.last.says({ channel: 'status', event: 'resumed', to: 830 });
  Line.last.says({ channel: 'notifications', seq: 1, data: [fill(831)] });
  assert.equal(bell.position.offset, 831);
});

test('notifications of a restored log are acknowledged by the offsets of that log', async () => {
  await come({ acknowledge: true });
  Line.last.says({ channel: 'notifications', seq: 1, data: [fill(831)] });
  mock.timers.tick(1_000);
  Line.last.answer('ack', { offset: 831 });
  await turn();
  Line.last.says({ channel: 'status', event: 'gap', from: 831, to: 12, reason: 'RESET', epoch: 'e8' });
  Line.last.says({ channel: 'notifications', seq: 2, data: [fill(13)] });
  mock.timers.tick(1_000);
  assert.deepEqual(Line.last.params('ack'), [{ offset: 831 }, { offset: 13 }]);
});

test('a reply to an acknowledgement of the old log does not delay acknowledgements of the new log', async () => {
  await come({ acknowledge: true });
  Line.last.says({ channel: 'notifications', seq: 1, data: [fill(831)] });
  mock.timers.tick(1_000);
  Line.last.says({ channel: 'status', event: 'gap', from: 831, to: 12, reason: 'RESET', epoch: 'e8' });
  Line.last.answer('ack', { offset: 831 });
  await turn();
  Line.last.says({ channel: 'notifications', seq: 2, data: [fill(13)] });
  mock.timers.tick(1_000);
  assert.deepEqual(Line.last.params('ack'), [{ offset: 831 }, { offset: 13 }]);
});

test('while the server does not know its log a subscription resumes without an epoch', async () => {
  bell = connect({ url: 'https://bell.example', credential: { api_key: 'mb_1' }, WebSocket: Line, random: () => 0 });
  await arrive({ session: 'c9', user: 'alice', heartbeat_seconds: 15 });
  bell.subscribe({ resume_after: 5 });
  assert.deepEqual(Line.last.params('subscribe'), [{ resume_after: 5 }]);
});
