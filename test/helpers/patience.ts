/**
 * How long a test waits for what must come, ms. A busy machine may be slow, so it is long; what never comes must still
 * end the test.
 */
export const PATIENCE_MS = 120_000
/** For a test of several such waits, ms. */
export const TEST_MS = 360_000
