import { Box, Text } from 'ink'
import { memo, useContext } from 'react'
import { cutLine, type Line } from '../line.ts'
import { Names } from '../term/ledger.ts'
import type { Theme } from '../theme.ts'

/** One row, drawn again only when it changed. */
const Row = memo(function Row({ name }: { name: string }) {
  return <Text>{name}</Text>
})

type RowsProps = { lines: readonly Line[]; cols: number; rows: number; theme: Theme }

/** Lines from top to bottom, filled up or cut to exactly `rows`, none wider than `cols`. */
export function Rows({ lines, cols, rows, theme }: RowsProps) {
  const names = useContext(Names)
  return (
    <Box flexDirection="column" height={rows} flexShrink={0}>
      {Array.from({ length: rows }, (_, y) => (
        // Rows have no other identity than their place. oxlint-disable-next-line react/no-array-index-key
        <Row key={y} name={names.nameOf(theme.paint(cutLine(lines[y] ?? [], cols)))} />
      ))}
    </Box>
  )
}
