import { h } from './dom.js';
import { duration, moment, utc } from './format.js';

/** A time, local, with UTC on hover; a dash where there is none. */
export function when(time) {
  return time ? h('time', { dateTime: time, title: utc(time) }, moment(time)) : h('span.none', {}, '–');
}

/** The same with how long ago that was. */
export function since(time, now = Date.now()) {
  return time ? h('span', {}, when(time), h('span.ago', {}, ` · ${duration(now - Date.parse(time))}`)) : when(null);
}
