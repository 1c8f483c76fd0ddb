/**
 * The client's behaviour at the end of a connection: docs/reference/close-codes.md. Pure: no clock, no socket.
 */

/** Close codes after which the client must not reconnect, with the reason. */
const FINAL = new Map([
  [1000, 'Left.'],
  [1003, 'The server accepts text frames only. This is an error in the client.'],
  [1007, 'A frame was not UTF-8. This is an error in the client.'],
  [1009, 'A frame was larger than 64 KiB. This is an error in the client.'],
  [4100, 'The credential is not valid, or was revoked.'],
  [4102, 'The server rejected an invalid frame. This is an error in the client.'],
  [4104, 'This user has too many connections. Close others first.'],
]);

/** Close codes after which the client reconnects, with the reason. */
const PASSING = new Map([
  [1001, 'The server is shutting down.'],
  [1011, 'Internal error on the server.'],
  [4002, 'This connection read too slowly.'],
  [4003, 'The client did not respond.'],
  [4005, 'The token has expired.'],
  [4006, 'Too many requests while rate limited.'],
  [4103, 'The credential was not sent in time.'],
]);

/** Minimum delay before a reconnection after a rate limit. */
const SLOW_MS = 5_000;

/**
 * @param {number} code of the close frame; 1006 if the connection ended without one
 * @returns {{retry: boolean, reason: string, atLeastMs: number, renew: boolean}} `renew`: requires a new credential
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
 * Delay before the next attempt. Its bound doubles from half a second up to 10 s, and all of it is random ("full jitter"),
 * so that clients that were disconnected together do not reconnect together.
 *
 * @param {number} attempt from 0
 * @param {() => number} random from 0 to 1
 */
export function backoff(attempt, random = Math.random) {
  return Math.round(Math.min(10_000, 500 * 2 ** Math.min(attempt, 16)) * random());
}

/** Reconnection delay after a shutdown: the server's value, which differs for each client, plus up to a tenth of it. */
export function afterShutdown(givenMs, random = Math.random) {
  return Math.round(givenMs * (1 + random() / 10));
}
