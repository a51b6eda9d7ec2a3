// How the pages by hand speak with a gateway: the handshake with a device of their own, calls, events. Knows neither chat nor list.

const SCOPES = ['operator.read', 'operator.write', 'operator.admin', 'operator.approvals', 'operator.questions', 'operator.pairing'];
const CAPS = ['tool-events', 'approvals', 'exec-approvals', 'session-scoped-events'];
const KEPT = 'by-hand.device';
const [CLIENT, MODE] = ['openclaw-control-ui', 'webchat'];

/** What the address asks for: which gateway, its token, which session. */
export const wanted = new URLSearchParams(location.search);

const urlLetters = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** The device that this browser is: `{ id, key, token }`, made once. */
async function device() {
  const kept = JSON.parse(localStorage.getItem(KEPT) ?? 'null');
  if (kept) return kept;
  const { privateKey, publicKey } = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  const id = hex(await crypto.subtle.digest('SHA-256', await crypto.subtle.exportKey('raw', publicKey)));
  return { id, key: await crypto.subtle.exportKey('jwk', privateKey) };
}

/** Signs for the challenge that it is this device which asks. */
async function proof({ id, key }, token, { nonce, ts }) {
  const signer = await crypto.subtle.importKey('jwk', key, 'Ed25519', false, ['sign']);
  const said = ['v3', id, CLIENT, MODE, 'operator', SCOPES.join(','), ts, token, nonce, 'web', ''].join('|');
  const signature = await crypto.subtle.sign('Ed25519', signer, new TextEncoder().encode(said));
  return { id, publicKey: key.x, signature: urlLetters(signature), signedAt: ts, nonce };
}

/** Connects; resolves once the gateway has let us in, to `call(method, params)`. `hears` gets every event by name. */
export async function connect(hears) {
  const self = device();
  const socket = new WebSocket(wanted.get('gateway'));
  const waiting = new Map();
  let last = 0;
  const call = (method, params) =>
    new Promise((done, failed) => {
      const id = String((last += 1));
      waiting.set(id, { done, failed });
      socket.send(JSON.stringify({ type: 'req', id, method, params }));
    });
  const enter = async (challenge) => {
    const known = await self;
    const token = known.token ?? wanted.get('token');
    const client = { id: CLIENT, version: '0', platform: 'web', mode: MODE, buildId: 'dev', instanceId: crypto.randomUUID() };
    const asked = { minProtocol: 4, maxProtocol: 4, client, role: 'operator', scopes: SCOPES, caps: CAPS, auth: { token } };
    const { auth } = await call('connect', { ...asked, device: await proof(known, token, challenge) });
    localStorage.setItem(KEPT, JSON.stringify({ ...known, token: auth.deviceToken }));
  };
  return new Promise((done, failed) => {
    socket.addEventListener('message', ({ data }) => {
      const frame = JSON.parse(data);
      if (frame.type === 'event') {
        if (frame.event === 'connect.challenge') enter(frame.payload).then(() => done(call), failed);
        else hears[frame.event]?.(frame.payload);
        return;
      }
      const asked = waiting.get(frame.id);
      waiting.delete(frame.id);
      if (frame.ok) asked.done(frame.payload);
      else asked.failed(new Error(frame.error.message));
    });
  });
}
