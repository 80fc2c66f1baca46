//! The real widget and the real console in Chromium, on the real Worker.

mod conversation;
mod guest;
mod mode;
mod widget;
