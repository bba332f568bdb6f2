/**
 * Text from agents, files and people made harmless for a terminal: control characters, escapes, bidi
 * overrides and invisible characters are what a hostile title or command hides behind.
 */

// C0, DEL, C1; soft hyphen; zero-width and directional marks (UAX #9, CVE-2021-42574); separators; tags;
// variation selectors other than VS16 and interlinear marks. Newline and tab are treated by the callers.
const UNSEEN = // oxlint-disable-next-line no-misleading-character-class -- each is meant alone
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]/gu

// A whole escape sequence: CSI, OSC/DCS/APC/PM/SOS up to its end, or a two-character one (ECMA-48).
const ESCAPE =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\|$)|[ -/]*[0-~])|\u009b[0-?]*[ -/]*[@-~]/gu

/** One line for a row or title: escapes and invisible characters gone, white space folded, at most `max` characters. */
export function cleanLine(text: string, max = 300): string {
  const line = text
    .slice(0, max * 8)
    .replace(ESCAPE, '')
    .replace(/[\t\n\r\u2028\u2029]+/gu, ' ')
    .replace(UNSEEN, '')
    .replace(/ {2,}/g, ' ')
    .trim()
  return line.length > max
    ? `${Array.from(line)
        .slice(0, max - 1)
        .join('')}…`
    : line
}

/** Several lines, escapes and invisible characters gone; newlines stay, tabs become spaces. */
export function cleanText(text: string): string {
  return text.replace(ESCAPE, '').replace(/\r\n?/g, '\n').replace(/\t/g, '    ').replace(UNSEEN, '')
}

/** JSON whose invisible characters are spelled as escapes of its own: it means the same and is safe to look at. */
export function cleanJson(json: string): string {
  return json.replace(UNSEEN, (c) =>
    Array.from({ length: c.length }, (_, i) => `\\u${c.charCodeAt(i).toString(16).padStart(4, '0')}`).join(
      '',
    ),
  )
}

/**
 * What a person must judge, with nothing hidden: each invisible character is spelled out, an escape as
 * `␛[8m`, others as `⟨U+202E⟩`. Newlines stay, tabs become `→   `.
 */
export function reveal(text: string): string {
  return text
    .replace(/\u001b/gu, '␛')
    .replace(/\r\n/g, '\n')
    .replace(/\t/g, '→   ')
    .replace(UNSEEN, (c) => `⟨U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`)
}
