import { journeys } from './journeys.ts'
import { codexUnderTest } from './support/codex-cli.ts'

journeys(codexUnderTest)
