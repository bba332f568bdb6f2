import { journeys } from './journeys.ts'
import { opencodeUnderTest } from './support/opencode-cli.ts'

journeys(opencodeUnderTest)
