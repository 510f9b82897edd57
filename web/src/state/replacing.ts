// SPDX-License-Identifier: Apache-2.0
//
// A post in the place of one that waits for its time. The new one is made before the former goes, so that nothing is lost
// where either fails; what a failure leaves is put right by the next try.

export interface Made {
  id: string;
  undo: () => Promise<unknown>;
}

export interface Former {
  isThere: () => Promise<boolean>;
  remove: () => Promise<boolean>; // false where it is gone already
}

// The former one has been published in the meantime, or thrown away elsewhere.
export class Gone extends Error {}

// The new one is there, and the former may be too.
export class Both extends Error {}

export class Replacing {
  #standing: Made | null = null; // made by a try that could not remove the former

  constructor(private readonly former: Former) {}

  get begun(): boolean { return this.#standing !== null; }

  async with<M extends Made>(make: () => Promise<M>): Promise<M> {
    if (!this.#standing && !(await this.former.isThere())) throw new Gone();
    const made = await make();
    const before = this.#standing;
    this.#standing = made;
    let removed: boolean;
    try {
      if (before && before.id !== made.id) await before.undo(); // what was written then is not meant any more
      removed = await this.former.remove();
    } catch (cause) {
      throw new Both('', { cause });
    }
    // Where an answer was lost before, it was this very replacing that removed it.
    if (!removed && !before) {
      await made.undo();
      this.#standing = null;
      throw new Gone();
    }
    return made;
  }
}
