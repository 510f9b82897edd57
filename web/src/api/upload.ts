// SPDX-License-Identifier: Apache-2.0
//
// Sends a file and tells how far it is, which only the older kind of request can.
import { ApiError, api } from './http';
import { session } from './session';
import type { MediaAttachment } from './types';

const ASK_AGAIN_MS = 1_000;
const ASK_TIMES_MAX = 300;

function send(file: File, onProgress: (part: number) => void, signal: AbortSignal): Promise<MediaAttachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.set('file', file);
    request.open('POST', '/api/v2/media');
    request.responseType = 'json';
    request.setRequestHeader('Authorization', `Bearer ${session.value?.token ?? ''}`);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => (request.status < 300 ? resolve(request.response) : reject(new ApiError(request.response?.error ?? `HTTP ${request.status}`, request.status)));
    request.onerror = () => reject(new ApiError('offline', 0));
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}

// The file as an attachment that can be posted: the server may need a while to make it fit to be shown.
export async function upload(file: File, onProgress: (part: number) => void, signal: AbortSignal): Promise<MediaAttachment> {
  let media = await send(file, onProgress, signal);
  for (let round = 0; !media.url && round < ASK_TIMES_MAX; round++) {
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    signal.throwIfAborted();
    media = await api.get<MediaAttachment>(`/api/v1/media/${media.id}`);
  }
  return media;
}
