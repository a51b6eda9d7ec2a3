// What opening the page may cost at most. Owns the numbers, and no way of
// measuring them.
export const BUDGET = {
  /** Page, glue, program and style sheet together, as brotli at its best level. */
  firstLoadBytes: 242_500,
  /**
   * What each view adds to that on a page that opens there, as one file; `later` is what no page opens with, and
   * `rest` all of it, which is fetched when nobody waits. Together with the first load a
   * view should come to 350,000 at most; the conversation is at 372,000, the jobs and the tasks, with their boards, editors and plans, at
   * 405,000.
   */
  viewBytes: {
    now: 79_000, sessions: 88_500, chat: 132_500, cron: 166_000, widgets: 58_500, analytics: 107_000, projects: 60_500, tasks: 162_500, logs: 97_000,
    connection: 77_500, settings: 43_000, later: 93_500, rest: 760_000,
  },
  /** What the demo gateway's worker adds for those who ask for it: its glue and its program, as brotli. */
  demoBytes: 240_000,
  /** What the worker that colours code adds for those who see code: its glue and its program, as brotli. */
  highlightBytes: 60_000,
  /** Requests from opening the page until sessions are listed, or a conversation is there, the socket included. */
  requests: 12,
  /** Calls that go out before a conversation is there, connect included; 8 are promised. */
  calls: 14,
};
