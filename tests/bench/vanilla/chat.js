// A chat page as one writes it by hand, without framework, for the app to be measured against: it reads the newest messages, draws
// them, folds what streams in, follows the end, and sends what is typed. Owns all of it but the gateway, in one script on purpose.
// No frame is drawn more than once, finished blocks stand still, and HTML is never parsed.
import { connect, wanted } from './gateway.js';

/** How many messages are drawn. */
const MOST = 80;
/** This close to the end counts as being there. */
const AT_END = 12;

const key = wanted.get('session');
const talk = document.querySelector('.talk');
const field = document.querySelector('textarea');

// Elements.

function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

// Markdown: what stands in a line.

const INLINE = /`([^`]+)`|\*\*(.+?)\*\*|\*([^*]+)\*|\[([^\]]*)\]\(([^)\s]+)\)/;

function words(text) {
  const nodes = [];
  let rest = text;
  for (let found; (found = INLINE.exec(rest)); rest = rest.slice(found.index + found[0].length)) {
    if (found.index > 0) nodes.push(rest.slice(0, found.index));
    const [, code, strong, emphasis, label, to] = found;
    if (code !== undefined) nodes.push(el('code', {}, code));
    else if (strong !== undefined) nodes.push(el('strong', {}, ...words(strong)));
    else if (emphasis !== undefined) nodes.push(el('em', {}, ...words(emphasis)));
    else if (/^(https?|mailto):/.test(to)) nodes.push(el('a', { href: to, target: '_blank', rel: 'noopener noreferrer nofollow', title: to }, ...words(label)));
    else nodes.push(found[0]);
  }
  if (rest) nodes.push(rest);
  return nodes;
}

// Markdown: blocks. Each is `{ from, draw }`: where in the text it begins, and how it becomes an element.

const FENCE = /^```(\S*)\s*$/;
const HEADING = /^(#{1,6})\s+(.*)$/;
const ITEM = /^(\s*)(?:[-*+]|(\d+)[.)])\s+(.*)$/;
/** What may become an item with the next letter. */
const HALF_ITEM = /^\s*(?:[-*+]|\d+[.)]?)\s*$/;
const DELIMITER = /^\s*\|?(\s*:?-+:?\s*\|)+\s*(:?-+:?\s*)?$/;

const isTable = (line, next) => line.includes('|') && next !== undefined && DELIMITER.test(next);
const begins = (line, next) => FENCE.test(line) || HEADING.test(line) || ITEM.test(line) || line.startsWith('>') || isTable(line, next);

function blocks(text) {
  const found = [];
  const lines = text.split('\n');
  const at = [];
  for (let n = 0, from = 0; n < lines.length; from += lines[n].length + 1, n += 1) at.push(from);
  const whileLines = (from, holds) => {
    let n = from;
    while (n < lines.length && holds(lines[n], n)) n += 1;
    return n;
  };
  for (let n = 0; n < lines.length; ) {
    const line = lines[n];
    const from = at[n];
    let draw;
    let match;
    if (line.trim() === '') {
      n += 1;
      continue;
    }
    if ((match = FENCE.exec(line))) {
      const [language, begin] = [match[1], n + 1];
      const end = whileLines(begin, (line) => line.trim() !== '```');
      const inside = lines.slice(begin, end).join('\n');
      draw = () => el('div', { class: 'code' }, el('div', { class: 'code-head' }, language || 'text'), el('pre', {}, el('code', {}, inside)));
      n = end + 1;
    } else if ((match = HEADING.exec(line))) {
      const [, { length }, title] = match;
      draw = () => el(`h${Math.min(6, length + 2)}`, {}, ...words(title));
      n += 1;
    } else if (line.startsWith('>')) {
      const end = whileLines(n, (line) => line.startsWith('>'));
      const inside = lines.slice(n, end).map((line) => line.replace(/^>\s?/, '')).join('\n');
      draw = () => el('blockquote', {}, ...blocks(inside).map((block) => block.draw()));
      n = end;
    } else if (isTable(line, lines[n + 1])) {
      const end = whileLines(n, (line) => line.includes('|'));
      const rows = lines.slice(n, end);
      draw = () => table(rows);
      n = end;
    } else if ((match = ITEM.exec(line))) {
      const numbered = match[2];
      const isHalf = (n) => n === lines.length - 1 && HALF_ITEM.test(lines[n]);
      const isItem = (n) => ITEM.test(lines[n] ?? '') || isHalf(n);
      const end = whileLines(n, (line, n) => isItem(n) || /^\s+\S/.test(line) || (line.trim() === '' && isItem(n + 1)));
      const inside = lines.slice(n, isHalf(end - 1) ? end - 1 : end);
      draw = () => list(inside, numbered);
      n = end;
    } else {
      const end = whileLines(n, (line, at) => line.trim() !== '' && (at === n || !begins(line, lines[at + 1])));
      const inside = lines.slice(n, end).join('\n');
      draw = () => el('p', {}, ...words(inside));
      n = end;
    }
    found.push({ from, draw });
  }
  return found;
}

function list(lines, numbered) {
  const items = [];
  for (const line of lines) {
    const match = ITEM.exec(line);
    if (match && match[1].length < 2) items.push([match[3]]);
    else if (line.trim()) items.at(-1)?.push(line.replace(/^ {1,3}/, ''));
  }
  const drawn = items.map(([first, ...rest]) => el('li', {}, ...words(first), ...blocks(rest.join('\n')).map((block) => block.draw())));
  return numbered === undefined ? el('ul', {}, ...drawn) : el('ol', { start: numbered }, ...drawn);
}

function table([head, delimiter, ...rows]) {
  const cells = (line) => line.trim().replace(/^\||\|$/g, '').split('|').map((cell) => cell.trim());
  const aligns = cells(delimiter).map((cell) => (cell.endsWith(':') ? (cell.startsWith(':') ? 'center' : 'right') : 'left'));
  const row = (line, name) => el('tr', {}, ...cells(line).map((cell, n) => el(name, { align: aligns[n] ?? 'left' }, ...words(cell))));
  return el('div', { class: 'table' }, el('table', {}, el('thead', {}, row(head, 'th')), el('tbody', {}, ...rows.map((line) => row(line, 'td')))));
}

// An answer: its finished blocks, and the last one, which is drawn anew while it grows.

class Answer {
  #words = el('div', { class: 'words' });
  #text = '';
  #frozen = 0;
  #last;

  constructor(run) {
    this.row = el('div', { class: 'row', 'data-key': `r:${run}:0`, 'data-kind': 'text' }, this.#words);
  }

  add(delta) {
    this.#text += delta;
  }

  /** Takes the text as it was written down. */
  become(text) {
    if (text === this.#text) return;
    this.#words.replaceChildren();
    [this.#text, this.#frozen, this.#last] = [text, 0, undefined];
  }

  draw() {
    const tail = blocks(this.#text.slice(this.#frozen));
    if (!tail.length) return;
    const drawn = tail.map((block) => block.draw());
    if (this.#last) this.#last.replaceWith(...drawn);
    else this.#words.append(...drawn);
    this.#last = drawn.at(-1);
    this.#frozen += tail.at(-1).from;
  }

  end({ usage, model }) {
    this.row.append(el('div', { class: 'foot' }, `${usage.input} in · ${usage.output} out · ${model}`));
  }
}

// The conversation.

const answers = new Map();
/** Answers that are other than drawn. */
const changed = new Set();
let isDue = false;
/** The end is followed, until somebody turns away from it. */
let follows = true;

talk.addEventListener('wheel', ({ deltaY }) => (follows &&= deltaY >= 0), { passive: true });
talk.addEventListener('scroll', () => (follows ||= talk.scrollTop >= talk.scrollHeight - talk.clientHeight - AT_END), { passive: true });

function answerOf(run) {
  if (!answers.has(run)) {
    const answer = new Answer(run);
    answers.set(run, answer);
    put(answer.row);
  }
  return answers.get(run);
}

function put(row) {
  talk.append(row);
  while (talk.children.length > MOST) talk.firstChild.remove();
}

const said = (content) => (typeof content === 'string' ? content : content.map((part) => part.text ?? '').join('\n'));

function take(message) {
  if (message.role === 'user') {
    put(el('div', { class: 'row', 'data-key': `u:${message.idempotencyKey}`, 'data-kind': 'said' }, el('div', { class: 'words' }, said(message.content))));
    return draw();
  }
  const { runId: run, id } = message.__openclaw;
  const answer = answerOf(run ?? id);
  answer.become(said(message.content));
  answer.end(message);
  // Nothing more comes of it.
  answers.delete(run ?? id);
  changed.add(answer);
  draw();
}

/** Draws what has changed, with the next frame. */
function draw() {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    for (const answer of changed) answer.draw();
    changed.clear();
    if (follows) talk.scrollTop = talk.scrollHeight;
  });
}

// The gateway.

/** Only what is said in this conversation counts. */
const here = (then) => (payload) => payload.sessionKey === key && then(payload);
const call = await connect({
  'session.message': here(({ message }) => take(message)),
  chat: here(({ state, runId, deltaText }) => {
    if (state !== 'delta') return;
    const answer = answerOf(runId);
    answer.add(deltaText);
    changed.add(answer);
    draw();
  }),
});
const [history] = await Promise.all([call('chat.history', { sessionKey: key, limit: MOST, maxChars: 100_000 }), call('sessions.messages.subscribe', { key })]);
history.messages.forEach(take);

// The composer.

field.disabled = false;
field.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey) return;
  event.preventDefault();
  const message = field.value.trim();
  if (message) call('chat.send', { sessionKey: key, message, idempotencyKey: crypto.randomUUID() });
  field.value = '';
});
