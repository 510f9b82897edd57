// SPDX-License-Identifier: Apache-2.0
//
// What whoever owns a new server does first. What can be seen by asking is checked off by itself.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/http';
import { type Key, t } from '../i18n';
import { copy } from '../state/actions';
import { useCell } from '../state/cell';
import { instance, me } from '../state/entities';
import { settings } from '../state/settings';
import { type Facts, STEPS, type Step, stepsDone } from '../state/setup';
import { Button, IconButton } from './basics';
import { Icon } from './icons';

function Row({ step, done, children }: { step: Step; done: boolean; children?: ComponentChildren }) {
  return (
    <li class={done ? 'done' : ''}>
      <span class="setup-sign"><Icon name={done ? 'check' : 'next'} size={18} /></span>
      <div>
        <p class="setup-name">{t(`setup.${step}`)}<span class="hidden">: {t(done ? 'setup.done' : 'setup.open')}</span></p>
        {!done && children}
      </div>
    </li>
  );
}

export function Setup() {
  const account = useCell(me)!;
  const site = useCell(instance)!;
  const { setup } = useCell(settings);
  const [asked, setAsked] = useState<Pick<Facts, 'announcements' | 'people'> | null>(null);
  useEffect(() => {
    Promise.all([api.get<unknown[]>('/api/v1/announcements', { with_dismissed: true }), api.get<{ stats: { user_count: number } }>('/api/v1/instance')])
      .then(([announcements, { stats }]) => setAsked({ announcements: announcements.length, people: stats.user_count }), () => {});
  }, []);
  if (!asked || setup.hidden) return null;
  const done = stepsDone({ ...asked, title: site.title, description: site.description, domain: site.domain, secure: location.protocol === 'https:', open: site.registrations.enabled, avatar: account.avatar }, setup.done);
  const change = (fields: Partial<typeof setup>): void => settings.change((all) => ({ ...all, setup: { ...all.setup, ...fields } }));
  const mark = (step: Step, text: Key = 'setup.mark'): ComponentChildren =>
    <Button look="quiet" aria-label={text === 'setup.mark' ? t('setup.mark_of', { what: t(`setup.${step}`) }) : undefined} onClick={() => change({ done: [...setup.done, step] })}>{t(text)}</Button>;
  const how = (step: Step): ComponentChildren => <a class="button quiet" href={`/settings/guide#${step}`} aria-label={t('setup.how_of', { what: t(`setup.${step}`) })}>{t('setup.how')}</a>;
  const link = `${location.origin}/`;
  const more: Record<Step, ComponentChildren> = {
    name: <><p class="soft">{t('setup.name.text')}</p>{how('name')}</>,
    domain: <><p class="soft">{t('setup.domain.text')}</p>{how('domain')}</>,
    registrations: <><p class="soft">{t(site.registrations.enabled ? 'setup.registrations.open' : 'setup.registrations.closed')}</p><p class="setup-do">{mark('registrations', 'setup.registrations.keep')}{how('registrations')}</p></>,
    picture: <><p class="soft">{t('setup.picture.text')}</p><a class="button quiet" href="/settings/profile">{t('setup.picture.action')}</a></>,
    announcement: <><p class="soft">{t('setup.announcement.text')}</p>{how('announcement')}</>,
    invite: <><p class="soft">{t('setup.invite.text')} <code dir="ltr">{link}</code></p><Button look="quiet" onClick={() => { void copy(link, 'setup.invite.copied'); change({ done: [...setup.done, 'invite'] }); }}>{t('setup.invite.action')}</Button></>,
    backups: <><p class="soft">{t('setup.backups.text')}</p><p class="setup-do">{mark('backups')}{how('backups')}</p></>,
  };
  return (
    <section class="sheet setup" aria-labelledby="setup-title">
      <header>
        <div><h2 id="setup-title">{t('setup.title')}</h2><p class="soft">{t('setup.text', { done: done.size, all: STEPS.length })}</p></div>
        <IconButton icon="close" label={t('setup.dismiss')} onClick={() => change({ hidden: true })} />
      </header>
      <progress max={STEPS.length} value={done.size} aria-label={t('setup.title')} />
      <ul>{STEPS.map((step) => <Row key={step} step={step} done={done.has(step)}>{more[step]}</Row>)}</ul>
    </section>
  );
}
