/** What somebody may try to smuggle in, and how one would see that it had an effect. */
export interface Smuggled {
  /** Texts to be sent wherever a text can be sent. */
  readonly texts: readonly string[];
  /** Ends of paths that are not well-formed, as they go over the line. */
  readonly targets?: readonly string[];
  /** Bodies that are no text in UTF-8. */
  readonly bodies?: readonly Uint8Array[];
  /** What no answer may hold. */
  readonly effect: RegExp;
}

/** A product that stands in no answer unless somebody worked it out. */
const PRODUCT = 7331 * 1337;

/** By the words of sentences. */
export const SMUGGLED: Readonly<Record<string, Smuggled>> = {
  'commands to databases': {
    texts: [
      "' or '1'='1",
      "'; drop table customers cascade; --",
      "'; delete from audit_log; --",
      "' union select password_hash from customers --",
      "x'; select pg_sleep(20); --",
      "\\'; truncate events; --",
      '$$; drop schema acceptance cascade; $$',
    ],
    effect: /\$argon2id|syntax error|pg_catalog|SQLSTATE|violates|unterminated/i,
  },
  'commands to other stores': {
    texts: [
      '{"$gt": ""}',
      '{"$where": "sleep(20000)"}',
      "'; return true; var x = '",
      '\r\nFLUSHALL\r\n',
      'x\r\nDEL login-wait:1\r\n',
      "') ALTER TABLE metrics DELETE WHERE 1 = 1 --",
      '1; DROP TABLE metrics',
      '{"must_not": []}',
    ],
    effect: /DB::Exception|WRONGTYPE|ReplyError|ERR unknown/i,
  },
  'ways to other files': {
    texts: [
      '../../../../etc/passwd',
      '..\\..\\windows\\win.ini',
      'file:///etc/passwd',
      '/proc/self/environ',
      '....//....//etc/passwd',
    ],
    targets: [
      '/../../etc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/..%2f..%2fetc%2fpasswd',
      '/..%c0%af..%c0%afetc/passwd',
    ],
    effect: /root:.*:0:0|JWT_SECRET|\[fonts\]/,
  },
  'further headers': {
    texts: [
      'x\r\nSet-Cookie: taken=1',
      'x\nLocation: http://evil.example',
      'x\r\n\r\n<html>',
      '%0d%0aSet-Cookie:%20taken=1',
    ],
    targets: ['/%0d%0aSet-Cookie:%20taken=1', '/x%0aLocation:%20http://evil.example'],
    effect: /^(?:set-cookie|location):/im,
  },
  templates: {
    texts: [
      '{{7331*1337}}',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a template of somebody else's
      '${7331*1337}',
      '<%= 7331*1337 %>',
      '#{7331*1337}',
      '{% 7331*1337 %}',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a template of somebody else's
      '${{7331*1337}}',
      '__proto__',
      'constructor',
    ],
    effect: new RegExp(String(PRODUCT)),
  },
  scripts: {
    texts: [
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      'javascript:alert(1)',
      "'-alert(1)-'",
      '<svg/onload=alert(1)>',
    ],
    effect: /^content-type: (?!application\/(?:problem\+)?json)/im,
  },
  'texts beyond all measure': {
    texts: ['x'.repeat(100_000), 'ä'.repeat(700_000), '['.repeat(50_000)],
    targets: [`/${'x'.repeat(8_000)}`],
    effect: /RangeError|stack|heap/i,
  },
  'letters that are none': {
    texts: ['\u0000', 'x\u0000y', '\ud800', '\udfff\ud800', '\u202e\u2066', '\ufffe\uffff', 'Ⅷ\u0301'.repeat(50)],
    targets: ['/%ff%fe', '/%c0%ae', '/%', '/%zz', '/%00'],
    bodies: [
      Buffer.from([0xff, 0xfe, 0x7b, 0x00]),
      Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]),
      Buffer.from('{"username":"x"', 'utf16le'),
      Buffer.from([]),
    ],
    effect: /invalid byte sequence|unsupported Unicode|stack/i,
  },
};
