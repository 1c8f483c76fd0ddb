import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterShutdown, backoff, verdict } from '../../main/webapp/client/rules.js';

test('there is no reconnection after a permanent close code', () => {
  for (const code of [1000, 1003, 1007, 1009, 4100, 4102, 4104]) {
    assert.equal(verdict(code).retry, false, String(code));
  }
});

test('every other end is followed by a reconnection, also without a close frame', () => {
  for (const code of [1001, 1005, 1006, 1011, 1012, 4002, 4003, 4005, 4006, 4103, 4999]) {
    assert.equal(verdict(code).retry, true, String(code));
  }
});

test('only an expired token requires a new credential', () => {
  assert.deepEqual([4005, 1001, 4002, 4006].map(code => verdict(code).renew), [true, false, false, false]);
});

test('after a rate limit there is a minimum delay', () => {
  assert.ok(verdict(4006).atLeastMs >= 1_000);
});

test('the longest delay doubles up to a bound, and all of it is random', () => {
  const longest = Array.from({ length: 12 }, (_, attempt) => backoff(attempt, () => 1));
  const shortest = Array.from({ length: 12 }, (_, attempt) => backoff(attempt, () => 0));
  assert.deepEqual(longest.slice(0, 5), [500, 1_000, 2_000, 4_000, 8_000]);
  assert.equal(longest.at(-1), 10_000);
  assert.ok(shortest.every(each => each === 0));
  assert.equal(backoff(2, () => 0.25), 500);
  assert.equal(backoff(1_000, () => 1), 10_000);
});

test('clients that are disconnected together reconnect at different times', () => {
  let seed = 1;
  const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  const tenths = new Array(10).fill(0);
  for (let client = 0; client < 10_000; client++) {
    tenths[Math.min(9, Math.floor(backoff(3, random) / 400))]++;
  }
  assert.ok(Math.max(...tenths) < 1_200, `no tenth of the time has many more than its share: ${tenths}`);
});

test('after a shutdown clients reconnect after the given delay, spread over time', () => {
  assert.equal(afterShutdown(1_500, () => 0), 1_500);
  assert.equal(afterShutdown(1_500, () => 1), 1_650);
});
