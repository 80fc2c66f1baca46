//! HTTP and sockets against the real Worker on workerd. Names quote the rules of `tests/SPEC.md`.

mod bad_input;
mod conversation;
mod invisible;
mod limits;
mod operator;
mod presence;
mod session;
mod sockets;
