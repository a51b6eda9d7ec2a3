// What opening the page may cost at most. Owns the numbers, and no way of
// measuring them.
export const BUDGET = {
  /** Page, glue, program and style sheet together, as brotli at its best level. */
  firstLoadBytes: 200_000,
  /** Requests from opening the page until sessions are listed, the socket included. */
  requests: 12,
};
