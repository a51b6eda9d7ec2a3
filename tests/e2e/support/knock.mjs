// Owns how another device asks to come in, from a page that may. Knows no view.

/** Runs in a page: another device asks to come in, under a name that is never let in by itself. Resolves with what it is answered. */
export async function knock([url, token, seed]) {
  const bytes = (text) => new TextEncoder().encode(text);
  const code = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  window.keys ??= await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  const raw = await crypto.subtle.exportKey('raw', window.keys.publicKey);
  const id = [...new Uint8Array(await crypto.subtle.digest('SHA-256', raw))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const socket = new WebSocket(url);
  return new Promise((resolve) => {
    socket.onmessage = async ({ data }) => {
      const frame = JSON.parse(data);
      if (frame.type === 'res') return resolve({ ok: frame.ok, code: frame.error?.details?.code, id });
      if (frame.event !== 'connect.challenge') return;
      const { nonce, ts } = frame.payload;
      const scopes = ['operator.read', 'operator.write'];
      const signed = `v3|${id}|webchat|ui|operator|${scopes.join(',')}|${ts}|${token}|${nonce}|web|`;
      const signature = code(await crypto.subtle.sign('Ed25519', window.keys.privateKey, bytes(signed)));
      const device = { id, publicKey: code(raw), signature, signedAt: ts, nonce };
      const client = { id: 'webchat', version: seed, platform: 'web', mode: 'ui' };
      const params = { minProtocol: 4, maxProtocol: 4, client, role: 'operator', scopes, caps: [], auth: { token }, device };
      socket.send(JSON.stringify({ type: 'req', id: '1', method: 'connect', params }));
    };
  });
}
