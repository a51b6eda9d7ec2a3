// Owns made-up answers in Markdown, of every kind of block that agents write, the same ones every time, each with what of it is to
// be read once it is drawn. Knows no message.

const WORDS = (
  'the release notes say that every session keeps its own transcript while a run goes on and nothing of it is lost when the ' +
  'connection breaks because what was missed is asked for again façade naïve — about'
).split(' ');
const NAMES = ['retry', 'session', 'deltaText', 'history', 'cursor', 'backoff', 'outbox', 'transcript'];
const CODE = [
  ['rust', 'fn fold(text: &mut String, delta: &str) {', '    text.push_str(delta);', '}', '', '#[test]', 'fn what_is_added_stays() {',
    '    assert!(true, "nothing <b>here</b> is HTML & more");', '}'],
  ['js', 'for (const [name, value] of Object.entries(found)) {', '  if (value === undefined) continue;',
    '  console.log(`${name}: ${value * 2}`);', '}', '// **not bold**, [not a link](x)'],
  ['sh', 'make dist', 'node tools/host.mjs --port 8080 | tee log.txt', 'grep -n "error" log.txt || echo none'],
];
/** What may become of a word: how it is written, and what of it is seen. */
const MARKS = [
  (word) => [`**${word} it matters**`, `${word} it matters`],
  (word) => [`*${word}*`, word],
  (word, roll) => [`\`${NAMES[roll(NAMES.length)]}()\``, null],
  (word, roll) => [`[${word} in the guide](https://example.org/guide/${roll(1000)}?part=a&b=2)`, `${word} in the guide`],
];

/** A part of a text: how it is written, and what of it is seen. */
const both = (text) => [text, text];
const join = (parts, glue, shownGlue = glue) => [parts.map(([source]) => source).join(glue), parts.map(([, shown]) => shown).join(shownGlue)];

function phrase(roll, least = 3, more = 5) {
  const parts = Array.from({ length: least + roll(more) }, () => {
    const word = WORDS[roll(WORDS.length)];
    const mark = MARKS[roll(40)];
    if (!mark) return both(word);
    const [source, shown] = mark(word, roll);
    return [source, shown ?? source.slice(1, -1)];
  });
  return join(parts, ' ');
}

function sentences(roll, count) {
  return join(Array.from({ length: count }, () => join([both('It'), phrase(roll, 7, 12), both('done.')], ' ')), ' ');
}

function list(roll, bullet) {
  const items = Array.from({ length: 3 + roll(4) }, (_, at) => {
    const [source, shown] = phrase(roll, 4, 10);
    return [`${bullet(at)} ${source}`, shown];
  });
  return join(items, '\n');
}

function table(roll) {
  const head = join(['name', 'tokens', 'cost'].map(both), ' | ', ' ');
  const rows = Array.from({ length: 3 + roll(4) }, () => join([phrase(roll, 1, 3), both(`${roll(9000)}`), both(`$0.${10 + roll(90)}`)], ' | ', ' '));
  const [source, shown] = join([head, ...rows].map(([source, shown]) => [`| ${source} |`, shown]), '\n');
  return [source.replace('\n', '\n|---|---:|:---:|\n'), shown];
}

function code(roll) {
  const [language, ...lines] = CODE[roll(CODE.length)];
  const text = lines.join('\n');
  return [`\`\`\`${language}\n${text}\n\`\`\``, text];
}

function marked(mark, [source, shown]) {
  return [`${mark} ${source}`, shown];
}

const BLOCKS = [
  (roll) => sentences(roll, 2 + roll(3)),
  (roll) => sentences(roll, 1 + roll(3)),
  (roll) => marked('##', phrase(roll)),
  (roll) => list(roll, () => '-'),
  (roll) => list(roll, (at) => `${at + 1}.`),
  code,
  table,
  (roll) => marked('>', sentences(roll, 1)),
];

/** A Markdown text of at least so many letters that ends in words which are in no other: `{ source, shown }`. */
export function prose(roll, least, ending) {
  const blocks = [sentences(roll, 1)];
  for (let length = blocks[0][0].length, last = -1; length < least; length += blocks.at(-1)[0].length) {
    // Lists beside each other would be one, and so would quotes.
    const next = roll(BLOCKS.length);
    last = next === last || (last > 2 && next > 2) ? 0 : next;
    blocks.push(BLOCKS[last](roll));
  }
  blocks.push(both(ending));
  const [source, shown] = join(blocks, '\n\n');
  return { source, shown };
}

/** What stands on the page is compared without the spaces: blocks have none between them, texts have newlines. */
export const unspaced = (text) => text.replace(/\s+/g, '');
