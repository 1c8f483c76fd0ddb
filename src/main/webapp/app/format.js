/** Formats figures and times. Pure: the time is a parameter, the locale is the browser's. */

const NONE = '–';
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const one = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

const absent = value => value === null || value === undefined || Number.isNaN(value);

export function count(value) {
  return absent(value) ? NONE : whole.format(value);
}

/** Short form, such as 199.8K. */
export function compact(value) {
  return absent(value) ? NONE : value < 10_000 ? whole.format(value) : short.format(value);
}

/** A rate: small values have decimals, large ones do not. */
export function rate(value) {
  if (absent(value)) {
    return NONE;
  }
  return value !== 0 && value < 100 ? one.format(value) : compact(value);
}

/** Milliseconds, in the most readable unit. */
export function milliseconds(value) {
  if (absent(value)) {
    return NONE;
  }
  if (value < 1) {
    return value === 0 ? '0 ms' : `${value.toFixed(2)} ms`;
  }
  if (value < 100) {
    return `${one.format(value)} ms`;
  }
  return value < 1_000 ? `${whole.format(value)} ms` : `${(value / 1_000).toFixed(2)} s`;
}

export function percent(ratio) {
  return absent(ratio) ? NONE : `${(ratio * 100).toFixed(ratio > 0 && ratio < 0.1 ? 2 : 1)} %`;
}

/** A value of a finding or an alert, formatted by its unit. */
export function figure(value, unit) {
  if (absent(value)) {
    return NONE;
  }
  return unit === 'seconds' ? milliseconds(value * 1_000) : unit === 'ratio' ? percent(value) : rate(value);
}

export function bytes(value) {
  if (absent(value)) {
    return NONE;
  }
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let size = value;
  let unit = 0;
  while (size >= 1_024 && unit < units.length - 1) {
    size /= 1_024;
    unit++;
  }
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`;
}

/** An address in short form: ::1, not 0:0:0:0:0:0:0:1. */
export function address(text) {
  if (absent(text)) {
    return NONE;
  }
  return text.includes(':') && URL.canParse(`http://[${text}]/`) ? new URL(`http://[${text}]/`).hostname.slice(1, -1) : text;
}

/** A duration in its two largest units. */
export function duration(milliseconds) {
  if (absent(milliseconds)) {
    return NONE;
  }
  let left = Math.max(0, Math.floor(milliseconds / 1_000));
  const parts = [];
  for (const [name, seconds] of [['d', 86_400], ['h', 3_600], ['min', 60], ['s', 1]]) {
    const n = Math.floor(left / seconds);
    if (n > 0 || (name === 's' && parts.length === 0)) {
      parts.push(`${n} ${name}`);
    } else if (parts.length > 0) {
      break;
    }
    left -= n * seconds;
    if (parts.length === 2) {
      break;
    }
  }
  return parts.join(' ');
}

/** ORDER_FILLED: Order filled. */
export function words(name) {
  const text = String(name).replaceAll('_', ' ').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const sameDay = (a, b) => a.toDateString() === b.toDateString();
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** Local time of day; includes the date if it is not today. */
export function moment(time, now = new Date()) {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) {
    return NONE;
  }
  return sameDay(at, now) ? clock.format(at) : `${day.format(at)}, ${clock.format(at)}`;
}

/** Always with the date, for details. */
export function exact(time) {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? NONE : at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });
}

/** Tooltip of a time: 2026-11-23 10:15:30.004 UTC. */
export function utc(time) {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? '' : `${at.toISOString().replace('T', ' ').replace('Z', '')} UTC`;
}
