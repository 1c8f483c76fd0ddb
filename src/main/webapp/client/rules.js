/**
 * What a client does when its connection ends: docs/protocol.md, "When it ends". Pure: no clock, no socket.
 */

/** Codes after which trying again is of no use, and what to do instead. */
const FINAL = new Map([
  [1000, 'Left.'],
  [1003, 'The server takes text frames only. This is a fault of the client.'],
  [1007, 'A frame was not UTF-8. This is a fault of the client.'],
  [1009, 'A frame was larger than 64 KiB. This is a fault of the client.'],
  [4100, 'The credential is not valid, or was revoked.'],
  [4102, 'The server did not understand a frame. This is a fault of the client.'],
  [4104, 'This user has too many connections. Close others first.'],
]);

/** Codes after which to come back, and why the connection ended. */
const PASSING = new Map([
  [1001, 'The server is shutting down.'],
  [1011, 'Something failed on the server.'],
  [4002, 'This connection read too slowly.'],
  [4003, 'The server had no answer from here.'],
  [4005, 'The token has expired.'],
  [4006, 'Too many requests while they were refused.'],
  [4103, 'The credential came too late.'],
]);

/** Who was told to slow down stays away at least this long. */
const SLOW_MS = 5_000;

/**
 * @param {number} code of the close frame; 1006 where the connection broke without one
 * @returns {{retry: boolean, reason: string, atLeastMs: number, renew: boolean}} `renew`: only with a new credential
 */
export function verdict(code) {
  if (FINAL.has(code)) {
    return { retry: false, reason: FINAL.get(code), atLeastMs: 0, renew: false };
  }
  return {
    retry: true,
    reason: PASSING.get(code) ?? 'The connection was lost.',
    atLeastMs: code === 4006 ? SLOW_MS : 0,
    renew: code === 4005,
  };
}

/**
 * How long to wait before the next try: doubling from a quarter of a second up to 10 s, of which the upper half is chance,
 * so that those who lost their connections together do not come back together.
 *
 * @param {number} attempt from 0
 * @param {() => number} random from 0 to 1
 */
export function backoff(attempt, random = Math.random) {
  const full = Math.min(10_000, 500 * 2 ** Math.min(attempt, 16));
  return Math.round(full / 2 + (full / 2) * random());
}

/** When to come back after a shutdown: what the server asked for, and up to as much again by chance. */
export function afterShutdown(givenMs, random = Math.random) {
  return Math.round(givenMs * (1 + random()));
}
