import type { Case } from '../run-case';
import { keeping } from './keeping';
import { picking } from './picking';
import { reading } from './reading';
import { request } from './request';
import { storage } from './storage';
import { surroundings } from './surroundings';
import { upload } from './upload';

export const CASES: Readonly<Record<string, readonly Case[]>> = {
  picking,
  'reading files': reading,
  'keeping files': leavingTraces(keeping),
  storage: leavingTraces(storage),
  surroundings: leavingTraces(surroundings),
  request,
  uploadFile: upload,
};

function leavingTraces(cases: readonly Case[]): Case[] {
  return cases.map((one) => ({ ...one, leavesTraces: true }));
}
