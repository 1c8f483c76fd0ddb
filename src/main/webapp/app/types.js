/** Notification types for forms: required fields and typical body members. See docs/reference/protocol.md. */
const ORDER = ['order_id', 'side', 'price', 'quantity', 'leaves_quantity', 'submitted_at'];

export const TYPES = [
  { name: 'ORDER_ACCEPTED', durable: true, needs: ['recipients'], body: ORDER },
  { name: 'ORDER_FILLED', durable: true, needs: ['recipients'], body: ORDER },
  { name: 'ORDER_CANCELLED', durable: true, needs: ['recipients'], body: ORDER },
  { name: 'ORDER_REJECTED', durable: true, needs: ['recipients'], body: [...ORDER, 'reason'] },
  { name: 'PRICE_UPDATE', durable: false, needs: ['instrument'], body: ['price'] },
  { name: 'PRICE_ALERT', durable: true, needs: ['recipients', 'instrument'], body: ['price', 'rule'] },
  { name: 'RISK_ALERT', durable: true, needs: ['recipients'], body: ['exposure', 'profit', 'text'] },
  { name: 'POSITION_UPDATE', durable: false, needs: ['recipients', 'instrument'], body: ['quantity', 'price', 'profit'] },
  { name: 'POSITION_CLOSED', durable: true, needs: ['recipients', 'instrument'], body: ['quantity', 'price', 'profit'] },
  { name: 'BROKER_STATUS', durable: false, needs: ['broker'], body: ['status', 'text'] },
  { name: 'BROKER_ERROR', durable: true, needs: ['broker'], body: ['error'] },
  { name: 'SYSTEM_NOTICE', durable: true, needs: [], body: ['text'] },
];

export const PRIORITIES = ['LOW', 'NORMAL', 'HIGH', 'CRITICAL'];

/** Category of a type, used for its colour: order, price, risk, position, broker, system. */
export function family(type) {
  return type.startsWith('PRICE') ? 'price' : type.split('_')[0].toLowerCase();
}

/** One-line summary of a notification. */
export function gist({ type, body = {} }) {
  const trade = body.quantity && body.price ? `${body.side ? `${body.side.toLowerCase()} ` : ''}${body.quantity} @ ${body.price}` : body.price;
  const text = body.reason ?? body.text ?? body.error ?? body.rule ?? body.status;
  const left = type === 'ORDER_FILLED' && body.leaves_quantity && body.leaves_quantity !== '0' ? `${body.leaves_quantity} open` : null;
  const filled = body.last_quantity ? `${body.side ? `${body.side.toLowerCase()} ` : ''}${body.last_quantity} @ ${body.last_price}` : trade;
  const profit = body.profit ? `profit ${body.profit}` : null;
  const summary = [filled, left, profit, text, body.order_id].filter(Boolean).join(' · ');
  return summary || Object.entries(body).slice(0, 4).map(([name, value]) => `${name} ${typeof value === 'object' ? '…' : value}`).join(' · ');
}
