// What the platform starts: all that Rust is, and the lobby, which decides nothing of a site's.
export * from "../build/index.js";
export { default } from "../build/index.js";
export { Lobby } from "./lobby/object.js";
