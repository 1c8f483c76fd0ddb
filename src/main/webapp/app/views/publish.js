import { fill, h } from '../dom.js';
import { count, words } from '../format.js';
import { busy, field, select, showFaults, text, clearFaults } from '../parts/form.js';
import { tag } from '../parts/level.js';
import { problemNote } from '../parts/problem.js';
import { PRIORITIES, TYPES } from '../types.js';
import { when } from '../when.js';

const EXAMPLES = {
  order_id: () => `try-${Date.now().toString(36)}`, side: () => 'BUY', price: () => '585.33', quantity: () => '18',
  leaves_quantity: () => '0', submitted_at: () => new Date().toISOString(), status: () => 'UP', recipients: () => 'alice',
  instrument: () => 'AAPL', broker: () => 'alpaca',
};

/** Publishes a test notification; the server validates it. */
export function mount(place, { session, heading }) {
  const type = select('type', TYPES.map(({ name }) => [name, words(name)]), 'ORDER_FILLED');
  const fields = h('div.fields');
  const message = h('div', { 'aria-live': 'polite' });
  const preview = h('pre.preview', { tabIndex: 0, 'aria-label': 'The request body' });
  const send = h('button.primary', { type: 'submit' }, 'Publish');
  const form = h('form.publish', { noValidate: true, oninput: () => show(), onsubmit: publish },
    field('Type', '/type', type), fields, h('div.actions', {}, send));
  fill(place, h('header.view-head', {}, heading, h('p.as-of', {}, 'Publish one test notification')),
    h('div.columns.uneven', {}, h('section.card', {}, form),
      h('section.card', {}, h('h2', {}, 'Request'), h('p.note', {}, h('code', {}, 'POST /api/v1/notifications')), preview, message)));
  type.addEventListener('change', lay);
  lay();

  function chosen() {
    return TYPES.find(({ name }) => name === type.value);
  }

  function lay() {
    const { needs, body, durable } = chosen();
    const of = (name, label, hint) => {
      const needed = needs.includes(name);
      return field(needed ? `${label} (required)` : label, `/${name}`, text(name, { value: needed ? EXAMPLES[name]?.() ?? '' : '' }), hint);
    };
    fill(fields,
      h('p.note', {}, durable ? 'Durable: kept until it expires, delivered in order.' : 'Volatile: a newer notification replaces it.'),
      h('div.pair', {},
        of('recipients', 'Recipients', needs.includes('recipients') ? 'Users, separated by commas.' : 'Empty: everyone whose subscription matches.'),
        of('instrument', 'Instrument'), of('broker', 'Broker'),
        field('Priority', '/priority', select('priority', [['', 'default of the type'], ...PRIORITIES], ''))),
      h('fieldset', {}, h('legend', {}, 'Body'), h('div.pair', {},
        body.map(name => field(words(name), `/body/${name}`, text(`body.${name}`, { value: EXAMPLES[name]?.() ?? '' })))),
      field('More', '/body', h('textarea', { name: 'more', rows: 2, spellcheck: false, placeholder: '{"note": "…"}' }), 'Further members, as a JSON object.')),
      h('details', {}, h('summary', {}, 'Time to live, idempotency key, callback'), h('div.pair', {},
        of('time_to_live', 'Time to live', 'ISO 8601, such as PT5M.'), of('key', 'Key', 'A repeated key is a duplicate.'),
        of('callback_url', 'Callback URL'))));
    fill(message);
    show();
  }

  /** Omits empty fields. Invalid JSON is sent unchanged, so that the server reports it. */
  function notification() {
    const data = new FormData(form);
    const item = { type: data.get('type') };
    for (const name of ['priority', 'instrument', 'broker', 'time_to_live', 'key', 'callback_url']) {
      if (data.get(name)?.trim()) {
        item[name] = data.get(name).trim();
      }
    }
    if (data.get('recipients').trim()) {
      item.recipients = data.get('recipients').split(',').map(each => each.trim()).filter(Boolean);
    }
    const body = {};
    for (const [name, value] of data) {
      if (name.startsWith('body.') && value.trim()) {
        body[name.slice(5)] = value.trim();
      }
    }
    const more = data.get('more').trim();
    if (!more) {
      return Object.keys(body).length > 0 ? { ...item, body } : item;
    }
    try {
      return { ...item, body: { ...body, ...JSON.parse(more) } };
    } catch {
      return { ...item, body: more };
    }
  }

  function show() {
    preview.textContent = JSON.stringify(notification(), null, 2);
  }

  async function publish(event) {
    event.preventDefault();
    clearFaults(form);
    try {
      const receipt = await busy(send, () => session.api.post('/notifications', notification()));
      const state = h('p.note', {});
      const check = h('button', { type: 'button', onclick: () => become(receipt.id, state, check) }, 'Check status');
      fill(message, h('div.receipt', {},
        h('p', {}, tag(receipt.duplicate ? 'Duplicate' : 'Accepted', receipt.duplicate ? 'warn' : 'good'), ' ',
          receipt.offset ? `offset ${count(receipt.offset)}` : 'volatile'),
        h('p', {}, h('code', {}, receipt.id)), state, check));
    } catch (problem) {
      const elsewhere = showFaults(form, problem);
      fill(message, problemNote(Object.assign(problem, { errors: elsewhere })));
    }
  }

  async function become(id, state, check) {
    try {
      const status = await busy(check, () => session.api.get(`/notifications/${id}`));
      const counts = Object.entries(status.recipients).filter(([, n]) => n > 0);
      const recipients = counts.map(([kind, n]) => `${words(kind).toLowerCase()} ${count(n)}`).join(', ');
      fill(state, tag(words(status.state)), counts.length > 1 ? ` ${recipients}` : '', ' · expires ', when(status.expires_at));
    } catch (problem) {
      fill(state, problem.status === 404 ? 'Unknown notification: volatile notifications are not stored.' : problem.message);
    }
  }
}
