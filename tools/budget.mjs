// What opening the page may cost at most. Owns the numbers, and no way of
// measuring them.
export const BUDGET = {
  /** Page, glue, program and style sheet together, as brotli at its best level. */
  firstLoadBytes: 284_000,
  /**
   * What each view adds that is loaded when somebody opens it, with what it shares with others. A first load with the conversation
   * should be 350,000 in sum and is 398,000.
   */
  viewBytes: { chat: 124_500, cron: 159_000, widgets: 66_000, analytics: 109_500, projects: 67_500, tasks: 116_500, logs: 88_000 },
  /** What the demo gateway's worker adds for those who ask for it: its glue and its program, as brotli. */
  demoBytes: 240_000,
  /** What the worker that colours code adds for those who see code: its glue and its program, as brotli. */
  highlightBytes: 60_000,
  /** Requests from opening the page until sessions are listed, the socket included. */
  requests: 12,
};
