// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/http';
import { PUSH_KINDS, PUSH_POLICIES, RULES, type Rule, VERDICTS } from '../api/own';
import type { NotificationPolicy, NotificationVerdict, PushPolicy, WebPushSubscription } from '../api/types';
import { t } from '../i18n';
import { complain, toast } from '../state/actions';
import { useCell } from '../state/cell';
import { changePush, lookAtPush, type PushChoice, PushRefused, pushState, startPush, stopPush } from '../state/push';
import { BackButton, Button, Page } from '../ui/basics';
import { Check, saveAt, Section, Segments, useLoaded, Wait } from '../ui/fields';
import { Icon } from '../ui/icons';

const POLICY = '/api/v2/notifications/policy';

function PolicySection() {
  const policy = useLoaded(() => api.get<NotificationPolicy>(POLICY));
  const change = (now: NotificationPolicy, rule: Rule, verdict: NotificationVerdict): void =>
    void saveAt(now, { ...now, [rule]: verdict }, policy.set, () => api.patch<NotificationPolicy>(POLICY, { [rule]: verdict }));
  return (
    <Section title={t('policy.title')} text={t('policy.text')}>
      <Wait of={policy}>{(now) => {
        const waiting = now.summary.pending_requests_count;
        return (
          <>
            {RULES.map((rule) => <Segments key={rule} legend={t(`policy.${rule}`)} name={rule} value={now[rule]} options={VERDICTS.map((value) => ({ value, label: t(`policy.${value}`) }))} onChange={(verdict) => change(now, rule, verdict)} />)}
            <p class="settings-line">
              <span class="soft">{waiting > 0 ? t('policy.requests', { n: waiting }) : t('policy.requests_none')}</span>
              {waiting > 0 && <a class="button quiet" href="/notifications/requests">{t('policy.requests_open')}</a>}
            </p>
          </>
        );
      }}</Wait>
    </Section>
  );
}

function PushChoices({ settings }: { settings: WebPushSubscription }) {
  const change = (fields: Partial<PushChoice>): void => {
    void saveAt(settings, { ...settings, ...fields }, (next) => pushState.set({ is: 'on', settings: next }), () => changePush({ alerts: settings.alerts, policy: settings.policy, ...fields }));
  };
  return (
    <>
      <fieldset class="choice">
        <legend>{t('push.kinds')}</legend>
        <div class="checks-grid">
          {PUSH_KINDS.map((kind) => <Check key={kind} label={t(`push.kind.${kind}`)} checked={settings.alerts[kind] ?? false} onChange={(on) => change({ alerts: { ...settings.alerts, [kind]: on } })} />)}
        </div>
      </fieldset>
      <label class="field"><span>{t('push.from')}</span>
        <select value={settings.policy} onChange={(event) => change({ policy: event.currentTarget.value as PushPolicy })}>
          {PUSH_POLICIES.map((policy) => <option key={policy} value={policy}>{t(`push.from.${policy}`)}</option>)}
        </select>
      </label>
    </>
  );
}

function PushSection() {
  const state = useCell(pushState);
  const [busy, setBusy] = useState(false);
  useEffect(() => void lookAtPush().catch(complain), []);
  const run = async (act: () => Promise<void>): Promise<void> => {
    setBusy(true);
    try {
      await act();
    } catch (error) {
      if (error instanceof PushRefused) toast(t('push.failed'), true);
      else complain(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Section title={t('push.title')} text={t('push.text')}>
      {state.is === 'unsupported' && <p class="note"><Icon name="bell" size={18} /><span>{t('push.unsupported')}</span></p>}
      {state.is === 'denied' && <p class="note" role="status"><Icon name="bell" size={18} /><span>{t('push.denied')}</span></p>}
      {state.is === 'off' && <Button disabled={busy} onClick={() => void run(startPush)}><Icon name="bell" size={18} />{t('push.on')}</Button>}
      {state.is === 'on' && (
        <>
          <p class="note good" role="status"><Icon name="check" size={18} /><span>{t('push.is_on')}</span></p>
          <PushChoices settings={state.settings} />
          <Button look="quiet" disabled={busy} onClick={() => void run(stopPush)}>{t('push.off')}</Button>
        </>
      )}
    </Section>
  );
}

export function NotificationSettings() {
  return (
    <Page title={t('settings.notifications')} bar={<BackButton />}>
      <PushSection />
      <PolicySection />
    </Page>
  );
}
