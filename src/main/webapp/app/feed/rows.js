import { h } from '../dom.js';
import { moment, utc, words } from '../format.js';
import { family, gist } from '../types.js';

/** Rows of the feed: simple elements of equal height, so that two hundred rows a second are cheap to render. */

export function row(entry) {
  return entry.notification ? notificationRow(entry) : eventRow(entry);
}

function notificationRow({ key, notification: n }) {
  return h('li', { class: `row ${family(n.type)} ${n.priority.toLowerCase()}`, 'data-key': key, tabIndex: -1, role: 'option' },
    h('time', { title: utc(n.time) }, moment(n.time)),
    h('span.type', {}, words(n.type)),
    h('span.about', {}, n.instrument ?? n.broker ?? ''),
    h('span.broker', {}, n.instrument ? n.broker ?? '' : ''),
    h('span.gist', {}, gist(n)),
    h('span.marks', {}, n.redelivered ? h('i', { title: 'may have been delivered before' }, 'again') : null,
      n.stale ? h('i', { title: 'past its time to live' }, 'stale') : null,
      n.priority === 'CRITICAL' ? h('b', {}, 'critical') : null),
    h('span.offset', {}, n.offset ?? ''));
}

/** A row that shows a connection event at its position in the feed. */
function eventRow({ key, event }) {
  return h('li', { class: `row event ${event.kind}`, 'data-key': key, tabIndex: -1, role: 'option' },
    h('time', { title: utc(event.at) }, moment(event.at)), h('span.event-text', {}, event.text));
}
