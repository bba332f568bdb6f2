import { journeys } from './journeys.ts'
import { geminiUnderTest } from './support/gemini-cli.ts'

journeys(geminiUnderTest)
