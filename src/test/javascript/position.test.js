import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Position } from '../../main/webapp/client/position.js';

function arrived(head = 830, epoch = 'e7') {
  const position = new Position();
  position.arrive(head, epoch);
  return position;
}

test('without the head of the log the position is unchanged', () => {
  const position = new Position();
  position.arrive(undefined, undefined);
  assert.equal(position.offset, null);
  const known = arrived(830);
  known.arrive(undefined, undefined);
  assert.equal(known.offset, 830);
  assert.equal(known.epoch, 'e7');
});

test('a new client starts at the end of the log', () => {
  assert.equal(arrived().offset, 830);
  assert.equal(arrived().epoch, 'e7');
});

test('a reconnecting client keeps its position and epoch', () => {
  const position = arrived(830, 'e7');
  position.take(835);
  position.arrive(900, 'e8');
  assert.equal(position.offset, 835);
  assert.equal(position.epoch, 'e7');
});

test('live notifications advance the position', () => {
  const position = arrived();
  assert.equal(position.take(831), true);
  assert.equal(position.take(834), true);
  assert.equal(position.offset, 834);
});

test('an interrupted history continues at the interruption', () => {
  const position = arrived();
  position.expectHistory(100);
  position.take(101);
  position.take(140);
  position.arrive(900, 'e7');
  assert.equal(position.offset, 140);
});

test('during several histories the position stays at the earliest start', () => {
  const position = arrived();
  position.expectHistory(100);
  position.expectHistory(100);
  position.take(150);
  position.resumed(830);
  position.take(120);
  assert.equal(position.offset, 100);
  position.arrive(900, 'e7');
  assert.equal(position.offset, 100);
});

test('after the last history the position is after all received notifications', () => {
  const position = arrived();
  position.expectHistory(100);
  position.expectHistory(100);
  position.take(150);
  position.resumed(830);
  position.take(831);
  position.take(120);
  position.resumed(830);
  assert.equal(position.offset, 831);
});

test('a notification from two subscriptions is delivered once', () => {
  const position = arrived();
  position.expectHistory(100);
  position.expectHistory(100);
  assert.equal(position.take(150), true);
  position.resumed(830);
  assert.equal(position.take(150), false);
});

test('a rejected history is not awaited', () => {
  const position = arrived();
  position.expectHistory(100);
  position.expectHistory(100);
  position.expectLess();
  position.take(150);
  position.resumed(830);
  assert.equal(position.offset, 830);
});

test('an expired gap is skipped; a new log is read from its beginning', () => {
  const position = arrived(830, 'e7');
  position.expectHistory(50);
  position.gap({ from: 50, to: 81, reason: 'EXPIRED' }, 'e7');
  assert.equal(position.offset, 81);
  position.gap({ from: 830, to: 12, reason: 'RESET' }, 'e8');
  assert.equal(position.offset, 0);
  assert.equal(position.epoch, 'e8');
});

test('equal offsets of another log are not duplicates', () => {
  const position = arrived(830, 'e7');
  position.expectHistory(4);
  assert.equal(position.take(5), true);
  position.gap({ from: 830, to: 12, reason: 'RESET' }, 'e8');
  assert.equal(position.take(5), true);
});

test('a second subscription that is reset to the same log repeats nothing', () => {
  const position = arrived(830, 'e7');
  position.expectHistory(4);
  position.expectHistory(4);
  position.gap({ from: 4, to: 12, reason: 'RESET' }, 'e8');
  assert.equal(position.take(5), true);
  position.resumed(12);
  position.gap({ from: 4, to: 12, reason: 'RESET' }, 'e8');
  assert.equal(position.take(5), false);
});
