import { fill, h } from '../dom.js';
import { count, duration, milliseconds, words } from '../format.js';
import { levelMark, tag } from '../parts/level.js';
import { loading, problemNote } from '../parts/problem.js';
import { table } from '../parts/table.js';
import { when } from '../when.js';

const EVERY_MS = 5_000;
/** Nodes without a heartbeat for this time are declared dead by default. */
const LATE_MS = 5_000;
const SKEWED_MS = 1_000;

const STATES = { running: 'good', stopped: 'quiet', dead: 'bad', joining: 'warn', refused: 'bad' };
const marked = (text, bad) => (bad ? h('span.bad-text', {}, text) : text);

const COLUMNS = [
  { title: 'Node', number: false, sort: row => row.name, cell: row => [
    h('strong', {}, row.name), row.self ? h('span.note', {}, ' this node') : null,
    row.tag ? h('span.note', { title: 'Beginning of the ids of its sessions' }, ` ${row.tag}-…`) : null] },
  { title: 'State', number: false, sort: row => row.state, cell: row => [
    tag(words(row.state), STATES[row.state]), ' ', row.state === 'running' && row.bus === 'away' ? tag('Bus away', 'bad') : null] },
  { title: 'Level', number: false, sort: row => row.level, cell: row => (row.state === 'running' && row.level ? levelMark(row.level) : '–'), hide: 'narrow' },
  { title: 'Clients', number: true, sort: row => row.connections, cell: row => count(row.connections) },
  { title: 'Lag', number: true, sort: row => row.lag, cell: row => marked(count(row.lag), row.lag > 0) },
  { title: 'Bus', number: true, sort: row => row.bus_lag_ms, cell: row => (row.bus === 'up' ? milliseconds(row.bus_lag_ms) : row.bus ?? '–'), hide: 'narrow' },
  { title: 'Clock', number: true, sort: row => row.clock_skew_ms, cell: row => marked(skew(row.clock_skew_ms), Math.abs(row.clock_skew_ms) > SKEWED_MS), hide: 'narrow' },
  { title: 'Heartbeat', number: true, sort: row => row.heartbeat_age_ms, cell: row => marked(heartbeat(row), row.state === 'running' && row.heartbeat_age_ms > LATE_MS), hide: 'narrow' },
  { title: 'Version', number: false, sort: row => row.version, cell: row => h('span', { title: `Messages between nodes: version ${row.wire}` }, row.version ?? '–'), hide: 'narrow' },
  { title: 'Since', number: true, sort: row => Date.parse(row.since), cell: row => when(row.since), hide: 'narrow' },
];

function heartbeat(row) {
  return row.heartbeat_age_ms < 60_000 ? milliseconds(row.heartbeat_age_ms) : duration(row.heartbeat_age_ms);
}

function skew(ms) {
  if (ms === null) {
    return '–';
  }
  const tenths = Math.round(ms * 10) / 10;
  return tenths < 0 ? `−${milliseconds(-tenths)}` : milliseconds(tenths);
}

/** The nodes of the cluster. */
export function mount(place, { session, heading }) {
  const note = h('p.as-of');
  const sum = h('section.figures', { 'aria-label': 'Nodes in figures' });
  const list = h('div', {}, loading());
  const rows = table({ caption: 'Nodes', columns: COLUMNS });
  fill(place, h('header.view-head', {}, heading, note), sum, list);

  let gone = false;
  let timer = null;
  const load = async () => {
    clearTimeout(timer);
    try {
      const body = await session.api.get('/monitoring/nodes');
      if (!gone) {
        show(body);
      }
    } catch (problem) {
      if (!gone) {
        fill(list, problemNote(problem, load));
      }
    }
    timer = gone ? null : setTimeout(load, EVERY_MS);
  };

  function show({ as_of: asOf, data: { nodes } }) {
    const running = nodes.filter(node => node.state === 'running');
    const most = member => Math.max(0, ...running.map(node => Math.abs(node[member] ?? 0)));
    fill(note, 'As of ', when(asOf), ', as each node has reported');
    fill(sum,
      one('Running', count(running.length), `of ${count(nodes.length)} known`),
      one('Clients', count(running.reduce((all, node) => all + (node.connections ?? 0), 0)), 'at running nodes'),
      one('Greatest lag', count(most('lag')), 'offsets'),
      one('Greatest clock difference', milliseconds(most('clock_skew_ms')), 'from the database'));
    rows.show(nodes);
    if (!rows.element.isConnected) {
      fill(list, rows.element);
    }
  }

  load();
  return () => {
    gone = true;
    clearTimeout(timer);
  };
}

function one(name, value, unit) {
  return h('dl.figure', {}, h('dt', {}, name), h('dd', {}, h('strong', {}, value), h('span', {}, ` ${unit}`)));
}
