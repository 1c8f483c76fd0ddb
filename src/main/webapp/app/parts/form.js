import { fill, h, unique } from '../dom.js';

/**
 * A labelled field; the server's error for it appears below it and is linked for screen readers.
 *
 * @param {string} pointer JSON pointer of the member in the body, such as `/recipients`
 * @param {HTMLElement} input
 */
export function field(label, pointer, input, hint) {
  input.id ||= unique('field');
  const fault = h('p.fault', { id: unique('fault') });
  const note = hint ? h('p.hint', { id: unique('hint') }, hint) : null;
  input.setAttribute('aria-describedby', [note?.id, fault.id].filter(Boolean).join(' '));
  return h('div.field', { 'data-pointer': pointer }, h('label', { htmlFor: input.id }, label), input, note, fault);
}

export function text(name, facts) {
  return h('input', { type: 'text', name, autocomplete: 'off', spellcheck: false, ...facts });
}

/** @param {Array<string|[string, string]>} options value, or value and text */
export function select(name, options, chosen) {
  return h('select', { name }, options.map(each => {
    const [value, words] = Array.isArray(each) ? each : [each, each];
    return h('option', { value, selected: value === chosen }, words);
  }));
}

/** Shows each error of a problem at its field; returns the errors without a field. */
export function showFaults(form, problem) {
  clearFaults(form);
  const elsewhere = [];
  let first = null;
  for (const error of problem.errors ?? []) {
    const fields = [...form.querySelectorAll('[data-pointer]')];
    const holder = fields.find(each => error.pointer === each.dataset.pointer)
      ?? fields.find(each => each.dataset.pointer !== '' && error.pointer.startsWith(`${each.dataset.pointer}/`));
    if (!holder) {
      elsewhere.push(error);
      continue;
    }
    const input = holder.querySelector('input, select, textarea');
    input.setAttribute('aria-invalid', 'true');
    holder.querySelector('.fault').textContent = error.detail;
    first ??= input;
  }
  first?.focus();
  return elsewhere;
}

export function clearFaults(form) {
  form.querySelectorAll('.fault').forEach(each => fill(each));
  form.querySelectorAll('[aria-invalid]').forEach(each => each.removeAttribute('aria-invalid'));
}

/** Disables a button while its action is in progress. */
export async function busy(button, work) {
  button.disabled = true;
  button.setAttribute('aria-busy', 'true');
  try {
    return await work();
  } finally {
    button.disabled = false;
    button.removeAttribute('aria-busy');
  }
}
