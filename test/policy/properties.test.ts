import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeCommand } from '../../src/policy/command.ts'
import { ATTACKS } from './attacks.ts'
import { EVERYDAY } from './everyday.ts'

const context = {
  cwd: '/home/me/project',
  home: '/home/me',
  gitConfig: (cwd: string) => (cwd.includes('evil') ? 'core.fsmonitor=./x\n' : ''),
}
const verdict = (command: string) => judgeCommand(command, context).verdict

// Single-line acting commands that end cleanly, to be put into other forms.
const RISKY = [
  'rm f',
  'touch f',
  'sort -o f g',
  'cat .env',
  'echo x > f',
  'unknown-program',
  'curl x.example',
  'git push',
  'find . -delete',
  'sed -i s/a/b/ f',
  'x=1',
  'eval ls',
  'cat ~/.ssh/id_rsa',
]
const FORMS: ((inner: string) => string)[] = [
  (c) => `( ${c} )`,
  (c) => `{ ${c}; }`,
  (c) => `! ${c}`,
  (c) => `time ${c}`,
  (c) => `ls && ${c}`,
  (c) => `${c} || true`,
  (c) => `ls; ${c}`,
  (c) => `ls | ${c}`,
  (c) => `${c} | cat`,
  (c) => `${c} & ls`,
  (c) => `ls\n${c}`,
  (c) => `if ${c}; then ls; fi`,
  (c) => `if true; then ls; elif true; then ${c}; fi`,
  (c) => `if true; then ls; else ${c}; fi`,
  (c) => `while ${c}; do ls; done`,
  (c) => `until false; do ${c}; done`,
  (c) => `for i in a b; do ${c}; done`,
  (c) => `for i in $(${c}); do ls; done`,
  (c) => `case x in a) ls;; *) ${c};; esac`,
  (c) => `case $(${c}) in *) ls;; esac`,
  (c) => `echo $(${c})`,
  (c) => `echo "$(${c})"`,
  (c) => `cat <(${c})`,
  (c) => `echo \${x:-$(${c})}`,
  (c) => `echo \${HOME/$(${c})/x}`,
  (c) => `echo $((1 + $(${c})))`,
  (c) => `[[ -n $(${c}) ]]`,
  (c) => `[ -n "$(${c})" ]`,
  (c) => `cat <<E\n$(${c})\nE`,
  (c) => `cat <<< "$(${c})"`,
  (c) => `ls "$(${c})"*`,
  (c) => `f() { ${c}; }`,
  (c) => `x=$(${c}) ls`,
  (c) => `cat < <(${c})`,
]

describe('the analyser', () => {
  it('never allows a risky command in any compound form, however deep', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...RISKY),
        fc.array(fc.constantFrom(...FORMS), { maxLength: 6 }),
        (risky, forms) => {
          const command = forms.reduce((inner, form) => form(inner), risky)
          expect(verdict(command)).not.toBe('allow')
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('never allows an attack inside of a single compound form', () => {
    const whole = ATTACKS.filter((a) => !/\n|#|<<|\\$/.test(a))
    fc.assert(
      fc.property(fc.constantFrom(...whole), fc.constantFrom(...FORMS), (attack, form) => {
        expect(verdict(form(attack))).not.toBe('allow')
      }),
      { numRuns: 3_000 },
    )
  })

  it('never allows a flag that no table knows', () => {
    const careful = [
      'sort f',
      'uniq f',
      'find .',
      'sed p f',
      'rg x',
      'fd x',
      'git log',
      'git diff',
      'tree',
      'date',
      'tar tf a',
      'docker ps',
      'kubectl get pods',
      'npm ls',
      'gh pr list',
      'base64 f',
      'iconv f',
      'journalctl',
      'systemctl status',
      'jq . f',
      'yq . f',
      'xxd f',
      'go list',
      'pip list',
    ]
    fc.assert(
      fc.property(fc.constantFrom(...careful), fc.stringMatching(/^[a-z]{3,9}$/), (command, name) => {
        expect(verdict(`${command} --zz${name}`)).not.toBe('allow')
        expect(verdict(`${command} --zz${name}=x`)).not.toBe('allow')
      }),
    )
  })

  it('never allows a program that no table knows', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{2,8}$/), fc.constantFrom(...EVERYDAY), (name, tail) => {
        expect(verdict(`zz${name} ${tail}`)).not.toBe('allow')
        expect(verdict(`./${name}`)).not.toBe('allow')
        expect(verdict(`/tmp/${name}/cat f`)).not.toBe('allow')
      }),
    )
  })

  it('does not mind how a name is quoted', () => {
    const quoted = fc.constantFrom(
      'rm',
      '"rm"',
      "'rm'",
      'r""m',
      "r''m",
      '\\rm',
      'r\\m',
      "$'rm'",
      '$"rm"',
      'r\\\nm',
      '/bin/rm',
      '{rm,-f}',
    )
    fc.assert(
      fc.property(quoted, (name) => {
        expect(verdict(`${name} f`)).not.toBe('allow')
      }),
    )
  })

  it('stops at its node budget on anything nested or repeated ten thousand times', () => {
    const many = 10_000
    const long = [
      'echo ' + '$('.repeat(many) + ')'.repeat(many),
      '('.repeat(many) + 'ls' + ')'.repeat(many),
      '{ '.repeat(many) + 'ls' + '; }'.repeat(many),
      'echo ' + '"$('.repeat(many) + ')"'.repeat(many),
      'echo ' + '`'.repeat(many),
      'echo ' + '${x:-'.repeat(many) + '}'.repeat(many),
      'echo $((' + '('.repeat(many) + '1' + ')'.repeat(many) + '))',
      '[[ ' + '( '.repeat(many) + 'a' + ' )'.repeat(many) + ' ]]',
      '! ( '.repeat(many) + 'ls' + ')'.repeat(many),
      'if '.repeat(many) + 'ls',
      'echo ' + '{a,'.repeat(many) + 'b' + '}'.repeat(many),
      'cat <(' + '<('.repeat(many),
      'case x in x) '.repeat(many) + 'ls' + ' ;; esac'.repeat(many),
      'while '.repeat(many) + 'ls',
      'for i in a; do '.repeat(many) + 'ls',
      'cat ' + '<<E '.repeat(many),
    ]
    // Cut to what the length limit lets through, so that the parser and the budget are what answers.
    for (const text of long)
      for (const command of [text, text.slice(0, 9_999), shortened(text)])
        expect(verdict(command)).toBe('ask')
  })

  it('says that it gave up when there are more nodes than its budget', () => {
    const { verdict, reasons } = judgeCommand('ls;'.repeat(3_000), context)
    expect({ verdict, text: reasons.at(-1)?.text }).toEqual({
      verdict: 'ask',
      text: 'the command is too involved to analyse',
    })
  })

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({
          maxLength: 200,
          unit: fc.constantFrom(...'ab $(){}[]<>|&;"\'`\\\n*?~=!#-/.0'.split('')),
        }),
        (text) => {
          expect(['allow', 'ask', 'deny']).toContain(verdict(text))
        },
      ),
      { numRuns: 3_000 },
    )
  })
})

/** The same nesting at a depth that the length limit accepts: half of the openings, with their closings. */
function shortened(text: string): string {
  const half = Math.floor(text.length / 2)
  return text.slice(half - 2_000, half + 2_000)
}
