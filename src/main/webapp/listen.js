// A client of the public protocol in a few lines: docs/protocol.md. Browsers cannot set headers on a WebSocket, so the
// key goes in the first frame; it is kept nowhere but in the field.
const ROWS = 200;
const state = document.getElementById('state');
const feed = document.getElementById('feed');
let socket;

document.getElementById('connection').addEventListener('submit', event => {
  event.preventDefault();
  socket?.close();
  connect(document.getElementById('key').value);
});

function connect(key) {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const mine = new WebSocket(`${scheme}://${location.host}/ws/v1/notifications`, 'marketbell.v1');
  socket = mine;
  state.textContent = 'Connecting…';
  mine.onopen = () => send({ method: 'auth', params: { api_key: key }, req_id: 1 });
  mine.onmessage = message => receive(JSON.parse(message.data));
  mine.onclose = event => {
    if (socket === mine) {
      state.textContent = `Closed: ${event.reason || 'connection lost'} (${event.code}).`;
    }
  };
}

function send(frame) {
  socket.send(JSON.stringify(frame));
}

function receive(frame) {
  if (frame.method === 'auth' && frame.success) {
    state.textContent = `Connected as ${frame.result.user}.`;
    send({ method: 'subscribe', params: { snapshot: true }, req_id: 2 });
  } else if (frame.success === false) {
    state.textContent = `${frame.error.title}: ${frame.error.detail ?? ''}`;
  } else if (frame.channel === 'notifications') {
    frame.data.forEach(show);
  }
}

function show(notification) {
  const row = feed.insertRow(0);
  row.className = notification.priority;
  const time = new Date(notification.time);
  const cells = [time.toLocaleTimeString(), notification.type, notification.instrument ?? notification.broker ?? '',
    notification.body ? JSON.stringify(notification.body) : ''];
  for (const text of cells) {
    row.insertCell().textContent = text;
  }
  row.cells[0].title = notification.time;
  while (feed.rows.length > ROWS) {
    feed.deleteRow(-1);
  }
}
