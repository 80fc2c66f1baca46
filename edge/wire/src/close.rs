//! Why the edge closes a socket, and what the client does about it.

/// Codes of our own lie in 4000 to 4999. A client reconnects after every code that is not listed here.
pub mod code {
    /// A frame that is not text. Do not reconnect: the client has a bug.
    pub const NOT_TEXT: u16 = 1003;
    /// A frame above [`crate::http::MOST_BYTES`]. Do not reconnect with the same frame.
    pub const TOO_LARGE: u16 = 1009;
    /// A frame that is not one of ours, or not allowed at this point. Do not reconnect: the client has a bug.
    pub const BAD_FRAME: u16 = 4000;
    /// The session ended or the token is unknown. Sign in again; a visitor starts anew.
    pub const UNAUTHORIZED: u16 = 4001;
    /// Another protocol version. Reload the page.
    pub const RELOAD: u16 = 4002;
    /// Too many frames. Reconnect with a delay of at least 10 s.
    pub const TOO_MANY: u16 = 4003;
}

/// What a client does after a close code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// Try again with the usual delay.
    Reconnect,
    /// Try again, but not before ten seconds.
    Slowly,
    /// Ask the person to sign in.
    SignIn,
    /// Ask the person to reload.
    Reload,
    /// Give up: the same would happen again.
    Stop,
}

/// The table above as a function.
#[must_use]
pub fn after(close: u16) -> After {
    match close {
        code::NOT_TEXT | code::TOO_LARGE | code::BAD_FRAME => After::Stop,
        code::UNAUTHORIZED => After::SignIn,
        code::RELOAD => After::Reload,
        code::TOO_MANY => After::Slowly,
        _ => After::Reconnect,
    }
}
