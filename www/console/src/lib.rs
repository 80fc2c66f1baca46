//! The agents' console.
//!
//! This library is what the console decides: [`store`] holds everything that an agent sees and knows no
//! browser and no clock; [`words`] says it, in the language that [`tongue`] was given.
//! The binary beside it (`page/`) is what the console does: views, socket, HTTP, storage.

pub mod csv;
pub mod store;
pub mod tongue;
pub mod words;
