// SPDX-License-Identifier: Apache-2.0
//
// Chooses what of a picture must be seen where it is cut to fit.
import { createPortal } from 'preact/compat';
import { useRef, useState } from 'preact/hooks';
import { t } from '../i18n';
import type { Focus } from '../state/parts';
import { Button, Dialog } from './basics';
import { movedFocus, pointedFocus } from './crop';

export function FocusDialog({ src, focus: first, onChosen, onClose }: { src: string; focus: Focus; onChosen: (focus: Focus) => void; onClose: () => void }) {
  const [focus, setFocus] = useState(first);
  const picture = useRef<HTMLDivElement>(null);
  const point = (event: PointerEvent): void => {
    const { left, top, width, height } = picture.current!.getBoundingClientRect();
    setFocus(pointedFocus((event.clientX - left) / width, (event.clientY - top) / height));
  };
  const place = { left: `${(focus.x + 1) * 50}%`, top: `${(1 - focus.y) * 50}%` };
  return createPortal(
    <Dialog title={t('focus.title')} class="focus-dialog" onClose={onClose}>
      <p class="soft">{t('focus.text')}</p>
      <div class="focus-stage">
        <div ref={picture} class="focus-picture" role="group" tabIndex={0} aria-label={t('focus.keys')}
          onPointerDown={(event) => { event.currentTarget.setPointerCapture(event.pointerId); point(event); }}
          onPointerMove={(event) => { if (event.currentTarget.hasPointerCapture(event.pointerId)) point(event); }}
          onKeyDown={(event) => {
            const moved = movedFocus(focus, event.key);
            if (!moved) return;
            event.preventDefault();
            setFocus(moved);
          }}>
          <img src={src} alt="" draggable={false} />
          <span class="focus-point" style={place} />
        </div>
      </div>
      <div class="focus-previews" aria-hidden="true">
        {['1 / 1', '16 / 9', '3 / 4'].map((ratio) => <img key={ratio} src={src} alt="" style={{ aspectRatio: ratio, objectPosition: `${place.left} ${place.top}` }} />)}
      </div>
      <p class="hidden" role="status">{t('focus.at', { x: Math.round((focus.x + 1) * 50), y: Math.round((1 - focus.y) * 50) })}</p>
      <div class="dialog-actions">
        <Button look="quiet" onClick={() => setFocus({ x: 0, y: 0 })}>{t('focus.middle')}</Button>
        <Button onClick={() => onChosen(focus)}>{t('focus.done')}</Button>
      </div>
    </Dialog>, document.body);
}
