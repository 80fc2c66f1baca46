//! Tests through the doors that users take.
