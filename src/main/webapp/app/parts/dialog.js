import { h, unique } from '../dom.js';

/** A modal dialog with the given content; the browser traps the focus and restores it. */
export function openDialog(title, content, onClose = () => {}) {
  const id = unique('dialog');
  const dialog = h('dialog', { 'aria-labelledby': id },
    h('header', {}, h('h2', { id }, title),
      h('button.quiet', { type: 'button', 'aria-label': 'Close', onclick: () => dialog.close() }, '×')),
    h('div.dialog-body', {}, content));
  dialog.addEventListener('close', () => {
    dialog.remove();
    onClose(dialog.returnValue);
  });
  dialog.addEventListener('click', event => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Asks for confirmation of an irreversible action; resolves to true if confirmed. */
export function confirmed({ title, text, action }) {
  return new Promise(resolve => {
    const dialog = openDialog(title, [
      h('p', {}, text),
      h('div.actions', {},
        h('button', { type: 'button', autofocus: true, onclick: () => dialog.close('no') }, 'Cancel'),
        h('button.danger', { type: 'button', onclick: () => dialog.close('yes') }, action)),
    ], answer => resolve(answer === 'yes'));
  });
}
