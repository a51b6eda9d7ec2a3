// What opening the page may cost at most. Owns the numbers, and no way of
// measuring them.
export const BUDGET = {
  /** Page, glue, program and style sheet together, as brotli at its best level. */
  firstLoadBytes: 234_500,
  /**
   * What each view adds to that on a page that opens there, as one file. Together with the first load a view should come to 350,000 at
   * most; the jobs and the tasks, with their boards, editors and plans, are at 375,000.
   */
  viewBytes: { now: 70_000, sessions: 84_000, chat: 133_500, cron: 160_500, widgets: 58_500, analytics: 103_500, projects: 60_000, tasks: 157_000, logs: 84_500, connection: 66_500 },
  /** What the demo gateway's worker adds for those who ask for it: its glue and its program, as brotli. */
  demoBytes: 240_000,
  /** What the worker that colours code adds for those who see code: its glue and its program, as brotli. */
  highlightBytes: 60_000,
  /** Requests from opening the page until sessions are listed, the socket included. */
  requests: 12,
};
