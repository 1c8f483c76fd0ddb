import { announce, fill, h } from './dom.js';
import { IdleTimer } from './idle.js';
import { signIn } from './session.js';
import { themeSwitch } from './theme.js';
import { VIEWS, firstView, viewAt } from './views.js';
import { signInForm } from './views/sign-in.js';
import { levelMark } from './parts/level.js';
import { problemNote } from './parts/problem.js';
import { Watch } from './watch.js';

const at = id => document.getElementById(id);
const main = at('main');

let session = null;
let watch = null;
let leave = () => {};
let showing = 0;
const idle = new IdleTimer(() => {
  signOut();
  announce('You were signed out: the page was not used for 30 minutes.', 'failed');
});

themeSwitch(at('theme'));
at('sign-out').addEventListener('click', () => signOut());
addEventListener('hashchange', () => session && show());
// A page in the back/forward cache would keep its stream open, and a browser allows only six connections per server.
addEventListener('pagehide', () => {
  leave();
  watch?.close();
});
addEventListener('pageshow', event => event.persisted && location.reload());
askForKey();

function askForKey(problem) {
  document.body.classList.add('outside');
  at('shell').hidden = true;
  document.title = 'Sign in · Marketbell';
  fill(main, signInForm({ problem, onKey: async key => {
    // load the view while the user is being determined; the result is discarded if the user may not see it
    (viewAt(location.hash) ?? VIEWS[0]).load().catch(() => {});
    enter(await signIn(key, refused));
  } }));
}

function enter(who) {
  session = who;
  idle.start();
  document.body.classList.remove('outside');
  at('shell').hidden = false;
  fill(at('who'), h('strong', {}, who.user), h('span', {}, `${who.roles.join(', ')} · ${who.tier} tier`));
  fill(at('nav'), VIEWS.filter(view => who.can(view.role))
    .map(view => h('li', {}, h('a', { href: `#/${view.name}`, 'data-view': view.name }, view.title))));
  if (who.can('operator')) {
    watch = new Watch(who.api);
    watch.listen(({ summary, lost }) => {
      at('level').hidden = false;
      fill(at('level'), lost ? levelMark('unknown') : levelMark(summary.level));
    });
  }
  show();
}

function signOut(problem) {
  leave();
  leave = () => {};
  idle.stop();
  watch?.close();
  watch = null;
  session = null;
  showing++;
  at('level').hidden = true;
  askForKey(problem);
}

/** The key was revoked or is unknown to the server. */
function refused() {
  if (session) {
    signOut();
    announce('You were signed out: the API key is no longer valid.', 'failed');
  }
}

async function show() {
  const view = viewAt(location.hash) ?? firstView(session);
  const mine = ++showing;
  leave();
  leave = () => {};
  for (const link of at('nav').querySelectorAll('a')) {
    const here = link.dataset.view === view?.name;
    link.ariaCurrent = here ? 'page' : null;
    if (here) {
      link.scrollIntoView({ block: 'nearest', inline: 'center' });
    }
  }
  if (!view || !session.can(view.role)) {
    return fill(main, notForThem(view));
  }
  document.title = `${view.title} · Marketbell`;
  const place = h('div.view', { id: `view-${view.name}` });
  const heading = h('h1', { tabIndex: -1 }, view.title);
  try {
    const { mount } = await view.load();
    if (mine !== showing) {
      return undefined;
    }
    fill(main, place);
    leave = mount(place, { session, watch, heading }) ?? (() => {});
      scrollTo(0, 0);
    if (mine > 1) {
      heading.focus();
    }
  } catch (problem) {
    fill(main, heading, problemNote(problem));
  }
  return undefined;
}

function notForThem(view) {
  document.title = 'Marketbell';
  const roles = session.roles.join(', ') || 'none';
  return h('div.view', {}, h('h1', { tabIndex: -1 }, view?.title ?? 'No page available'), h('div.empty', {},
    h('p', {}, view ? `This page needs the role ${view.role}.` : 'This key has no role with access to a page.'),
    h('p', {}, `You are signed in as ${session.user}; your roles: ${roles}. An admin can create a key with this role.`)));
}
