/** Version of the npm package, e.g. `0.1.0`. */
export const version = typeof VERSION === 'string' ? VERSION : '0.0.0-source'

/** Package version plus a hash over the sources, e.g. `0.1.0+1a2b3c4d`: two equal ids are the same code. */
export const build = typeof BUILD_ID === 'string' ? BUILD_ID : '0.0.0-source+00000000'

/** Control protocol (client ↔ daemon). A different major cannot talk; a minor only adds. */
export const CONTROL = { major: 1, minor: 1 } as const

/** Host protocol (anyone ↔ host). Additive only: a new daemon must understand a host started a month ago. */
export const HOST_PROTOCOL = 1
