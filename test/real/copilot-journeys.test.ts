import { journeys } from './journeys.ts'
import { copilotUnderTest } from './support/copilot-cli.ts'

journeys(copilotUnderTest)
