// Owns made-up sessions of all kinds, as many as wanted, the same ones every time, and how they change. Knows no socket.
// A row has the fields that a real one has, also those that the page does not read: 1,000 of them are about 1.5 MB.

/** A small generator of numbers, so that every run has the same rows. */
export function dice(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const WORDS = ['Quarterly', 'invoice', 'report', 'holiday', 'backup', 'garden', 'release', 'refund', 'travel', 'meeting', 'budget', 'server'];
const MODELS = [['anthropic', 'claude-sonnet-5'], ['openai', 'gpt-6'], ['google', 'gemini-4'], ['scripted', 'one']];
const STATUS = ['done', 'done', 'done', 'done', 'done', 'failed', 'killed', 'timeout'];

/** What the row at a place is: mostly conversations, some groups, sub-agents, and noise. */
function kindAt(at) {
  if (at === 0) return 'main';
  if (at % 10 === 3) return 'subagent';
  if (at % 10 === 5) return 'group';
  if (at % 20 === 7) return 'cron';
  if (at % 50 === 9) return 'heartbeat';
  return 'direct';
}

function keyAt(at) {
  return { main: 'agent:main:main', cron: `agent:main:cron:job-${at}`, group: `agent:main:telegram:-100${at}` }[kindAt(at)] ?? `agent:main:session-${at}`;
}

export function madeUpRows(count, now = Date.now()) {
  const roll = dice(7);
  return Array.from({ length: count }, (_, at) => {
    const kind = kindAt(at);
    const isRunning = roll(100) === 0;
    const [modelProvider, model] = MODELS[roll(MODELS.length)];
    const updatedAt = now - at * 60_000 - roll(50_000);
    const title = `${WORDS[roll(12)]} ${WORDS[roll(12)]} ${at}`;
    return {
      key: keyAt(at),
      kind: kind === 'group' ? 'group' : 'direct',
      sessionId: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
      agentId: 'main',
      classification: kind,
      isBackground: ['cron', 'heartbeat', 'subagent'].includes(kind),
      ...(kind === 'group' && { channel: 'telegram', groupId: `-100${at}`, chatType: 'group' }),
      ...(kind === 'subagent' && { spawnedBy: keyAt(at - 3), parentSessionKey: keyAt(at - 3), spawnDepth: 1 }),
      ...(roll(4) === 0 && { category: ['Work', 'Home'][roll(2)] }),
      displayName: title,
      derivedTitle: title,
      label: roll(3) === 0 ? title : undefined,
      status: isRunning ? 'running' : STATUS[roll(STATUS.length)],
      hasActiveRun: isRunning,
      activeRunIds: isRunning ? [`run-${at}`] : [],
      startedAt: updatedAt - 30_000,
      endedAt: isRunning ? undefined : updatedAt,
      updatedAt,
      lastInteractionAt: updatedAt,
      lastActivityAt: updatedAt,
      createdAt: updatedAt - 86_400_000,
      modelProvider,
      model,
      thinkingLevel: ['low', 'medium', 'high'][roll(3)],
      thinkingLevels: ['off', 'minimal', 'low', 'medium', 'high'].map((id) => ({ id, label: id })),
      thinkingDefault: 'medium',
      totalTokens: roll(200_000),
      totalTokensFresh: roll(10) > 0,
      contextTokens: 200_000,
      inputTokens: roll(90_000),
      outputTokens: roll(9_000),
      cacheRead: roll(90_000),
      cacheWrite: roll(9_000),
      estimatedCostUsd: roll(5_000) / 1000,
      pinned: at < 3,
      archived: false,
      snapshotAt: now,
      // What follows is not read by the page, and comes all the same.
      deliveryContext: { channel: 'webchat', to: `user-${at}`, accountId: 'default' },
      origin: { label: 'webchat', provider: 'webchat', surface: 'webchat', from: `user-${at}`, to: `user-${at}` },
      skillsSnapshot: { version: 3, resolved: ['files', 'shell', 'browser', 'calendar', 'mail'] },
      systemSent: true,
      abortedLastRun: false,
      sendPolicy: 'allow',
      elevatedLevel: 'off',
      verboseLevel: 'off',
      reasoningLevel: 'off',
      execHost: 'gateway',
      execSecurity: 'allowlist',
      execAsk: 'on-miss',
      responseUsage: 'off',
      compactionCount: roll(5),
      runtimeMs: roll(60_000),
      worktree: { branch: `session/${at}`, path: `/home/somebody/workspaces/main/session-${at}` },
      lastMessagePreview: 'The figures of the last quarter are in the sheet; I have marked what changed and why it did.',
    };
  });
}

/** The same row a moment later: it starts, ends, or has used a little more. */
export function changed(row, roll, now = Date.now()) {
  const turns = roll(10) === 0;
  const hasActiveRun = turns ? !row.hasActiveRun : row.hasActiveRun;
  return {
    ...row,
    hasActiveRun,
    activeRunIds: hasActiveRun ? row.activeRunIds : [],
    status: hasActiveRun ? 'running' : 'done',
    totalTokens: Math.min(200_000, row.totalTokens + roll(500)),
    updatedAt: now,
    lastInteractionAt: now,
    snapshotAt: now,
  };
}
