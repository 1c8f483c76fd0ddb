import { fill, h } from '../dom.js';
import { address, bytes, count, milliseconds, words } from '../format.js';
import { tag } from '../parts/level.js';
import { select } from '../parts/form.js';
import { empty, loading, problemNote } from '../parts/problem.js';
import { table } from '../parts/table.js';
import { since, when } from '../when.js';

const EVERY_MS = 10_000;
const MOST = 200;

const READER = [
  { title: 'User', cell: row => h('strong', {}, row.user), sort: row => row.user, number: false },
  { title: 'Tier', cell: row => row.tier, sort: row => row.tier, number: false, hide: 'narrow' },
  { title: 'Via', cell: row => (row.via === 'events' ? 'event stream' : 'WebSocket'), sort: row => row.via, number: false, hide: 'narrow' },
  { title: 'Address', cell: row => h('code', {}, address(row.address)), sort: row => row.address ?? '', number: false, hide: 'narrow' },
];
const QUEUE = { title: 'Queue', number: true, sort: row => row.queue.bytes, cell: row => [
  h('span', { title: `of ${count(row.queue.messages_most)}, ${bytes(row.queue.bytes_most)}` },
    count(row.queue.count), row.queue.count > 0 ? h('span.note', {}, ` · ${bytes(row.queue.bytes)}`) : null),
  row.queue.bytes < row.queue.bytes_most * 0.02 ? null : h('meter', { min: 0, max: row.queue.bytes_most, value: row.queue.bytes, high: row.queue.bytes_most * 0.75, 'aria-hidden': 'true' })] };
const DELAY = { title: 'Delay', number: true, sort: row => row.delay_ms, cell: row => milliseconds(row.delay_ms) };
const SENT = { title: 'Notifications', number: true, sort: row => row.messages, cell: row => count(row.messages) };
const OPEN = [...READER, QUEUE, DELAY, SENT,
  { title: 'Frames', number: true, sort: row => row.frames, cell: row => count(row.frames), hide: 'narrow' },
  { title: 'Subscriptions', number: true, sort: row => row.subscriptions, cell: row => count(row.subscriptions), hide: 'narrow' },
  { title: 'Since', number: true, sort: row => Date.parse(row.since), cell: row => since(row.since), hide: 'narrow' }];
const CLOSED = [...READER,
  { title: 'Closed', number: true, sort: row => Date.parse(row.closed_at), cell: row => when(row.closed_at) },
  { title: 'Reason', number: false, sort: row => row.reason, cell: row => [
    tag(words(row.reason ?? 'unknown'), row.reason === 'TOO_SLOW' ? 'warn' : 'quiet'),
    row.code ? h('span.note', {}, ` ${row.code}`) : null] },
  { ...QUEUE, hide: 'narrow' }, { ...DELAY, hide: 'narrow' }, { ...SENT, hide: 'narrow' }];

/** Open and recently closed connections. */
export function mount(place, { session, heading }) {
  const note = h('p.as-of');
  const sum = h('section.figures', { 'aria-label': 'Connections in figures' });
  const list = h('div', {}, loading());
  const state = select('state', [['open', 'Open'], ['closed', 'Closed']], 'open');
  const sort = select('sort', [['queue', 'Longest queue'], ['delay', 'Longest delay'], ['messages', 'Most notifications'], ['latest', 'Latest first']], 'queue');
  const tables = {
    open: table({ caption: 'Open connections', columns: OPEN, sorted: OPEN.indexOf(QUEUE) }),
    closed: table({ caption: 'Closed connections', columns: CLOSED, sorted: 4 }),
  };
  fill(place, h('header.view-head', {}, heading, note), sum,
    h('form.toolbar', { 'aria-label': 'Which connections' },
      h('label', {}, 'Show', state), h('label', {}, `At most ${MOST}, by`, sort)),
    list);

  let gone = false;
  let timer = null;
  const load = async () => {
    clearTimeout(timer);
    try {
      const { data } = await session.api.get('/monitoring/websocket', { state: state.value, sort: sort.value, limit: MOST });
      if (!gone) {
        show(data);
      }
    } catch (problem) {
      if (!gone) {
        fill(list, problemNote(problem, load));
      }
    }
    timer = gone ? null : setTimeout(load, EVERY_MS);
  };

  function show(data) {
    fill(note, 'As of ', when(data.listed_at), `, ${count(data.entries.length)} of ${count(data.matching)} shown`);
    const closed = Object.entries(data.closed ?? {}).filter(([, n]) => n > 0).sort((a, b) => b[1] - a[1]);
    fill(sum,
      h('dl.figure', {}, h('dt', {}, 'Connections'), h('dd', {}, h('strong', {}, count(data.connections)))),
      h('dl.figure', {}, h('dt', {}, 'Users'), h('dd', {}, h('strong', {}, count(data.users)))),
      h('dl.figure', {}, h('dt', {}, 'Dropped for slow clients'), h('dd', {}, h('strong', {}, count(data.dropped?.slow)),
        h('span', {}, ' last minute'))),
      h('dl.figure', {}, h('dt', {}, 'Closed since the start'),
        h('dd', {}, h('strong', {}, count(closed.reduce((all, [, n]) => all + n, 0))), ' ',
          closed.slice(0, 3).map(([reason, n]) => `${words(reason).toLowerCase()} ${count(n)}`).join(' · '))));
    if (data.entries.length === 0) {
      return fill(list, data.state === 'open'
        ? empty('There are no connections.', 'Open the live feed in another tab to create one.')
        : empty('No connections have been closed.', 'The latest thousand are listed here.'));
    }
    const { element, show: rows } = tables[data.state];
    rows(data.entries);
    if (!element.isConnected) {
      fill(list, element);
    }
    return undefined;
  }

  state.addEventListener('change', () => {
    sort.value = state.value === 'closed' ? 'latest' : 'queue';
    load();
  });
  sort.addEventListener('change', load);
  load();
  return () => {
    gone = true;
    clearTimeout(timer);
  };
}
