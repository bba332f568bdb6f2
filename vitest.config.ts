import { defineConfig } from 'vitest/config'
import { PATIENCE_MS, TEST_MS } from './test/helpers/patience.ts'

// unit: the sources, in-process. journeys: the built product with real processes. soak: the same for long, run
// by hand. real: the real CLIs.
const PATIENCE = { poll: { timeout: PATIENCE_MS } }

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
          testTimeout: TEST_MS,
          hookTimeout: TEST_MS,
        },
      },
      {
        test: {
          name: 'journeys',
          expect: PATIENCE,
          include: ['test/journeys/**/*.test.ts'],
          testTimeout: TEST_MS,
          hookTimeout: TEST_MS,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'soak',
          expect: PATIENCE,
          include: ['test/soak/**/*.test.ts'],
          testTimeout: 3_600_000,
          hookTimeout: TEST_MS,
          maxWorkers: 1,
        },
      },
      {
        test: {
          name: 'real',
          expect: PATIENCE,
          include: ['test/real/**/*.test.ts'],
          testTimeout: TEST_MS,
          hookTimeout: TEST_MS,
          // They wait more than they work; only the starts of some keep a processor busy.
          maxWorkers: 2,
        },
      },
    ],
  },
})
