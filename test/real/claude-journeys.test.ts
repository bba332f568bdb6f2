import { journeys } from './journeys.ts'
import { claudeUnderTest } from './support/claude-cli.ts'

journeys(claudeUnderTest)
