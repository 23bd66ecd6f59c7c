//! The engine's worker built with a GPU backend, as a program of its own, because its tensor
//! library is large and experimental. Outside the default members; chosen at run time.
//!
//! The room is empty so far.
