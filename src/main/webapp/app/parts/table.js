import { fill, h } from '../dom.js';

/**
 * A table that can be sorted by its column headers.
 *
 * @param {object} options
 * @param {string} options.caption for screen readers
 * @param {Array<{title: string, cell: function, sort?: function, number?: boolean, hide?: string}>} options.columns
 *   `sort` returns the sort key; `hide: 'narrow'` hides the column on phones
 * @param {number} [options.sorted] index of the initial sort column, descending
 */
export function table({ caption, columns, sorted = -1, onRow = null, rowLabel = null }) {
  let by = sorted;
  let descending = true;
  let rows = [];
  const heads = columns.map((column, i) => h('th', { scope: 'col', class: classes(column) },
    column.sort ? h('button.sort', { type: 'button', onclick: () => sortBy(i) }, column.title) : column.title));
  const body = h('tbody');
  const element = h('div.table', { role: 'region', 'aria-label': caption, tabIndex: 0 },
    h('table', {}, h('caption.unseen', {}, caption), h('thead', {}, h('tr', {}, heads)), body));

  function sortBy(i) {
    descending = by === i ? !descending : columns[i].number !== false;
    by = i;
    draw();
  }

  function draw() {
    heads.forEach((head, i) => {
      head.ariaSort = columns[i].sort ? (i === by ? (descending ? 'descending' : 'ascending') : 'none') : null;
    });
    const shown = by < 0 ? rows : [...rows].sort((a, b) => compare(columns[by].sort(a), columns[by].sort(b)) * (descending ? -1 : 1));
    fill(body, shown.map(row => h('tr', { class: onRow ? 'openable' : '' },
      columns.map((column, i) => {
        const content = column.cell(row);
        return h('td', { class: classes(column) }, i === 0 && onRow
          ? h('button.open', { type: 'button', 'aria-label': rowLabel?.(row) ?? null, onclick: () => onRow(row) }, content)
          : content);
      }))));
  }

  return {
    element,
    show(next) {
      rows = next;
      draw();
    },
  };
}

function classes(column) {
  return [column.number ? 'number' : '', column.hide ?? '', column.wide ? 'wide' : ''].filter(Boolean).join(' ');
}

/** Compares numbers numerically and other values as text; missing values are last in descending order. */
export function compare(a, b) {
  const none = [a, b].map(value => value === null || value === undefined);
  if (none[0] || none[1]) {
    return none[0] - none[1] === 0 ? 0 : none[0] ? -1 : 1;
  }
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
}
