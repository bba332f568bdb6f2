/** Put in by the bundler (scripts/build.mjs); absent when a test runs from the sources. */
declare const BUILD_ID: string | undefined
declare const VERSION: string | undefined
