// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n';
import { Button } from './basics';
import { type CropKind, Cropper } from './cropper';

// The picture or banner of a profile: what it is, and another one, cut before it is sent.
export function PictureField({ kind, now, chosen, accept, onChosen }: { kind: CropKind; now: string; chosen: File | undefined; accept: readonly string[]; onChosen: (file: File) => void }) {
  const [cutting, setCutting] = useState<File | null>(null);
  const [preview, setPreview] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!chosen) return setPreview(null);
    const url = URL.createObjectURL(chosen);
    setPreview(url);
    return () => URL.revokeObjectURL(url);
  }, [chosen]);
  return (
    <div class={`picture-field for-${kind}`} role="group" aria-label={t(`settings.${kind}`)}>
      <span class="picture-label">{t(`settings.${kind}`)}</span>
      <img src={preview ?? now} alt="" />
      <input ref={input} type="file" hidden accept={accept.join()} data-kind={kind} onChange={(event) => { setCutting(event.currentTarget.files?.[0] ?? null); event.currentTarget.value = ''; }} />
      <span class="picture-do">
        <Button look="quiet" onClick={() => input.current?.click()}>{t(`crop.choose.${kind}`)}</Button>
        {chosen && <span class="soft" role="status">{t('crop.not_saved')}</span>}
      </span>
      {cutting && <Cropper file={cutting} kind={kind} onClose={() => setCutting(null)} onDone={(file) => { setCutting(null); onChosen(file); }} />}
    </div>
  );
}
