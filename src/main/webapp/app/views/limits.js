import { announce, fill, h } from '../dom.js';
import { count, duration } from '../format.js';
import { confirmed, openDialog } from '../parts/dialog.js';
import { busy, field, select, showFaults, text } from '../parts/form.js';
import { tag } from '../parts/level.js';
import { empty, loading, problemNote } from '../parts/problem.js';
import { table } from '../parts/table.js';

const MODES = { block: 'good', report: 'warn', off: 'bad' };
const MOST = 50;

/** Rate limits: tiers, the busiest buckets, and overrides. */
export function mount(place, { session, heading }) {
  const note = h('p.as-of');
  const message = h('div.stack', {}, loading());
  const subject = text('subject', { placeholder: 'user:alice' });
  const wide = field('Subject', 'subject', subject, 'Such as address:203.0.113.7, endpoint:POST /api/v1/notifications, tier:premium');
  wide.classList.add('wide');
  const search = h('form.toolbar', { 'aria-label': 'Look up a subject', onsubmit: lookUp },
    wide,
    h('div.actions', {}, h('button', { type: 'submit' }, 'Look up')));
  fill(place, h('header.view-head', {}, heading, note), message, h('section.card', {}, h('h2', {}, 'Look up a subject'), search));

  const open = row => edit(row, session.api, load);
  const rate = { title: 'Rate', number: true, sort: row => row.rate_per_second, cell: row => [count(row.rate_per_second), h('span.note', {}, '/s')] };
  const burst = { title: 'Burst', number: true, sort: row => row.burst, cell: row => count(row.burst), hide: 'narrow' };
  const mode = { title: 'Mode', number: false, sort: row => row.mode ?? '', cell: row => modeTag(row.mode) };
  const name = { title: 'Subject', number: false, sort: row => row.subject, cell: row => row.subject };
  const label = row => `Change the limit of ${row.subject}`;
  const tiers = table({ caption: 'Tiers', onRow: open, rowLabel: label, columns: [
    { ...name, title: 'Tier', cell: row => row.subject.replace('tier:', '') }, rate, burst, mode,
    { title: '', cell: row => (row.overridden ? tag('overridden', 'warn') : '') }] });
  const overrides = table({ caption: 'Overrides', onRow: open, rowLabel: label, columns: [name, rate, burst, mode] });
  const buckets = table({ caption: 'Busiest subjects', onRow: open, rowLabel: label, columns: [
    name,
    { title: 'Left', number: true, sort: row => row.remaining / row.burst, cell: row => [
      count(row.remaining), h('span.note', {}, ` of ${count(row.burst)}`),
      h('meter', { min: 0, max: row.burst, low: row.burst * 0.25, optimum: row.burst, value: row.remaining, 'aria-hidden': 'true' })] },
    rate,
    { title: 'Full in', number: true, hide: 'narrow', sort: row => row.full_in_ms, cell: row => (row.full_in_ms <= 0 ? 'full' : row.full_in_ms < 1_000 ? 'under 1 s' : duration(row.full_in_ms)) },
    { title: '', hide: 'narrow', cell: row => (row.overridden ? tag('overridden', 'warn') : '') }] });
  const policies = table({ caption: 'Policies', columns: [
    { title: 'Policy', cell: row => row.policy },
    { title: 'Refused', number: true, sort: row => row.refused, cell: row => count(row.refused) },
    { title: 'Reported', number: true, hide: 'narrow', sort: row => row.reported, cell: row => count(row.reported) },
    { title: 'Buckets', number: true, hide: 'narrow', sort: row => row.buckets, cell: row => count(row.buckets) }, mode] });

  async function load() {
    try {
      const all = await session.api.get('/rate-limits', { limit: MOST });
      fill(note, 'This node, in mode ', modeTag(all.mode));
      tiers.show(all.tiers);
      policies.show(all.policies);
      overrides.show(all.overrides);
      buckets.show(all.buckets);
      fill(message,
        h('div.columns', {},
          h('section.card', {}, h('h2', {}, 'Tiers'), tiers.element),
          h('section.card', {}, h('h2', {}, 'Policies'), policies.element)),
        h('section.card', {}, h('h2', {}, 'Busiest subjects ', h('button.quiet', { type: 'button', onclick: load }, 'Refresh')),
          all.buckets.length > 0 ? buckets.element : empty('No recent requests.')),
        h('section.card', {}, h('h2', {}, 'Overrides'),
          all.overrides.length > 0 ? overrides.element : empty('There are no overrides.', 'Select a subject to override its limit.')));
    } catch (problem) {
      fill(message, problemNote(problem, load));
    }
  }

  async function lookUp(event) {
    event.preventDefault();
    try {
      open(await session.api.get(`/rate-limits/${encodeURIComponent(subject.value.trim())}`));
      showFaults(search, {});
    } catch (problem) {
      const elsewhere = showFaults(search, problem);
      if (elsewhere.length > 0 || !problem.errors?.length) {
        announce(problem.message, 'failed');
      }
    }
  }

  load();
}

function modeTag(mode) {
  return mode ? tag(mode, MODES[mode]) : h('span.note', {}, 'from policy');
}

/** Sets or resets the override of a subject. */
function edit(row, api, changed) {
  const path = `/rate-limits/${encodeURIComponent(row.subject)}`;
  const rate = text('rate_per_second', { inputMode: 'numeric', value: row.rate_per_second ?? '' });
  const burst = text('burst', { inputMode: 'numeric', value: row.burst ?? '' });
  const mode = select('mode', [['', 'from policy'], 'block', 'report', 'off'], row.overridden === false ? '' : row.mode ?? '');
  const message = h('div');
  const whole = input => (/^\d+$/.test(input.value.trim()) ? Number(input.value) : input.value.trim());
  const done = (dialog, words) => {
    dialog.close();
    announce(words);
    changed();
  };
  const save = h('button.primary', { type: 'submit' }, 'Override');
  const reset = h('button', { type: 'button', onclick: async () => {
    if (await confirmed({ title: 'Reset this limit?', action: 'Reset',
      text: `${row.subject} returns to the limit of its tier or policy, and its bucket is refilled.` })) {
      api.delete(path).then(() => done(dialog, `${row.subject} was reset.`), problem => fill(message, problemNote(problem)));
    }
  } }, 'Reset');
  const form = h('form', { noValidate: true, onsubmit: event => {
    event.preventDefault();
    fill(message);
    const body = { rate_per_second: whole(rate), ...(burst.value.trim() && { burst: whole(burst) }), ...(mode.value && { mode: mode.value }) };
    busy(save, () => api.put(path, body)).then(() => done(dialog, `${row.subject} now has its own limit.`), problem => {
      if (showFaults(form, problem).length > 0 || !problem.errors?.length) {
        fill(message, problemNote(problem));
      }
    });
  } },
  field('Requests per second', '/rate_per_second', rate),
  field('Burst', '/burst', burst, 'Empty: twice the rate.'),
  field('Mode', '/mode', mode), message, h('div.actions', {}, reset, save));
  const dialog = openDialog(row.subject, [
    row.live === undefined ? null : h('p.note', {}, row.live
      ? `${count(row.remaining)} of ${count(row.burst)} left${row.full_in_ms > 0 ? `, full in ${duration(row.full_in_ms)}` : ''}.`
      : 'No recent requests.'),
    form]);
}
