// A list of sessions as one writes it by hand, without framework, for the app to be measured against: it asks for all of them at once,
// draws the rows in view, takes changes row by row, and searches. Owns all of it but the gateway.
import { connect } from './gateway.js';

const HEIGHT = 48;
const list = document.querySelector('.list');
const rows = list.querySelector('.rows');
const find = document.querySelector('input');

/** By key, as the gateway has them. */
const sessions = new Map();
let shown = [];
let isDue = false;

const cell = (text, name = 'span') => Object.assign(document.createElement(name), { textContent: text });
const titleOf = ({ displayName, label, derivedTitle, key }) => displayName ?? label ?? derivedTitle ?? key;

function row(session) {
  const made = Object.assign(document.createElement('div'), { className: 'row' });
  made.dataset.key = session.key;
  const title = cell('', 'div');
  title.append(cell(titleOf(session)), Object.assign(cell(session.key), { className: 'key' }));
  const at = new Date(session.updatedAt).toLocaleString('en-US', { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
  made.append(title, cell(session.status ?? 'idle'), cell(session.model ?? ''), cell(`${session.totalTokens ?? 0} tokens`), cell(at));
  return made;
}

/** Draws what is in view. */
function draw() {
  const from = Math.max(0, Math.floor(list.scrollTop / HEIGHT) - 5);
  const upto = Math.min(shown.length, Math.ceil((list.scrollTop + list.clientHeight) / HEIGHT) + 5);
  rows.style.paddingTop = `${from * HEIGHT}px`;
  rows.style.paddingBottom = `${(shown.length - upto) * HEIGHT}px`;
  rows.replaceChildren(...shown.slice(from, upto).map(row));
}

/** Finds what is searched for, newest first, and draws it. */
function look() {
  const words = find.value.toLowerCase();
  shown = [...sessions.values()].filter((session) => `${titleOf(session)} ${session.key}`.toLowerCase().includes(words));
  shown.sort((a, b) => b.updatedAt - a.updatedAt);
  list.setAttribute('aria-rowcount', shown.length + 1);
  draw();
}

/** Looks anew with the next frame. */
function soon() {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    look();
  });
}

list.addEventListener('scroll', draw, { passive: true });
find.addEventListener('input', look);
const call = await connect({
  'sessions.changed': ({ sessionKey, session, reason }) => {
    if (session) sessions.set(sessionKey, session);
    else if (reason === 'delete') sessions.delete(sessionKey);
    soon();
  },
});
const { list: all } = await call('sessions.subscribe', { limit: 10_000, includeDerivedTitles: true });
for (const session of all.sessions) sessions.set(session.key, session);
look();
