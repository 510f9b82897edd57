// SPDX-License-Identifier: Apache-2.0
//
// How to run this server, for whoever does: what the steps of its set-up lead to.
import { type Key, t } from '../i18n';
import { useCell } from '../state/cell';
import { instance } from '../state/entities';
import { BackButton, Page } from '../ui/basics';
import { Section } from '../ui/fields';

const LINES: Record<'name' | 'domain' | 'registrations' | 'announcement' | 'backups', readonly [Key, string][]> = {
  name: [['guide.file', 'title = "The Skerries"\ndescription = "A colony on a rock in the northern sea"\ncontact_email = "keeper@social.example"']],
  domain: [
    ['guide.file', 'domain = "social.example"\nlisten = "127.0.0.1:8080"\ntrusted_proxies = ["127.0.0.1"]'],
    ['guide.caddy', 'social.example {\n  reverse_proxy 127.0.0.1:8080\n}'],
    ['guide.doctor', 'auklet doctor'],
  ],
  registrations: [['guide.file', '[registrations]\nopen = false'], ['guide.account', 'auklet account create alice --email alice@example.org']],
  announcement: [['guide.shell', 'auklet announcement create \'We move on Sunday\'\nauklet announcement list']],
  backups: [
    ['guide.sqlite', 'sqlite3 data/auklet.db ".backup \'backup/auklet.db\'"'],
    ['guide.postgresql', 'pg_dump --format=custom --file=backup/auklet.dump auklet'],
    ['guide.files', 'cp -a data/secret.key data/media backup/'],
  ],
};

export function Guide() {
  const site = useCell(instance)!;
  return (
    <Page title={t('settings.guide')} bar={<BackButton />}>
      <p class="guide-lead">{t('guide.text')} <code dir="ltr">docs/configuration.md</code></p>
      {(Object.keys(LINES) as (keyof typeof LINES)[]).map((step) => (
        <div id={step} key={step} class="guide-step">
          <Section title={t(`setup.${step}`)} text={step === 'registrations' ? t(site.registrations.enabled ? 'guide.registrations.open' : 'guide.registrations.closed') : t(`guide.${step}`)}>
            {LINES[step].map(([text, lines]) => (
              <figure key={lines}><figcaption>{t(text)}</figcaption><pre dir="ltr" tabIndex={0} role="region" aria-label={`${t(`setup.${step}`)}: ${t(text)}`}>{lines}</pre></figure>
            ))}
          </Section>
        </div>
      ))}
    </Page>
  );
}
