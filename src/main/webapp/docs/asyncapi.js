// Renders /asyncapi.yaml. All content of the page comes from that file
// and is inserted as text.
import { load } from './lib/js-yaml.mjs';

const frames = document.getElementById('frames');

function element(tag, ...children) {
  const made = document.createElement(tag);
  made.append(...children.filter((child) => child !== undefined && child !== null));
  return made;
}

function anchored(tag, id, text) {
  const made = element(tag, text);
  made.id = id;
  return made;
}

function paragraphs(text = '') {
  return text.trim().split(/\n\s*\n/).map((part) => element('p', part.replaceAll('\n', ' ')));
}

function table(heads, rows) {
  const head = element('tr', ...heads.map((text) => {
    const cell = element('th', text);
    cell.scope = 'col';
    return cell;
  }));
  const body = rows.map((row) => element('tr', ...row.map((cell) => element('td', cell ?? ''))));
  const scrolling = element('div', element('table', element('thead', head), element('tbody', ...body)));
  scrolling.className = 'table';
  scrolling.tabIndex = 0;
  return scrolling;
}

function resolver(document) {
  return function resolve(node) {
    if (!node?.$ref) {
      return node;
    }
    const found = node.$ref.slice(2).split('/').reduce((at, step) => at[step.replaceAll('~1', '/')], document);
    const { $ref, ...beside } = node;
    return { ...resolve(found), ...beside };
  };
}

function typeOf(schema) {
  if (schema.const !== undefined) {
    return JSON.stringify(schema.const);
  }
  if (schema.enum) {
    return schema.enum.join(', ');
  }
  return [schema.type].flat().join(' or ') || 'any';
}

/** The fields of a frame; nested fields follow with their path. */
function fields(schema, resolve, path = '') {
  return Object.entries(schema.properties ?? {}).flatMap(([name, given]) => {
    const field = resolve(given);
    const items = field.items && resolve(field.items);
    const at = path + name;
    const row = [
      element('code', at),
      items && !items.properties ? `array of ${typeOf(items)}` : typeOf(field),
      schema.required?.includes(name) ? 'yes' : 'no',
      field.description,
    ];
    return [row, ...fields(field, resolve, `${at}.`), ...(items ? fields(items, resolve, `${at}[].`) : [])];
  });
}

function message(given, resolve) {
  const shown = resolve(resolve(given));
  const examples = (shown.examples ?? []).flatMap((example) => [
    example.summary ? element('h4', example.summary) : null,
    element('pre', element('code', JSON.stringify(example.payload, null, 1).replaceAll(/\n\s*/g, ' '))),
  ]);
  return [
    anchored('h3', shown.title.replaceAll(' ', '-'), shown.title),
    ...paragraphs(shown.summary),
    ...examples,
    table(['field', 'type', 'required', 'meaning'], fields(resolve(shown.payload), resolve)),
  ];
}

function operations(document, action) {
  return Object.values(document.operations).filter((operation) => operation.action === action);
}

function all(lists, resolve) {
  const once = new Map(lists.flat().map((given) => [resolve(given).title, given]));
  return [...once.values()].flatMap((given) => message(given, resolve));
}

function render(document) {
  const resolve = resolver(document);
  const channel = document.channels.notifications;
  const limits = channel['x-limits'];
  const heartbeat = channel['x-heartbeat'];
  const handshake = channel['x-handshake'];
  const received = operations(document, 'receive');
  const titles = { connecting: 'Connecting', requests: 'Requests', answers: 'Responses', events: 'Events', limits: 'Limits', end: 'End of the connection' };
  const contents = element('ul', ...Object.entries(titles).map(([id, text]) => {
    const link = element('a', text);
    link.href = `#${id}`;
    return element('li', link);
  }));
  contents.className = 'contents';
  frames.replaceChildren(
    element('h1', document.info.title),
    contents,
    ...paragraphs(document.info.description),
    anchored('h2', 'connecting', titles.connecting),
    table(['address', 'meaning'], Object.values(document.servers).map((server) => [
      element('code', `${server.protocol}://${server.host}${channel.address}`), server.description])),
    ...paragraphs(channel.description),
    table(['credential', 'how'], Object.values(document.components.securitySchemes).map((scheme) => [
      element('code', scheme.name ?? (scheme.scheme ? 'Authorization: Bearer' : 'auth')), scheme.description])),
    ...paragraphs(handshake.description),
    table(['status', 'meaning', 'what to do'], handshake.answers.map(({ status, meaning, client }) => [
      element('code', String(status)), meaning, client])),
    anchored('h2', 'requests', titles.requests),
    table(['request', 'does'], received.map((operation) => [operation.title, operation.description])),
    ...all(received.map((operation) => operation.messages.map(resolve)), resolve),
    anchored('h2', 'answers', titles.answers),
    ...all(received.map((operation) => operation.reply.messages.map(resolve)), resolve),
    anchored('h2', 'events', titles.events),
    ...all(operations(document, 'send').map((operation) => operation.messages.map(resolve)), resolve),
    anchored('h2', 'limits', titles.limits),
    ...paragraphs(limits.description),
    table(['limit', 'default'], Object.entries(limits).filter(([name]) => name !== 'description')
      .map(([name, value]) => [name.replaceAll('_', ' '), value.toLocaleString('en')])),
    element('h3', `Heartbeat: ${heartbeat.seconds} seconds`),
    ...paragraphs(heartbeat.description),
    anchored('h2', 'end', titles.end),
    table(['close code', 'meaning', 'what to do'], channel['x-close-codes'].map(({ code, meaning, client }) => [
      element('code', String(code)), meaning, client])),
  );
  // scroll to the address fragment now that its target exists
  if (window.location.hash) {
    window.document.getElementById(window.location.hash.slice(1))?.scrollIntoView();
  }
}

try {
  const answer = await fetch('/asyncapi.yaml');
  if (!answer.ok) {
    throw new Error(`the server responded with ${answer.status}`);
  }
  render(load(await answer.text()));
} catch (failure) {
  const text = element('p', `The description cannot be shown: ${failure.message}. Try again, or read `, Object.assign(element('a', '/asyncapi.yaml'), { href: '/asyncapi.yaml' }), '.');
  text.className = 'waiting';
  frames.replaceChildren(text);
}
