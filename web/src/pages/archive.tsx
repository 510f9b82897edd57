// SPDX-License-Identifier: Apache-2.0
//
// All that an account has here, as one file: docs/moving.md.
import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/http';
import type { Archive } from '../api/types';
import { t } from '../i18n';
import { complain, save } from '../state/actions';
import { standing } from '../state/archives';
import { me } from '../state/entities';
import { fileSize, longTime, shortDate } from '../text/time';
import { BackButton, Button, Page } from '../ui/basics';
import { Section, useLoaded, Wait } from '../ui/fields';
import { Icon } from '../ui/icons';

const LOOK_AGAIN_MS = 2_000;
const AT = '/api/v1/auklet/archives';

function Ready({ archive: { id, bytes, created_at, expires_at } }: { archive: Archive }) {
  const [got, setGot] = useState<number | null>(null);
  const fetchIt = async (): Promise<void> => {
    setGot(0);
    try {
      save(await api.file(`${AT}/${id}/archive.zip`, setGot), `${me.value?.username ?? 'auklet'}-${created_at.slice(0, 10)}.zip`);
    } catch (error) {
      complain(error);
    } finally {
      setGot(null);
    }
  };
  return (
    <div class="archive">
      <p class="archive-state good"><Icon name="check" size={20} /><span><b>{t('archive.ready')}</b><small>{t('archive.made', { time: longTime(created_at), size: fileSize(bytes ?? 0) })}</small></span></p>
      {expires_at && <p class="soft">{t('archive.until', { date: shortDate(expires_at) })}</p>}
      {got === null
        ? <Button onClick={() => void fetchIt()}><Icon name="down" size={18} />{t('archive.download')}</Button>
        : <><progress max={bytes ?? 1} value={got} aria-label={t('archive.downloading')} /><p class="soft">{t('archive.got', { got: fileSize(got), size: fileSize(bytes ?? 0) })}</p></>}
    </div>
  );
}

export function ArchivePage() {
  const list = useLoaded(() => api.get<Archive[]>(AT));
  const [busy, setBusy] = useState(false);
  const now = standing(list.value ?? [], Date.now());
  useEffect(() => {
    if (now.state !== 'waiting') return undefined;
    const later = setTimeout(() => list.load(), LOOK_AGAIN_MS);
    return () => clearTimeout(later);
  }, [list.value, list.error]);
  const ask = async (): Promise<void> => {
    setBusy(true);
    try {
      const asked = await api.post<Archive>(AT);
      list.set([asked, ...(list.value ?? [])]);
    } catch (error) {
      complain(error);
      list.load();
    } finally {
      setBusy(false);
    }
  };
  return (
    <Page title={t('settings.archive')} bar={<BackButton />}>
      <Section title={t('archive.title')} text={t('archive.text')}>
        <Wait of={list}>{() => (
          <div class="archive" aria-live="polite">
            {now.state === 'failed' && <p class="archive-state wrong"><Icon name="close" size={20} /><span><b>{t('archive.failed')}</b><small>{t('archive.failed.text')}</small></span></p>}
            {now.state === 'waiting' && <><p class="archive-state"><Icon name="clock" size={20} /><span><b>{t('archive.waiting')}</b><small>{t('archive.waiting.text')}</small></span></p><progress aria-label={t('archive.waiting')} /></>}
            {now.state === 'ready' && <Ready archive={now.archive} />}
            {now.mayAsk
              ? <Button disabled={busy} look={now.state === 'ready' ? 'quiet' : 'primary'} onClick={() => void ask()}><Icon name="box" size={18} />{t('archive.ask')}</Button>
              : now.next && <p class="soft">{t('archive.next', { date: shortDate(now.next) })}</p>}
          </div>
        )}</Wait>
      </Section>
      <Section title={t('archive.inside')}>
        <ul class="archive-list">
          {(['profile', 'posts', 'marked', 'people', 'files'] as const).map((what) => <li key={what}><Icon name="check" size={18} /><span>{t(`archive.inside.${what}`)}</span></li>)}
        </ul>
        <p class="soft">{t('archive.private')}</p>
        <p class="soft">{t('archive.move')} <a href="/settings/transfer">{t('settings.transfer')}</a></p>
      </Section>
    </Page>
  );
}
