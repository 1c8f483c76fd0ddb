import { fill, h } from '../dom.js';
import { compact, count, duration, figure, milliseconds, percent, rate, words } from '../format.js';
import { select } from '../parts/form.js';
import { History } from '../parts/history.js';
import { levelMark, tag } from '../parts/level.js';
import { plot } from '../parts/plot.js';
import { empty, loading, problemNote } from '../parts/problem.js';
import { table } from '../parts/table.js';
import { since, when } from '../when.js';

const PERCENTILES = ['p50', 'p95', 'p99'].map((label, i) => ({ label, colour: `--plot-${i + 1}` }));
const seconds = value => milliseconds(value === null ? null : value * 1_000);
const fromMs = ({ p50_ms: p50, p95_ms: p95, p99_ms: p99 }) => [p50, p95, p99].map(ms => (ms === null ? null : ms / 1_000));

/** The plots: the query for the history, and the member of the summary that continues it. */
const PLOTS = [
  {
    title: 'Delivery, accepted to written', lines: PERCENTILES, write: seconds,
    query: { metric: 'marketbell_ws_delivery_duration_seconds', quantile: '0.5,0.95,0.99' },
    next: summary => fromMs(summary.delivery.latency),
  },
  {
    title: 'API responses', lines: PERCENTILES, write: seconds,
    query: { metric: 'marketbell_http_request_duration_seconds', quantile: '0.5,0.95,0.99' },
    next: summary => fromMs(summary.api.latency),
  },
  {
    title: 'Deliveries per second', lines: [{ label: 'deliveries/s', colour: '--plot-1', fill: true }], write: rate,
    query: { metric: 'marketbell_ws_delivery_duration_seconds', figure: 'rate' },
    next: summary => [summary.delivery.per_second],
  },
  {
    title: 'Connections', whole: true, lines: [{ label: 'connected', colour: '--plot-4', fill: true }], write: compact,
    query: { metric: 'marketbell_ws_connections' },
    next: summary => [summary.connections],
  },
];

/** Order events in life cycle order. */
const LIFE = ['accepted', 'filled', 'cancelled', 'rejected'];

const FINDINGS = {
  api: 'API, p95', api_errors: 'Failed responses', orders: 'Orders, p95', database: 'Database, p95',
  database_reachable: 'Database reachable', bus_reachable: 'Bus reachable', nodes_running: 'Nodes running',
};

/** Findings without limits whose value is 1 or 0. */
const YES_OR_NO = ['database_reachable', 'bus_reachable'];

export function mount(place, { session, watch, heading }) {
  const asOf = h('p.as-of', {}, 'Waiting for the first snapshot…');
  const state = h('section.state', { 'aria-label': 'State' }, loading());
  const figures = h('section.figures', { 'aria-label': 'Key figures' });
  const alerts = h('div', {}, loading());
  const trading = h('div', {}, loading());
  const plots = PLOTS.map(each => ({ ...each, view: plot(each), history: new History(each.lines.length) }));
  const scope = select('scope', [['node', 'This node'], ['cluster', 'All nodes']], watch.scope);
  const scopes = h('form.toolbar', { 'aria-label': 'Scope', hidden: true }, h('label', {}, 'Figures of', scope),
    watch.scope === 'node' ? null : h('p.note', {}, 'The plots begin now.'));
  fill(place,
    h('header.view-head', {}, heading, asOf),
    scopes, state, figures,
    h('section.plots', { 'aria-label': 'The last hour' }, plots.map(({ view }) => view.element)),
    h('div.columns', {},
      h('section.card', {}, h('h2', {}, 'Alerts'), alerts),
      h('section.card', {}, h('h2', {}, 'Orders and trades'), trading)));

  let gone = false;
  let latest = '';
  let requestedAt = 0;

  scope.addEventListener('change', () => {
    watch.scope = scope.value;
    // shows the view again: the plots begin anew
    dispatchEvent(new HashChangeEvent('hashchange'));
  });
  session.api.get('/monitoring/nodes').then(
    ({ data: { nodes } }) => {
      scopes.hidden = nodes.length < 2 && watch.scope === 'node';
    },
    () => {});

  // the history of other nodes is not known: with all nodes, the plots begin now
  for (const { query, history, view } of watch.scope === 'node' ? plots : []) {
    session.api.get('/monitoring/series', { ...query, step: 60 }).then(
      body => {
        history.begin(body.data, Date.parse(body.as_of) / 1_000);
        return gone ? null : view.show(history.data);
      },
      problem => view.failed(problem)).catch(problem => view.failed(problem));
  }

  async function refresh(summary) {
    requestedAt = Date.now();
    const [list, trade] = await Promise.allSettled([
      session.api.get('/monitoring/alerts', { scope: watch.scope }),
      session.api.get('/monitoring/trading', { window: '1h', scope: watch.scope })]);
    if (!gone) {
      fill(alerts, list.value ? alertList(list.value.data) : problemNote(list.reason));
      fill(trading, trade.value ? tradeTable(summary, trade.value.data) : problemNote(trade.reason));
    }
  }

  const stop = watch.listen(({ summary, asOf: at, node, nodes, missing, lost }) => {
    place.classList.toggle('stale', Boolean(lost));
    if (lost) {
      const known = at ? ['The figures are from ', when(at), '; reconnecting.'] : lost.message;
      fill(asOf, h('span.bad-text', {}, 'The server is unreachable. ', known));
      if (!summary) {
        fill(state, problemNote(lost));
      }
      return;
    }
    fill(asOf, 'As of ', when(at), nodes ? ` on ${nodes.join(', ')}` : ` on ${node}`, ', over the last minute',
      missing?.length > 0 ? h('span.bad-text', {}, `; missing: ${missing.join(', ')}`) : null);
    fill(state, stateOf(summary));
    fill(figures, keyFigures(summary));
    const time = Date.parse(at) / 1_000;
    for (const { history, next, view } of plots) {
      history.add(time, next(summary));
      view.show(history.data).catch(problem => view.failed(problem));
    }
    const news = JSON.stringify(summary.alerts) + summary.level;
    if (news !== latest || Date.now() - requestedAt > 25_000) {
      latest = news;
      refresh(summary);
    }
  });

  return () => {
    gone = true;
    stop();
    plots.forEach(({ view }) => view.remove());
  };
}

function stateOf({ level, since: from, durable, findings }) {
  return [
    h('div.state-level', {}, levelMark(level),
      h('p', {}, 'for ', duration(Date.now() - Date.parse(from)), ', since ', when(from)),
      durable ? null : h('p.bad-text', {}, 'Durable notifications are rejected: the database is unavailable.')),
    h('ul.findings', {}, findings.map(finding)),
  ];
}

function finding({ name, level, value, unit, degraded_above: degraded, unhealthy_above: unhealthy, samples }) {
  const reachable = YES_OR_NO.includes(name);
  const known = value !== null && value !== undefined;
  const bound = degraded ?? unhealthy;
  const text = reachable && known ? (value > 0 ? 'yes' : 'no') : figure(value, unit);
  return h(`li.${level}`, {},
    h('span.name', {}, h('span.shape', { 'aria-hidden': 'true' }), FINDINGS[name] ?? words(name)),
    h('span.value', {}, text, level === 'healthy' ? null : h('span.unseen', {}, `, ${level}`)),
    h('span.bound', {}, !known ? `too few, ${count(samples)}` : bound === null || reachable ? '' : `of ${figure(bound, unit)}`),
    bound === null || reachable || !known ? null
      : h('meter', { min: 0, max: bound, value: Math.min(value, bound), 'aria-hidden': 'true', class: level }));
}

function keyFigures({ delivery, users, connections, api, orders, refused, dropped }) {
  const share = delivery.per_second;
  return [
    one('Deliveries', rate(share), 'per second', `p99 ${milliseconds(delivery.latency.p99_ms)}`),
    one('Connected users', compact(users), '', `${count(connections)} ${connections === 1 ? 'connection' : 'connections'}`),
    one('API requests', rate(api.per_second), 'per second',
      api.server_errors > 0 ? `${count(api.server_errors)} failed` : `p95 ${milliseconds(api.latency.p95_ms)}`),
    one('Orders', rate(orders.per_second), 'per second', `${count(orders.open)} open`),
    one('Rejected by limits', compact(refused.count), 'last minute', `${compact(refused.total)} in all`),
    one('Conflated or dropped', compact(dropped.conflated + dropped.slow + dropped.expired), 'last minute',
      `${compact(dropped.slow)} for slow clients`),
  ];
}

function one(name, value, unit, note) {
  return h('dl.figure', {}, h('dt', {}, name), h('dd', {}, h('strong', {}, value), unit ? h('span', {}, ` ${unit}`) : null),
    h('dd.note', {}, note));
}

function alertList({ alerts }) {
  const active = alerts.filter(alert => alert.state !== 'inactive');
  const quiet = alerts.length - active.length;
  return [
    active.length === 0 ? empty('No active alerts.', null) : h('ul.alerts', {}, active.map(alert => h(`li.${alert.state}`, {},
      h('p', {}, tag(alert.state === 'firing' ? 'Firing' : 'Pending', alert.state === 'firing' ? 'bad' : 'warn'), ' ',
        h('strong', {}, alert.name), ' ', h('span.note', {}, alert.severity)),
      h('p', {}, alert.summary, alert.nodes ? h('span.note', {}, ` ${alert.nodes.join(', ')}`) : null),
      h('p.note', {}, `${figure(alert.value, alert.unit)} against ${figure(alert.threshold, alert.unit)} · since `, since(alert.since)),
      h('p.note', {}, 'First: ', alert.action, ' Runbook: ', h('code', {}, alert.runbook))))),
    h('p.note', {}, active.length === 0 ? `${count(quiet)} alerts are configured; none is active.`
      : `${count(quiet)} more ${quiet === 1 ? 'alert is' : 'alerts are'} inactive.`),
  ];
}

function tradeTable(summary, { orders, trades, open_orders: open, latency }) {
  const perEvent = table({
    caption: 'Order events of the last hour',
    columns: [
      { title: 'Orders', cell: row => words(row.event) },
      { title: 'Last hour', cell: row => count(row.count), number: true },
      { title: 'Since start', cell: row => count(row.total), number: true },
    ],
  });
  perEvent.show([...orders].sort((a, b) => LIFE.indexOf(a.event) - LIFE.indexOf(b.event)));
  const all = trades.reduce((sum, each) => sum + each.count, 0);
  const named = trades.filter(row => row.count > 0 && row.instrument !== '_other').sort((a, b) => b.count - a.count).slice(0, 7);
  const others = all - named.reduce((sum, each) => sum + each.count, 0);
  const most = Math.max(1, ...named.map(row => row.count));
  const bar = (name, n, progress) => h('li', {}, h('span', {}, name), progress,
    h('span.number', {}, count(n), h('span.note', {}, ` ${percent(n / all)}`)));
  return [
    h('p.note', {}, `${count(open)} open · accepted or rejected within ${milliseconds(latency.p95_ms)} (p95) of being submitted`),
    perEvent.element,
    h('h3.part', {}, 'Trades ', h('span.note', {}, `${count(all)} in the last hour`)),
    all === 0 ? h('p.note', {}, 'None yet.')
      : named.length === 0 ? h('p.note', {}, 'Instruments are counted together. Instruments listed in ', h('code', {}, 'marketbell.metrics.instruments'), ' have separate bars.')
        : h('ul.bars', {},
          named.map(({ instrument, count: n }) => bar(instrument, n, h('progress', { max: most, value: n, 'aria-hidden': 'true' }))),
          others > 0 ? bar('others', others, h('span')) : null),
  ];
}
