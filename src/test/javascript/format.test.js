import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, bytes, count, duration, figure, milliseconds, moment, percent, rate, utc, words } from '../../main/webapp/app/format.js';

test('a missing value is not shown as zero', () => {
  for (const write of [count, rate, milliseconds, percent, bytes, duration, value => figure(value, 'seconds')]) {
    assert.equal(write(null), '–');
    assert.equal(write(undefined), '–');
    assert.notEqual(write(0), '–');
  }
});

test('milliseconds are shown in the most readable unit', () => {
  assert.deepEqual([0, 0.044, 3.24, 99.94, 640, 1_310].map(milliseconds), ['0 ms', '0.04 ms', '3.2 ms', '99.9 ms', '640 ms', '1.31 s']);
});

test('small rates have decimals, large ones are shortened', () => {
  assert.deepEqual([0, 0.42, 20, 199_800.5].map(rate), ['0', '0.4', '20.0', '199.8K']);
});

test('a finding is formatted by its unit', () => {
  assert.equal(figure(1.31, 'seconds'), '1.31 s');
  assert.equal(figure(0.0012, 'ratio'), '0.12 %');
  assert.equal(figure(0.05, 'ratio'), '5.00 %');
});

test('any address is shown in its short form', () => {
  assert.deepEqual(['0:0:0:0:0:0:0:1', '2001:db8:0:0:0:0:0:7', '203.0.113.7', 'somewhere', null].map(address),
    ['::1', '2001:db8::7', '203.0.113.7', 'somewhere', '–']);
});

test('a duration is shown in its two largest units', () => {
  assert.deepEqual([0, 59_999, 61_000, 3_600_000, 90_061_000].map(duration), ['0 s', '59 s', '1 min 1 s', '1 h', '1 d 1 h']);
});

test('bytes', () => assert.deepEqual([512, 1_048_576].map(bytes), ['512 B', '1.0 MiB']));

test('names in capitals become words', () => assert.equal(words('ORDER_FILLED'), 'Order filled'));

test('only a time of another day shows the date', () => {
  const now = new Date(2026, 10, 23, 15, 0, 0);
  assert.match(moment(new Date(2026, 10, 23, 10, 15, 30), now), /^10:15:30$/);
  assert.match(moment(new Date(2026, 10, 22, 10, 15, 30), now), /22.*10:15:30|Nov 22.*10:15:30/);
  assert.equal(moment('never'), '–');
});

test('the tooltip shows UTC', () => assert.equal(utc('2026-11-23T10:15:30.004Z'), '2026-11-23 10:15:30.004 UTC'));
