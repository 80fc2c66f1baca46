//! The real widget and the real console in Chromium, on the real Worker.

mod about;
mod asked;
mod away;
mod console;
mod conversation;
mod day;
mod ending;
mod everybody;
mod faulty;
mod figures;
mod first;
mod guest;
mod hints;
mod idle;
mod inbox;
mod language;
mod mail;
mod mode;
mod notify;
mod online;
mod outbox;
mod presence;
mod routing;
mod staff;
mod style;
mod targeted;
