// What `roost demo` shows: what the person seems to have asked, and the steps that follow.
export const SCENARIOS = {
  permission: {
    prompt: 'Write the release notes of 0.1.0 and publish it.',
    steps: [
      'title Publish 0.1.0',
      'say The tests pass. I write the release notes and then publish.',
      'think 900',
      'edit CHANGELOG.md ## 0.1.0',
      'think 700',
      'edit publish.sh touch published.txt && echo "+ agentroost@0.1.0 $*"',
      'think 700',
      'run sh publish.sh --tag latest',
      'say That is done. Anything else?',
    ],
  },
  question: {
    prompt: 'Give the tests a database.',
    steps: [
      'title Set up the test database',
      'say The tests need a database.',
      'think 1200',
      'ask Which database should the tests use?|SQLite: a file, nothing to install|PostgreSQL: what production runs|Both: slower, surer',
      'edit tests/database.txt',
      'say I set it up that way.',
    ],
  },
  fail: {
    prompt: 'Add a region to every account.',
    steps: [
      'title Migrate the accounts table',
      'say I start the migration.',
      'think 900',
      'edit migrations/007_accounts.sql alter table accounts add column region text;',
      'think 900',
      'say The database does not answer: connection refused at 127.0.0.1:5432.',
      'exit 1',
    ],
  },
  plan: {
    prompt: 'How would you split the parser?',
    steps: ['title Split the parser', 'think 600', 'plan # Split the parser', 'say I begin.'],
  },
}
