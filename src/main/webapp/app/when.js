import { h } from './dom.js';
import { duration, moment, utc } from './format.js';

/** A local time with a UTC tooltip; a dash if there is none. */
export function when(time) {
  return time ? h('time', { dateTime: time, title: utc(time) }, moment(time)) : h('span.none', {}, '–');
}

/** The same with the elapsed time. */
export function since(time, now = Date.now()) {
  return time ? h('span', {}, when(time), h('span.ago', {}, ` · ${duration(now - Date.parse(time))}`)) : when(null);
}
