// The guide for contributors against the tree: each of its changes in docs/guide must still apply, be linked, and hold what the guide
// quotes. Compiles nothing, and needs no repository around the tree.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HOME = fileURLToPath(new URL('..', import.meta.url));
const guide = readFileSync(join(HOME, 'CONTRIBUTING.md'), 'utf8');
const diffs = readdirSync(join(HOME, 'docs', 'guide')).filter((name) => name.endsWith('.diff')).map((name) => `docs/guide/${name}`);
const lines = (text) => text.split('\n').map((line) => line.trim()).filter(Boolean);
const faults = [];

// A repository further up would have git look at its own files instead.
const env = { ...process.env, GIT_CEILING_DIRECTORIES: dirname(HOME.replace(/[/\\]$/, '')) };
const tried = (...args) => spawnSync('git', ['apply', '--check', ...args], { cwd: HOME, env, encoding: 'utf8' });

/** What git says against a change; nothing if it applies, or if somebody who tries it has it in the tree. */
function objection(diff) {
  const { status, stderr, error } = tried(diff);
  if (error) return error.message;
  return status && tried('-R', diff).status ? stderr.trim() : '';
}

/** How to write a change anew over what somebody is at: nothing of that gets into it or is lost, and what is written was compiled. */
const remedy = (diff) => `  To write it anew, commit all that you have, since the reset below throws away what is not, then
    git apply --3way ${diff}
    mend by hand what conflicts, and what is counted, as the length of an array
    make lint, until it comes as far as this check
    git add -A && git diff --cached -U1 > ../guide.diff
    git reset --hard
    mv ../guide.diff ${diff}`;

for (const diff of diffs) {
  const why = objection(diff);
  if (why) faults.push(`${diff} does not apply any more:\n${why}\n${remedy(diff)}`);
  if (!guide.includes(`(${diff})`)) faults.push(`${diff} is not linked from CONTRIBUTING.md`);
}

const written = (diff) => readFileSync(join(HOME, diff), 'utf8').match(/^\+(?!\+\+ ).*/gm).map((line) => line.slice(1).trim());
const added = new Set(diffs.flatMap(written));
for (const [, quoted] of guide.matchAll(/```(?:rust|js|css)\n([\s\S]*?)```/g)) {
  for (const line of lines(quoted)) if (!added.has(line)) faults.push(`CONTRIBUTING.md quotes what stands in none of its changes: ${line}`);
}

if (!diffs.length) faults.push('docs/guide holds no change');
for (const fault of faults) console.error(`  ${fault}`);
process.exit(faults.length ? 1 : 0);
