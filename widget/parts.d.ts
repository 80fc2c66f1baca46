// What `build.mjs` puts together that is no TypeScript: sheets and the panel as texts, and what wasm-bindgen writes.
declare module "*.css" {
  const text: string;
  export default text;
}

declare module "*.html" {
  const text: string;
  export default text;
}

/** What `src/moments.rs` exports, and how the module is started. */
declare module "porchlight:glue" {
  type Json = object;
  export const imports: () => WebAssembly.Imports;
  export const finish: (instance: WebAssembly.Instance) => void;
  export const start: (setting: object) => void;
  export const happened: (moment: number) => void;
  export const turned: (isOpen: boolean) => void;
  export const submitted: (text: string, email: string) => void;
  export const retried: (id: string) => void;
  export const found: (token: string) => void;
  export const unsent: (says: Json) => void;
  export const kept: (id: string, isKept: boolean) => void;
  export const heard: (frame: Json) => void;
  export const closed: (code: number) => void;
  export const answered: (number: number, answer: Json, body?: Json) => void;
  export const targeted: (chat: Json, name: string) => boolean;
}
