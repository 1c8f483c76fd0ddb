/** Creates elements. All content is inserted as text, never as HTML. */

/**
 * @param {string} tag with classes after dots: `p.note.quiet`
 * @param {object} [facts] properties, attributes (`aria-…`, `data-…`, `for`, `role`), `on…` listeners; null values are ignored
 * @param {...(Node|string|number|null|Array)} children
 */
export function h(tag, facts, ...children) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (classes.length > 0) {
    element.className = classes.join(' ');
  }
  for (const [key, value] of Object.entries(facts ?? {})) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (key in element && !key.includes('-') && key !== 'list') {
      element[key] = value;
    } else {
      element.setAttribute(key, value === true ? '' : value);
    }
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) {
      element.append(child);
    }
  }
}

/** Replaces the content of an element. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

let names = 0;
/** Returns a unique element id. */
export function unique(prefix) {
  return `${prefix}-${++names}`;
}

/** Shows the result of an action, also to screen readers. */
export function announce(text, kind = 'done') {
  const message = h(`p.announcement.${kind}`, {}, text);
  const place = document.getElementById('announcements');
  place.append(message);
  while (place.childElementCount > 3) {
    place.firstElementChild.remove();
  }
  setTimeout(() => message.remove(), 6_000);
}
