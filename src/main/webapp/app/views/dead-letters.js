import { announce, fill, h } from '../dom.js';
import { count, words } from '../format.js';
import { confirmed, openDialog } from '../parts/dialog.js';
import { facts } from '../parts/facts.js';
import { busy, field, select, text } from '../parts/form.js';
import { tag } from '../parts/level.js';
import { empty, loading, problemNote } from '../parts/problem.js';
import { table } from '../parts/table.js';
import { TYPES } from '../types.js';
import { when } from '../when.js';

const REASONS = { EXPIRED: 'expired unsent', UNDELIVERABLE: 'could not be written', CALLBACK_FAILED: 'callback failed' };

const sentence = text => text.charAt(0).toUpperCase() + text.slice(1);

/** Undeliverable notifications: view, replay, delete. */
export function mount(place, { session, heading }) {
  const reason = select('reason', [['', 'Any reason'], ...Object.entries(REASONS).map(([value, name]) => [value, words(name)])], '');
  const type = select('type', [['', 'Any type'], ...TYPES.map(({ name }) => [name, words(name)])], '');
  const recipient = text('recipient', { type: 'search' });
  const list = h('div', {}, loading());
  const more = h('button', { type: 'button', hidden: true, onclick: () => load(true) }, 'Show older');
  const replayAll = h('button', { type: 'button', onclick: replayMany }, 'Replay all matching');
  const shown = table({
    caption: 'Dead letters, newest first',
    onRow: look,
    rowLabel: row => `View ${words(row.type)} for ${row.recipient}`,
    columns: [
      { title: 'Died', cell: row => when(row.created_at) },
      { title: 'Type', cell: row => words(row.type) },
      { title: 'Recipient', cell: row => h('strong', {}, row.recipient) },
      { title: 'Instrument', cell: row => row.notification.instrument ?? '–', hide: 'narrow' },
      { title: 'Reason', cell: row => tag(words(REASONS[row.reason] ?? row.reason), row.reason === 'EXPIRED' ? 'quiet' : 'warn'), hide: 'narrow' },
      { title: 'Attempts', cell: row => count(row.attempts), number: true, hide: 'narrow' },
      { title: 'Replayed', cell: row => (row.replayed_at ? [when(row.replayed_at), h('span.note', {}, ` by ${row.replayed_by}`)] : tag('not yet', 'warn')) },
    ],
  });
  fill(place, h('header.view-head', {}, heading, h('p.as-of', {}, 'Undelivered notifications, one entry per recipient')),
    h('form.toolbar', { 'aria-label': 'Search', onsubmit: event => { event.preventDefault(); load(); } },
      field('Reason', '', reason), field('Type', '', type), field('Recipient', '', recipient),
      h('div.actions', {}, h('button.primary', { type: 'submit' }, 'Search'), replayAll)),
    list, h('p', {}, more));

  let letters = [];
  let cursor = null;

  const filter = () => Object.fromEntries(
    [reason, type, recipient].map(input => [input.name, input.value.trim()]).filter(([, value]) => value !== ''));

  async function load(older = false) {
    try {
      const page = await session.api.get('/dead-letters', { ...filter(), cursor: older ? cursor : '', limit: 50 });
      letters = older ? [...letters, ...page.dead_letters] : page.dead_letters;
      cursor = page.next_cursor ?? null;
      more.hidden = cursor === null;
      replayAll.disabled = letters.every(letter => letter.replayed_at);
      shown.show(letters);
      fill(list, letters.length === 0
        ? empty(Object.keys(filter()).length > 0 ? 'No matches.' : 'There are no dead letters.',
          Object.keys(filter()).length > 0 ? 'Try a wider search.' : 'All notifications were delivered or are still pending.')
        : shown.element);
    } catch (problem) {
      fill(list, problemNote(problem, () => load()));
    }
  }

  function look(letter) {
    const message = h('div');
    const act = (button, work) => busy(button, async () => {
      try {
        announce(await work());
        dialog.close();
        load();
      } catch (problem) {
        fill(message, problemNote(problem));
      }
    });
    const replay = h('button.primary', { type: 'button', onclick: () => act(replay, async () => {
      const done = await session.api.post(`/dead-letters/${letter.id}/replay`);
      return done.duplicate ? 'It was already replayed and was not sent again.' : `Replayed to ${letter.recipient}.`;
    }) }, 'Replay');
    const remove = h('button.danger', { type: 'button', onclick: async () => {
      if (await confirmed({ title: 'Delete this dead letter?', action: 'Delete',
        text: `${words(letter.type)} for ${letter.recipient} will be deleted permanently and cannot be replayed.` })) {
        act(remove, async () => {
          await session.api.delete(`/dead-letters/${letter.id}`);
          return 'Deleted.';
        });
      }
    } }, 'Delete');
    const { notification, detail, ...about } = letter;
    const dialog = openDialog(`${words(letter.type)} for ${letter.recipient}`, [
      h('p.note', {}, `${sentence(detail ?? REASONS[letter.reason] ?? words(letter.reason))}.`),
      h('h3', {}, 'The letter'), facts(about), h('h3', {}, 'The notification'), facts(notification), message,
      h('div.actions', {}, remove, replay),
    ]);
  }

  async function replayMany() {
    const wanted = filter();
    const conditions = Object.entries(wanted).map(([name, value]) => `${name} ${value}`).join(', ') || 'all of them';
    if (!await confirmed({ title: 'Replay all matching dead letters?', action: 'Replay',
      text: `Each matching dead letter that has not been replayed is published again to its recipient: ${conditions}. At most 1,000 at once.` })) {
      return;
    }
    await busy(replayAll, async () => {
      try {
        const { replayed, failed, remaining } = await session.api.post('/dead-letters/replay', { filter: wanted });
        announce(`${count(replayed.length)} replayed${failed.length > 0 ? `, ${count(failed.length)} failed: ${failed[0].detail}` : ''}`
          + `${remaining > 0 ? `; ${count(remaining)} remain` : ''}.`, failed.length > 0 ? 'failed' : 'done');
        await load();
      } catch (problem) {
        announce(problem.message, 'failed');
      }
    });
  }

  load();
}
