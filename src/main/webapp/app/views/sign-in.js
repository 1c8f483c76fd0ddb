import { h } from '../dom.js';
import { busy, field } from '../parts/form.js';
import { problemNote } from '../parts/problem.js';
import { fill } from '../dom.js';

/** @param {(key: string) => Promise} onKey rejects with a problem if the key is not accepted */
export function signInForm({ problem, onKey }) {
  const key = h('input', { type: 'password', name: 'key', autocomplete: 'current-password', spellcheck: false, placeholder: 'mb_…', autofocus: true });
  const button = h('button.primary', { type: 'submit' }, 'Sign in');
  const message = h('div', {}, problem && problem.status !== 401 ? problemNote(problem) : null);
  const holder = field('API key', '', key, 'The page keeps the key in memory only, until you sign out, reload or close it.');
  const submit = event => {
    event.preventDefault();
    fill(message);
    busy(button, () => onKey(key.value.trim())).catch(refusal => {
      const wrong = refusal.status === 401;
      holder.querySelector('.fault').textContent = wrong ? 'This key is not valid. It may have been revoked.' : '';
      key.setAttribute('aria-invalid', String(wrong));
      if (!wrong) {
        fill(message, problemNote(refusal));
      }
      key.focus();
    });
  };
  return h('div.sign-in', {},
    h('img', { src: 'favicon.svg', alt: '', width: 56, height: 56 }),
    h('h1', {}, 'Marketbell'),
    h('p.lead', {}, 'Fills, prices and margin calls, the moment they happen.'),
    h('form', { onsubmit: submit, noValidate: true }, holder, message, button),
    h('p.hint', {}, 'No key yet? An admin can create one under API keys. Started with ', h('code', {}, 'mvn liberty:run'),
      ', try ', h('code', {}, 'mb_dev_admin'), '.'),
    h('p.hint', {}, h('a', { href: 'docs/' }, 'API documentation')));
}
