import { nodeWx } from '../../dev/wx/node/node-wx';
import { describeContract, runHere } from './contract';
import { QUOTA } from './files';

describeContract(
  "Node's wx",
  (one, outside) => {
    const picks: (string[] | undefined)[] = [];
    const wx = nodeWx({ picks, dir: outside.dir, quota: QUOTA });
    return runHere(one, wx, outside, { willPick: (files) => picks.push(files) });
  },
  {
    background: 'a Node process has none',
    'network changes': 'a Node process gets no such events',
  },
);
