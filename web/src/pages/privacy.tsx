// SPDX-License-Identifier: Apache-2.0
import { api } from '../api/http';
import type { AccountSource, CredentialAccount, Visibility } from '../api/types';
import { t } from '../i18n';
import { useCell } from '../state/cell';
import { keepAccount, me } from '../state/entities';
import { knowsQuotes } from '../state/quotes';
import { BackButton, Page } from '../ui/basics';
import { languageNames, QUOTE_POLICIES } from '../ui/composer-fields';
import { Check, saveAt, Section, Segments } from '../ui/fields';

const VISIBILITIES: readonly Visibility[] = ['public', 'unlisted', 'private'];

export function Privacy() {
  const account = useCell(me)!;
  const { source } = account;
  const show = (changed: CredentialAccount): void => {
    keepAccount(changed);
    me.set(changed);
  };
  const change = (fields: Partial<CredentialAccount>): void =>
    void saveAt(account, { ...account, ...fields }, show, () => api.patch<CredentialAccount>('/api/v1/accounts/update_credentials', fields));
  const changeSource = (fields: Partial<AccountSource>): void =>
    void saveAt(account, { ...account, source: { ...source, ...fields } }, show, () => api.patch<CredentialAccount>('/api/v1/accounts/update_credentials', { source: fields }));
  return (
    <Page title={t('settings.privacy')} bar={<BackButton />}>
      <Section title={t('privacy.people')}>
        <Check label={t('privacy.locked')} hint={t('privacy.locked.text')} checked={account.locked} onChange={(locked) => change({ locked })} />
        <Check label={t('privacy.hide_collections')} hint={t('privacy.hide_collections.text')} checked={account.hide_collections} onChange={(hide_collections) => change({ hide_collections })} />
      </Section>
      <Section title={t('privacy.found')}>
        <Check label={t('privacy.discoverable')} hint={t('privacy.discoverable.text')} checked={account.discoverable ?? false} onChange={(discoverable) => change({ discoverable })} />
        <Check label={t('privacy.indexable')} hint={t('privacy.indexable.text')} checked={account.indexable} onChange={(indexable) => change({ indexable })} />
      </Section>
      <Section title={t('privacy.posts')}>
        <Segments legend={t('privacy.visibility')} name="privacy" value={source.privacy} options={VISIBILITIES.map((value) => ({ value, label: t(`visibility.${value}`) }))} onChange={(privacy) => changeSource({ privacy })} />
        <label class="field"><span>{t('privacy.language')}</span>
          <select value={source.language ?? ''} onChange={(event) => changeSource({ language: event.currentTarget.value })}>
            <option value="">{t('privacy.language.none')}</option>
            {languageNames().map(([code, name]) => <option key={code} value={code}>{name}</option>)}
          </select>
        </label>
        {knowsQuotes() && <Segments legend={t('privacy.quotes')} name="quotes" value={source.quote_policy} options={QUOTE_POLICIES.map((value) => ({ value, label: t(`quote.policy.${value}`) }))} onChange={(quote_policy) => changeSource({ quote_policy })} />}
        <Check label={t('privacy.sensitive')} hint={t('privacy.sensitive.text')} checked={source.sensitive} onChange={(sensitive) => changeSource({ sensitive })} />
      </Section>
    </Page>
  );
}
