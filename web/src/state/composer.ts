// SPDX-License-Identifier: Apache-2.0
import type { ScheduledStatus, Status } from '../api/types';
import { Cell } from './cell';

export interface Composition {
  replyTo?: Status;
  edit?: Status;
  quote?: Status;
  scheduled?: ScheduledStatus; // taken back to be written on
  text?: string;
}

// What is being written in the dialog, if anything.
export const composition = new Cell<Composition | null>(null);

export const compose = (what: Composition = {}): void => composition.set(what);
