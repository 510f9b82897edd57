// SPDX-License-Identifier: Apache-2.0
//
// Files of what people take along: docs/moving.md.
import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/http';
import { type Portable, PORTABLES } from '../api/own';
import type { Import, ImportFailure } from '../api/types';
import { t } from '../i18n';
import { complain, save } from '../state/actions';
import { me } from '../state/entities';
import { forgetFeeds } from '../state/feeds';
import { longTime } from '../text/time';
import { BackButton, Button, Page } from '../ui/basics';
import { Section, useLoaded, Wait } from '../ui/fields';
import { Icon } from '../ui/icons';

const LOOK_AGAIN_MS = 1_000;
const AT = '/api/v1/auklet';

async function download(what: Portable): Promise<void> {
  try {
    save(await api.file(`${AT}/exports/${what}.csv`), `${me.value?.username ?? 'auklet'}-${what}.csv`);
  } catch (error) {
    complain(error);
  }
}

function Failures({ import: { id, failed } }: { import: Import }) {
  const [list, setList] = useState<readonly ImportFailure[] | null>(null);
  const more = async (): Promise<void> => {
    try {
      const page = await api.get<ImportFailure[]>(`${AT}/imports/${id}/failures`, { after: list?.at(-1)?.row ?? 0 });
      setList([...(list ?? []), ...page]);
    } catch (error) {
      complain(error);
    }
  };
  if (!list) return <button type="button" class="link" onClick={() => void more()}>{t('transfer.why')}</button>;
  if (list.length === 0) return <p class="soft">{t('transfer.gone')}</p>;
  return (
    <>
      <ul class="failures">{list.map(({ row, line, reason }) => (
        <li key={row}><span class="soft">{t('transfer.row', { n: row })}</span><code dir="auto">{line.trim()}</code><span>{t(`transfer.${reason}`)}</span></li>
      ))}</ul>
      {list.length < failed && <Button look="quiet" onClick={() => void more()}>{t('app.more')}</Button>}
    </>
  );
}

function ImportRow({ import: one }: { import: Import }) {
  const { state, rows, done, failed, created_at } = one;
  const what = t(`transfer.${one.type as Portable}`);
  return (
    <li class="import">
      <p class="import-head"><b>{what}</b><time class="soft" dateTime={created_at}>{longTime(created_at)}</time></p>
      {state === 'running'
        ? <><progress max={rows} value={done + failed} aria-label={what} /><p class="soft">{t('transfer.running', { done: done + failed, rows })}</p></>
        : <p class="import-end"><Icon name="check" size={18} />{t('transfer.done', { n: done })}</p>}
      {failed > 0 && <div class="import-failed"><p>{t('transfer.failed', { n: failed })}</p><Failures import={one} /></div>}
    </li>
  );
}

export function Transfer() {
  const imports = useLoaded(() => api.get<Import[]>(`${AT}/imports`));
  const [kind, setKind] = useState<Portable>('follows');
  const [file, setFile] = useState<File | null>(null);
  const [busy, setBusy] = useState(false);
  const [chosen, setChosen] = useState(0); // the field is made anew after each file
  const running = imports.value?.some(({ state }) => state === 'running') ?? false;
  useEffect(() => {
    if (!running) return undefined;
    const later = setTimeout(() => imports.load(), LOOK_AGAIN_MS);
    return () => clearTimeout(later);
  }, [imports.value]);
  useEffect(() => {
    if (!running) forgetFeeds(); // whom one follows now has posts
  }, [running]);
  const bring = async (): Promise<void> => {
    setBusy(true);
    try {
      const form = new FormData();
      form.set('data', file!);
      const begun = await api.send<Import>('POST', `${AT}/imports/${kind}`, form);
      imports.set([begun, ...(imports.value ?? [])]);
      setFile(null);
      setChosen(chosen + 1);
    } catch (error) {
      complain(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Page title={t('settings.transfer')} bar={<BackButton />}>
      <Section title={t('transfer.out')} text={t('transfer.out.text')}>
        <ul class="downloads">{PORTABLES.map((what) => (
          <li key={what}><span>{t(`transfer.${what}`)}</span><Button look="quiet" aria-label={t('transfer.download_of', { what: t(`transfer.${what}`) })} onClick={() => void download(what)}><Icon name="down" size={18} />{t('transfer.download')}</Button></li>
        ))}</ul>
      </Section>
      <Section title={t('transfer.in')} text={t('transfer.in.text')}>
        <form onSubmit={(event) => { event.preventDefault(); void bring(); }}>
          <label class="field"><span>{t('transfer.kind')}</span>
            <select value={kind} onChange={(event) => setKind(event.currentTarget.value as Portable)}>{PORTABLES.map((what) => <option key={what} value={what}>{t(`transfer.${what}`)}</option>)}</select>
          </label>
          <label class="field"><span>{t('transfer.file')}</span><input key={chosen} type="file" accept=".csv,text/csv" onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)} /></label>
          <Button type="submit" disabled={!file || busy || running}>{t('transfer.begin')}</Button>
        </form>
      </Section>
      <Section title={t('transfer.imports')}>
        <Wait of={imports}>{(list) => list.length === 0
          ? <p class="soft">{t('empty.imports.text')}</p>
          : <ul class="imports" aria-live="polite">{list.map((one) => <ImportRow key={one.id} import={one} />)}</ul>}</Wait>
      </Section>
    </Page>
  );
}
