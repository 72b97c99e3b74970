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
    title: 'To try it',
    commands: [
      { command: 'npm start', does: 'shows the mini-program in a browser, with a backend and a local OSS' },
      { command: 'npm run oss', does: 'runs the local OSS alone' },
      { command: 'npm run server', does: 'runs the policy backend alone, from its sources' },
      { command: 'npm run help', does: 'shows this list' },
    ],
  },
  {
    title: 'With a backend and a bucket of your own',
    commands: [
      { command: 'npm run doctor', does: 'examines a policy backend and its bucket' },
      { command: 'npm run bucket:setup', does: "sets a bucket's CORS rule, public access and clean-up" },
      { command: 'npm run build:server', does: 'bundles the policy backend into one file, .build/server.js' },
    ],
  },
  {
    title: 'To release a mini-program',
    commands: [
      { command: 'npm run package', does: "compiles with WeChat's own compiler, offline, and checks the result" },
      { command: 'npm run mp:preview', does: 'sends a preview to WeChat and draws its QR code' },
      { command: 'npm run mp:upload', does: 'uploads a development version to WeChat' },
      { command: 'npm run build:npm', does: 'builds the npm package for other mini-programs' },
      { command: 'npm run example:taro', does: 'builds the Taro example with that package, and checks it' },
    ],
  },
  {
    title: 'To work on this project',
    commands: [
      { command: 'npm test', does: 'lint, types and all tests, as CI runs them' },
      { command: 'npm run lint', does: 'checks style and common mistakes' },
      { command: 'npm run format', does: 'formats the code, and mends what lint can mend' },
      { command: 'npm run types', does: 'checks the types' },
      { command: 'npm run docs', does: 'writes the documents that are made from the sources' },
      { command: 'npm run chaos', does: 'uploads a thousand pictures while everything goes wrong' },
      { command: 'npm run bench', does: 'measures, beside other upload clients' },
      { command: 'npm run screenshots', does: 'takes pictures of the page in each of its states' },
    ],
  },
];
