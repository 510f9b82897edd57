// SPDX-License-Identifier: Apache-2.0

export interface Chain<P> {
  left: readonly P[]; // what is not published
  after: string | undefined; // the post that the next part answers
  error?: unknown;
}

// Publishes one part after another, each as a reply to the one before, and stops where one fails: a thread with a hole
// would say something else. `onSent` hears after each part what is left, so that nothing is published twice.
export async function publishChain<P>(parts: readonly P[], after: string | undefined, publish: (part: P, after: string | undefined) => Promise<{ id: string }>, onSent: (left: readonly P[], after: string) => void): Promise<Chain<P>> {
  let last = after;
  for (const [index, part] of parts.entries()) {
    try {
      last = (await publish(part, last)).id;
    } catch (error) {
      return { left: parts.slice(index), after: last, error };
    }
    onSent(parts.slice(index + 1), last);
  }
  return { left: [], after: last };
}
