import type { Random } from '../image/image-id';
import { startTimer, type Timer } from '../wx/timer';
import { createImageKeeper, type ImageKeeper, type KeeperApi } from './image-keeper';
import { createQueueRecord, type QueueRecord, type RecordApi } from './queue-record';
import { createSurroundings, type Surroundings, type SurroundingsApi } from './surroundings';

/** All that the queue needs from outside. */
export interface QueueEdges {
  keeper: ImageKeeper;
  record: QueueRecord;
  surroundings: Surroundings;
  timer: Timer;
  random: Random;
}

/** As WeChat gives it. */
export function wxEdges(api: KeeperApi & RecordApi & SurroundingsApi = wx): QueueEdges {
  return {
    keeper: createImageKeeper(api),
    record: createQueueRecord(api),
    surroundings: createSurroundings(api),
    timer: startTimer,
    random: Math.random,
  };
}
