import { createPhone } from '../../dev/wx/phone/phone';
import { describeContract, runHere } from './contract';
import { QUOTA } from './files';

describeContract("the phone's wx", async (one, outside) => {
  const picks: (string[] | undefined)[] = [];
  const phone = createPhone({ picks, dir: outside.dir, quota: QUOTA });
  try {
    return await runHere(one, phone.start(), outside, {
      willPick: (files) => picks.push(files),
      hide: phone.hide,
      show: phone.show,
      goOffline: () => phone.setNetwork('none'),
    });
  } finally {
    phone.kill();
  }
});
