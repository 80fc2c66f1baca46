//! The real widget and the real console in Chromium, on the real Worker.

mod console;
mod conversation;
mod guest;
mod mode;
