// SPDX-License-Identifier: Apache-2.0
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { ApiError, api } from '../api/http';
import { type NewAccount, signUp } from '../api/sign_up';
import type { Instance } from '../api/types';
import { language, t } from '../i18n';
import { explain } from '../state/actions';
import { type Details, wrongElsewhere, wrongOf } from '../state/field-errors';
import { Content } from '../text/content';
import { Button, Failure, Skeleton } from '../ui/basics';

type TextName = 'username' | 'email' | 'password' | 'reason' | 'date_of_birth';

function Line({ name, label, hint, wrong, value, onInput, ...rest }: {
  name: TextName;
  label: string;
  hint?: string | undefined;
  wrong: string | undefined;
  value: string;
  onInput: (value: string) => void;
  type?: string;
  autocomplete?: string;
  autoCapitalize?: 'none';
  spellcheck?: boolean;
  maxLength?: number;
  minLength?: number;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} name={name} type="text" required value={value} aria-invalid={wrong !== undefined} aria-describedby={`${id}-said`} onInput={(event) => onInput(event.currentTarget.value)} {...rest} />
      <p id={`${id}-said`} class={wrong ? 'wrong' : 'soft'}>{wrong ?? hint}</p>
    </div>
  );
}

function Rules({ rules }: { rules: Instance['rules'] }) {
  if (rules.length === 0) return null;
  return (
    <section class="rules">
      <h2>{t('sign_up.rules')}</h2>
      <ol>{rules.map(({ id, text, hint }) => <li key={id} dir="auto"><b>{text}</b>{hint && <span class="soft">{hint}</span>}</li>)}</ol>
    </section>
  );
}

const EMPTY: Record<TextName, string> = { username: '', email: '', password: '', reason: '', date_of_birth: '' };

function Form({ site, onDone }: { site: Instance; onDone: (waits: boolean) => void }) {
  const { approval_required: waits, reason_required: wantsReason, min_age: minAge } = site.registrations;
  const [values, setValues] = useState(EMPTY);
  const [agreed, agree] = useState(false);
  const [details, setDetails] = useState<Details>({});
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  const shown: readonly string[] = ['username', 'email', 'password', 'agreement', ...(waits && wantsReason ? ['reason'] : []), ...(minAge ? ['date_of_birth'] : [])];
  useEffect(() => { // where there is something to do
    if (Object.keys(details).length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [details]);
  const line = (name: TextName) => ({ name, value: values[name], wrong: wrongOf(details, name), onInput: (value: string) => setValues((all) => ({ ...all, [name]: value })) });
  const send = async (): Promise<void> => {
    setBusy(true);
    setProblem('');
    setDetails({});
    const { reason, date_of_birth, ...fields } = values;
    const account: NewAccount = { ...fields, username: fields.username.trim(), email: fields.email.trim(), agreement: agreed, locale: language(), ...(reason && { reason }), ...(date_of_birth && { date_of_birth }) };
    try {
      await signUp(account, waits);
      onDone(waits);
    } catch (error) {
      const said = error instanceof ApiError ? error.details : {};
      const elsewhere = wrongElsewhere(said, shown);
      setDetails(said);
      setProblem(Object.keys(said).length === 0 ? explain(error) : elsewhere.length > 0 ? elsewhere.join(' ') : t('sign_up.look'));
      setBusy(false);
    }
  };
  const wrongAgreement = wrongOf(details, 'agreement');
  return (
    <form ref={form} class="sign-up-form" noValidate onSubmit={(event) => { event.preventDefault(); void send(); }}>
      {problem && <p class="composer-note wrong" role="alert">{problem}</p>}
      <Line {...line('username')} label={t('sign_up.username')} hint={t('sign_up.username_hint', { name: values.username.trim() || t('sign_up.username_example'), domain: site.domain })} autocomplete="username" autoCapitalize="none" spellcheck={false} maxLength={30} />
      <Line {...line('email')} label={t('sign_up.email')} hint={t('sign_up.email_hint')} type="email" autocomplete="email" maxLength={254} />
      <Line {...line('password')} label={t('sign_up.password')} hint={t('sign_up.password_hint')} type="password" autocomplete="new-password" minLength={8} />
      {minAge ? <Line {...line('date_of_birth')} label={t('sign_up.birth')} hint={t('sign_up.birth_hint', { n: minAge })} type="date" autocomplete="bday" /> : null}
      {waits && wantsReason && <Line {...line('reason')} label={t('sign_up.reason')} hint={t('sign_up.reason_hint')} />}
      <Rules rules={site.rules} />
      <div>
        <label class="check"><input type="checkbox" checked={agreed} aria-invalid={wrongAgreement !== undefined} {...(wrongAgreement && { 'aria-describedby': `${id}-agreement` })} onChange={(event) => agree(event.currentTarget.checked)} /><span>{t('sign_up.agree')}</span></label>
        {wrongAgreement && <p id={`${id}-agreement`} class="wrong">{wrongAgreement}</p>}
      </div>
      <Button type="submit" disabled={busy}>{t(waits ? 'sign_up.ask' : 'sign_up.create')}</Button>
      <p class="soft">{t('sign_up.known')} <a href="/home">{t('sign_up.log_in')}</a></p>
    </form>
  );
}

// The way in for somebody new, without leaving the client. Where no script runs, the server's own page does the same.
export function SignUp({ onDone }: { onDone: () => void }) {
  const [site, setSite] = useState<Instance | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [waiting, setWaiting] = useState(false);
  const load = (): void => {
    setError(null);
    api.get<Instance>('/api/v2/instance').then(setSite, setError);
  };
  useEffect(load, []);
  useEffect(() => {
    document.title = `${t('sign_up.title')} · ${site?.title ?? 'Auklet'}`;
  }, [site]);
  return (
    <main class="sign-up">
      <header>
        <img src="/assets/auklet.svg" alt="" width="72" height="72" />
        <h1>{t(waiting ? 'sign_up.waiting' : 'sign_up.title')}</h1>
        {site && <p class="soft">{t('sign_up.on', { title: site.title })}</p>}
      </header>
      <div class="sheet">
        {error ? <Failure error={error} retry={load} /> : !site ? <Skeleton count={2} /> : waiting
          ? <p role="status">{t('sign_up.waiting_text')}</p>
          : site.registrations.enabled
            ? <Form site={site} onDone={(waits) => (waits ? setWaiting(true) : onDone())} />
            : <>{site.registrations.message ? <Content html={site.registrations.message} /> : <p>{t('sign_up.closed')}</p>}<p><a href="/home">{t('sign_up.log_in')}</a></p></>}
      </div>
    </main>
  );
}
