// SPDX-License-Identifier: Apache-2.0
//
// Cuts a picture to a fixed shape before it is sent: what the canvas shows is what comes out.
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n';
import { Button, Dialog } from './basics';
import { boxOf, type Crop, dragged, fitted, keyed, resultSize, type Size, ZOOM_MAX } from './crop';

export type CropKind = 'avatar' | 'header';

// As large as the server keeps them.
const RESULTS: Record<CropKind, Size> = { avatar: { width: 400, height: 400 }, header: { width: 1500, height: 500 } };
const JPEG_QUALITY = 0.9;
const MAY_MOVE = ['image/gif', 'image/webp', 'image/avif'];
const MIDDLE: Crop = { x: 0.5, y: 0.5, zoom: 1 };

// Photographs stay JPEG; what may have holes to look through becomes PNG.
async function cut(bitmap: ImageBitmap, kind: CropKind, crop: Crop, file: File): Promise<File> {
  const largest = RESULTS[kind];
  const { left, top, width, height } = boxOf(bitmap, largest.width / largest.height, crop);
  const size = resultSize({ width, height }, largest);
  const canvas = Object.assign(document.createElement('canvas'), size);
  const context = canvas.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, left, top, width, height, 0, 0, size.width, size.height);
  const type = file.type === 'image/jpeg' ? 'image/jpeg' : 'image/png';
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, JPEG_QUALITY));
  if (!blob) throw new Error(type);
  return new File([blob], `${kind}.${type === 'image/jpeg' ? 'jpg' : 'png'}`, { type });
}

function Stage({ bitmap, kind, crop, onChange }: { bitmap: ImageBitmap; kind: CropKind; crop: Crop; onChange: (crop: Crop) => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const { width, height } = RESULTS[kind];
  const aspect = width / height;
  useEffect(() => {
    const { left, top, width: boxWidth, height: boxHeight } = boxOf(bitmap, aspect, crop);
    const context = canvas.current!.getContext('2d')!;
    context.clearRect(0, 0, width, height);
    context.drawImage(bitmap, left, top, boxWidth, boxHeight, 0, 0, width, height);
  }, [bitmap, crop]);
  // One finger or the mouse moves, two fingers zoom.
  const move = (event: PointerEvent): void => {
    const before = pointers.current.get(event.pointerId);
    if (!before) return;
    const frame = canvas.current!.getBoundingClientRect();
    const now = { x: event.clientX, y: event.clientY };
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, now);
    if (!other) return onChange(dragged(bitmap, aspect, crop, (now.x - before.x) / frame.width, (now.y - before.y) / frame.height));
    const apart = (one: { x: number; y: number }): number => Math.max(1, Math.hypot(one.x - other.x, one.y - other.y));
    onChange(fitted(bitmap, aspect, { ...crop, zoom: crop.zoom * (apart(now) / apart(before)) }));
  };
  const leave = (event: PointerEvent): void => void pointers.current.delete(event.pointerId);
  return (
    <div class={`crop-stage for-${kind}`} role="group" tabIndex={0} aria-label={t('crop.keys')}
      onPointerDown={(event) => { event.currentTarget.setPointerCapture(event.pointerId); pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY }); }}
      onPointerMove={move} onPointerUp={leave} onPointerCancel={leave}
      onWheel={(event) => { event.preventDefault(); onChange(fitted(bitmap, aspect, { ...crop, zoom: crop.zoom * (event.deltaY < 0 ? 1.08 : 1 / 1.08) })); }}
      onKeyDown={(event) => {
        const changed = keyed(bitmap, aspect, crop, event.key);
        if (!changed) return;
        event.preventDefault();
        onChange(changed);
      }}>
      <canvas ref={canvas} width={width} height={height} />
    </div>
  );
}

export function Cropper({ file, kind, onDone, onClose }: { file: File; kind: CropKind; onDone: (file: File) => void; onClose: () => void }) {
  const [bitmap, setBitmap] = useState<ImageBitmap | null>(null);
  const [crop, setCrop] = useState(MIDDLE);
  const [failed, setFailed] = useState(false);
  const { width, height } = RESULTS[kind];
  useEffect(() => {
    let opened: ImageBitmap | null = null;
    let wanted = true;
    createImageBitmap(file).then((made) => {
      if (!wanted) return made.close();
      opened = made;
      setBitmap(made);
      return undefined;
    }, () => setFailed(true));
    return () => {
      wanted = false;
      opened?.close();
    };
  }, [file]);
  const done = (): void => {
    cut(bitmap!, kind, crop, file).then(onDone, () => setFailed(true));
  };
  return (
    <Dialog title={t(`crop.title.${kind}`)} class="crop-dialog" onClose={onClose}>
      {failed ? <p role="alert">{t('crop.failed')}</p> : !bitmap ? <div class={`crop-stage for-${kind}`} /> : (
        <>
          <Stage bitmap={bitmap} kind={kind} crop={crop} onChange={setCrop} />
          <label class="crop-zoom"><span>{t('crop.zoom')}</span>
            <input type="range" min="1" max={ZOOM_MAX} step="0.01" value={crop.zoom} onInput={(event) => setCrop(fitted(bitmap, width / height, { ...crop, zoom: Number(event.currentTarget.value) }))} />
          </label>
        </>
      )}
      {MAY_MOVE.includes(file.type) && <p class="soft">{t('crop.moves')}</p>}
      <div class="dialog-actions">
        <Button look="quiet" onClick={() => onDone(file)}>{t('crop.whole')}</Button>
        <Button disabled={!bitmap || failed} onClick={done}>{t('crop.done')}</Button>
      </div>
    </Dialog>
  );
}
