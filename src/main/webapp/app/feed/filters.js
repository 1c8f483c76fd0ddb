import { fill, h } from '../dom.js';
import { words } from '../format.js';
import { field, select, showFaults, text } from '../parts/form.js';
import { PRIORITIES, TYPES } from '../types.js';

const list = value => value.split(/[\s,]+/).filter(Boolean);

/** Filters of the feed's subscription. @param {(params: object) => Promise} onChange rejects if the server rejects the filters */
export function filters(onChange) {
  const boxes = TYPES.map(({ name }) => h('label.check', {}, h('input', { type: 'checkbox', name: 'types', value: name }), words(name)));
  const summary = h('summary');
  const types = h('details.menu', {}, summary, h('div.menu-body', {}, boxes));
  const instruments = text('instruments', { placeholder: 'all' });
  const brokers = text('brokers', { placeholder: 'all' });
  const priority = select('min_priority', [['LOW', 'Any'], ...PRIORITIES.slice(1).map(each => [each, `${words(each)}${each === 'CRITICAL' ? ' only' : ' or higher'}`])], 'LOW');
  const message = h('p.fault', { role: 'alert' });
  const form = h('form.toolbar', { id: 'filters', 'aria-label': 'What to receive', onsubmit: event => { event.preventDefault(); apply(); }, onchange: () => apply() },
    h('div.field', {}, h('span.label', {}, 'Types'), types),
    field('Instruments', '', instruments), field('Brokers', '', brokers), field('Priority', '', priority), message);
  // close the menu on a click outside it
  const elsewhere = event => types.open && !types.contains(event.target) && (types.open = false);
  document.addEventListener('click', elsewhere);
  types.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      types.open = false;
      summary.focus();
    }
  });

  const chosen = () => boxes.map(box => box.firstElementChild).filter(box => box.checked).map(box => box.value);
  const label = () => {
    const some = chosen();
    summary.textContent = some.length === 0 ? 'All' : some.length === 1 ? words(some[0]) : `${some.length} of ${TYPES.length}`;
  };

  function params() {
    return { types: chosen(), instruments: list(instruments.value), brokers: list(brokers.value), min_priority: priority.value };
  }

  async function apply() {
    label();
    fill(message);
    showFaults(form, {});
    try {
      await onChange(params());
    } catch (refusal) {
      message.textContent = refusal.message;
    }
  }

  label();
  return { element: form, params, remove: () => document.removeEventListener('click', elsewhere) };
}
