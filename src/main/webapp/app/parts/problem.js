import { h } from '../dom.js';

/** An error message in place of the content, with an optional retry button. */
export function problemNote(problem, again) {
  return h('div.problem', { role: 'alert' },
    h('p', {}, h('strong', {}, problem.title ?? 'Something went wrong')),
    problem.detail || !problem.title ? h('p', {}, problem.detail ?? problem.message) : null,
    (problem.errors ?? []).length > 0
      ? h('ul', {}, problem.errors.map(({ pointer, detail }) => h('li', {}, pointer ? h('code', {}, pointer) : null, ' ', detail)))
      : null,
    problem.retryAfter ? h('p', {}, `Try again in ${problem.retryAfter} s.`) : null,
    again ? h('button', { type: 'button', onclick: again }, 'Try again') : null);
}

export function empty(title, text) {
  return h('div.empty', {}, h('p', {}, h('strong', {}, title)), text ? h('p', {}, text) : null);
}

export function loading(text = 'Loading…') {
  return h('p.loading', { role: 'status' }, text);
}
