// SPDX-License-Identifier: Apache-2.0
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { api } from '../api/http';
import type { Status, StatusSource, Visibility } from '../api/types';
import { locale, t } from '../i18n';
import { complain, edit, publish, toast } from '../state/actions';
import { useCell } from '../state/cell';
import { type Composition, composition } from '../state/composer';
import { dropDraft, loadDraft, saveDraft } from '../state/drafts';
import { instance, me, nameOf } from '../state/entities';
import { countCharacters, countGraphemes, isBlank } from '../text/count';
import { Content } from '../text/content';
import { AttachmentList, useAttachments } from './attachments';
import { Avatar, Button, Dialog, IconButton, Name } from './basics';
import { Icon } from './icons';
import { EMPTY_POLL, type PollDraft, PollEditor, pollReady, pollToSend } from './poll-editor';
import { VISIBILITY_ICONS } from './status';

const VISIBILITIES: readonly Visibility[] = ['public', 'unlisted', 'private', 'direct'];
const LANGUAGES = ['ar', 'bg', 'bn', 'ca', 'cs', 'cy', 'da', 'de', 'el', 'en', 'eo', 'es', 'et', 'eu', 'fa', 'fi', 'fr', 'ga', 'gl', 'he', 'hi', 'hr', 'hu', 'hy', 'id', 'is', 'it', 'ja', 'ka', 'ko', 'lt', 'lv', 'nb', 'nl', 'nn', 'pl', 'pt', 'ro', 'ru', 'sk', 'sl', 'sq', 'sr', 'sv', 'ta', 'th', 'tr', 'uk', 'vi', 'zh'];
const LAST_LANGUAGE = 'auklet.language';

function languageNames(): [string, string][] {
  const names = new Intl.DisplayNames(locale(), { type: 'language' });
  return LANGUAGES.map((code): [string, string] => [code, names.of(code) ?? code]).sort(([, a], [, b]) => a.localeCompare(b, locale()));
}

function firstLanguage(replyTo: Status | undefined): string {
  const known = [localStorage.getItem(LAST_LANGUAGE), me.value?.source.language, replyTo?.language, navigator.language.split('-')[0]];
  return known.find((code) => code && LANGUAGES.includes(code)) ?? 'en';
}

// Nobody is told more than the post that is answered told.
function firstVisibility(replyTo: Status | undefined): Visibility {
  const own = me.value?.source.privacy ?? 'public';
  return replyTo ? VISIBILITIES[Math.max(VISIBILITIES.indexOf(own), VISIBILITIES.indexOf(replyTo.visibility))]! : own;
}

function firstText({ replyTo, text }: Composition): string {
  if (!replyTo) return text ?? '';
  const names = [replyTo.account.acct, ...replyTo.mentions.map(({ acct }) => acct)].filter((acct, index, all) => acct !== me.value?.acct && all.indexOf(acct) === index);
  return names.map((acct) => `@${acct} `).join('');
}

// An edit that leaves the poll out takes it away; its options as they are keep the votes.
function samePoll({ poll }: Status): { options: string[]; expires_in: number; multiple: boolean } | undefined {
  if (!poll) return undefined;
  const left = poll.expires_at ? (Date.parse(poll.expires_at) - Date.now()) / 1000 : 604_800;
  return { options: poll.options.map(({ title }) => title), expires_in: Math.max(300, Math.round(left)), multiple: poll.multiple };
}

function Counter({ left, limit }: { left: number; limit: number }) {
  const part = Math.min(1, Math.max(0, 1 - left / limit));
  return (
    <span class={`counter ${left < 0 ? 'over' : left <= 20 ? 'near' : ''}`} role="status" aria-label={left < 0 ? t('compose.over', { n: -left }) : t('compose.left', { n: left })}>
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
        <circle cx="10" cy="10" r="8" /><circle cx="10" cy="10" r="8" pathLength="100" stroke-dasharray={`${part * 100} 100`} />
      </svg>
      <span aria-hidden="true">{left}</span>
    </span>
  );
}

export function Composer({ what, onDone, inline = false }: { what: Composition; onDone?: (status: Status) => void; inline?: boolean }) {
  const { replyTo, edit: edited } = what;
  const account = useCell(me)!;
  const configuration = useCell(instance)?.configuration;
  const limit = configuration?.statuses.max_characters ?? 500;
  const types = configuration?.media_attachments.supported_mime_types ?? [];
  const attachments = useAttachments(edited?.media_attachments ?? [], configuration?.statuses.max_media_attachments ?? 4);
  const [sensitive, setSensitive] = useState(edited?.sensitive ?? false);
  const [poll, setPoll] = useState<PollDraft | null>(null);
  const files = useRef<HTMLInputElement>(null);
  const subject = edited ? `edit-${edited.id}` : replyTo ? `reply-${replyTo.id}` : 'new';
  const draft = useMemo(() => (edited || what.text ? null : loadDraft(subject)), [subject]);
  const [text, setText] = useState(draft?.text ?? firstText(what));
  const [warning, setWarning] = useState(draft?.warning ?? replyTo?.spoiler_text ?? '');
  const [warned, setWarned] = useState(Boolean(warning));
  const [visibility, setVisibility] = useState<Visibility>(edited?.visibility ?? firstVisibility(replyTo));
  const [language, setLanguage] = useState(edited?.language ?? firstLanguage(replyTo));
  const [busy, setBusy] = useState(Boolean(edited));
  const [begun, setBegun] = useState(!inline || Boolean(draft));
  const area = useRef<HTMLTextAreaElement>(null);
  const key = useRef(crypto.getRandomValues(new Uint32Array(4)).join('-'));
  const languages = useMemo(languageNames, [locale()]);

  useEffect(() => {
    if (!edited) return;
    api.get<StatusSource>(`/api/v1/statuses/${edited.id}/source`).then((source) => {
      setText(source.text);
      setWarning(source.spoiler_text);
      setWarned(Boolean(source.spoiler_text));
      setBusy(false);
    }, complain);
  }, [edited?.id]);
  useEffect(() => {
    if (edited) return undefined;
    const soon = setTimeout(() => saveDraft(subject, text === firstText(what) ? '' : text, warned ? warning : ''), 300);
    return () => clearTimeout(soon);
  }, [text, warning, warned]);
  useEffect(() => {
    if (inline) return;
    area.current?.focus();
    area.current?.setSelectionRange(text.length, text.length);
  }, [busy]);
  useLayoutEffect(() => {
    const element = area.current!;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight, innerHeight * 0.55)}px`;
  }, [text, begun]);

  const left = limit - countCharacters(text) - (warned ? countGraphemes(warning.trim()) : 0);
  const pieces = attachments.list.length;
  const ready = !busy && !attachments.busy && (!isBlank(text) || pieces > 0) && left >= 0 && (!poll || pollReady(poll));

  const send = async (): Promise<void> => {
    if (!ready) return;
    setBusy(true);
    try {
      const media_ids = await attachments.settle();
      const fields = { status: text, spoiler_text: warned ? warning : '', language, media_ids, sensitive: sensitive && pieces > 0 };
      const status = edited
        ? await edit(edited.id, { ...fields, poll: samePoll(edited) })
        : await publish({ ...fields, visibility, in_reply_to_id: replyTo?.id, poll: poll ? pollToSend(poll) : undefined }, key.current);
      dropDraft(subject);
      localStorage.setItem(LAST_LANGUAGE, language);
      key.current = crypto.getRandomValues(new Uint32Array(4)).join('-');
      toast(t(edited ? 'compose.edited' : 'compose.published'));
      setText('');
      setWarning('');
      setWarned(false);
      setPoll(null);
      setSensitive(false);
      attachments.clear();
      setBusy(false);
      if (inline) setBegun(false);
      onDone?.(status);
    } catch (error) {
      setBusy(false);
      complain(error);
    }
  };

  return (
    <form class={`composer ${inline ? 'inline' : ''} ${begun ? 'begun' : ''}`} onSubmit={(event) => { event.preventDefault(); void send(); }}
      onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); void send(); } }}>
      <Avatar account={account} size={inline ? 48 : 40} />
      <div class="composer-main">
        {warned && <input class="composer-warning" type="text" dir="auto" value={warning} maxLength={limit} aria-label={t('compose.cw')} placeholder={t('compose.cw_placeholder')} onInput={(event) => setWarning(event.currentTarget.value)} />}
        <textarea ref={area} dir="auto" rows={begun ? 3 : 1} value={text} disabled={busy} aria-label={t('compose.text')} placeholder={t('compose.placeholder')}
          onFocus={() => setBegun(true)} onInput={(event) => setText(event.currentTarget.value)}
          onPaste={(event) => { const pasted = event.clipboardData?.files; if (pasted?.length && types.length && !poll) { event.preventDefault(); attachments.add(pasted); } }} />
        <AttachmentList attachments={attachments} descriptionMax={configuration?.media_attachments.description_limit ?? 1500} />
        {pieces > 0 && <label class="check"><input type="checkbox" checked={sensitive} onChange={(event) => setSensitive(event.currentTarget.checked)} /><span>{t('compose.sensitive')}</span></label>}
        {poll && <PollEditor poll={poll} onChange={setPoll} optionsMax={configuration?.polls.max_options ?? 4} charactersMax={configuration?.polls.max_characters_per_option ?? 50} />}
        {begun && (
          <div class="composer-bar">
            {types.length > 0 && (
              <>
                <input ref={files} type="file" hidden multiple accept={types.join()} onChange={(event) => { attachments.add(event.currentTarget.files ?? []); event.currentTarget.value = ''; }} />
                <IconButton icon="picture" label={t('compose.media')} disabled={poll !== null || pieces >= (configuration?.statuses.max_media_attachments ?? 4)} onClick={() => files.current?.click()} />
              </>
            )}
            {!edited && <IconButton icon="poll" label={t('compose.poll')} aria-pressed={poll !== null} disabled={pieces > 0} onClick={() => setPoll(poll ? null : EMPTY_POLL)} />}
            {!edited && (
              <label class="composer-pick" title={t('compose.visibility')}>
                <Icon name={VISIBILITY_ICONS[visibility]} size={18} />
                <select value={visibility} aria-label={t('compose.visibility')} onChange={(event) => setVisibility(event.currentTarget.value as Visibility)}>
                  {VISIBILITIES.map((one) => <option key={one} value={one} title={t(`visibility.${one}.text`)}>{t(`visibility.${one}`)}</option>)}
                </select>
              </label>
            )}
            <label class="composer-pick" title={t('compose.language')}>
              <span class="composer-code" aria-hidden="true">{language}</span>
              <select value={language} aria-label={t('compose.language')} onChange={(event) => setLanguage(event.currentTarget.value)}>
                {languages.map(([code, name]) => <option key={code} value={code}>{name}</option>)}
              </select>
            </label>
            <button type="button" class={`composer-cw ${warned ? 'on' : ''}`} aria-pressed={warned} aria-label={`CW, ${t('compose.cw')}`} title={t('compose.cw')} onClick={() => setWarned(!warned)}>CW</button>
            <span class="composer-space" />
            <Counter left={left} limit={limit} />
            <Button type="submit" disabled={!ready}>{t(edited ? 'compose.publish_edit' : replyTo ? 'compose.publish_reply' : 'compose.publish')}</Button>
          </div>
        )}
      </div>
    </form>
  );
}

// The composer over whatever page is open.
export function ComposerDialog() {
  const what = useCell(composition);
  if (!what) return null;
  const close = (): void => composition.set(null);
  const { replyTo } = what;
  return (
    <Dialog class="compose" title={t(what.edit ? 'compose.edit' : replyTo ? 'compose.reply' : 'compose.title')} onClose={close}>
      {replyTo && (
        <div class="quoted" aria-label={t('post.reply_to', { name: nameOf(replyTo.account) })} role="group">
          <Avatar account={replyTo.account} size={40} />
          <div><Name account={replyTo.account} /><Content html={replyTo.content} mentions={replyTo.mentions} lang={replyTo.language} class="clamped" /></div>
        </div>
      )}
      <Composer what={what} onDone={close} key={what.edit?.id ?? replyTo?.id ?? 'new'} />
    </Dialog>
  );
}
