import { h } from '../dom.js';

/** Levels are shown by word and shape (in the style sheet) in addition to colour. */
const WORDS = { healthy: 'Healthy', degraded: 'Degraded', unhealthy: 'Unhealthy', unknown: 'Unknown' };

export function levelMark(level) {
  const known = WORDS[level] ? level : 'unknown';
  return h(`span.level.${known}`, {}, h('span.shape', { 'aria-hidden': 'true' }), WORDS[known]);
}

/** A word with a semantic colour: good, warn, bad, quiet. */
export function tag(text, kind = 'quiet') {
  return h(`span.tag.${kind}`, {}, text);
}
