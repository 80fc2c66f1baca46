//! What is broken on purpose: workerd is killed right behind an acknowledgement.
