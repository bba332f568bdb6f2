// neo-blessed 0.2.0 and blessed-contrib 4.11.0, as far as the dashboard uses them. Each widget is imported from its
// own file: the package's index would bring maps, pictures and an XML parser along.
declare module 'blessed' {
  /** One of 256, or the terminal's own. */
  export type Hue = number | 'normal'
  import type { Readable, Writable } from 'node:stream'
  export type Style = {
    fg?: string
    bg?: string
    bold?: boolean
    border?: { fg?: string }
    label?: { fg?: string; bold?: boolean }
  }
  export type Options = {
    top?: number
    left?: number
    width?: number
    height?: number
    label?: string
    content?: string
    tags?: boolean
    wrap?: boolean
    border?: { type: 'line'; fg?: string }
    padding?: { left?: number; right?: number; top?: number; bottom?: number }
    style?: Style
  }
  export class Element {
    setContent(text: string): void
    setLabel(label: string): void
    detach(): void
  }
  export class Screen extends Element {
    program: { alternateBuffer(): void; normalBuffer(): void; hideCursor(): void }
    width: number
    height: number
    append(element: Element): void
    render(): void
    key(keys: string[], listener: () => void): void
    on(event: 'resize', listener: () => void): void
    destroy(): void
  }
  export function screen(options: {
    smartCSR: boolean
    fullUnicode: boolean
    warnings: boolean
    title?: string
    terminal: string
    input: Readable
    output: Writable
  }): Screen
  export function box(options: Options): Element
}

declare module 'blessed-contrib/lib/widget/charts/line.js' {
  import type { Element, Hue, Options } from 'blessed'
  export type Series = { title: string; x: string[]; y: number[]; style: { line: Hue } }
  export default class Line extends Element {
    constructor(
      options: Omit<Options, 'style'> & {
        style: {
          line: Hue
          text: Hue
          baseline: Hue
          border?: { fg: string }
          label?: { fg: string }
        }
        xLabelPadding?: number
        xPadding?: number
        numYLabels?: number
        showNthLabel?: number
      },
    )
    setData(series: Series[]): void
  }
}

declare module 'blessed-contrib/lib/widget/donut.js' {
  import type { Element, Hue, Options } from 'blessed'
  export type Ring = { label: string; percent: number; color: Hue }
  export default class Donut extends Element {
    constructor(
      options: Options & {
        radius: number
        arcWidth: number
        spacing: number
        yPadding: number
        remainColor: Hue
        fill: Hue
        data: Ring[]
      },
    )
    setData(rings: Ring[]): void
  }
}

declare module 'blessed-contrib/lib/widget/sparkline.js' {
  import type { Element, Options, Style } from 'blessed'
  export default class Sparkline extends Element {
    constructor(options: Omit<Options, 'style'> & { style: Style & { titleFg: string } })
    setData(titles: string[], values: number[][]): void
  }
}

declare module 'blessed-contrib/lib/widget/table.js' {
  import type { Element, Options } from 'blessed'
  export default class Table extends Element {
    constructor(
      options: Options & {
        interactive: false
        columnSpacing: number
        columnWidth: number[]
        fg: string
      },
    )
    setData(table: { headers: string[]; data: string[][] }): void
  }
}

declare module 'blessed-contrib/lib/widget/log.js' {
  import type { Element, Options } from 'blessed'
  export default class Log extends Element {
    constructor(options: Options & { bufferLength: number; fg?: string })
    log(text: string): void
  }
}
