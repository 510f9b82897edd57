// SPDX-License-Identifier: Apache-2.0
//
// What was written while the server was not reached: chains of posts, sent in the order in which they were written, each
// with its key, so that nothing is published twice.
import { publishChain } from './chain';

export interface QueuedPost<Post> {
  key: string; // of the request: what is sent twice with one key is published once
  post: Post;
}

export interface Queued<Post> {
  id: string;
  owner: string; // the account that wrote it
  posts: readonly QueuedPost<Post>[];
  after?: string | undefined; // the post that the first of them answers
  savedAt: number;
  triedAt?: number | undefined; // when it was sent for the first time without an answer: it may have arrived
  reason?: string | undefined; // why it is not sent by itself any more
}

export interface Verdict {
  passing: boolean; // a later attempt may succeed
  arrived: boolean; // the server may have taken it all the same
  reason: string;
}

export interface Postman<Post> {
  publish: (post: Post, after: string | undefined, key: string) => Promise<{ id: string }>;
  judge: (error: unknown) => Verdict;
  doubtful: string; // the reason to give when a key is too old to be known to the server
  now: () => number;
  save: (queue: readonly Queued<Post>[]) => void;
}

// The server knows a key for an hour (docs/life-of-a-post.md).
export const KEY_GOOD_MS = 50 * 60_000;

export const isStale = ({ triedAt }: { triedAt?: number | undefined }, now: number): boolean => triedAt !== undefined && now - triedAt > KEY_GOOD_MS;

// Sends what `owner` has in the queue; returns how many posts are out. It stops where the server is not reached: what was
// written later must not overtake. What the server refuses is set aside with the reason, and the next goes on.
export async function deliver<Post>(queue: () => readonly Queued<Post>[], owner: string, postman: Postman<Post>): Promise<number> {
  let sent = 0;
  const change = (id: string, fields: Partial<Queued<Post>> | null): void =>
    postman.save(queue().flatMap((one) => (one.id !== id ? [one] : fields ? [{ ...one, ...fields }] : [])));
  for (const { id } of queue().filter((one) => one.owner === owner && !one.reason)) {
    const item = queue().find((one) => one.id === id);
    if (!item) continue; // thrown away in the meantime
    if (isStale(item, postman.now())) {
      change(id, { reason: postman.doubtful });
      continue;
    }
    const begun = postman.now();
    const { left, error } = await publishChain(item.posts, item.after, ({ post, key }, after) => postman.publish(post, after, key), (rest, after) => {
      sent++;
      change(id, rest.length > 0 ? { posts: rest, after, triedAt: undefined } : null);
    });
    if (left.length === 0) continue;
    const { passing, arrived, reason } = postman.judge(error);
    if (!passing) {
      change(id, { reason, triedAt: undefined });
      continue;
    }
    const tried = queue().find((one) => one.id === id)?.triedAt;
    if (arrived) change(id, { triedAt: tried ?? begun });
    return sent;
  }
  return sent;
}
