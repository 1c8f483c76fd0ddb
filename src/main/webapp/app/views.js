/** The views in menu order, with the required role. Each is loaded on first use. */
export const VIEWS = [
  { name: 'overview', title: 'Overview', role: 'operator', load: () => import('./views/overview.js') },
  { name: 'feed', title: 'Live feed', role: 'trader', load: () => import('./views/feed.js') },
  { name: 'connections', title: 'Connections', role: 'operator', load: () => import('./views/connections.js') },
  { name: 'nodes', title: 'Nodes', role: 'operator', load: () => import('./views/nodes.js') },
  { name: 'dead-letters', title: 'Dead letters', role: 'operator', load: () => import('./views/dead-letters.js') },
  { name: 'limits', title: 'Limits', role: 'admin', load: () => import('./views/limits.js') },
  { name: 'keys', title: 'API keys', role: 'admin', load: () => import('./views/keys.js') },
  { name: 'publish', title: 'Publish', role: 'publisher', load: () => import('./views/publish.js') },
];

/** Returns the view for an address such as `#/keys`, or null. */
export function viewAt(hash) {
  const name = hash.replace(/^#\/?/, '').split('?')[0];
  return VIEWS.find(view => view.name === name) ?? null;
}

/** Returns the initial view for a user with these rights. */
export function firstView(session) {
  return VIEWS.find(view => session.can(view.role)) ?? null;
}
