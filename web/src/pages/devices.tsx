// SPDX-License-Identifier: Apache-2.0
//
// Where one is logged in, and the password: docs/sessions.md.
import { useState } from 'preact/hooks';
import { ApiError, api } from '../api/http';
import type { AppSession } from '../api/types';
import { type Key, t } from '../i18n';
import { complain, toast } from '../state/actions';
import { shortDate } from '../text/time';
import { BackButton, Button, Confirm, Page } from '../ui/basics';
import { Section, useLoaded, Wait } from '../ui/fields';
import { Icon } from '../ui/icons';

const PATH = '/api/v1/auklet/sessions';

function Device({ session, onEnd }: { session: AppSession; onEnd: () => void }) {
  const { name, website, scopes, created_at, last_used_at, current } = session;
  const site = website?.match(/^https?:\/\/([^/]+)/)?.[1];
  return (
    <li class={`device ${current ? 'current' : ''}`}>
      <span class="device-icon"><Icon name="device" /></span>
      <div class="device-text">
        <p class="device-name"><b dir="auto">{name}</b>{current && <span class="mark">{t('devices.current')}</span>}</p>
        {site && <p><a href={website!} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">{site}</a></p>}
        <p class="soft">{t('devices.since', { date: shortDate(created_at) })} · {last_used_at ? t('devices.used', { date: shortDate(last_used_at) }) : t('devices.unused')}</p>
        <p class="soft">{t('devices.scopes')}: <code dir="ltr">{scopes.join(' ')}</code></p>
      </div>
      {!current && <Button look="quiet" aria-label={t('devices.end_name', { name })} onClick={onEnd}>{t('devices.end')}</Button>}
    </li>
  );
}

function DeviceList() {
  const list = useLoaded(() => api.get<AppSession[]>(PATH));
  const [ending, setEnding] = useState<AppSession | 'others' | null>(null);
  const end = async (what: AppSession | 'others'): Promise<void> => {
    try {
      await api.delete(what === 'others' ? PATH : `${PATH}/${what.id}`);
      list.set(list.value!.filter((session) => (what === 'others' ? session.current : session !== what)));
      toast(t('devices.ended'));
    } catch (error) {
      complain(error);
      list.load();
    }
  };
  return (
    <Section title={t('devices.title')}>
      <Wait of={list}>{(sessions) => (
        <>
          <ul class="devices">{[...sessions].sort((a, b) => Number(b.current) - Number(a.current)).map((session) => <Device key={session.id} session={session} onEnd={() => setEnding(session)} />)}</ul>
          {sessions.length > 1 ? <Button look="quiet" onClick={() => setEnding('others')}>{t('devices.end_others')}</Button> : <p class="soft">{t('empty.devices.text')}</p>}
        </>
      )}</Wait>
      {ending && <Confirm text={ending === 'others' ? t('devices.end_others_sure') : t('devices.end_sure', { name: ending.name })} action={ending === 'others' ? t('devices.end_others') : t('devices.end')}
        onAnswer={(yes) => { setEnding(null); if (yes) void end(ending); }} />}
    </Section>
  );
}

const PROBLEMS: Record<string, Key> = { 'current_password ERR_INVALID': 'password.wrong', 'password ERR_TOO_SHORT': 'password.too_short', 'password ERR_TOO_LONG': 'password.too_long' };

function problemOf(error: unknown): { field: string; text: Key } | null {
  if (!(error instanceof ApiError)) return null;
  for (const [field, codes] of Object.entries(error.details)) {
    const text = PROBLEMS[`${field} ${(codes[0] as { error?: string } | undefined)?.error ?? ''}`];
    if (text) return { field, text };
  }
  return null;
}

function PasswordField({ name, label, value, wrong, autocomplete, onInput }: { name: string; label: string; value: string; wrong: string | undefined; autocomplete: string; onInput: (text: string) => void }) {
  return (
    <div class="field">
      <label for={name}><span>{label}</span></label>
      <input id={name} type="password" value={value} autocomplete={autocomplete} required onInput={(event) => onInput(event.currentTarget.value)} {...(wrong && { 'aria-invalid': true, 'aria-describedby': `${name}-wrong` })} />
      {wrong && <p class="wrong" id={`${name}-wrong`} role="alert">{wrong}</p>}
    </div>
  );
}

function Password() {
  const [current, setCurrent] = useState('');
  const [chosen, setChosen] = useState('');
  const [again, setAgain] = useState('');
  const [problem, setProblem] = useState<{ field: string; text: Key } | null>(null);
  const [busy, setBusy] = useState(false);
  const wrong = (field: string): string | undefined => (problem?.field === field ? t(problem.text) : undefined);
  const change = async (): Promise<void> => {
    if (chosen !== again) return setProblem({ field: 'again', text: 'password.differs' });
    setProblem(null);
    setBusy(true);
    try {
      await api.post('/api/v1/auklet/password', { current_password: current, password: chosen });
      setCurrent('');
      setChosen('');
      setAgain('');
      toast(t('password.changed'));
    } catch (error) {
      const found = problemOf(error);
      if (found) setProblem(found);
      else complain(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Section title={t('password.title')} text={t('password.text')}>
      <form onSubmit={(event) => { event.preventDefault(); void change(); }}>
        <PasswordField name="current_password" label={t('password.current')} value={current} wrong={wrong('current_password')} autocomplete="current-password" onInput={setCurrent} />
        <PasswordField name="password" label={t('password.new')} value={chosen} wrong={wrong('password')} autocomplete="new-password" onInput={setChosen} />
        <PasswordField name="again" label={t('password.again')} value={again} wrong={wrong('again')} autocomplete="new-password" onInput={setAgain} />
        <Button type="submit" disabled={busy || !current || !chosen || !again}>{t('password.change')}</Button>
      </form>
    </Section>
  );
}

export function Devices() {
  return (
    <Page title={t('settings.devices')} bar={<BackButton />}>
      <DeviceList />
      <Password />
    </Page>
  );
}
