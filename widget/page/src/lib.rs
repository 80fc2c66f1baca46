//! The widget's browser shell.
