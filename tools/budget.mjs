// What opening the page may cost at most. Owns the numbers, and no way of
// measuring them.
export const BUDGET = {
  /** Page, glue, program and style sheet together, as brotli at its best level. */
  firstLoadBytes: 236_000,
  /**
   * What each view adds to that on a page that opens there, as one file. Together with the first load a view should come to 350,000 at
   * most; the conversation, whose export brings all that masks secrets, is at 368,000, the jobs and the tasks, with their boards,
   * editors and plans, at 387,000.
   */
  viewBytes: {
    now: 73_500, sessions: 86_500, chat: 131_000, export: 22_500, cron: 164_000, widgets: 58_500, analytics: 106_000, projects: 60_000, tasks: 161_000, logs: 96_000,
    connection: 76_500, settings: 40_000, tell: 29_000,
  },
  /** What the demo gateway's worker adds for those who ask for it: its glue and its program, as brotli. */
  demoBytes: 240_000,
  /** What the worker that colours code adds for those who see code: its glue and its program, as brotli. */
  highlightBytes: 60_000,
  /** Requests from opening the page until sessions are listed, the socket included. */
  requests: 12,
};
