import { Box } from 'ink'
import { footerLines } from '../content/footer.ts'
import { header } from '../content/header.ts'
import { peekLines } from '../content/glance.ts'
import { welcomeLines } from '../content/welcome.ts'
import { bodyRows, fits, topRows } from '../layout.ts'
import { line } from '../line.ts'
import type { Screen } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import type { Theme } from '../theme.ts'
import { AskScreen } from './AskScreen.tsx'
import { AuditScreen } from './AuditScreen.tsx'
import { HelpScreen } from './HelpScreen.tsx'
import { ListScreen } from './ListScreen.tsx'
import { LogView } from './LogView.tsx'
import { NewScreen } from './NewScreen.tsx'
import { PaletteScreen } from './PaletteScreen.tsx'
import { Rows } from './Rows.tsx'
import { SearchScreen } from './SearchScreen.tsx'
import { SheetScreen } from './SheetScreen.tsx'
import { StatsScreen } from './StatsScreen.tsx'

/** The whole screen: a row on top, a row at the bottom, and between them what the person looks at. */
export function App({ state, theme }: { state: State; theme: Theme }) {
  const { size, screen } = state
  if (!fits(size))
    return (
      <Rows
        cols={state.size.cols}
        lines={[line('roost: a larger window, please')]}
        rows={size.rows}
        theme={theme}
      />
    )
  const foot = footerLines(state)
  // A sentence of several rows lies over the end of the body: nothing moves for it.
  const rows = bodyRows(size) - (foot.length - 1)
  return (
    <Box flexDirection="column" height={size.rows}>
      <Rows cols={state.size.cols} lines={[header(state)]} rows={topRows(size)} theme={theme} />
      <Box flexDirection="column" height={rows} flexShrink={0} overflow="hidden">
        <Body state={state} screen={screen} theme={theme} />
      </Box>
      <Rows cols={state.size.cols} lines={foot} rows={foot.length} theme={theme} />
    </Box>
  )
}

function Body({ state, screen, theme }: { state: State; screen: Screen; theme: Theme }) {
  switch (screen.at) {
    case 'list':
    case 'away':
      return <ListScreen state={state} theme={theme} />
    case 'peek': {
      const session = state.sessions.get(screen.id)
      const size = { cols: state.size.cols, rows: bodyRows(state.size) }
      if (!session) return <ListScreen state={state} theme={theme} />
      const pane = { ...size, back: screen.back, pan: screen.pan }
      return (
        <Rows
          cols={state.size.cols}
          lines={peekLines(state, session, pane, theme.colour)}
          rows={size.rows}
          theme={theme}
        />
      )
    }
    case 'prompt':
    case 'confirm':
      return <Body state={state} screen={screen.under} theme={theme} />
    case 'palette':
      return <PaletteScreen state={state} palette={screen} theme={theme} />
    case 'audit':
      return <AuditScreen state={state} audit={screen} theme={theme} />
    case 'search':
      return <SearchScreen state={state} search={screen} theme={theme} />
    case 'sheet':
      return <SheetScreen state={state} sheet={screen} theme={theme} />
    case 'welcome':
      return (
        <Rows
          cols={state.size.cols}
          lines={welcomeLines(state, screen)}
          rows={bodyRows(state.size)}
          theme={theme}
        />
      )
    case 'stats':
      return <StatsScreen state={state} screen={screen} theme={theme} />
    case 'ask':
      return <AskScreen state={state} ask={screen} theme={theme} />
    case 'new':
      return <NewScreen state={state} form={screen} theme={theme} />
    case 'log':
      return <LogView state={state} screen={screen} theme={theme} />
    case 'help':
      return <HelpScreen state={state} help={screen} theme={theme} />
  }
}
