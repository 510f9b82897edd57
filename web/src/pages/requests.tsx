// SPDX-License-Identifier: Apache-2.0
//
// Notifications that the viewer's own policy has set aside, by sender.
import { useState } from 'preact/hooks';
import { api } from '../api/http';
import type { NotificationRequest } from '../api/types';
import { t } from '../i18n';
import { profilePath } from '../routes';
import { complain } from '../state/actions';
import { keepAccount, nameOf } from '../state/entities';
import { parseHtml, textOf } from '../text/html';
import { shortTime } from '../text/time';
import { Avatar, BackButton, Button, Confirm, Empty, Name, Page } from '../ui/basics';
import { useLoaded, Wait } from '../ui/fields';

const PATH = '/api/v1/notifications/requests';

async function loadAll(): Promise<readonly NotificationRequest[]> {
  const { items } = await api.page<NotificationRequest>(PATH, { limit: 80 });
  for (const { account } of items) keepAccount(account);
  return items;
}

function Request({ request, answer }: { request: NotificationRequest; answer: (how: 'accept' | 'dismiss') => void }) {
  const { account, last_status: last } = request;
  const name = nameOf(account);
  return (
    <li class="request">
      <a class="request-who" href={profilePath(account.acct)}><Avatar account={account} /><Name account={account} /></a>
      <p class="soft"><span>{t('requests.count', { n: Number(request.notifications_count) })}</span> · <time dateTime={request.updated_at}>{shortTime(request.updated_at)}</time></p>
      {last && <p class="request-text" dir="auto" lang={last.language ?? undefined}>{last.spoiler_text || textOf(parseHtml(last.content))}</p>}
      <p class="request-do">
        <Button aria-label={t('requests.accept_name', { name })} onClick={() => answer('accept')}>{t('requests.accept')}</Button>
        <Button look="quiet" aria-label={t('requests.dismiss_name', { name })} onClick={() => answer('dismiss')}>{t('requests.dismiss')}</Button>
      </p>
    </li>
  );
}

export function Requests() {
  const list = useLoaded(loadAll);
  const [asking, setAsking] = useState(false);
  const answer = async (requests: readonly NotificationRequest[], how: 'accept' | 'dismiss'): Promise<void> => {
    const before = list.value!;
    list.set(before.filter((request) => !requests.includes(request)));
    try {
      await api.post(`${PATH}/${how}`, { id: requests.map(({ id }) => id) });
      if (before.length === requests.length) list.load(); // there may be another page of them
    } catch (error) {
      list.set(before);
      complain(error);
    }
  };
  return (
    <Page title={t('requests.title')} bar={<BackButton />} ready={list.value !== null}>
      <Wait of={list}>{(requests) => requests.length === 0
        ? <Empty title={t('empty.requests.title')} text={t('empty.requests.text')}><a class="button quiet" href="/settings/notifications">{t('empty.requests.action')}</a></Empty>
        : (
          <>
            {requests.length > 1 && <p class="request-all"><Button look="quiet" onClick={() => void answer(requests, 'accept')}>{t('requests.accept_all')}</Button><Button look="quiet" onClick={() => setAsking(true)}>{t('requests.dismiss_all')}</Button></p>}
            <ul class="sheet">{requests.map((request) => <Request key={request.id} request={request} answer={(how) => void answer([request], how)} />)}</ul>
            {asking && <Confirm text={t('requests.dismiss_sure')} action={t('requests.dismiss_all')} onAnswer={(yes) => { setAsking(false); if (yes) void answer(requests, 'dismiss'); }} />}
          </>
        )}</Wait>
    </Page>
  );
}
