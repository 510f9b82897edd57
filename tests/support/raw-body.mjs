// SPDX-License-Identifier: Apache-2.0
// One answer with its bytes as they were sent: nothing is unpacked or decoded.
import http from 'node:http';

export function raw(site, path, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.get({ host: '127.0.0.1', port: site.port, path, headers: { Host: site.host, ...headers } }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, bytes: Buffer.concat(chunks) }));
      response.on('error', reject);
    });
    request.on('error', reject);
  });
}
