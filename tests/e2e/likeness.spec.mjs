// The demo stays true: one story is told to a real gateway and to the demo, and whatever the app reads of the answers and events
// must look the same. Owns the story and what is read (the fields of the types in src/protocol); knows no view.
import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startGateway } from '../lab/gateway.mjs';
import { DemoGateway } from './support/demo.mjs';
import { expect, GATEWAY_STARTS_WITHIN, test } from './support/test.mjs';

const CAPS = ['tool-events', 'approvals', 'exec-approvals', 'session-scoped-events', 'task-suggestions'];

// ---- what is read: paths by where they stand; `=` behind one compares the words themselves, not only their type

const ROW = [
  'key', 'sessionId', 'agentId', 'classification=', 'isBackground=', 'category', 'channel=', 'spawnedBy', 'displayName', 'label', 'derivedTitle',
  'status=', 'hasActiveRun=', 'activeRunIds', 'activeRunIds[]', 'startedAt', 'endedAt', 'updatedAt', 'lastInteractionAt', 'lastRunError',
  'modelProvider', 'model', 'thinkingLevel', 'totalTokens', 'totalTokensFresh=', 'contextTokens', 'inputTokens', 'outputTokens',
  'estimatedCostUsd', 'pinned=', 'archived=', 'snapshotAt',
];
const within = (place, paths) => paths.map((path) => `${place}.${path}`);
const LIST = ['sessions', ...within('sessions[]', ROW), 'totalCount'];
const COMMAND = ['sessionKey', 'command', 'cwd', 'host=', 'agentId', 'toolCallId', 'warningText', 'commandAnalysis.warningLines', 'allowedDecisions'];
const ASKED = ['id', 'createdAtMs', 'expiresAtMs', ...within('request', COMMAND)];
const QUESTION = ['questionId', 'header', 'question', 'options', 'options[].label', 'options[].description', 'multiSelect=', 'isOther=', 'isSecret='];
const QUESTIONED = ['id', 'sessionKey', 'createdAtMs', 'expiresAtMs', ...within('questions[]', QUESTION)];
const PROPOSAL = ['id', 'title', 'tldr', 'prompt', 'cwd', 'sessionKey', 'createdAt'];
const SAID = ['content', 'content[].type=', 'content[].text'];
const STEP = [
  'itemId', 'kind=', 'phase=', 'name=', 'title', 'status=', 'startedAt', 'endedAt', 'delta', 'text', 'toolCallId', 'args', 'isError=', 'message', 'error',
  'partialResult', ...within('partialResult', SAID), 'result', ...within('result', SAID),
];
const PART = ['type=', 'text', 'thinking', 'id', 'name=', 'arguments'];
const MESSAGE = [
  'role=', 'content', ...within('content[]', PART), 'timestamp', 'usage', ...within('usage', ['input', 'output', 'cacheRead', 'cacheWrite', 'cost', 'cost.total']),
  'provider', 'model', 'stopReason=', 'errorMessage', 'toolCallId', 'toolName=', 'isError=', 'idempotencyKey', 'provenance.kind=', 'openclawAbort.origin=',
  ...within('__openclaw', ['id', 'seq', 'runId', 'kind=', 'truncated=', 'media', ...within('media[]', ['fileName=', 'contentType=', 'sizeBytes='])]),
];
const STANDS = [
  'sessionInfo', 'sessionInfo.hasActiveRun=', 'pendingInputs', 'pendingInputs.items', ...within('pendingInputs.items[]', ['runId', 'state=']),
  'inFlightRun', ...within('inFlightRun', ['runId', 'text', 'startedAt']), 'deltaCursor',
];
const PLAN = within('schedule', ['kind=', 'at', 'everyMs', 'anchorMs', 'expr', 'tz', 'staggerMs']);
const BECAME = within('state', [
  'nextRunAtMs', 'runningAtMs', 'lastRunAtMs', 'lastRunStatus=', 'lastError', 'lastDurationMs', 'consecutiveErrors', 'lastDeliveryStatus=', 'lastDeliveryError',
  'scheduleActivatedAtMs', 'autoDisabled',
]);
const JOB = [
  'id', 'name', 'displayName', 'description', 'declarationKey', 'enabled=', 'agentId', ...PLAN, 'sessionTarget=', 'deleteAfterRun=', 'createdAtMs', 'state', ...BECAME,
];
const DECIDED = [
  'wakeMode=', 'payload', ...within('payload', ['kind=', 'message', 'text', 'argv', 'script', 'model', 'thinking', 'timeoutSeconds']),
  'delivery', ...within('delivery', ['mode=', 'channel', 'to']),
];
const RUN = [
  'jobId', 'runAtMs', 'ts', 'status=', 'durationMs', 'error', 'summary', 'runId', 'model', 'usage', 'usage.input_tokens', 'usage.output_tokens', 'usage.total_tokens', 'sessionKey', 'sessionId',
  'deliveryStatus=', 'deliveryError',
];
const SUMS = ['input', 'output', 'cacheRead', 'cacheWrite', 'totalTokens', 'totalCost', 'inputCost', 'cacheReadCost', 'cacheWriteCost', 'missingCostEntries'];
const SPENT = [
  'dailyBreakdown', ...within('dailyBreakdown[]', ['date', ...SUMS]), 'modelUsage', ...within('modelUsage[]', ['provider', 'model', 'count', 'totals', ...within('totals', SUMS)]),
  'dailyModelUsage', ...within('dailyModelUsage[]', ['date', 'provider', 'model', 'tokens', 'cost']), 'toolUsage', 'toolUsage.tools', ...within('toolUsage.tools[]', ['name', 'count']),
  'totalCost', 'missingCostEntries', 'utcQuarterHourTokenUsage', ...within('utcQuarterHourTokenUsage[]', ['date', 'quarterIndex', 'input', 'output', 'cacheRead', 'cacheWrite', 'totalTokens', 'totalCost']),
];
const BACKGROUND = [
  'id', 'kind=', 'status=', 'title', 'agentId', 'sessionKey', 'childSessionKey', 'sourceId', 'createdAt', 'startedAt', 'endedAt', 'updatedAt', 'lastActivity', 'progressSummary',
  'terminalSummary', 'error',
];
const TOTALS = ['input', 'output', 'cacheRead', 'cacheWrite', 'totalTokens', 'totalCost', 'missingCostEntries'];

const READ = {
  hello: [
    'protocol=', 'server.version', 'server.bootId', 'auth.scopes', 'auth.scopes[]', 'policy.tickIntervalMs', 'policy.attachments.maxBytes',
    'policy.attachments.maxImageBytes', 'features.methods', 'features.methods[]',
  ],
  /** What `chat.history` answers to a cursor. */
  delta: ['kind=', 'messages', ...within('messages[].message', MESSAGE), ...STANDS],
  fault: ['code=', 'message', 'details.code=', 'details.reason=', 'details.requestId', 'retryable=', 'retryAfterMs'],
  'sessions.subscribe': within('list', LIST),
  'sessions.list': LIST,
  'sessions.describe': ['session', ...within('session', ROW)],
  'sessions.create': ['key', 'runStarted='],
  'sessions.abort': ['abortedRunId'],
  'sessions.compact': ['compacted=', 'reason'],
  'sessions.usage': [...within('totals', TOTALS), 'cacheStatus.status'],
  /** What `sessions.usage` answers about all sessions. */
  'usage of all': [
    'updatedAt', 'sessions', ...within('sessions[]', ['key', 'sessionId', 'label', 'agentId', 'channel', 'usage', ...within('usage', SPENT)]), 'totals', ...within('totals', SUMS),
    'aggregates', 'aggregates.costDaily', ...within('aggregates.costDaily[]', ['date', ...SUMS]), 'cacheStatus', 'cacheStatus.status=',
  ],
  'usage.cost': ['daily', ...within('daily[]', ['date', ...SUMS]), 'cacheStatus', 'cacheStatus.status'],
  'sessions.usage.timeseries': ['points', ...within('points[]', ['timestamp', 'input', 'output', 'cacheRead', 'cacheWrite', 'totalTokens', 'cost'])],
  'sessions.usage.logs': ['logs', ...within('logs[]', ['timestamp', 'role=', 'content', 'cost'])],
  'sessions.search': ['results', ...within('results[]', ['sessionKey', 'sessionId', 'messageId', 'role=', 'timestamp', 'snippet'])],
  'sessions.groups.list': ['groups', 'groups[].name'],
  'chat.history': ['sessionId', 'kind=', 'messages', ...within('messages[]', MESSAGE), 'hasMore=', 'nextOffset', 'totalMessages', ...STANDS],
  'chat.message.get': ['message', ...within('message', MESSAGE)],
  'commands.list': ['commands', ...within('commands[]', ['name', 'description', 'acceptsArgs'])],
  'models.list': ['models', 'models[].id', 'models[].provider', 'models[].name'],
  'agents.list': ['agents', 'agents[].id', 'agents[].name'],
  'exec.approval.list': within('[]', ASKED),
  'question.list': ['questions', ...within('questions[]', QUESTIONED)],
  'taskSuggestions.list': ['suggestions', ...within('suggestions[]', PROPOSAL)],
  'taskSuggestions.accept': ['key'],
  'system.info': [
    'hostname', 'osLabel', 'nodeVersion', 'pid', 'uptimeMs', 'cpuCount', 'loadAverage', 'loadAverage[]', 'memoryTotalBytes', 'memoryFreeBytes',
    'eventLoop', ...within('eventLoop', ['degraded', 'delayP99Ms', 'utilization']),
  ],
  health: ['ok='],
  'channels.status': ['channelOrder', 'channelLabels'],
  'device.pair.list': ['pending', 'paired'],
  'cron.status': ['enabled='],
  'cron.list': ['jobs', ...within('jobs[]', [...JOB, 'configRevision']), 'total'],
  'cron.get': [...JOB, 'configRevision', ...DECIDED],
  'cron.add': [...JOB, 'configRevision'],
  'cron.run': ['runId', 'reason='],
  'cron.runs': ['entries', ...within('entries[]', RUN), 'total'],
  'tasks.list': ['tasks', ...within('tasks[]', BACKGROUND)],
  'tasks.cancel': ['cancelled=', 'reason'],
  'logs.tail': ['file', 'cursor', 'size', 'lines', 'lines[]', 'truncated=', 'reset=', 'skippedBytes'],
  'event cron': ['action=', 'job', ...within('job', JOB), ...RUN],
  'event sessions.changed': ['sessionKey', 'reason=', ...within('session', ROW)],
  'event session.message': ['sessionKey', ...within('message', MESSAGE), ...within('session', ROW)],
  'event agent': ['sessionKey', 'runId', 'stream=', 'seq', 'ts', ...within('data', STEP)],
  'event chat': ['sessionKey', 'runId', 'state=', 'errorMessage'],
  'event exec.approval.requested': ASKED,
  'event exec.approval.resolved': ['id', 'decision=', 'resolvedBy'],
  'event question.requested': QUESTIONED,
  'event question.resolved': ['id', 'status='],
  'event task': ['action=', 'task', ...within('task', BACKGROUND)],
  'event task.suggestion': ['action=', 'suggestion', ...within('suggestion', PROPOSAL), 'taskId'],
};

/** What is asked and whose answer nobody reads: deeds that count as done when nothing was refused, and signs of life. */
const UNREAD = [
  'device.pair.approve', 'device.pair.reject', 'device.pair.remove', 'device.token.revoke', 'device.token.rotate',
  'cron.remove', 'cron.update', 'chat.inject', 'chat.send', 'exec.approval.resolve', 'question.resolve', 'last-heartbeat', 'sessions.delete', 'sessions.groups.delete', 'sessions.groups.rename', 'sessions.messages.subscribe',
  'sessions.messages.unsubscribe', 'sessions.patch', 'sessions.reset', 'taskSuggestions.dismiss',
];
/** What is heard and is not in the story: ticks and the end come by nobody's deed. */
const UNTOLD = ['tick', 'shutdown'];
/** What plugins bring that the demo does not have: their own stories hold it against a real gateway. */
const OF_PLUGINS = {
  methods: ['plugin.approval.list', 'plugin.approval.resolve', 'workboard.cards.archive', 'workboard.cards.create', 'workboard.cards.delete', 'workboard.cards.list', 'workboard.cards.move', 'workboard.cards.update'],
  events: ['plugin.approval.requested', 'plugin.approval.resolved', 'plugin.workboard.changed'],
  types: ['BoardsTold', 'Board', 'Card', 'Noted', 'Automation', 'CardTold'],
};

/** The types in src/protocol by the places in READ where their fields stand. */
const TYPES = {
  Hello: ['hello.'],
  Server: ['hello.server.'],
  Granted: ['hello.auth.'],
  Policy: ['hello.policy.'],
  AttachmentLimits: ['hello.policy.attachments.'],
  Fault: ['fault.'],
  Details: ['fault.details.'],
  SessionRow: ['sessions.subscribe.list.sessions[].', 'sessions.list.sessions[].', 'sessions.describe.session.', 'event sessions.changed.session.', 'event session.message.session.'],
  SessionsListed: ['sessions.subscribe.list.', 'sessions.list.'],
  SessionsSubscribed: ['sessions.subscribe.'],
  SessionsDescribed: ['sessions.describe.'],
  SessionsCreated: ['sessions.create.'],
  SessionsAborted: ['sessions.abort.'],
  SessionsCompacted: ['sessions.compact.'],
  SessionsUsed: ['sessions.usage.'],
  DaysTold: ['usage.cost.'],
  CacheStatus: ['sessions.usage.cacheStatus.', 'usage.cost.cacheStatus.', 'usage of all.cacheStatus.'],
  UsageTold: ['usage of all.'],
  Aggregates: ['usage of all.aggregates.'],
  Sums: ['usage of all.totals.', 'usage.cost.daily[].', 'usage of all.aggregates.costDaily[].', 'usage of all.sessions[].usage.dailyBreakdown[].', 'usage of all.sessions[].usage.modelUsage[].totals.'],
  CostsTold: ['usage of all.'],
  CostOf: ['usage of all.sessions[].'],
  CostSum: ['usage of all.sessions[].usage.'],
  Spender: ['usage of all.sessions[].'],
  Spent: ['usage of all.sessions[].usage.'],
  ModelSums: ['usage of all.sessions[].usage.modelUsage[].'],
  ModelDay: ['usage of all.sessions[].usage.dailyModelUsage[].'],
  Tools: ['usage of all.sessions[].usage.toolUsage.'],
  Tool: ['usage of all.sessions[].usage.toolUsage.tools[].'],
  Quarter: ['usage of all.sessions[].usage.utcQuarterHourTokenUsage[].'],
  TimeseriesTold: ['sessions.usage.timeseries.'],
  Point: ['sessions.usage.timeseries.points[].'],
  LogsTold: ['sessions.usage.logs.'],
  Said: ['sessions.usage.logs.logs[].'],
  LogsTailed: ['logs.tail.'],
  SessionTotals: ['sessions.usage.totals.'],
  SessionsSearched: ['sessions.search.'],
  SearchHit: ['sessions.search.results[].'],
  SessionsGroupsListed: ['sessions.groups.list.'],
  Group: ['sessions.groups.list.groups[].'],
  ChatHistoried: ['chat.history.'],
  Message: ['chat.history.messages[].', 'delta.messages[].message.', 'chat.message.get.message.', 'event session.message.message.'],
  Notes: ['chat.history.messages[].__openclaw.'],
  Part: ['chat.history.messages[].content[].'],
  Usage: ['chat.history.messages[].usage.'],
  Cost: ['chat.history.messages[].usage.cost.'],
  Provenance: ['chat.history.messages[].provenance.'],
  Stopped: ['chat.history.messages[].openclawAbort.'],
  Media: ['chat.history.messages[].__openclaw.media[].'],
  Standing: ['chat.history.sessionInfo.', 'delta.sessionInfo.'],
  PendingInputs: ['chat.history.pendingInputs.', 'delta.pendingInputs.'],
  Pending: ['chat.history.pendingInputs.items[].', 'delta.pendingInputs.items[].'],
  InFlight: ['chat.history.inFlightRun.', 'delta.inFlightRun.'],
  ChatMessageGot: ['chat.message.get.'],
  CommandsListed: ['commands.list.'],
  SlashCommand: ['commands.list.commands[].'],
  ModelsListed: ['models.list.'],
  Model: ['models.list.models[].'],
  Level: ['models.list.models[].thinkingLevels[].'],
  AgentsListed: ['agents.list.'],
  Agent: ['agents.list.agents[].'],
  Asked: ['exec.approval.list.[].', 'event exec.approval.requested.', 'question.list.questions[].', 'event question.requested.'],
  Analysis: ['exec.approval.list.[].request.commandAnalysis.', 'event exec.approval.requested.request.commandAnalysis.'],
  Question: ['question.list.questions[].questions[].', 'event question.requested.questions[].'],
  Choice: ['question.list.questions[].questions[].options[].', 'event question.requested.questions[].options[].'],
  AskedCommand: ['exec.approval.list.[].request.', 'event exec.approval.requested.request.'],
  QuestionsListed: ['question.list.'],
  SuggestionsListed: ['taskSuggestions.list.'],
  Suggestion: ['taskSuggestions.list.suggestions[].', 'event task.suggestion.suggestion.'],
  Suggested: ['event task.suggestion.'],
  SuggestionAccepted: ['taskSuggestions.accept.'],
  Settled: ['event exec.approval.resolved.', 'event question.resolved.'],
  Features: ['hello.features.'],
  SystemTold: ['system.info.'],
  EventLoop: ['system.info.eventLoop.'],
  HealthTold: ['health.'],
  ChannelsTold: ['channels.status.'],
  DevicePairsListed: ['device.pair.list.'],
  AskingDevice: ['device.pair.list.pending[].'],
  PairedDevice: ['device.pair.list.paired[].'],
  DeviceToken: ['device.pair.list.paired[].tokens[].'],
  Scheduler: ['cron.status.'],
  CronListed: ['cron.list.'],
  Job: ['cron.list.jobs[].', 'cron.get.', 'cron.add.', 'event cron.job.'],
  Plan: ['cron.list.jobs[].schedule.', 'cron.get.schedule.', 'cron.add.schedule.', 'event cron.job.schedule.'],
  JobState: ['cron.list.jobs[].state.', 'cron.get.state.', 'cron.add.state.', 'event cron.job.state.'],
  AutoDisabled: ['cron.list.jobs[].state.autoDisabled.'],
  JobConfig: ['cron.get.'],
  Payload: ['cron.get.payload.'],
  Delivery: ['cron.get.delivery.'],
  CronRunAnswered: ['cron.run.'],
  CronRunsListed: ['cron.runs.'],
  RunEntry: ['cron.runs.entries[].', 'event cron.'],
  Tokens: ['cron.runs.entries[].usage.', 'event cron.usage.'],
  CronChanged: ['event cron.'],
  Features: ['hello.features.'],
  TasksListed: ['tasks.list.'],
  Background: ['tasks.list.tasks[].', 'event task.task.'],
  BackgroundChanged: ['event task.'],
  TaskCancelled: ['tasks.cancel.'],
  SessionsChanged: ['event sessions.changed.'],
  SessionMessage: ['event session.message.'],
  ChatState: ['event chat.'],
  AgentStep: ['event agent.'],
  StepData: ['event agent.data.'],
};

/** Fields that are read and not compared, and why that is well. */
const UNCOMPARED = [
  [/^device\.pair\.list\./, 'no device of the story is paired; the recorded frames hold its shape'],
  [/^hello\.auth\.deviceToken$/, 'a token is for a device, and the demo pairs none'],
  [/^fault\.details\.(expectedProtocol|reloadRequired)$/, 'of another protocol or build, and the story speaks the present one'],
  [/\.thinkingLevels$|thinkingLevels\[\]/, 'which levels there are is the business of each model'],
  [/^(exec\.approval\.list\.\[\]|event exec\.approval\.requested)\.(sessionKey|questions)$/, 'stands there in questions only'],
  [/\.request\.(pluginId|title|description|severity)$/, 'stands there in requests of plugins only'],
  [/^(question\.list\.questions\[\]|event question\.requested)\.request$/, 'stands there in commands only'],
  [/^event exec\.approval\.resolved\.status$|^event question\.resolved\.(decision|resolvedBy)$/, 'a command is decided, a question ends'],
  [/^event cron\.job\.configRevision$/, 'the version of a job stands in answers only'],
  [/autoDisabled\./, 'a job is switched off by the gateway after failures that take it hours'],
  [/^tasks\.list\.nextCursor$|^event task\.taskId$/, 'comes with a ledger that is longer than a page, and when an entry is forgotten'],
  [/^event agent\.data\.replace$/, 'the made-up model takes nothing back'],
];

/**
 * Where pictures of a row are taken while a run comes and goes, what they show is a matter of milliseconds at a real gateway: there
 * only what both show must be of one kind, and be known of the real one.
 */
const IN_PASSING = /event (sessions\.changed (send|participants|agent\.run\.started|start|model|agent\.input\.settled)|session\.message)/;

/** Where they differ, and why that is well. */
const DIFFERENT = [
  [/^give up what waits, 4: chat\.history, pendingInputs\.items\[\]\.state/, 'a real gateway may say so before it has written it down; the next page compares it again'],
  [/^(say more meanwhile|give up what waits): event sessions\.changed|^(say more meanwhile|give up what waits), in this order/, 'pictures of a row while two things are under way'],
  [/^put a question: event (agent|session\.message)/, 'the scripted model reaches the tool through another, and so it is told twice'],
  [/cron-bindings-loaded/, 'a real gateway that was just started tells of its jobs'],
  [/sessions\.changed agent\.input\.settled: only|sessions\.changed (abort|end): only the real/, 'comes when the gateway finds the time, often in the next step; nobody reads it by name'],
  [/^take the job away: event sessions\.changed delete of none/, 'the sessions of its runs go with a job, each told of by its key too'],
  [/sessions\.changed groups of none: only/, 'may be told twice, and then comes late'],
  [/event agent approval resolved/, 'tells once more what exec.approval.resolved tells'],
  [/^fail: event (agent assistant|chat delta): only the demo/, 'the made-up model says a few words before it fails'],
  [/^ask and (allow|deny): event agent (assistant|tool update|item update tool|command_output delta).*: only the demo/, 'the made-up command prints something'],
  [/^ask and (allow|deny): event chat delta: only the demo/, 'and the model says beforehand what it wants'],
];

// ---- the story

/** Steps by name. Each tells what it does, and what must have been heard before the next. */
const STORY = {
  create: async (at) => {
    const { key } = await at.ask('sessions.create', { label: `Likeness ${at.salt}`, model: at.says.first });
    at.key = key;
    await at.ask('sessions.messages.subscribe', { key });
    await at.hears(because('create'));
    await at.ask('sessions.compact', { key });
  },
  'say something': async (at) => {
    await at.say(at.says.plain);
    await at.hears(rowWith(({ status }) => status === 'done'), phase('end'));
  },
  'look around': async (at) => {
    await at.ask('sessions.describe', { key: at.key });
    await at.ask('sessions.list', { limit: 100, includeDerivedTitles: true });
    const { messages } = await at.page(20);
    await at.page(1);
    await at.ask('chat.history', { sessionKey: at.key, limit: 1, offset: 1 });
    await at.ask('chat.history', { sessionKey: 'agent:main:nobody-there', limit: 1 });
    await at.ask('chat.message.get', { sessionKey: at.key, messageId: messages[0].__openclaw.id });
    await at.ask('chat.message.get', { sessionKey: at.key, messageId: randomUUID() });
    await at.ask('commands.list', {});
    await at.since();
    await at.ask('sessions.search', { query: at.says.word, limit: 25, scope: { archived: 'all' } });
    await at.ask('sessions.usage', { key: at.key, range: 'all' });
    for (const method of ['models.list', 'agents.list', 'question.list', 'exec.approval.list', 'sessions.groups.list', 'system.info', 'health', 'channels.status', 'device.pair.list']) await at.ask(method, {});
    // On from before the last line: whether more was written since is a matter of milliseconds.
    const { cursor, lines } = await at.ask('logs.tail', { limit: 2 });
    await at.ask('logs.tail', { cursor: cursor - Buffer.byteLength(lines.at(-1)) - 1, limit: 5000, maxBytes: 1_000_000 });
    await at.ask('logs.tail', { cursor: 999_999_999_999, limit: 2 });
    await at.ask('logs.tail', { cursor: 0, limit: 2, maxBytes: 1_000 });
  },
  'stop it': async (at) => {
    await at.say(at.says.long);
    await at.hears(agent('assistant'));
    await at.since();
    await at.page(1);
    await at.ask('sessions.compact', { key: at.key });
    await at.ask('sessions.abort', { key: at.key });
    await at.hears(rowWith(({ status, hasActiveRun }) => status === 'killed' && !hasActiveRun), phase('error'));
    await at.ask('sessions.abort', { key: at.key });
    await at.page(2);
  },
  'say more meanwhile': async (at) => {
    await at.say(at.says.long);
    await at.hears(agent('assistant'));
    const once = randomUUID();
    await at.say(at.says.plain, once);
    await at.page(1);
    await at.say(at.says.plain, once);
    await at.say('other words', once);
    // Told of a second time: now the run takes it in. Let go before that, it would be a run of its own.
    await at.hearsTwice(because('participants'));
    at.says.letGo();
    await at.hears(state('final', once), phase('end'));
    await at.page(4);
  },
  'give up what waits': async (at) => {
    await at.say(at.says.longer);
    await at.hears(agent('assistant'));
    const once = randomUUID();
    await at.say(at.says.plain, once);
    await at.ask('chat.abort', { sessionKey: at.key, runId: once });
    await at.hears(state('aborted', once));
    await at.page(1);
    await at.ask('chat.abort', { sessionKey: at.key, runId: randomUUID() });
    await at.ask('chat.abort', { sessionKey: at.key });
    await at.hears(rowWith(({ status, hasActiveRun }) => status === 'killed' && !hasActiveRun), phase('error'));
    await at.page(2);
    await at.since();
  },
  'leave a note': async (at) => {
    await at.ask('chat.inject', { sessionKey: at.key, message: 'a note' });
    await at.hears(({ event }) => event === 'session.message');
    await at.page(1);
  },
  'show something': async (at) => {
    const content = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const attachments = [{ type: 'image', mimeType: 'image/png', fileName: 'dot.png', content }];
    await at.ask('chat.send', { sessionKey: at.key, message: at.says.plain, idempotencyKey: randomUUID(), attachments });
    await at.hears(rowWith(({ status }) => status === 'done'), phase('end'));
    await at.page(2);
  },
  propose: async (at) => {
    const proposal = { title: `Likeness ${at.salt}`, tldr: 'It is good for something.', prompt: at.says.plain, cwd: '/tmp', sessionKey: at.key };
    const proposed = ({ event, payload }) => event === 'task.suggestion' && payload.action === 'created';
    const over = (id) => ({ event, payload }) => event === 'task.suggestion' && payload.taskId === id;
    const first = await at.ask('taskSuggestions.create', proposal);
    await at.hears(proposed);
    await at.ask('taskSuggestions.list', {});
    await at.ask('taskSuggestions.dismiss', { taskId: first.taskId });
    await at.hears(over(first.taskId));
    const second = await at.ask('taskSuggestions.create', proposal);
    await at.ask('taskSuggestions.accept', { taskId: second.taskId, mode: 'session' });
    await at.hears(over(second.taskId), rowWith(({ status }) => status === 'done'), phase('end'));
    await at.ask('taskSuggestions.accept', { taskId: second.taskId, mode: 'session' });
    await at.ask('taskSuggestions.accept', { taskId: randomUUID(), mode: 'session' });
    await at.ask('taskSuggestions.list', {});
    await at.page(2);
  },
  'put a question': async (at) => {
    await at.say(at.says.questioning);
    const [{ payload }] = await at.hears(({ event }) => event === 'question.requested');
    await at.ask('question.list', {});
    const [{ questionId, options }] = payload.questions;
    await at.ask('question.resolve', { id: payload.id, answers: { answers: { another: ['x'] } } });
    await at.ask('question.resolve', { id: payload.id, answers: { answers: { [questionId]: [options[0].label] } } });
    await at.ask('question.resolve', { id: payload.id, cancel: true });
    await at.hears(({ event }) => event === 'question.resolved', phase('end'));
  },
  'ask and allow': (at) => at.approve('allow-once'),
  'ask and deny': (at) => at.approve('deny'),
  'add up': async (at) => {
    await at.count();
    await at.ask('usage.cost', { days: 1, mode: 'specific', timeZone: 'UTC', agentScope: 'all' });
    await at.ask('sessions.usage.timeseries', { key: at.key });
    await at.ask('sessions.usage.logs', { key: at.key, limit: 1000 });
  },
  fail: async (at) => {
    await at.say(at.says.failing);
    await at.hears(rowWith(({ status }) => status === 'failed'), phase('error'));
    await at.page(1);
    await at.since();
  },
  rename: (at) => at.patch({ label: `Other ${at.salt}` }),
  pin: (at) => at.patch({ pinned: true }),
  unpin: (at) => at.patch({ pinned: false }),
  'take a model': (at) => at.patch({ model: at.says.model }),
  'give it back': (at) => at.patch({ model: null }),
  group: async (at) => {
    await at.patch({ category: `Group ${at.salt}` });
    await at.ask('sessions.groups.list', {});
    await at.hears(because('groups'));
  },
  'rename the group': async (at) => {
    await at.ask('sessions.groups.rename', { name: `Group ${at.salt}`, to: `Renamed ${at.salt}` });
    await at.hears(because('groups'));
  },
  'delete the group': async (at) => {
    await at.ask('sessions.groups.delete', { name: `Renamed ${at.salt}` });
    await at.hears(because('groups'));
  },
  'put away': (at) => at.patch({ archived: true, expectedSessionId: at.id() }),
  'talk to what was put away': (at) => at.say(at.says.plain),
  'take back': (at) => at.patch({ archived: false, expectedSessionId: at.id() }),
  'take the name back': (at) => at.patch({ label: null }),
  refusals: async (at) => {
    await at.ask('sessions.create', { label: `Taken ${at.salt}` });
    await at.ask('sessions.patch', { key: at.key, label: `Taken ${at.salt}` });
    await at.ask('sessions.patch', { key: at.key, label: '' });
    await at.ask('sessions.patch', { key: at.key, model: 'nobody/nothing' });
    await at.ask('sessions.patch', { key: at.key, archived: true });
    await at.ask('sessions.patch', { key: at.key, archived: true, expectedSessionId: randomUUID() });
    await at.ask('sessions.create', { agentId: 'nobody' });
    await at.ask('sessions.delete', { key: 'agent:main:main' });
    await at.ask('sessions.describe', { key: 'agent:main:nobody-there' });
    await at.ask('sessions.search', { query: 'x', limit: 26 });
    await at.ask('sessions.search', { query: '...', limit: 25 });
    await at.ask('sessions.groups.rename', { name: 'No such group', to: 'Other' });
    await at.ask('exec.approval.resolve', { id: randomUUID(), decision: 'deny' });
    await at.ask('question.resolve', { id: randomUUID(), cancel: true });
    await at.say(' ');
    await at.ask('chat.inject', { sessionKey: 'agent:main:nobody-there', message: 'a note' });
    await at.ask('chat.history', { sessionKey: at.key, cursor: 'x', offset: 1 });
    await at.ask('sessions.abort', {});
    await at.ask('no.such.method', {});
  },
  reset: async (at) => {
    await at.ask('sessions.reset', { key: at.key });
    await at.hears(because('reset'));
    await at.ask('sessions.describe', { key: at.key });
    await at.since();
    await at.page(5);
  },
  'make a job': async (at) => {
    const plan = { kind: 'cron', expr: '0 9 * * 1-5', tz: 'Europe/Berlin' };
    const payload = { kind: 'agentTurn', message: at.says.plain, timeoutSeconds: 60 };
    await at.make({ name: `Job ${at.salt}`, description: 'd', schedule: plan, sessionTarget: 'isolated', wakeMode: 'now', payload, delivery: { mode: 'none' } });
    await at.ask('cron.status', {});
    await at.ask('cron.list', { includeDisabled: true, limit: 200, sortBy: 'name', includeDeliveryPreviews: false });
    await at.ask('cron.get', { id: at.job });
    await at.ask('cron.runs', { id: at.job, limit: 20, offset: 0 });
  },
  'run the job': async (at) => {
    await at.ask('cron.run', { id: at.job, mode: 'due' });
    await at.ask('cron.run', { id: at.job, mode: 'force' });
    await at.hears(cron('finished'), ({ event, payload }) => event === 'task' && payload.task?.status === 'completed');
    await at.ask('cron.runs', { id: at.job, limit: 20, offset: 0 });
    await at.ask('cron.runs', { id: at.job, limit: 20, offset: 0, status: 'error' });
    const { tasks } = await at.ask('tasks.list', { limit: 100 });
    await at.ask('tasks.cancel', { taskId: tasks[0].id });
    await at.ask('tasks.cancel', { taskId: randomUUID() });
    await at.ask('cron.get', { id: at.job });
  },
  'change the job': async (at) => {
    const { configRevision } = await at.ask('cron.get', { id: at.job });
    await at.ask('cron.update', { id: at.job, patch: { name: `Other job ${at.salt}`, payload: { kind: 'agentTurn', message: at.says.plain, model: null } }, expectedConfigRevision: configRevision });
    await at.hears(cron('updated'));
    await at.ask('cron.update', { id: at.job, patch: { name: 'x' }, expectedConfigRevision: configRevision });
    await at.ask('cron.update', { id: at.job, patch: { delivery: { mode: 'announce', channel: null, to: null } } });
    await at.ask('cron.get', { id: at.job });
  },
  'pause the job': async (at) => {
    await at.ask('cron.update', { id: at.job, patch: { enabled: false } });
    await at.hears(cron('updated'));
    await at.ask('cron.get', { id: at.job });
  },
  'take the job away': async (at) => {
    await at.ask('cron.remove', { id: at.job });
    await at.hears(cron('removed'));
    await at.ask('cron.remove', { id: at.job });
    await at.ask('cron.get', { id: at.job });
  },
  'a job that fails': async (at) => {
    const payload = { kind: 'command', argv: ['false'] };
    const plan = { kind: 'every', everyMs: 3_600_000 };
    await at.make({ name: `Command ${at.salt}`, schedule: plan, sessionTarget: 'isolated', wakeMode: 'now', payload, delivery: { mode: 'none' } });
    await at.ask('cron.run', { id: at.job, mode: 'force' });
    await at.hears(cron('finished'));
    await at.ask('cron.runs', { id: at.job, limit: 20, offset: 0 });
    await at.ask('cron.get', { id: at.job });
    await at.ask('cron.remove', { id: at.job });
    await at.hears(cron('removed'));
  },
  'a job that happens once': async (at) => {
    const plan = { kind: 'at', at: new Date(Date.now() + 40 * 86_400_000).toISOString() };
    await at.make({ name: `Once ${at.salt}`, schedule: plan, sessionTarget: 'main', wakeMode: 'now', payload: { kind: 'systemEvent', text: 'x' } });
    await at.ask('cron.get', { id: at.job });
    await at.ask('cron.remove', { id: at.job });
    await at.hears(cron('removed'));
    const bad = { name: 'x', sessionTarget: 'isolated', wakeMode: 'now', payload: { kind: 'agentTurn', message: 'm' } };
    for (const schedule of [{ kind: 'cron', expr: '61 * * * *' }, { kind: 'at', at: 'soon' }, { kind: 'at', at: '2020-01-01T00:00:00Z' }]) await at.ask('cron.add', { ...bad, schedule });
  },
  delete: async (at) => {
    await at.ask('sessions.delete', { key: at.key });
    await at.hears(because('delete'));
    await at.ask('sessions.delete', { key: at.key });
  },
};

const cron = (action) => ({ event, payload }) => event === 'cron' && payload.action === action;
const rowWith = (fits) => ({ event, payload }) => event === 'sessions.changed' && payload.session && fits(payload.session);
const because = (reason) => ({ event, payload }) => event === 'sessions.changed' && payload.reason === reason;
const phase = (phase) => ({ event, payload }) => event === 'sessions.changed' && payload.phase === phase;
const state = (state, run) => ({ event, payload }) => event === 'chat' && payload.state === state && payload.runId === run;
const agent = (stream) => ({ event, payload }) => event === 'agent' && payload.stream === stream;

/** One side of the story: who tells it, what was answered, what was heard. */
class Side {
  salt = randomUUID().slice(0, 8);
  /** By step: `{ place, value }` in the order of asking. */
  answers = {};
  /** By step: the events of this story's session, and those of none. */
  heard = {};
  #talk;
  #step;
  #all = [];
  #from = 0;

  constructor(talk, says) {
    this.#talk = talk;
    this.says = says;
  }

  async tell() {
    this.#step = 'arrive';
    this.answers[this.#step] = [{ place: 'hello', value: this.#talk.hello }];
    await this.ask('sessions.subscribe', { limit: 100, includeDerivedTitles: true });
    for (const [step, does] of Object.entries(STORY)) {
      this.#step = step;
      this.answers[step] = [];
      await this.#listen();
      this.#from = this.#all.length;
      await does(this);
      this.heard[step] = await this.#ours();
    }
  }

  /** Calls a method, and keeps what comes of it. */
  async ask(method, params, place = method) {
    const answer = await this.#talk.call(method, params).then(
      (value) => ({ place, value: this.#ofOurs(method, value) }),
      ({ fault, message }) => ({ place: 'fault', value: fault ?? { message }, method }),
    );
    (this.answers[this.#step] ??= []).push(answer);
    return answer.value;
  }

  /** Of lists only what this story made: the two worlds hold different things otherwise. */
  #ofOurs(method, value) {
    const rows = (list) => ({ ...list, sessions: list.sessions.filter(({ key }) => key === this.key) });
    if (method === 'sessions.list' || (method === 'sessions.usage' && value.sessions)) return rows(value);
    if (method === 'sessions.subscribe') return { ...value, list: rows(value.list) };
    if (method === 'cron.list') return { ...value, jobs: value.jobs.filter(({ id }) => id === this.job) };
    if (method === 'exec.approval.list') return value.filter(({ request }) => request.sessionKey === this.key);
    if (method === 'sessions.groups.list') return { ...value, groups: value.groups.filter(({ name }) => name.includes(this.salt)) };
    if (method === 'tasks.list') return { ...value, tasks: value.tasks.filter(({ sourceId }) => sourceId === this.job) };
    if (method === 'taskSuggestions.list') return { ...value, suggestions: value.suggestions.filter(({ sessionKey }) => sessionKey === this.key) };
    if (method === 'question.list') return { ...value, questions: value.questions.filter(({ sessionKey }) => sessionKey === this.key) };
    return value;
  }

  say(message, idempotencyKey = randomUUID()) {
    return this.ask('chat.send', { sessionKey: this.key, message, idempotencyKey });
  }

  /** Reads the newest messages. */
  async page(limit) {
    const page = await this.ask('chat.history', { sessionKey: this.key, limit });
    this.cursor = page.deltaCursor ?? this.cursor;
    return page;
  }

  /** Reads what came since the last page. */
  since() {
    return this.ask('chat.history', { sessionKey: this.key, cursor: this.cursor }, 'delta');
  }

  /** Asks what all sessions used until the gateway has counted this one, and keeps the last answer. */
  async count() {
    const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const params = { startDate: day(-1), endDate: day(1), mode: 'specific', timeZone: 'UTC', agentScope: 'all', limit: 1_000_000 };
    const ready = async () => {
      const { cacheStatus, sessions } = await this.#talk.call('sessions.usage', params);
      return cacheStatus.status === 'fresh' && Boolean(sessions.find(({ key }) => key === this.key)?.usage);
    };
    await expect.poll(ready, { message: `${this.says.who} counts`, timeout: 60_000 }).toBe(true);
    await this.ask('sessions.usage', params, 'usage of all');
  }

  async patch(change) {
    await this.ask('sessions.patch', { key: this.key, ...change });
    await this.hears(because('patch'));
  }

  /** Makes a job, and hears of it. */
  async make(job) {
    ({ id: this.job } = await this.ask('cron.add', job));
    await this.hears(cron('added'));
  }

  async approve(decision) {
    await this.say(this.says.asking);
    const [{ payload }] = await this.hears(({ event }) => event === 'exec.approval.requested');
    await this.ask('exec.approval.list', {});
    await this.ask('exec.approval.resolve', { id: payload.id, decision });
    await this.hears(rowWith(({ status }) => status === 'done'), phase('end'));
    await this.ask('exec.approval.resolve', { id: payload.id, decision: 'allow-always' });
    await this.page(4);
  }

  /** The id of the session's present life. */
  id() {
    return this.lastRow.sessionId;
  }

  /** Waits until each of these was heard since the step began. */
  async hears(...wanted) {
    let found;
    const check = async () => {
      const events = await this.#ours();
      found = wanted.map((fits) => events.find(fits));
      return found.every(Boolean);
    };
    await expect.poll(check, { message: `${this.says.who}: ${this.#step}`, intervals: [20, 50, 100] }).toBe(true);
    this.lastRow = (await this.#ours()).findLast(({ payload }) => payload.session)?.payload.session ?? this.lastRow;
    return found;
  }

  /** Waits until this was heard a second time since the step began. */
  async hearsTwice(fits) {
    await expect.poll(async () => (await this.#ours()).filter(fits).length, { message: `${this.says.who}: ${this.#step}` }).toBeGreaterThan(1);
  }

  async #listen() {
    this.#all.push(...(await this.#talk.events(this.#all.length)));
  }

  async #ours() {
    const keyOf = ({ sessionKey, request, suggestion } = {}) => sessionKey ?? request?.sessionKey ?? suggestion?.sessionKey;
    const ofJob = { cron: ({ jobId }) => jobId === this.job, task: ({ task }) => task?.sourceId === this.job };
    const mine = ({ event, payload }) => ofJob[event]?.(payload) ?? [undefined, this.key].includes(keyOf(payload));
    await this.#listen();
    return this.#all.slice(this.#from).filter((frame) => `event ${frame.event}` in READ && mine(frame));
  }
}

// ---- the comparison

const typeOf = (value) => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value);

/** All that a path leads to; `[]` goes into a list. */
function at(value, path) {
  let found = [value];
  for (const part of path.replaceAll('[]', '.[]').split('.').filter(Boolean)) {
    found = found.flatMap((value) => (part === '[]' ? (Array.isArray(value) ? value : []) : [value?.[part]]));
  }
  return found;
}

/** What stands at a path: types, or the words themselves. */
function looks(values, path) {
  const isWord = path.endsWith('=');
  const found = values.flatMap((value) => at(value, path.replace('=', '')));
  const look = (value) => (value === undefined ? 'absent' : isWord ? JSON.stringify(value) : typeOf(value));
  return found.length ? [...new Set(found.map(look))].sort() : ['nothing'];
}

const words = (looks) => (Array.isArray(looks) ? looks.join(' or ') : looks);

/** What an event is, in a few words. */
function named({ event, payload }) {
  const what = payload.reason ?? payload.phase ?? payload.state ?? payload.stream ?? payload.action;
  const part = event === 'agent' ? payload.data?.phase : undefined;
  const words = ['event', event, what, part, event === 'agent' && payload.data?.kind, payload.sessionKey || payload.id ? '' : 'of none'];
  return words.filter(Boolean).join(' ');
}

/** Names in the order of their last time. */
const ordered = (names) => [...new Set(names.toReversed())].toReversed();

/**
 * What is told about one run comes in one order, and so do pictures of its row; how these two mix is a matter of milliseconds, and
 * so is when two of the pictures are taken.
 */
const LANES = [/^event sessions\.changed (?!agent\.|participants|groups)/, /^event (agent|chat|exec\.approval\.\w+) /];

/** Samples by place: `step: method` or `step: event`. */
function samples(side) {
  const found = new Map();
  const add = (place, reads, value) => found.set(place, { reads, values: [...(found.get(place)?.values ?? []), value] });
  for (const [step, answers] of Object.entries(side.answers)) {
    answers.forEach(({ place, value, method }, at) => {
      if (place in READ) add(`${step}, ${at + 1}: ${method ? `${method} refused` : place}`, READ[place], value);
    });
  }
  for (const [step, events] of Object.entries(side.heard)) {
    for (const frame of events) add(`${step}: ${named(frame)}`, READ[`event ${frame.event}`], frame.payload);
  }
  return found;
}

function differences(real, demo) {
  const [ours, theirs] = [samples(demo), samples(real)];
  const found = [];
  const compare = (place, path, truth, likeness) => {
    if (String(truth) !== String(likeness)) found.push(`${place}, ${path.replace('=', '')}: the real gateway says ${words(truth)}, the demo ${words(likeness)}`);
  };
  const spoken = new Map();
  for (const { reads, values } of theirs.values()) {
    for (const path of reads) spoken.set(path, [...(spoken.get(path) ?? []), ...values]);
  }
  for (const [place, { reads, values }] of theirs) {
    if (!ours.has(place)) found.push(`${place}: only the real gateway tells it`);
    for (const path of ours.has(place) ? reads : []) {
      const [truth, likeness] = [looks(values, path), looks(ours.get(place).values, path)];
      if (!IN_PASSING.test(place)) compare(place, path, truth, likeness);
      // An empty list is of every kind.
      else if (likeness.some((word) => word !== 'nothing' && !looks(spoken.get(path), path).includes(word))) compare(place, path, truth, likeness);
    }
  }
  for (const place of ours.keys()) if (!theirs.has(place)) found.push(`${place}: only the demo tells it`);
  for (const step of Object.keys(real.heard)) {
    for (const lane of LANES) {
      const [truth, likeness] = [real, demo].map((side) => ordered(side.heard[step].map(named).filter((name) => lane.test(name))));
      const common = (names, others) => names.filter((name) => others.includes(name)).join(', ');
      compare(step, 'in this order', common(truth, likeness), common(likeness, truth));
    }
  }
  return found.filter((line) => !DIFFERENT.some(([known]) => known.test(line)));
}

// ---- the table itself

const PROTOCOL = fileURLToPath(new URL('../../src/protocol', import.meta.url));
const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

/** The source of the protocol without its tests. */
function source() {
  const files = readdirSync(PROTOCOL, { recursive: true }).filter((name) => name.endsWith('.rs'));
  return files.map((name) => readFileSync(join(PROTOCOL, name), 'utf8').split('#[cfg(test)]')[0]).join('\n');
}

/** The fields of every struct that is read, as they stand on the wire: what `reads!` declares. */
function readTypes(text) {
  const found = new Map();
  for (const [, name, body] of text.matchAll(/reads!\s*\{\s*(\w+)\s*\{([^{}]*)\}\s*\}/g)) {
    const fields = body.split(',').flatMap((field) => {
      const [, declared, wire, how] = /^\s*(\w+)(?:\s+as\s+"([^"]+)")?(?:\s*:\s*(\w+))?\s*$/.exec(field) ?? [];
      return declared && how !== 'later' ? [wire ?? camel(declared)] : [];
    });
    found.set(name, fields);
  }
  return found;
}

/** Every place of the table and every step on the way to it. */
function comparedPlaces() {
  const places = Object.entries(READ).flatMap(([place, paths]) => paths.map((path) => `${place}.${path.replace('=', '')}`));
  return new Set(places.flatMap((place) => [...place.matchAll(/(\[\])?(\.|$)/g)].map(({ index }) => place.slice(0, index))));
}

test('what is compared is what the app reads: every method, every event, every field', () => {
  const text = source();
  const [read, compared] = [readTypes(text), comparedPlaces()];
  const methods = [...text.matchAll(/const NAME: &'static str = "([^"]+)"/g), ...text.matchAll(/^ +\w+, "([a-z.]+)"(?:, Duration| \{)/gm)].map(([, name]) => name);
  const asked = [...new Set(methods)].filter((name) => name !== 'connect').sort();
  const spoken = Object.keys(READ).filter((place) => !place.startsWith('event ') && !['hello', 'fault', 'delta', 'usage of all'].includes(place));
  expect([...spoken, ...UNREAD, ...OF_PLUGINS.methods].sort(), 'methods').toEqual(asked);

  const arms = /fn decode\([\s\S]*?\n    \}/.exec(text)[0].matchAll(/^ +((?:"[a-z.]+"(?: \| )?)+) =>/gm);
  const events = [...arms].flatMap(([, names]) => names.split(' | ').map((name) => name.slice(1, -1)));
  const heard = Object.keys(READ).filter((place) => place.startsWith('event ')).map((place) => place.slice(6));
  expect([...heard, ...UNTOLD, ...OF_PLUGINS.events].sort(), 'events').toEqual(events.sort());

  const unplaced = [...read.keys()].filter((name) => !(name in TYPES) && ![...OF_PLUGINS.types, 'Attachment', 'Challenge', 'Ticked'].includes(name));
  expect(unplaced, 'types without a place in the table').toEqual([]);
  const missing = Object.entries(TYPES).flatMap(([type, places]) => {
    expect(read.get(type), type).toBeDefined();
    return places.flatMap((place) => read.get(type).map((field) => place + field)).filter((path) => !compared.has(path));
  });
  expect(missing.filter((path) => !UNCOMPARED.some(([known]) => known.test(path))), 'fields that are read and not compared').toEqual([]);
});

test('the demo answers and tells what a real gateway answers and tells, as far as the app reads it', async ({ page, dashboard }) => {
  test.setTimeout(2 * GATEWAY_STARTS_WITHIN);
  const gateway = await startGateway({ config: { tools: { exec: { host: 'gateway', mode: 'ask' } } } });
  try {
    const rpc = await gateway.rpc({ caps: CAPS });
    const events = [];
    void rpc.event((frame) => void events.push(frame));
    const talk = { hello: rpc.hello, call: (method, params) => rpc.call(method, params), events: async (from) => events.slice(from) };
    const real = new Side(talk, {
      who: 'the real gateway',
      plain: 'hello likeness',
      word: 'likeness',
      long: 'hold:likeness',
      longer: 'hold:likeness-too',
      letGo: () => gateway.model.release('likeness'),
      questioning: 'tool:tool_call {"id":"openclaw:core:ask_user","args":{"questions":[{"id":"room","header":"Room","question":"Which?","options":[{"label":"A","description":"a"},{"label":"B"}]}]}}',
      asking: 'tool:exec {"command":"touch approved"}',
      failing: 'fail please',
      first: 'scripted/one',
      model: 'scripted/two',
    });
    await real.tell();

    const demo = new DemoGateway(page);
    await demo.enter(dashboard);
    const likeness = new Side(await demo.talk({ caps: CAPS }), {
      who: 'the demo',
      plain: 'Notes, please',
      word: 'notes',
      long: 'A long report',
      longer: 'A long report',
      letGo: () => {},
      questioning: 'Which room first?',
      asking: 'Restart the index',
      failing: 'Crash',
      first: 'anthropic/claude-haiku-4-5',
      model: 'openai/gpt-5',
    });
    await likeness.tell();
    expect(differences(real, likeness).join('\n')).toBe('');
  } finally {
    await gateway.dispose();
  }
});
