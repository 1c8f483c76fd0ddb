import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IdleTimer } from '../../main/webapp/app/idle.js';

const MINUTE = 60_000;

function fixture() {
  const page = new EventTarget();
  const state = { now: 1_000, idle: 0, check: null, ended: 0 };
  const timer = new IdleTimer(() => state.idle++, {
    page, now: () => state.now,
    every: check => {
      state.check = check;
      return () => { state.check = null; state.ended++; };
    },
  });
  const pass = minutes => {
    state.now += minutes * MINUTE;
    state.check?.();
  };
  return { page, state, timer, pass };
}

test('a page that is not used for 30 minutes is idle, once', () => {
  const { state, timer, pass } = fixture();
  timer.start();
  pass(29);
  assert.equal(state.idle, 0);
  pass(1);
  assert.equal(state.idle, 1);
  pass(60);
  assert.equal(state.idle, 1);
});

test('each use of the page begins the time again', () => {
  const { page, state, timer, pass } = fixture();
  timer.start();
  for (const use of ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart']) {
    pass(29);
    page.dispatchEvent(new Event(use));
  }
  pass(29);
  assert.equal(state.idle, 0);
  pass(1);
  assert.equal(state.idle, 1);
});

test('a computer that slept is idle at the first check', () => {
  const { state, timer, pass } = fixture();
  timer.start();
  pass(600);
  assert.equal(state.idle, 1);
});

test('after the sign-out nothing is checked', () => {
  const { state, timer, pass } = fixture();
  timer.start();
  timer.stop();
  pass(60);
  assert.equal(state.idle, 0);
  assert.equal(state.ended, 1);
});
