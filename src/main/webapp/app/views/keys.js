import { announce, fill, h } from '../dom.js';
import { confirmed, openDialog } from '../parts/dialog.js';
import { busy, field, select, showFaults, text } from '../parts/form.js';
import { tag } from '../parts/level.js';
import { empty, loading, problemNote } from '../parts/problem.js';
import { table } from '../parts/table.js';
import { when } from '../when.js';

const ROLES = {
  trader: 'receives its notifications', publisher: 'publishes', operator: 'reads monitoring, handles dead letters',
  admin: 'everything',
};

/** Creates, shows once, rotates and revokes API keys. */
export function mount(place, { session, heading }) {
  const list = h('div', {}, loading());
  const revoked = h('input', { type: 'checkbox', id: 'revoked', onchange: () => draw() });
  let keys = [];
  const shown = table({
    caption: 'API keys',
    columns: [
      { title: 'User', number: false, sort: key => key.user, cell: key => h('strong', {}, key.user) },
      { title: 'Roles', number: false, sort: key => key.roles.join(), cell: key => key.roles.map((role, i) => [i > 0 ? ' ' : '', tag(role, role === 'admin' ? 'warn' : 'quiet')]) },
      { title: 'Tier', number: false, sort: key => key.tier, cell: key => key.tier, hide: 'narrow' },
      { title: 'Label', number: false, sort: key => key.label ?? '', cell: key => (key.label && !key.configured ? key.label : h('span.none', {}, '–')), hide: 'narrow' },
      { title: 'Id', cell: key => h('code', {}, key.id), hide: 'narrow' },
      { title: 'Created', sort: key => Date.parse(key.created_at ?? 0), cell: key => [when(key.created_at), key.created_by && !key.configured ? h('span.note', {}, ` by ${key.created_by}`) : null], hide: 'narrow' },
      { title: 'Last used', sort: key => Date.parse(key.last_used_at ?? 0), cell: key => (key.last_used_at ? when(key.last_used_at) : h('span.none', {}, '–')), hide: 'narrow' },
      { title: 'Expires', sort: key => Date.parse(key.expires_at ?? '9999-12-31T00:00:00Z'), cell: key => (key.expires_at ? when(key.expires_at) : h('span.none', {}, '–')), hide: 'narrow' },
      { title: 'Restrictions', number: false, cell: key => restrictions(key), hide: 'narrow' },
      { title: '', number: true, cell: key => action(key) },
    ],
  });
  fill(place, h('header.view-head', {}, heading,
    h('button.primary', { type: 'button', id: 'create-key', onclick: create }, 'Create a key')),
  h('div.toolbar', {}, h('label.check', {}, revoked, 'Show revoked and expired keys')), list);

  function action(key) {
    if (key.revoked_at) {
      return h('span.note', {}, 'revoked ', when(key.revoked_at));
    }
    if (hasExpired(key)) {
      return h('span.note', {}, 'expired ', when(key.expires_at));
    }
    return key.configured ? h('span.note', { title: 'This key is defined in the configuration and must be removed there.' }, 'from configuration')
      : [
        key.replaced_by ? h('span.note', {}, `replaced by ${key.replaced_by} `)
          : h('button.quiet', { type: 'button', 'aria-label': `Rotate the key ${key.label ?? key.id} of ${key.user}`, onclick: () => rotate(key) }, 'Rotate'),
        h('button.danger.quiet', { type: 'button', 'aria-label': `Revoke the key ${key.label ?? key.id} of ${key.user}`, onclick: event => revoke(key, event.target) }, 'Revoke'),
      ];
  }

  async function load() {
    try {
      keys = [];
      let after = '';
      do {
        const page = await session.api.get('/api-keys', { after });
        keys.push(...page.api_keys);
        after = page.next ?? '';
      } while (after);
      draw();
    } catch (problem) {
      fill(list, problemNote(problem, load));
    }
  }

  function draw() {
    const some = keys.filter(key => revoked.checked || !key.revoked_at && !hasExpired(key));
    shown.show(some);
    if (some.length === 0) {
      fill(list, empty('There are no keys.', 'Create one for each publisher and each client.'));
    } else if (!shown.element.isConnected) {
      fill(list, shown.element);
    }
  }

  async function revoke(key, button) {
    if (await confirmed({ title: 'Revoke this key?', action: 'Revoke',
      text: `The key ${key.label ?? key.id} of ${key.user} becomes invalid within seconds, and its connections are closed. This cannot be undone.` })) {
      busy(button, () => session.api.delete(`/api-keys/${key.id}`)).then(() => {
        announce('The key was revoked.');
        load();
      }, problem => announce(problem.message, 'failed'));
    }
  }

  function rotate(key) {
    const message = h('div');
    const save = h('button.primary', { type: 'submit' }, 'Rotate');
    const form = h('form', { noValidate: true, onsubmit: event => {
      event.preventDefault();
      fill(message);
      busy(save, () => session.api.post(`/api-keys/${key.id}/rotation`, { overlap: new FormData(form).get('overlap') })).then(issued => {
        dialog.close();
        reveal(issued);
        load();
      }, problem => fill(message, problemNote(problem)));
    } },
    h('p', {}, `Creates a new key with the properties of ${key.label ?? key.id} of ${key.user}. The old key expires after the overlap; then its connections are closed.`),
    field('Overlap', '/overlap', select('overlap', [['PT1H', '1 hour'], ['PT24H', '1 day'], ['P7D', '7 days'], ['P30D', '30 days']], 'PT24H'), 'Both keys are valid for this time.'),
    message, h('div.actions', {}, save));
    const dialog = openDialog('Rotate this key', form);
  }

  function create() {
    const message = h('div');
    const boxes = Object.entries(ROLES).map(([role, does]) => h('label.check', {},
      h('input', { type: 'checkbox', name: 'roles', value: role, checked: role === 'trader' }), h('span', {}, role, h('span.note', {}, ` ${does}`))));
    const save = h('button.primary', { type: 'submit' }, 'Create');
    const form = h('form', { noValidate: true, onsubmit: event => {
      event.preventDefault();
      fill(message);
      const data = new FormData(form);
      const body = { user: data.get('user').trim(), roles: data.getAll('roles'), tier: data.get('tier') };
      if (data.get('label').trim()) {
        body.label = data.get('label').trim();
      }
      if (data.get('expires_at')) {
        body.expires_at = `${data.get('expires_at')}T00:00:00Z`;
      }
      for (const name of ['networks', 'publish_types']) {
        const values = data.get(name).split(/[\s,]+/).filter(Boolean);
        if (values.length > 0) {
          body[name] = values;
        }
      }
      if (data.get('publish_recipients_prefix').trim()) {
        body.publish_recipients_prefix = data.get('publish_recipients_prefix').trim();
      }
      busy(save, () => session.api.post('/api-keys', body)).then(issued => {
        dialog.close();
        reveal(issued);
        load();
      }, problem => {
        if (showFaults(form, problem).length > 0 || !problem.errors?.length) {
          fill(message, problemNote(problem));
        }
      });
    } },
    field('User', '/user', text('user', { autofocus: true }), 'The recipient or publisher of notifications.'),
    h('fieldset.field', { 'data-pointer': '/roles' }, h('legend', {}, 'Roles'), boxes, h('p.fault')),
    field('Tier', '/tier', select('tier', ['standard', 'premium', 'broker'], 'standard')),
    field('Label', '/label', text('label'), 'Distinguishes several keys of one user. Optional.'),
    field('Expires', '/expires_at', h('input', { type: 'date', name: 'expires_at' }), 'Start of this day, UTC. Optional.'),
    field('Networks', '/networks', text('networks'), 'Such as 192.0.2.0/24, separated by commas. The key is rejected elsewhere. Optional.'),
    field('Types to publish', '/publish_types', text('publish_types'), 'Separated by commas; publishers only. Optional.'),
    field('Prefix of recipients', '/publish_recipients_prefix', text('publish_recipients_prefix'), 'Beginning of the names of all users to publish to; publishers only. Optional.'),
    message, h('div.actions', {}, save));
    const dialog = openDialog('Create a key', form);
  }

  load();
}

function hasExpired(key) {
  return key.expires_at && Date.parse(key.expires_at) <= Date.now();
}

function restrictions(key) {
  const all = [
    ...(key.networks ?? []).map(network => `from ${network}`),
    ...(key.publish_types ?? []).map(type => `publishes ${type}`),
    ...(key.publish_recipients_prefix ? [`to ${key.publish_recipients_prefix}…`] : []),
  ];
  return all.length > 0 ? all.map((each, i) => [i > 0 ? h('br') : '', each]) : h('span.none', {}, '–');
}

/** Shows the secret; it cannot be retrieved later. */
function reveal({ user, api_key: key, callback_secret: secret }) {
  openDialog('The key was created', [
    h('p', {}, `This is the key of ${user}. It is shown only once. Copy it now; it cannot be retrieved later.`),
    copyable('API key', key, 'new-key'),
    secret ? [h('p', {}, 'Callbacks to this publisher are signed with:'), copyable('Callback secret', secret, 'new-secret')] : null,
  ]);
}

function copyable(label, value, id) {
  const input = h('input', { type: 'text', id, readOnly: true, value, spellcheck: false, 'aria-label': label, onfocus: () => input.select() });
  const button = h('button.primary', { type: 'button', onclick: async () => {
    try {
      await navigator.clipboard.writeText(value);
      button.textContent = 'Copied';
    } catch {
      // the clipboard is not available without HTTPS: select the text instead
      input.select();
      button.textContent = 'Press Ctrl+C';
    }
  } }, 'Copy');
  return h('div.copyable', {}, input, button);
}
