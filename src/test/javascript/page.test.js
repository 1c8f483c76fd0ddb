import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventParser } from '../../main/webapp/app/event-stream.js';
import { ofState, ofStatus } from '../../main/webapp/app/feed/events.js';
import { Pace, Tape } from '../../main/webapp/app/feed/tape.js';
import { History } from '../../main/webapp/app/parts/history.js';
import { compare } from '../../main/webapp/app/parts/table.js';
import { gist, TYPES } from '../../main/webapp/app/types.js';
import { firstView, viewAt } from '../../main/webapp/app/views.js';
import { Watch } from '../../main/webapp/app/watch.js';

test('events are parsed from chunks of any size', () => {
  const text = ': heartbeat\n\nevent: snapshot\nid: 1\ndata: {"a":\ndata: 1}\n\nevent: x\r\ndata: y\r\n\r\ndata:z\n\n';
  for (const size of [1, 2, 3, 7, text.length]) {
    const events = [];
    const parse = eventParser(event => events.push(event));
    for (let i = 0; i < text.length; i += size) {
      parse(text.slice(i, i + size));
    }
    assert.deepEqual(events, [
      { event: 'snapshot', data: '{"a":\n1}', id: '1' },
      { event: 'x', data: 'y', id: undefined },
      { event: 'message', data: 'z', id: undefined },
    ], `in pieces of ${size}`);
  }
});

const entry = key => ({ key, notification: {} });

test('a feed keeps the newest entries up to its bound', () => {
  const tape = new Tape(3);
  for (let key = 1; key <= 1_000; key++) {
    tape.add(entry(key));
  }
  assert.deepEqual(tape.take().map(({ key }) => key), [998, 999, 1_000]);
  assert.equal(tape.received, 1_000);
  assert.equal(tape.find(998).key, 998);
  tape.add(entry(1_001));
  tape.take();
  assert.equal(tape.find(998), undefined);
});

test('a paused feed shows nothing, counts waiting entries, and resumes with the newest', () => {
  const tape = new Tape(2);
  tape.paused = true;
  [1, 2, 3].forEach(key => tape.add(entry(key)));
  assert.deepEqual(tape.take(), []);
  assert.equal(tape.waiting, 3);
  tape.paused = false;
  assert.deepEqual(tape.take().map(({ key }) => key), [2, 3]);
});

test('the rate covers the last five whole seconds', () => {
  const pace = new Pace();
  for (let ms = 0; ms < 10_000; ms += 5) {
    pace.count(ms);
  }
  assert.equal(pace.perSecond(10_000), 200);
  assert.equal(pace.perSecond(20_000), 0);
});

test('snapshots continue the series, and points older than an hour are removed', () => {
  const history = new History(1);
  history.add(7_300, [9]);
  history.begin({ series: [[3_600, 3_660, 7_200], [1, null, 3]], step_seconds: 60 }, 7_300);
  assert.deepEqual(history.data, [[3_720, 7_260, 7_300], [null, 3, 9]]);
  history.add(7_310, [4]);
  assert.deepEqual(history.data, [[3_720, 7_260, 7_300, 7_310], [null, 3, 9, 4]]);
  history.add(7_310, [5]);
  assert.equal(history.data[0].length, 4);
  history.add(10_900, [6]);
  assert.deepEqual(history.data[0], [7_300, 7_310, 10_900]);
});

test('a plot continues with the next snapshot during an incomplete minute', () => {
  const history = new History(1);
  history.add(7_240, [7]);
  history.begin({ series: [[7_140, 7_200], [1, null]], step_seconds: 60 }, 7_240);
  assert.deepEqual(history.data, [[7_200, 7_240], [1, 7]]);
  history.add(7_250, [8]);
  assert.deepEqual(history.data, [[7_200, 7_240, 7_250], [1, 7, 8]]);
});

test('a plot continues an incomplete minute without an earlier snapshot', () => {
  const history = new History(1);
  history.begin({ series: [[7_140, 7_200], [1, 2]], step_seconds: 60 }, 7_240);
  history.add(7_250, [8]);
  assert.deepEqual(history.data, [[7_200, 7_240, 7_250], [1, 2, 8]]);
});

test('a plot omits an initial gap but shows at least ten minutes', () => {
  const times = Array.from({ length: 60 }, (_, i) => i * 60);
  const begun = known => {
    const history = new History(1);
    history.begin({ series: [times, times.map((_, i) => (i >= known ? 1 : null))], step_seconds: 60 }, 3_600);
    return history.data[0].length;
  };
  assert.deepEqual([0, 20, 57, 60].map(begun), [60, 40, 10, 10]);
});

test('numbers are compared numerically, and missing values are last', () => {
  const sorted = [10, null, 9, undefined, 100].sort((a, b) => -compare(a, b));
  assert.deepEqual(sorted.slice(0, 3), [100, 10, 9]);
});

test('connection, loss and reconnection have descriptions', () => {
  assert.match(ofState({ state: 'open', session: { user: 'alice' } }, false).text, /^Connected as alice/);
  assert.match(ofState({ state: 'open', session: { user: 'alice' } }, true).text, /^Connected again/);
  const lost = ofState({ state: 'waiting', code: 1006, reason: 'The connection was lost.', said: '', delayMs: 250, attempt: 1 }, true);
  assert.equal(lost.text, 'The connection was lost. Attempt 1 in 1 s; durable notifications are not lost.');
  assert.equal(ofState({ state: 'connecting' }, true), null);
  assert.match(ofState({ state: 'closed', code: 4100, reason: 'The key was revoked.' }, true).text, /4100/);
});

test('every status event of the protocol has a description', () => {
  for (const event of ['resuming', 'resumed', 'gap', 'conflated', 'dropped', 'acked', 'shutdown']) {
    assert.ok(ofStatus({ event, from: 1, to: 2, count: 3, offset: 4 }, 0).text.length > 10, event);
  }
  assert.equal(ofStatus({ event: 'of a later version' }, 0), null);
});

test('the summary of a fill is the trade', () => {
  assert.equal(gist({ type: 'ORDER_FILLED', body: { order_id: 'o-1', side: 'BUY', price: '585.33', quantity: '18', leaves_quantity: '0' } }),
    'buy 18 @ 585.33 · o-1');
  assert.equal(gist({ type: 'SYSTEM_NOTICE', body: {} }), '');
  assert.equal(gist({ type: 'SYSTEM_NOTICE' }), '');
});

test('there are twelve types', () => assert.equal(new Set(TYPES.map(({ name }) => name)).size, 12));

test('a trader sees the feed first, an operator the overview, and an address leads to its view', () => {
  const who = (...roles) => ({ can: role => roles.includes(role) });
  assert.equal(firstView(who('trader')).name, 'feed');
  assert.equal(firstView(who('operator')).name, 'overview');
  assert.equal(firstView(who('publisher')).name, 'publish');
  assert.equal(firstView(who()), null);
  assert.equal(viewAt('#/dead-letters').name, 'dead-letters');
  assert.equal(viewAt('#/nothing'), null);
});

test('a watch with another scope opens another stream and shows its figures only', async () => {
  const opened = [];
  const answers = [];
  const api = {
    open(path, signal) {
      opened.push(path);
      return new Promise((resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
    },
    get: (path, { scope }) => new Promise(resolve => answers.push(() => resolve({ data: { scope }, as_of: 'now', node: 'a' }))),
  };
  const news = [];
  const watch = new Watch(api);
  watch.listen(each => news.push(each));

  watch.scope = 'cluster';
  // the answer for the former scope arrives late
  answers.forEach(answer => answer());
  await new Promise(resolve => setImmediate(resolve));

  assert.deepEqual(opened, ['/monitoring/stream?scope=node', '/monitoring/stream?scope=cluster']);
  assert.deepEqual(news.map(each => each.summary.scope), ['cluster']);
  assert.equal(watch.scope, 'cluster');
  watch.close();
});
