import { h } from '../dom.js';

/** Colour is never alone: each level has a word, and a shape of its own (in the style sheet). */
const WORDS = { healthy: 'Healthy', degraded: 'Degraded', unhealthy: 'Unhealthy', unknown: 'No news' };

export function levelMark(level) {
  const known = WORDS[level] ? level : 'unknown';
  return h(`span.level.${known}`, {}, h('span.shape', { 'aria-hidden': 'true' }), WORDS[known]);
}

/** A word with a colour of meaning: good, warn, bad, quiet. */
export function tag(text, kind = 'quiet') {
  return h(`span.tag.${kind}`, {}, text);
}
