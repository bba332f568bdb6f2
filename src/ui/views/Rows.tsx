import { Box, Text } from 'ink'
import { memo } from 'react'
import type { Line } from '../line.ts'
import type { Theme } from '../theme.ts'

/** One row: a single text node, drawn again only when its text changed. */
const Row = memo(function Row({ text }: { text: string }) {
  // An empty text has no height.
  return <Text wrap="truncate-end">{text === '' ? ' ' : text}</Text>
})

/** Lines from top to bottom, filled up or cut to exactly `rows`. */
export function Rows({ lines, rows, theme }: { lines: readonly Line[]; rows: number; theme: Theme }) {
  return (
    <Box flexDirection="column" height={rows} flexShrink={0}>
      {Array.from({ length: rows }, (_, y) => (
        // Rows have no other identity than their place. oxlint-disable-next-line react/no-array-index-key
        <Row key={y} text={theme.paint(lines[y] ?? [])} />
      ))}
    </Box>
  )
}
