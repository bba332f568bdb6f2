import { defineConfig } from 'vitest/config'

// unit: the sources, in-process. journeys: the built product with real processes. soak: the same for long, run
// by hand. real: the real CLIs.
// A busy machine may be slow; a condition that never holds must still end the test.
const PATIENCE = { poll: { timeout: 20_000 } }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // Screens show the time of day.
          env: { TZ: 'UTC' },
          expect: PATIENCE,
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/journeys/**', 'test/real/**', 'test/soak/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'journeys',
          expect: PATIENCE,
          include: ['test/journeys/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'soak',
          expect: PATIENCE,
          include: ['test/soak/**/*.test.ts'],
          testTimeout: 3_600_000,
          hookTimeout: 60_000,
          maxWorkers: 1,
        },
      },
      {
        test: {
          name: 'real',
          expect: PATIENCE,
          include: ['test/real/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 240_000,
          // They wait more than they work; only the starts of some keep a processor busy.
          maxWorkers: 2,
        },
      },
    ],
  },
})
