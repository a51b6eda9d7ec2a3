// What opening the page may cost at most. Owns the numbers, and no way of
// measuring them.
export const BUDGET = {
  /** Page, glue, program and style sheet together, as brotli at its best level. */
  firstLoadBytes: 229_900,
  /**
   * What each view adds to that on a page that opens there, as one file, its styles included; `widgets` is what a conversation may need
   * besides, `later` what no page opens with, and `rest` all of it, which is fetched when nobody waits. Together with the first load a view
   * comes to 350,000 at most, but for the jobs and the tasks, with their boards, editors and plans: they are at 398,000.
   */
  viewBytes: {
    now: 89_500, sessions: 89_900, chat: 118_900, cron: 168_300, widgets: 53_000, analytics: 108_000, projects: 60_500, tasks: 163_000, logs: 97_800,
    connection: 78_900, settings: 43_000, later: 101_000, rest: 768_000,
  },
  /** What the demo gateway's worker adds for those who ask for it: its glue and its program, as brotli. */
  demoBytes: 240_000,
  /** What the worker that colours code adds for those who see code: its glue and its program, as brotli. */
  highlightBytes: 60_000,
  /** Requests from opening the page until sessions are listed, or a conversation is there, the socket included. */
  requests: 12,
  /** Calls that go out before a conversation is there, connect included; 8 are promised. */
  calls: 8,
};
