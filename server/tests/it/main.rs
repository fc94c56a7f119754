//! Stories through the real doors: real router, real sockets, real databases of both engines.

mod bad_input;
mod delivery;
mod full_disk;
mod support;
mod talk;
mod walls;
