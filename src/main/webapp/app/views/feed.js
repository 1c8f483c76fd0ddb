import { connect } from '../../client/marketbell.js';
import { announce, fill, h } from '../dom.js';
import { count, rate, words } from '../format.js';
import { ofState, ofStatus } from '../feed/events.js';
import { filters } from '../feed/filters.js';
import { row } from '../feed/rows.js';
import { Pace, Tape } from '../feed/tape.js';
import { openDialog } from '../parts/dialog.js';
import { facts } from '../parts/facts.js';
import { busy } from '../parts/form.js';
import { tag } from '../parts/level.js';

/** Maximum number of rows, to bound memory. */
const ROWS = 250;

/** Live feed, an ordinary client of the public protocol. */
export function mount(place, { session, heading }) {
  const tape = new Tape(ROWS);
  const pace = new Pace();
  const bell = connect({ credential: session.credential });
  const totals = { conflated: 0, dropped: 0, reconnects: 0, acked: null };
  let keys = 0;
  let wasOpen = false;
  let caughtUp = 0;
  let highest = 0;
  let subscription = null;
  let changes = Promise.resolve();
  let drawing = 0;

  const state = h('span', { id: 'feed-state' }, tag('Connecting'));
  const live = h('p.unseen', { role: 'status' });
  const numbers = h('dl.numbers');
  const rows = h('ol.feed', { id: 'feed', role: 'listbox', tabIndex: 0, 'aria-label': 'Notifications, newest first' });
  const none = h('div.empty', {}, h('p', {}, h('strong', {}, 'Waiting for the first notification…')),
    h('p', {}, `Notifications for ${session.user} and for everyone appear here.`));
  const pause = h('button', { type: 'button', id: 'pause', 'aria-pressed': 'false', onclick: () => setPaused(!tape.paused) }, 'Pause');
  const ack = h('button', { type: 'button', id: 'ack', disabled: true, onclick: () => acknowledge(highest) }, 'Acknowledge');
  const history = h('button', { type: 'button', onclick: () => { wipe(); subscribe({ ...wanted.params(), resume_after: 0 }).catch(refused); } }, 'History');
  const clear = h('button', { type: 'button', onclick: wipe }, 'Clear');
  const wanted = filters(params => subscribe(params));
  fill(place, h('header.view-head', {}, heading, state), live, wanted.element,
    h('div.feed-bar', {}, numbers, h('div.actions', {}, pause, ack, history, clear)), h('div.feed-frame', {}, none, rows));

  bell.addEventListener('state', ({ detail }) => {
    const message = ofState(detail, wasOpen);
    totals.reconnects += detail.state === 'open' && wasOpen ? 1 : 0;
    wasOpen ||= detail.state === 'open';
    totals.acked = detail.session?.acked ?? totals.acked;
    fill(state, { open: tag('Live', 'good'), connecting: tag('Connecting', 'warn'), waiting: tag('Reconnecting', 'bad'), closed: tag('Closed', 'bad') }[detail.state]);
    log(message);
  });
  bell.addEventListener('status', ({ detail }) => {
    totals.conflated += detail.event === 'conflated' ? detail.count : 0;
    totals.dropped += detail.event === 'dropped' ? detail.count : 0;
    totals.acked = detail.event === 'acked' ? detail.offset : totals.acked;
    caughtUp = detail.event === 'resuming' ? 0 : caughtUp;
    log(ofStatus(detail, caughtUp), detail.event !== 'conflated' && detail.event !== 'dropped');
  });
  bell.addEventListener('notification', ({ detail }) => {
    const now = Date.now();
    pace.count(now);
    if (detail.offset) {
      caughtUp++;
      highest = Math.max(highest, detail.offset);
    }
    tape.add({ key: ++keys, notification: detail, receivedAt: now });
    soon();
  });
  rows.addEventListener('click', event => open(event.target.closest('.row')));
  rows.addEventListener('keydown', move);
  subscribe({ ...wanted.params(), snapshot: true }).catch(refused);
  const ticking = setInterval(count5, 1_000);

  /** Applies filter changes one after another; while disconnected, a change waits for the connection. */
  function subscribe(params) {
    const mine = changes.then(() => replace(params));
    changes = mine.catch(() => {});
    return mine;
  }

  /** Creates the new subscription before it removes the old one, so that nothing is missed. */
  async function replace(params) {
    const before = subscription;
    subscription = await bell.subscribe(params);
    // request the history only once
    delete subscription.params.resume_after;
    if (before) {
      await bell.unsubscribe(before);
    }
  }

  function wipe() {
    tape.clear();
    fill(rows);
    none.hidden = false;
  }

  function refused(refusal) {
    log({ kind: 'bad', text: `Rejected: ${refusal.message}` });
  }

  function log(event, aloud = true) {
    if (event) {
      tape.add({ key: ++keys, event: { ...event, at: new Date().toISOString() } });
      live.textContent = aloud ? event.text : live.textContent;
      soon();
    }
  }

  function soon() {
    drawing ||= requestAnimationFrame(draw);
  }

  /** Draws all new entries of a frame at once; entries beyond the maximum number of rows are skipped. */
  function draw() {
    drawing = 0;
    const fresh = tape.take().slice(-ROWS);
    if (fresh.length > 0) {
      none.hidden = true;
      const some = document.createDocumentFragment();
      for (let i = fresh.length - 1; i >= 0; i--) {
        some.append(row(fresh[i]));
      }
      rows.prepend(some);
      while (rows.childElementCount > ROWS) {
        rows.lastElementChild.remove();
      }
    }
    if (tape.paused) {
      pause.textContent = `Resume (${count(tape.waiting)} waiting)`;
    }
    ack.disabled = highest === 0 || highest <= (totals.acked ?? 0);
  }

  function count5() {
    const each = [['per second', rate(pace.perSecond(Date.now()))], ['received', count(tape.received)], ['conflated', count(totals.conflated)],
      ['dropped', count(totals.dropped)], ['reconnects', count(totals.reconnects)], ['acknowledged', totals.acked === null ? '–' : count(totals.acked)]];
    fill(numbers, each.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', { id: `feed-${name.replace(' ', '-')}` }, value))));
  }

  function setPaused(paused) {
    tape.paused = paused;
    pause.setAttribute('aria-pressed', String(paused));
    pause.textContent = paused ? 'Resume' : 'Pause';
    place.classList.toggle('paused', paused);
    soon();
  }

  async function acknowledge(offset) {
    try {
      totals.acked = await busy(ack, () => bell.ack(offset));
      announce(`Acknowledged up to offset ${count(totals.acked)}.`);
      count5();
    } catch (refusal) {
      announce(refusal.message, 'failed');
    }
    draw();
  }

  function open(element) {
    const entry = element && tape.find(Number(element.dataset.key));
    if (!entry?.notification) {
      return;
    }
    const { notification, receivedAt } = entry;
    const { body, ...envelope } = notification;
    const late = receivedAt - Date.parse(notification.time);
    const dialog = openDialog(words(notification.type), [
      h('p.note', {}, `Received ${late >= 0 && late < 60_000 ? `${count(late)} ms after the event` : 'late'}`
        + `${notification.redelivered ? '; it may have been delivered before' : ''}${notification.stale ? '; past its time to live' : ''}.`),
      h('h3', {}, 'Body'), body ? facts(body) : h('p.none', {}, 'No body.'),
      h('h3', {}, 'Envelope'), facts(envelope),
      notification.offset ? h('div.actions', {}, h('button.primary', { type: 'button', onclick: () => {
        dialog.close();
        acknowledge(notification.offset);
      } }, 'Acknowledge up to here')) : null,
    ]);
  }

  function move(event) {
    const here = document.activeElement.closest?.('.row');
    const next = { ArrowDown: here ? here.nextElementSibling : rows.firstElementChild, ArrowUp: here?.previousElementSibling,
      Home: rows.firstElementChild, End: rows.lastElementChild }[event.key];
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      open(here);
    } else if (next) {
      event.preventDefault();
      next.focus();
    }
  }

  count5();
  return () => {
    clearInterval(ticking);
    cancelAnimationFrame(drawing);
    wanted.remove();
    bell.close();
  };
}
