// The security policy of the page: what it may load and run. Owns the policy
// alone; a hash for every inline script and style of the page stands in for
// 'unsafe-inline'.
import { createHash } from 'node:crypto';

const hashes = (page, tag) =>
  [...page.matchAll(new RegExp(`<${tag}(?![^>]*\\ssrc=)[^>]*>([^]*?)</${tag}>`, 'g'))]
    .map(([, text]) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
    .join(' ');

/** The policy for this page, as the text of a meta element. */
export const policyFor = (page) =>
  [
    `default-src 'none'`,
    `script-src 'self' 'wasm-unsafe-eval' ${hashes(page, 'script')}`,
    `style-src 'self' ${hashes(page, 'style')}`,
    // Images in what agents write, each only once somebody asks for it.
    `img-src 'self' data: http: https:`,
    `font-src 'none'`,
    // A gateway may be anywhere; only the person knows where. Over http it is asked one thing: whether anybody answers there at all. Sources that
    // name a host or a path would leave out addresses such as ws://192.168.0.2, which by the standard no wildcard matches.
    `connect-src 'self' ws: wss: http: https:`,
    `worker-src 'self'`,
    `manifest-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    // No text becomes code or elements; tools/boot/detect.js lets addresses of this origin pass, for workers.
    `require-trusted-types-for 'script'`,
    `trusted-types default`,
  ].join('; ');
