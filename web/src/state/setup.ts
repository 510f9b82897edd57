// SPDX-License-Identifier: Apache-2.0
//
// The steps of a new server, and which of them are done.
export const STEPS = ['name', 'picture', 'registrations', 'domain', 'announcement', 'invite', 'backups'] as const;
export type Step = (typeof STEPS)[number];

export interface Facts {
  title: string;
  description: string;
  domain: string;
  secure: boolean; // reached by https
  open: boolean; // everybody may sign up
  avatar: string;
  announcements: number;
  people: number;
}

const isOfThisMachine = (domain: string): boolean => /^(localhost|127\.|\[::1\])/.test(domain);

// `marked`: what the owner says is done, of what cannot be seen.
export function stepsDone(facts: Facts, marked: readonly string[]): Set<Step> {
  const seen: Record<Step, boolean> = {
    name: facts.title !== 'Auklet' && facts.description !== '',
    picture: !facts.avatar.includes('/assets/'),
    registrations: !facts.open,
    domain: facts.secure && !isOfThisMachine(facts.domain),
    announcement: facts.announcements > 0,
    invite: facts.people > 1,
    backups: false,
  };
  return new Set(STEPS.filter((step) => seen[step] || marked.includes(step)));
}

export const isOwner = (account: { role?: { name: string } | null } | null): boolean => account?.role?.name === 'Owner';
