/** A command of package.json, as `npm run help` shows it. */
export interface CommandLine {
  /** As typed. */
  command: string;
  /** What it does, in one line. */
  does: string;
}

export interface CommandGroup {
  /** Who needs these commands. */
  title: string;
  commands: readonly CommandLine[];
}

/** Every command of package.json, by who needs it. A test compares the list with package.json. */
export const COMMAND_GROUPS: readonly CommandGroup[] = [
  {
    title: 'Try it',
    commands: [
      { command: 'npm start', does: 'runs the mini-program in a browser, with a backend and a local OSS' },
      { command: 'npm run oss', does: 'runs the local OSS alone' },
      { command: 'npm run server', does: 'runs the policy backend alone, from its sources' },
      { command: 'npm run help', does: 'shows this list' },
    ],
  },
  {
    title: 'Use your own backend and bucket',
    commands: [
      { command: 'npm run doctor', does: 'checks a policy backend and its bucket' },
      { command: 'npm run bucket:setup', does: 'sets up CORS, public access and clean-up rules of a bucket' },
      { command: 'npm run build:server', does: 'bundles the policy backend into one file, .build/server.js' },
    ],
  },
  {
    title: 'Release a mini-program',
    commands: [
      { command: 'npm run package', does: "compiles with WeChat's own compiler, offline, and checks the result" },
      { command: 'npm run mp:preview', does: 'sends a preview to WeChat and prints its QR code' },
      { command: 'npm run mp:upload', does: 'uploads a development version to WeChat' },
      { command: 'npm run build:npm', does: 'builds the npm package for other mini-programs' },
      { command: 'npm run example:taro', does: 'builds the Taro example with that package, and checks it' },
    ],
  },
  {
    title: 'Work on this project',
    commands: [
      { command: 'npm test', does: 'runs lint, the type check and all tests, as CI does' },
      { command: 'npm run lint', does: 'checks style and common mistakes' },
      { command: 'npm run format', does: 'formats the code and applies automatic lint fixes' },
      { command: 'npm run types', does: 'checks the types' },
      { command: 'npm run docs', does: 'generates documents from the sources' },
      { command: 'npm run chaos', does: 'uploads a thousand pictures while injecting every known fault' },
      { command: 'npm run bench', does: 'runs benchmarks, compared with other upload clients' },
      { command: 'npm run screenshots', does: 'takes screenshots of the page in each of its states' },
    ],
  },
];
