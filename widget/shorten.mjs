// Names of one or two letters between the Wasm and its glue, instead of forty: a kilobyte less to download, and seven
// in the Worker, which has ten times as many.
// It knows the two sections of a module that hold names, and how wasm-bindgen 0.2 writes its glue.
// https://webassembly.github.io/spec/core/binary/modules.html

const IMPORTS = 2;
const EXPORTS = 7;
const FUNCTION = 0;
const TAG = 4;

/** The glue and the Wasm, both with short names. Throws where the glue is not what we know. */
export function shorten(glue, wasm) {
  const { imports, exports, module } = rename(wasm);
  for (const [long, short] of imports) {
    const method = new RegExp(`^(\\s*)${long}: function`, "m");
    if (!method.test(glue)) throw new Error(`the glue has no import ${long}`);
    glue = glue.replace(method, (_, space) => `${space}${short}: function`);
  }
  for (const [long, short] of exports) {
    if (!glue.includes(`wasm.${long}(`)) throw new Error(`the glue calls no export ${long}`);
    glue = glue.replaceAll(`wasm.${long}(`, () => `wasm.${short}(`);
  }
  glue = glue
    .replace(
      /: function\(\) \{ return handleError\(function (\(.*?\)) \{([^]*?)\}, arguments\); \}/g,
      ": (...words) => handleError($1 => {$2}, words)",
    )
    .replace(/: function(\(.*?\)) \{/g, ": $1 => {");
  return { glue, wasm: module };
}

/**
 * The glue without what no browser of ours needs: a text is encoded whole, not letter by letter as long as it is
 * English; a memory that grew has another buffer; no page passes the 2 GB of text after which Safari's decoder wears
 * out; and where the Wasm cannot allocate, it ends, so that nothing is to be given back.
 */
export function spare(glue) {
  for (const [part, instead] of [
    [/^if \(!\('encodeInto' in cachedTextEncoder\)\) \{[^]*?^\}$/m, ""],
    [/cachedDataViewMemory0 === null \|\| .*(?=\) \{$)/m, "cachedDataViewMemory0?.buffer !== wasm.memory.buffer"],
    [/^const MAX_SAFARI_DECODE_BYTES[^]*?^function decodeText[^]*?^\}$/m, "const decodeText = (bytes) => cachedTextDecoder.decode(bytes);"],
    [/, wasm\.__wbindgen_malloc, wasm\.__wbindgen_realloc\)/g, ")"],
    [/^function passStringToWasm0\(arg, malloc, realloc\) \{\s*if \(realloc === undefined\) \{([^]*?)\n {4}\}[^]*?^\}$/m, "function passStringToWasm0(arg) {$1\n}"],
    [/ = malloc\(/, " = wasm.__wbindgen_malloc("],
    [/^ {4}try \{\n([^]*?)^ {4}\} catch \(e\) \{[^]*?^ {4}\}$/m, "$1"],
  ]) {
    // A search does not move a pattern on.
    if (glue.search(part) < 0) throw new Error(`the glue has no ${part}`);
    glue = glue.replace(part, instead);
  }
  return glue;
}

/** The same where the glue is a bundle already (`edge/worker/shorten.mjs`): the names of what it is asked for. */
export function shortenImports(glue, wasm) {
  const { imports, module } = rename(wasm, false);
  // All of them are in one object; none is named elsewhere.
  const bundle = glue.replace(/\b(__wb\w+)(?=:function\()/g, (long) => {
    const short = imports.get(long);
    imports.delete(long);
    return short ?? long;
  });
  if (imports.size > 0) throw new Error(`the glue lacks imports: ${[...imports.keys()]}`);
  return { glue: bundle, wasm: module };
}

function rename(wasm, hasExports = true) {
  const imports = new Map();
  const exports = new Map();
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = wasm[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  const name = () => {
    const length = number();
    at += length;
    return wasm.subarray(at - length, at).toString();
  };
  const parts = [wasm.subarray(0, 8)];
  while (at < wasm.length) {
    const start = at;
    const id = wasm[at++];
    const size = number();
    const end = at + size;
    if (id === IMPORTS || id === EXPORTS) {
      const count = number();
      const entries = [leb(count)];
      for (let index = 0; index < count; index++) {
        if (id === IMPORTS) entries.push(text(name()));
        const long = name();
        const kind = at++;
        // A tag of exceptions has its attribute before its type.
        if (id === IMPORTS && wasm[kind] === TAG) number();
        else if (id === IMPORTS && wasm[kind] !== FUNCTION) throw new Error(`an import that is no function: ${long}`);
        number();
        // Exports that are called by name keep theirs, and so do tags.
        const isKept = id === EXPORTS ? !hasExports || long.length <= 30 : wasm[kind] === TAG;
        const short = isKept ? long : letters(index);
        if (!isKept) (id === IMPORTS ? imports : exports).set(long, short);
        entries.push(text(short), wasm.subarray(kind, at));
      }
      const section = Buffer.concat(entries);
      parts.push(Buffer.from([id]), leb(section.length), section);
    } else {
      parts.push(wasm.subarray(start, end));
    }
    at = end;
  }
  return { imports, exports, module: Buffer.concat(parts) };
}

const letters = (index) => index.toString(36).replace(/^(?=\d)/, "$");

const text = (value) => Buffer.concat([leb(value.length), Buffer.from(value)]);

function leb(value) {
  const bytes = [];
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
  return Buffer.from([...bytes, value]);
}
