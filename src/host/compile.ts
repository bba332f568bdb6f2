/** By now the screen has been painted: what loads below takes a millisecond. */
const SOON_MS = 100

let isSet = false

/**
 * V8 compiles anew what ran 400 and 3,000 times: the way of a key to its echo, just while somebody types, so that one
 * key in fifty is shown half a millisecond late. From here on after many more; what a flood or a screen runs through
 * passes those counts in its first moments. Not by options at the start: with other ones than it was built with, Node
 * does without the code it has ready, and takes 6 ms longer.
 */
export function compileLater(): void {
  if (isSet) return
  isSet = true
  setTimeout(() => {
    // One that a newer V8 does not know is passed over.
    const { setFlagsFromString } = process.getBuiltinModule('node:v8')
    setFlagsFromString('--invocation-count-for-maglev=20000')
    setFlagsFromString('--invocation-count-for-turbofan=60000')
  }, SOON_MS)
}
