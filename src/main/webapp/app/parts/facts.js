import { h } from '../dom.js';
import { exact, utc, words } from '../format.js';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** An object's members as a list; nested members are indented. */
export function facts(object) {
  return h('dl.facts', {}, Object.entries(object).filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => h('div', {}, h('dt', {}, words(name)), h('dd', {}, written(value)))));
}

function written(value) {
  if (Array.isArray(value)) {
    return value.every(each => typeof each !== 'object') ? value.join(', ') || 'none' : value.map(each => facts(each));
  }
  if (typeof value === 'object') {
    return facts(value);
  }
  if (typeof value === 'string' && TIME.test(value)) {
    return h('time', { dateTime: value, title: utc(value) }, exact(value));
  }
  return String(value);
}
