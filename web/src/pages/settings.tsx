// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/http';
import { logOut } from '../api/session';
import type { CredentialAccount } from '../api/types';
import { type Key, LANGUAGES, language, loadLanguage, t } from '../i18n';
import type { SettingsPart } from '../routes';
import { complain, toast } from '../state/actions';
import { useCell } from '../state/cell';
import { instance, keepAccount, me } from '../state/entities';
import { type Settings, settings } from '../state/settings';
import { isOwner } from '../state/setup';
import { Button, Page } from '../ui/basics';
import { Icon, type IconName } from '../ui/icons';
import { PictureField } from '../ui/picture-field';

function Choice<Name extends 'theme' | 'size'>({ name, options }: { name: Name; options: readonly Settings[Name][] }) {
  const chosen = useCell(settings)[name];
  return (
    <fieldset class="choice">
      <legend>{t(`settings.${name}`)}</legend>
      <div class="choices">
        {options.map((option) => (
          <label key={option}>
            <input type="radio" name={name} value={option} checked={chosen === option} onChange={() => settings.change((all) => ({ ...all, [name]: option }))} />
            <span>{t(`settings.${name}.${option}` as Key)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Appearance({ onLanguage }: { onLanguage: () => void }) {
  const { motion } = useCell(settings);
  const choose = async (language: string): Promise<void> => {
    settings.change((all) => ({ ...all, language }));
    await loadLanguage();
    onLanguage();
  };
  return (
    <section class="sheet settings">
      <h2>{t('settings.appearance')}</h2>
      <Choice name="theme" options={['system', 'light', 'dark']} />
      <Choice name="size" options={['small', 'normal', 'large']} />
      <label class="check">
        <input type="checkbox" checked={motion === 'reduced'} onChange={(event) => { const on = event.currentTarget.checked; settings.change((all) => ({ ...all, motion: on ? 'reduced' : 'system' })); }} />
        <span>{t('settings.motion')}<small>{t('settings.motion.text')}</small></span>
      </label>
      <label class="field"><span>{t('settings.language')}</span>
        <select value={language()} onChange={(event) => void choose(event.currentTarget.value)}>
          {Object.entries(LANGUAGES).map(([code, name]) => <option key={code} value={code} lang={code}>{name}</option>)}
        </select>
      </label>
    </section>
  );
}

function ProfileForm() {
  const account = useCell(me)!;
  const [name, setName] = useState(account.display_name);
  const [note, setNote] = useState(account.source.note);
  const [busy, setBusy] = useState(false);
  const [pictures, setPictures] = useState<{ avatar?: File; header?: File }>({});
  const types = useCell(instance)?.configuration.media_attachments.supported_mime_types.filter((type) => type.startsWith('image/')) ?? [];
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      const form = new FormData();
      for (const [field, value] of Object.entries({ display_name: name, note, ...pictures })) form.set(field, value);
      const changed = await api.send<CredentialAccount>('PATCH', '/api/v1/accounts/update_credentials', form);
      setPictures({});
      keepAccount(changed);
      me.set(changed);
      toast(t('app.saved'));
    } catch (error) {
      complain(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section class="sheet settings" id="profile">
      <h2>{t('settings.profile')}</h2>
      <form onSubmit={(event) => { event.preventDefault(); void save(); }}>
        <label class="field"><span>{t('settings.name')}</span><input type="text" dir="auto" value={name} onInput={(event) => setName(event.currentTarget.value)} /></label>
        <label class="field"><span>{t('settings.note')}</span><textarea rows={4} dir="auto" value={note} onInput={(event) => setNote(event.currentTarget.value)} /></label>
        {types.length > 0 && (['avatar', 'header'] as const).map((which) => (
          <PictureField key={which} kind={which} now={account[which]} chosen={pictures[which]} accept={types} onChosen={(file) => setPictures((all) => ({ ...all, [which]: file }))} />
        ))}
        <Button type="submit" disabled={busy}>{t('app.save')}</Button>
      </form>
    </section>
  );
}

const MORE: readonly [part: SettingsPart | 'filters', icon: IconName][] = [
  ['privacy', 'shield'], ['notifications', 'bell'], ['filters', 'list'], ['hidden', 'hide'], ['transfer', 'down'], ['archive', 'box'], ['devices', 'device'],
];

function More() {
  const account = useCell(me);
  const parts: typeof MORE = isOwner(account) ? [...MORE, ['guide', 'gear']] : MORE;
  return (
    <nav class="sheet" aria-label={t('settings.more')}>
      <ul class="link-list settings-list">
        {parts.map(([part, icon]) => (
          <li key={part}>
            <a href={`/settings/${part}`}>
              <span class="setting-sign"><Icon name={icon} /></span>
              <span class="setting-text">{t(`settings.${part}`)}<small>{t(`settings.${part}.text`)}</small></span>
              <span class="setting-next"><Icon name="next" size={18} /></span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export function SettingsPage() {
  const account = useCell(me)!;
  const [, redraw] = useState(0);
  useEffect(() => {
    if (location.pathname === '/settings/profile') document.getElementById('profile')?.scrollIntoView();
  }, []);
  return (
    <Page title={t('settings.title')}>
      <More />
      <Appearance onLanguage={() => { redraw((count) => count + 1); dispatchEvent(new Event('auklet:language')); }} />
      <ProfileForm />
      <section class="sheet settings">
        <h2>{t('settings.account')}</h2>
        <p>{t('settings.logged_in', { name: `@${account.acct}` })}</p>
        <Button look="quiet" onClick={() => void logOut()}>{t('settings.log_out')}</Button>
      </section>
    </Page>
  );
}
