// Changes the config of the home argv[2] by the JSON in argv[3].
import { changeConfig } from '../../../src/store/config.ts'
import { paths } from '../../../src/store/paths.ts'

const [home = '', change = '{}'] = process.argv.slice(2)
await changeConfig(paths(home), JSON.parse(change))
