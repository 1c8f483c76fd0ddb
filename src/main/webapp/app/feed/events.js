import { count, duration } from '../format.js';

/** Describes the state of the client's connection; returns null if there is nothing to show. Pure. */

export function ofState(state, wasOpen) {
  const { state: name, code, reason, said, delayMs, attempt, session } = state;
  if (name === 'open') {
    return { kind: 'good', text: wasOpen ? `Connected again, as ${session.user}.` : `Connected as ${session.user}.` };
  }
  if (name === 'waiting') {
    const why = said && code !== 1006 ? `${reason} (${code}: ${said})` : code === 1006 ? reason : `${reason} (${code})`;
    return { kind: 'bad', text: `${why} Attempt ${attempt} in ${duration(Math.max(1_000, delayMs))}; durable notifications are not lost.` };
  }
  if (name === 'closed' && code !== 1000) {
    return { kind: 'bad', text: `${reason} (${code}) The feed does not reconnect automatically.` };
  }
  return null;
}

/** @param {number} caughtUp number of durable notifications received since `resuming` */
export function ofStatus(frame, caughtUp) {
  switch (frame.event) {
    case 'resuming':
      return { kind: 'quiet', text: `Catching up from offset ${count(frame.from)}…` };
    case 'resumed':
      return { kind: 'good', text: `Caught up to offset ${count(frame.to)}: ${caughtUp === 0 ? 'nothing was missed' : caughtUp === 1 ? 'one notification' : `${count(caughtUp)} notifications`}. Live again.` };
    case 'gap':
      return frame.reason === 'RESET'
        ? { kind: 'bad', text: 'The server has a new log: restarting from its beginning.' }
        : { kind: 'warn', text: `Offsets ${count(frame.from)} to ${count(frame.to)} have expired and are no longer available.` };
    case 'conflated':
      return { kind: 'warn', text: `This page is behind: ${count(frame.count)} values were replaced by newer ones.` };
    case 'dropped':
      return { kind: 'warn', text: `This page is far behind: ${count(frame.count)} ${frame.priority} notifications were dropped.` };
    case 'acked':
      return { kind: 'quiet', text: `Acknowledged elsewhere up to offset ${count(frame.offset)}.` };
    case 'shutdown':
      return { kind: 'warn', text: 'The server is about to shut down.' };
    default:
      return null;
  }
}
