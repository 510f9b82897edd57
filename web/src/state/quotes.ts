// SPDX-License-Identifier: Apache-2.0
//
// Posts inside other posts: who may quote, what of a quote is shown, and what its author can take back.
import { api } from '../api/http';
import type { Quote, ApprovalPolicy, Status } from '../api/types';
import { t } from '../i18n';
import { complain, toast } from './actions';
import { instance, keepStatus, me } from './entities';

// Servers that know quotes say so by the version of their API.
export const knowsQuotes = (): boolean => (instance.value?.api_versions?.mastodon ?? 0) >= 7;

export const quotable = ({ quote_approval: approval }: Status): boolean => approval?.current_user === 'automatic' || approval?.current_user === 'manual';

// The post to show, and one that is only shown when asked for.
export function quoteShows({ state, quoted_status, quoted_status_id }: Quote): { shown?: string | undefined; hidden?: string | undefined } {
  const id = quoted_status?.id ?? quoted_status_id ?? undefined;
  if (!id) return {};
  if (state === 'accepted') return { shown: id };
  return state === 'muted_account' || state === 'blocked_account' || state === 'blocked_domain' ? { hidden: id } : {};
}

// Whether the viewer's own post is quoted there, and may be taken out.
export const revocable = ({ account, quote }: Status): boolean =>
  (quote?.state === 'accepted' || quote?.state === 'pending') && quote.quoted_status?.account.id !== undefined && quote.quoted_status.account.id === me.value?.id && account.id !== me.value.id;

export async function revokeQuote({ id, quote }: Status): Promise<void> {
  try {
    keepStatus(await api.post<Status>(`/api/v1/statuses/${quote!.quoted_status!.id}/quotes/${id}/revoke`));
    toast(t('quote.revoked_done'));
  } catch (error) {
    complain(error);
  }
}

export async function setQuotePolicy({ id }: Status, policy: ApprovalPolicy): Promise<void> {
  try {
    keepStatus(await api.put<Status>(`/api/v1/statuses/${id}/interaction_policy`, { quote_approval_policy: policy }));
    toast(t('app.saved'));
  } catch (error) {
    complain(error);
  }
}
