/**
 * Server-Sent Events over fetch, because an EventSource cannot send a credential. The parser has no side effects.
 */

/** Accepts text in chunks of any size; calls back with each event, {event, data, id}. */
export function eventParser(onEvent) {
  let rest = '';
  let event = {};
  const line = text => {
    if (text === '') {
      if (event.data !== undefined) {
        onEvent({ event: event.event ?? 'message', data: event.data, id: event.id });
      }
      event = {};
      return;
    }
    const colon = text.indexOf(':');
    if (colon === 0) {
      return;
    }
    const name = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '');
    event[name] = name === 'data' && event.data !== undefined ? `${event.data}\n${value}` : value;
  };
  return piece => {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop();
    lines.forEach(line);
  };
}

/** Reads an open response to its end. */
export async function readEvents(response, onEvent, onPiece = () => {}) {
  const parse = eventParser(onEvent);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    onPiece();
    parse(value);
  }
}
